"""What offices hand over as it is: thinner than hand-written entries, never invented upon.

Imported entries are the same two kinds as hand-written ones, with the elements that an
office's own table or text may lack made optional, and with their origin.
"""

from __future__ import annotations

from datetime import date
from typing import Optional

from pydantic import ConstrainedStr, Field

from knowledge.schema.base import Citation, EntryId, Sentence, Strict
from knowledge.schema.item import Material, ServiceItem, Step
from knowledge.schema.policy import PolicyEntry


class SectionText(ConstrainedStr):
    """A paragraph or article of an imported text."""

    strip_whitespace = True
    min_length = 1
    max_length = 20_000


class Origin(Strict):
    """Where imported facts were published.

    Attributes:
        kind: importer that read them, e.g. ``items``.
        file: name of the file they came in, without its folder.
        publisher: office that published them.
        number: number of the document (文号), or code of the item.
        issued: day of issue, if the file says it.
        url: where it is published.
    """

    kind: str
    file: str
    publisher: Optional[Sentence] = None
    number: Optional[Sentence] = None
    issued: Optional[date] = None
    url: Optional[str] = Field(None, max_length=2000)


class Section(Strict):
    """A part of a text: a paragraph, or one article of a statute."""

    text: SectionText
    heading: Optional[Sentence] = None
    article: Optional[int] = Field(None, ge=1, le=2000, description="第N条")


class ImportedItem(ServiceItem):
    """A service item as an office's own catalogue has it."""

    aliases: list[Sentence] = []
    conditions: list[Sentence] = []
    materials: list[Material] = []
    steps: list[Step] = []
    basis: list[Citation] = []
    origin: Origin


class ImportedText(PolicyEntry):
    """A document, a statute, or an answered question, with its whole text.

    ``answer`` is what is said when nothing better is found in ``sections``.
    """

    department: Optional[Sentence] = None
    questions: list[Sentence] = []
    sections: list[Section] = Field(..., min_items=1)
    basis: list[Citation] = []
    origin: Origin


class Hall(ImportedText):
    """A service hall (窗口), with where it is."""

    address: Sentence
    latitude: Optional[float] = Field(None, ge=-90, le=90)
    longitude: Optional[float] = Field(None, ge=-180, le=180)
    serves: list[EntryId] = []
