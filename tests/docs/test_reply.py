"""docs/reply.md tells every field and value of the reply contract."""

from __future__ import annotations

from enum import Enum

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from assistant.reply import (
    VERSION,
    Card,
    CardKind,
    Expects,
    Manner,
    Option,
    Progress,
    Reply,
    Row,
    RowState,
    Source,
)
from ershun.cli import app
from tests.docs.markdown import DOCS, Page, names

PAGE = Page(DOCS / "reply.md")
SHAPES: tuple[type[BaseModel], ...] = (Reply, Option, Card, Row, Source, Progress, Manner)
CHOICES: tuple[type[Enum], ...] = (CardKind, RowState, Expects)


def documented(section: str) -> list[str]:
    return [names(row[0])[0] for row in PAGE.rows(section)]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_field_is_documented(shape: type[BaseModel]) -> None:
    # then the table of the shape has its fields, in their order
    assert documented(shape.__name__) == list(shape.__fields__)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.__name__)
def test_every_value_is_documented(choice: type[Enum]) -> None:
    # then the table of the choice has its values
    assert set(documented(choice.__name__)) == {member.value for member in choice}


def test_the_example_keeps_the_contract() -> None:
    # given the example
    (block,) = [block for block in PAGE.blocks if block.language == "json"]
    # when a door reads it
    reply = Reply.parse_raw(block.text)
    # then it is a reply, and shows what only a step has
    assert reply.progress is not None
    assert reply.card is not None


def test_the_version_is_the_present_one() -> None:
    # then page and code speak of the same version
    assert f"version {VERSION}." in PAGE.text


def test_the_schema_beside_the_page_is_what_the_command_prints() -> None:
    # when the schema is printed
    printed = CliRunner().invoke(app, ["schema"]).stdout
    # then it is the file; if not: ershun schema > docs/reply.schema.json
    assert (DOCS / "reply.schema.json").read_text(encoding="utf-8") == printed
