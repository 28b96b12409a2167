"""Registries the entries refer to: documents, telephones, regions, glossary."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Optional

from pydantic import Field

from knowledge.schema.base import NATIONAL, EntryId, RegionCode, Sentence, Strict


class DocumentStatus(str, Enum):
    """Whether a document is in force as far as we know."""

    IN_FORCE = "现行有效"
    AMENDED = "已修订"
    REPEALED = "已废止"


class Document(Strict):
    """A law, regulation or policy document that entries cite.

    ``corpus`` is the file name of the text we read (a folder of statutes given to
    ``knowledge check --statutes``). Without it the document is known by name only
    and every answer that rests on it says so.
    """

    id: EntryId
    title: Sentence
    short: Sentence = Field(..., description="口头叫法，如 社会保险法")
    issuer: Sentence
    number: Optional[Sentence] = None
    version: Optional[date] = Field(None, description="所读文本的通过、公布或修正日期")
    effective: Optional[date] = None
    status: DocumentStatus = DocumentStatus.IN_FORCE
    region: RegionCode = RegionCode(NATIONAL)
    corpus: Optional[str] = None
    note: Optional[Sentence] = None


class Phone(Strict):
    """A telephone of the registry. Numbers are never typed into entries."""

    number: str = Field(..., regex=r"^[0-9][0-9-]{2,15}$")
    name: Sentence
    region: RegionCode = RegionCode(NATIONAL)
    hours: Optional[Sentence] = None
    source: Sentence


class Region(Strict):
    """An administrative division of the overlay chain."""

    code: RegionCode
    name: Sentence
    parent: Optional[RegionCode] = None
    aliases: list[Sentence] = []


class Term(Strict):
    """A word of officialese, what it means, and the plain word to use instead."""

    word: Sentence
    means: Sentence
    instead: Optional[Sentence] = Field(None, description="条目里应该改用的说法")
