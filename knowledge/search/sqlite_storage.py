"""One build in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, Optional

import numpy as np

from knowledge.search.encoder import DIMENSIONS, Vectors
from knowledge.search.passages import Field
from knowledge.search.storage import Channel, Head, Matrix, Postings, StoredPassage

_SCHEMA = """
CREATE TABLE entry (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL,
    digest TEXT NOT NULL, asked INTEGER NOT NULL, bodies INTEGER NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0, data TEXT NOT NULL, provenance TEXT NOT NULL
);
CREATE TABLE passage (
    key INTEGER PRIMARY KEY, entry INTEGER NOT NULL, field INTEGER NOT NULL,
    text TEXT NOT NULL, sounds TEXT NOT NULL, heading TEXT, article INTEGER
);
CREATE INDEX passage_entry ON passage (entry);
CREATE TABLE vector (passage INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE posting (
    channel INTEGER NOT NULL, term TEXT NOT NULL, keys BLOB NOT NULL, weights BLOB NOT NULL,
    PRIMARY KEY (channel, term)
) WITHOUT ROWID;
CREATE TABLE registry (name TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class SqliteReader:
    """Reads a build's file; it is never written to."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            sqlite3.OperationalError: there is no such file.
        """
        self._db = sqlite3.connect(
            f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        # One connection, many threads: SQLite lets them take turns, Python's cursors don't.
        self._turn = threading.Lock()

    def meta(self) -> dict[str, str]:
        """Names and values of the build."""
        return dict(self._all("SELECT name, value FROM meta"))

    def heads(self) -> list[Head]:
        """All entries that are in use, by key."""
        rows = self._all(
            "SELECT key, id, region, kind, digest, asked, bodies"
            " FROM entry WHERE NOT retired ORDER BY key"
        )
        return [
            Head(key, entry, region, kind, digest, bool(asked), bodies)
            for key, entry, region, kind, digest, asked, bodies in rows
        ]

    def entry(self, key: int) -> tuple[str, str]:
        """JSON of an entry and of its provenance."""
        ((data, provenance),) = self._all(
            "SELECT data, provenance FROM entry WHERE key = ?", (key,)
        )
        return data, provenance

    def names(self, keys: Sequence[int]) -> list[StoredPassage]:
        """Names and questions of these entries, in the order they were added."""
        rows = self._all(
            "SELECT entry, field, text, sounds, heading, article FROM passage"
            " WHERE entry IN (SELECT value FROM json_each(?)) AND field <> ? ORDER BY key",
            (json.dumps(list(keys)), int(Field.BODY)),
        )
        return [StoredPassage(*row) for row in rows]

    def bodies(self, key: int) -> tuple[list[StoredPassage], Optional[Vectors]]:
        """The body of one entry, passage by passage, with its vectors if there are any."""
        rows = self._all(
            "SELECT p.entry, p.field, p.text, p.sounds, p.heading, p.article, v.value"
            " FROM passage p LEFT JOIN vector v ON v.passage = p.key"
            " WHERE p.entry = ? AND p.field = ? ORDER BY p.key",
            (key, int(Field.BODY)),
        )
        return [StoredPassage(*row[:6]) for row in rows], vectors_of([row[6] for row in rows])

    def postings(self, channel: Channel, terms: Sequence[str]) -> dict[str, Postings]:
        """Postings of those terms that occur at all."""
        rows = self._all(
            "SELECT term, keys, weights FROM posting"
            " WHERE channel = ? AND term IN (SELECT value FROM json_each(?))",
            (int(channel), json.dumps(list(terms))),
        )
        return {
            term: Postings(np.frombuffer(keys, np.uint32), np.frombuffer(weights, np.float16))
            for term, keys, weights in rows
        }

    def matrix(self) -> Matrix:
        """Vectors of all passages in use."""
        rows = self._all(
            "SELECT p.entry, p.field, v.value FROM passage p JOIN entry e ON e.key = p.entry"
            " LEFT JOIN vector v ON v.passage = p.key WHERE NOT e.retired ORDER BY p.key"
        )
        return Matrix(
            np.array([row[0] for row in rows], dtype=np.int32),
            np.array([row[1] for row in rows], dtype=np.int8),
            vectors_of([row[2] for row in rows]),
        )

    def registry(self, name: str) -> str:
        """JSON of a registry."""
        ((data,),) = self._all("SELECT data FROM registry WHERE name = ?", (name,))
        return str(data)

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._turn:
            return self._db.execute(sql, values).fetchall()


def vectors_of(blobs: Sequence[Optional[bytes]]) -> Optional[Vectors]:
    """Rows of half-precision bytes as one matrix; None if there are none."""
    if not blobs or blobs[0] is None:
        return None
    raw = b"".join(blob for blob in blobs if blob is not None)
    return np.frombuffer(raw, dtype=np.float16).reshape(-1, DIMENSIONS).astype(np.float32)


class SqliteWriter:
    """Writes a build's file, a new one or a copy of the one before."""

    def __init__(self, path: Path) -> None:
        """Open the file, and lay out a new one."""
        fresh = not path.exists()
        self._db = sqlite3.connect(path)
        # A build that is broken off is thrown away whole, so nothing needs a journal.
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        if fresh:
            self._db.executescript(_SCHEMA)

    def put_entry(self, head: Head, data: str, provenance: str) -> None:
        """Add an entry under a new key."""
        self._db.execute(
            "INSERT INTO entry (key, id, region, kind, digest, asked, bodies, data, provenance)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*astuple(head), data, provenance),
        )

    def put_passages(self, rows: Sequence[StoredPassage], vectors: Optional[Vectors]) -> None:
        """Add passages, each with its vector."""
        for i, row in enumerate(rows):
            cursor = self._db.execute(
                "INSERT INTO passage (entry, field, text, sounds, heading, article)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (row.entry, row.field, row.text, row.sounds, row.heading, row.article),
            )
            if vectors is not None:
                # Half the space; the rounding moves no similarity by more than 0.001.
                value = vectors[i].astype(np.float16).tobytes()
                self._db.execute("INSERT INTO vector VALUES (?, ?)", (cursor.lastrowid, value))

    def put_postings(self, channel: Channel, rows: Iterable[tuple[str, Postings]]) -> None:
        """Add postings; those of a term already there are appended to it."""
        self._db.executemany(
            "INSERT INTO posting VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            # || would make text of the blobs.
            " keys = CAST(keys || excluded.keys AS BLOB),"
            " weights = CAST(weights || excluded.weights AS BLOB)",
            _bytes_of(channel, rows),
        )

    def retire(self, keys: Sequence[int]) -> None:
        """Take entries out of use; their postings stay until the next full build."""
        self._db.executemany("UPDATE entry SET retired = 1 WHERE key = ?", ((k,) for k in keys))

    def put_registry(self, name: str, data: str) -> None:
        """Set a registry."""
        self._db.execute("INSERT OR REPLACE INTO registry VALUES (?, ?)", (name, data))

    def put_meta(self, values: dict[str, str]) -> None:
        """Set names and values of the build."""
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def commit(self) -> None:
        """Make all that was put durable, and close."""
        self._db.commit()
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.close()

    def close(self) -> None:
        """Give up what was not committed; whoever opened the file throws it away."""
        self._db.close()


def _bytes_of(
    channel: Channel, rows: Iterable[tuple[str, Postings]]
) -> Iterator[tuple[int, str, bytes, bytes]]:
    for term, found in rows:
        yield int(channel), term, found.keys.tobytes(), found.weights.tobytes()
