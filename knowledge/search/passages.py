"""Which texts of an entry are searched, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Optional

from knowledge.library import Entry
from knowledge.schema import ImportedItem, ImportedText, PolicyEntry, ServiceItem

#: Characters of one passage of a long text: what the encoder reads as a whole, and about
#: what a person can take in; longer ones blur several matters into one vector.
PASSAGE_LENGTH = 220
_SENTENCE_ENDS = re.compile(r"(?<=[。；！？;!?\n])")


class Field(IntEnum):
    """Part of an entry, from most to least telling."""

    NAME = 0
    ASKED = 1
    BODY = 2


@dataclass(frozen=True)
class Passage:
    """One text that may match a query.

    Attributes:
        field: what part of the entry it is.
        text: as it is shown and quoted.
        heading: of the section of a long text it is from.
        article: 第N条 it is from.
    """

    field: Field
    text: str
    heading: Optional[str] = None
    article: Optional[int] = None


def passages(entry: Entry) -> Iterator[Passage]:
    """All searchable texts of ``entry``."""
    if isinstance(entry, ImportedText):
        yield from _text(entry)
    elif isinstance(entry, ServiceItem):
        yield from _item(entry)
    else:
        yield from _policy(entry)


def _item(item: ServiceItem) -> Iterator[Passage]:
    yield Passage(Field.NAME, item.name)
    if item.short != item.name:
        yield Passage(Field.NAME, item.short)
    yield from (Passage(Field.ASKED, alias) for alias in item.aliases)
    yield Passage(Field.BODY, item.summary)
    if isinstance(item, ImportedItem):
        # A catalogue's conditions run to pages, and its result is a phrase for all alike.
        conditions = packed("\n".join(item.conditions), PASSAGE_LENGTH)
        yield from (Passage(Field.BODY, text) for text in conditions)
        return
    yield Passage(Field.BODY, item.result)
    yield from (Passage(Field.BODY, text) for text in item.conditions)


def _policy(policy: PolicyEntry) -> Iterator[Passage]:
    yield Passage(Field.NAME, policy.title)
    yield from (Passage(Field.ASKED, question) for question in policy.questions)
    yield Passage(Field.BODY, policy.answer)
    yield from (Passage(Field.BODY, text) for text in policy.details)


def _text(text: ImportedText) -> Iterator[Passage]:
    # A title taken from the text's own first sentence is a heading, not a name by which
    # anybody asks; weighing it as one is left to what was learnt.
    yield Passage(Field.NAME, text.title)
    yield from (Passage(Field.ASKED, question) for question in text.questions)
    for section in text.sections:
        for part in packed(section.text, PASSAGE_LENGTH):
            yield Passage(Field.BODY, part, section.heading, section.article)


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, with their ends; only blanks between them are lost."""
    return [part for part in _SENTENCE_ENDS.split(text) if part.strip()]


def packed(text: str, length: int) -> list[str]:
    """``text`` in parts of whole sentences, each at most ``length`` characters long.

    A sentence longer than that is cut.
    """
    parts: list[str] = []
    current = ""
    for sentence in _no_longer_than(length, sentences(text)):
        if current and len(current) + len(sentence) > length:
            parts.append(current)
            current = ""
        current += sentence
    return [part for part in [*parts, current] if part.strip()]


def _no_longer_than(length: int, texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield from (text[i : i + length] for i in range(0, len(text), length))
