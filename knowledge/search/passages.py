"""Which texts of an entry are searched, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from knowledge.library import Entry
from knowledge.schema import PolicyEntry, ServiceItem


class Field(IntEnum):
    """Part of an entry, from most to least telling."""

    NAME = 0
    ASKED = 1
    BODY = 2


@dataclass(frozen=True)
class Passage:
    """One text that may match a query."""

    field: Field
    text: str


def passages(entry: Entry) -> Iterator[Passage]:
    """All searchable texts of ``entry``."""
    if isinstance(entry, ServiceItem):
        yield from _item(entry)
    else:
        yield from _policy(entry)


def _item(item: ServiceItem) -> Iterator[Passage]:
    yield Passage(Field.NAME, item.name)
    yield Passage(Field.NAME, item.short)
    yield from (Passage(Field.ASKED, alias) for alias in item.aliases)
    yield Passage(Field.BODY, item.summary)
    yield Passage(Field.BODY, item.result)
    yield from (Passage(Field.BODY, text) for text in item.conditions)


def _policy(policy: PolicyEntry) -> Iterator[Passage]:
    yield Passage(Field.NAME, policy.title)
    yield from (Passage(Field.ASKED, question) for question in policy.questions)
    yield Passage(Field.BODY, policy.answer)
    yield from (Passage(Field.BODY, text) for text in policy.details)
