"""A file while it is being imported: written batch by batch, seen by nobody yet."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from typing import Any, Optional

from pydantic import BaseModel

from knowledge.importing.outcome import ImportedEntry, Outcome, PassedOver, Refused, Taken
from knowledge.importing.tables import transaction
from knowledge.schema import EntryId, Hall, ImportedItem, Region

_ENTRY = """INSERT INTO entry (id, region, source, kind, digest, data)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_REGION = """INSERT INTO region (code, source, name, parent)
    VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_LINE = """INSERT INTO line (number, source, owner, note, region, hours)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_HOW_FAR = """UPDATE source SET row = :row, taken = :taken, merged = :merged,
    refused = :refused, repeated = :repeated, passed = :passed, notes = :notes
    WHERE number = :number"""

_SAME = "和前面的一条一样。"
_OTHER = "编码和前面的一条一样，内容不一样，留了前面的。"


@dataclass
class Counts:
    """What became of a file's rows so far.

    Attributes:
        row: number of the last row that was worked on.
        taken: entries and divisions.
        merged: rows that said the same again.
        refused: rows that could not be used.
        repeated: those of them that say something else under an id already taken.
        passed: rows that rightly give nothing.
        notes: values left out of rows that were taken.
    """

    row: int = 0
    taken: int = 0
    merged: int = 0
    refused: int = 0
    repeated: int = 0
    passed: int = 0
    notes: int = 0


@dataclass(frozen=True)
class Remark:
    """Something to be told about a row: 没收, 合并, 跳过 or 提醒, and why."""

    row: int
    what: str
    reason: str


class _Found(Enum):
    """What was there under a row's id."""

    NOTHING = "nothing"
    THE_SAME = "the same"
    ANOTHER = "another"


class Draft:
    """The import of one file, from its first row, or from where it was cut off.

    Attributes:
        number: number of the source it is becoming.
        counts: what became of its rows so far.
    """

    def __init__(self, connection: sqlite3.Connection, number: int, counts: Counts) -> None:
        self.number = number
        self.counts = counts
        self._connection = connection

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Write some rows, all or none, and how far we are.

        Raises:
            sqlite3.Error: it can't be written; this draft is of no use any more.
        """
        with transaction(self._connection):
            for outcome in outcomes:
                self._add(outcome)
                self.counts.row = outcome.number
            self._connection.execute(_HOW_FAR, {**asdict(self.counts), "number": self.number})

    def remarks(self) -> Iterator[Remark]:
        """What is to be told about its rows, in their order."""
        rows = self._connection.execute(
            "SELECT row, what, reason FROM remark WHERE source = ? ORDER BY row, rowid",
            (self.number,),
        )
        return (Remark(*row) for row in rows)

    def _add(self, outcome: Outcome) -> None:
        if isinstance(outcome, Refused):
            self._refuse(outcome.number, outcome.reason)
        elif isinstance(outcome, PassedOver):
            self.counts.passed += 1
            self._remark(outcome.number, "跳过", outcome.reason)
        else:
            self._take(outcome)

    def _take(self, row: Taken) -> None:
        found = _Found.NOTHING
        if row.region:
            found = self._insert_region(row.region)
        if row.entry:
            found = self._insert_entry(row.entry, row.otherwise)
        if found is _Found.THE_SAME:
            self.counts.merged += 1
            self._remark(row.number, "合并", _SAME)
        elif found is _Found.ANOTHER:
            self.counts.repeated += 1
            self._refuse(row.number, _OTHER)
        else:
            self.counts.taken += 1
            self._add_what_it_names(row)

    def _insert_entry(self, entry: ImportedEntry, otherwise: Optional[EntryId]) -> _Found:
        data = json.dumps(_plain(entry), ensure_ascii=False)
        digest = hashlib.sha256(data.encode()).hexdigest()
        key = (entry.id, entry.region, self.number)
        row = (*key, _kind(entry), digest, data)
        if self._inserted(_ENTRY, row):
            return _Found.NOTHING
        query = "SELECT digest FROM entry WHERE id = ? AND region = ? AND source = ?"
        if self._connection.execute(query, key).fetchone() == (digest,):
            return _Found.THE_SAME
        if otherwise is None:
            return _Found.ANOTHER
        return self._insert_entry(entry.copy(update={"id": otherwise}), None)

    def _insert_region(self, region: Region) -> _Found:
        row = (region.code, self.number, region.name, region.parent)
        if self._inserted(_REGION, row):
            return _Found.NOTHING
        query = "SELECT code, source, name, parent FROM region WHERE code = ? AND source = ?"
        there = self._connection.execute(query, row[:2]).fetchone()
        return _Found.THE_SAME if there == row else _Found.ANOTHER

    def _add_what_it_names(self, row: Taken) -> None:
        for one in row.lines:
            values = (one.number, self.number, one.owner, one.note, one.region, one.hours)
            self._inserted(_LINE, values)
        self.counts.notes += len(row.notes)
        for note in row.notes:
            self._remark(row.number, "提醒", note)

    def _inserted(self, query: str, values: tuple[object, ...]) -> bool:
        """Insert a row unless its key is there; whether it was inserted."""
        return self._connection.execute(query, values).rowcount == 1

    def _refuse(self, row: int, reason: str) -> None:
        self.counts.refused += 1
        self._remark(row, "没收", reason)

    def _remark(self, row: int, what: str, reason: str) -> None:
        self._connection.execute(
            "INSERT INTO remark (source, row, what, reason) VALUES (?, ?, ?, ?)",
            (self.number, row, what, reason),
        )


def _plain(value: Any) -> Any:
    """What ``entry.json(exclude_none=True)`` writes, in half its time."""
    if isinstance(value, BaseModel):
        return {k: _plain(v) for k, v in value.__dict__.items() if v is not None}
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _kind(entry: ImportedEntry) -> str:
    if isinstance(entry, ImportedItem):
        return "item"
    return "hall" if isinstance(entry, Hall) else "text"
