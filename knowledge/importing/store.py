"""What was imported, for those who build knowledge from it. Reads only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Optional

from knowledge.importing.outcome import ImportedEntry
from knowledge.importing.tables import FILE, reading
from knowledge.schema import Hall, ImportedItem, ImportedText, Phone, Region
from knowledge.siblings import Key, Named

_MODELS: dict[str, type[ImportedItem] | type[ImportedText]] = {
    "item": ImportedItem,
    "text": ImportedText,
    "hall": Hall,
}
#: A telephone's name is one sentence: this many notes of it are told.
_NOTES = 5


@dataclass(frozen=True)
class Source:
    """A file that was imported.

    Attributes:
        number: number of the import.
        kind: importer that read it, e.g. ``items``.
        name: its name.
        sha256: of its bytes.
        encoding: as told to people.
        as_of: the day of its facts, ISO 8601.
        finished_at: UTC, ISO 8601.
        taken: entries and divisions it brought.
        merged: rows that said the same again.
        refused: rows that could not be used.
    """

    number: int
    kind: str
    name: str
    sha256: str
    encoding: str
    as_of: str
    finished_at: str
    taken: int
    merged: int
    refused: int


class ImportedStore:
    """The imported entries, divisions and telephones.

    Without a database there is nothing imported. Every method sees one state of it, also
    while an import is writing; ``snapshot`` is for those who need several methods to see
    the same.

    Every method raises ``StoreError`` if the database can't be read.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._held: Optional[sqlite3.Connection] = None

    @contextmanager
    def snapshot(self) -> Iterator[ImportedStore]:
        """The store as it is now, whatever is imported meanwhile."""
        frozen = ImportedStore(self.file.parent)
        if not self.file.exists():
            frozen.file = self.file / "nothing"  # also if an import begins now
            yield frozen
            return
        with reading(self.file) as connection:
            connection.execute("BEGIN")
            connection.execute("SELECT 1 FROM meta").fetchone()  # here the state is fixed
            frozen._held = connection
            yield frozen

    def entries(self) -> Iterator[ImportedEntry]:
        """Every entry, one after the other, ordered by id and region."""
        for kind, data in self._rows("SELECT kind, data FROM holding ORDER BY id, region"):
            yield _MODELS[kind].parse_raw(data)

    def entry(self, entry_id: str, region: str) -> Optional[ImportedEntry]:
        """One entry as a region has it, None if it has none."""
        query = "SELECT kind, data FROM holding WHERE id = ? AND region = ?"
        found = list(self._rows(query, entry_id, region))
        return _MODELS[found[0][0]].parse_raw(found[0][1]) if found else None

    def digests(self) -> dict[Key, str]:
        """SHA-256 of every entry's data, hexadecimal."""
        rows = self._rows("SELECT id, region, digest FROM holding")
        return {(entry_id, region): digest for entry_id, region, digest in rows}

    def named_items(self) -> Iterator[Named]:
        """What every item is called, ordered by id and region; the items are not read."""
        query = """SELECT id, region, json_extract(data, '$.department'),
            json_extract(data, '$.name'), json_extract(data, '$.aliases')
            FROM holding WHERE kind = 'item' ORDER BY id, region"""
        for entry_id, region, department, name, aliases in self._rows(query):
            yield Named((entry_id, region), department, name, json.loads(aliases))

    def fingerprint(self) -> str:
        """One hash over everything; the same content has the same. Costs one look-up."""
        return self._meta("fingerprint", "")

    def count(self) -> int:
        """How many entries there are. Costs one look-up."""
        return int(self._meta("entries", "0"))

    def regions(self) -> Iterator[Region]:
        """Every division, ordered by code; of several files' the newest."""
        for code, name, parent in self._rows("SELECT * FROM division ORDER BY code"):
            yield Region.parse_obj({"code": code, "name": name, "parent": parent})

    def phones(self) -> Iterator[Phone]:
        """Every telephone, ordered by number."""
        query = "SELECT * FROM telephone ORDER BY number, source DESC, owner, note"
        for number, rows in groupby(self._rows(query), itemgetter(0)):
            yield _phone(number, list(rows))

    def sources(self) -> list[Source]:
        """Every file that was imported, in the order of import."""
        query = """SELECT number, kind, name, sha256, encoding, as_of, finished_at, taken, merged,
            refused FROM source WHERE finished_at IS NOT NULL ORDER BY number"""
        return [Source(*row) for row in self._rows(query)]

    def unfinished(self) -> list[tuple[str, str]]:
        """(kind, name) of the files whose import was cut off, in the order of import."""
        query = "SELECT kind, name FROM source WHERE finished_at IS NULL ORDER BY number"
        return list(self._rows(query))

    def _meta(self, key: str, default: str) -> str:
        found = list(self._rows("SELECT value FROM meta WHERE key = ?", key))
        return found[0][0] if found else default

    def _rows(self, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
        """The rows of one query, from one state of the database."""
        if self._held is not None:
            yield from self._held.execute(query, values)
        elif self.file.is_file():
            with reading(self.file) as connection:
                yield from connection.execute(query, values)


def _phone(number: str, rows: list[tuple[Any, ...]]) -> Phone:
    """A telephone from the rows that name it, those of the newest file first."""
    _, first, _, region, _, file, as_of, _ = rows[0]
    owners = list(dict.fromkeys(row[1] for row in rows))
    notes = list(dict.fromkeys(row[2] for row in rows if row[2]))[:_NOTES]
    name = first if len(owners) == 1 else f"{first}等 {len(owners)} 个单位"
    plain = {
        "number": number,
        "name": f"{name}（{'，'.join(notes)}）" if notes else name,
        "region": region,
        "hours": next((row[4] for row in rows if row[4]), None),
        "source": f"{file}（{as_of}）",
    }
    return Phone.parse_obj(plain)
