"""The tables that the code names are the tables that the migrations make."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from records.database import connect, upgrade
from records.tables import metadata


def test_migrations_make_exactly_the_tables_of_the_code(bare_url: str) -> None:
    # given a database made by the migrations
    upgrade(bare_url)
    engine = connect(bare_url)
    # when alembic is asked what a further migration would have to change
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    # then there is nothing
    assert differences == []
