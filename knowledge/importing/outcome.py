"""What becomes of one row of a file, and of a file as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Optional, Union

from knowledge.schema import EntryId, ImportedItem, ImportedText, Region

#: A hall is a text with an address.
ImportedEntry = Union[ImportedItem, ImportedText]


class FileRefused(Exception):
    """Nothing of a file is taken; the text says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Line:
    """A telephone as one row names it.

    Attributes:
        number: digits and hyphens, without an extension.
        owner: whose it is.
        note: extension or what it is for: 转1.
        region: GB/T 2260 code of where it holds.
        hours: when somebody answers, if the row says so.
    """

    number: str
    owner: str
    note: str
    region: str
    hours: str = ""


@dataclass(frozen=True)
class Taken:
    """A row that could be read.

    Attributes:
        number: number of the row, as an editor or a spreadsheet counts, from 1.
        entry: the entry it makes; None in a table of divisions.
        region: the division it makes.
        lines: telephones it names.
        notes: what of the row could not be used, a Chinese sentence each.
        otherwise: id to use if another row has the entry's id and says something else;
            None if then this row is refused.
    """

    number: int
    entry: Optional[ImportedEntry] = None
    region: Optional[Region] = None
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    otherwise: Optional[EntryId] = None


@dataclass(frozen=True)
class Refused:
    """A row that can't be used, and why, in Chinese."""

    number: int
    reason: str


@dataclass(frozen=True)
class PassedOver:
    """A row that rightly gives nothing, such as the 市辖区 of a municipality."""

    number: int
    reason: str


Outcome = Union[Taken, Refused, PassedOver]


@dataclass(frozen=True)
class Options:
    """How a file is to be read; part of what tells one import from another.

    Attributes:
        region: where the facts hold, if rows don't say; None is the whole country.
        as_of: day of the facts; None takes the file's.
        topic: topic of questions and documents; None is 政策.
        department: office whose facts they are, if rows don't say.
        columns: (role, name of the column) where the usual names don't fit.
    """

    region: Optional[str] = None
    as_of: Optional[date] = None
    topic: Optional[str] = None
    department: Optional[str] = None
    columns: tuple[tuple[str, str], ...] = ()
