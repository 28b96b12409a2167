"""Each migration can be taken and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import records.database
from records.database import connect, upgrade


@pytest.fixture
def config(bare_url: str) -> Config:
    made = Config()
    folder = Path(records.database.__file__).with_name("migrations")
    made.set_main_option("script_location", str(folder))
    made.set_main_option("sqlalchemy.url", bare_url.replace("%", "%%"))
    return made


def test_versions_form_one_line(config: Config) -> None:
    # when the migrations are put in order
    heads = ScriptDirectory.from_config(config).get_heads()
    # then there is one newest
    assert len(heads) == 1


def test_every_migration_can_be_taken_back_and_taken_again(config: Config, bare_url: str) -> None:
    # given a database at the newest version
    upgrade(bare_url)
    engine = connect(bare_url)
    tables = inspect(engine).get_table_names()
    # when everything is taken back
    command.downgrade(config, "base")
    # then only the note of the version is left
    assert inspect(engine).get_table_names() == ["alembic_version"]
    # and when it is taken again, all is as before
    command.upgrade(config, "head")
    assert sorted(inspect(engine).get_table_names()) == sorted(tables)
    engine.dispose()
