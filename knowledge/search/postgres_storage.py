"""One build in one schema of a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import Any, Optional

import numpy as np
from psycopg2.sql import SQL, Composable, Identifier

from knowledge.search import postgres_layout as layout
from knowledge.search.encoder import Vectors
from knowledge.search.passages import Field
from knowledge.search.postgres_connection import Connections, Database, Transaction
from knowledge.search.postgres_copy import Value, copy
from knowledge.search.sqlite_storage import vectors_of
from knowledge.search.storage import Channel, Head, Matrix, Postings, StoredPassage

#: Vectors read at a time: what the server sends of one takes twice its size.
_PAGE = 20_000
#: Entries sent at a time.
_BATCH = 500
_NOT_BUILT = "这次的没有建成，原来的还在用。数据库好了，再运行 ershun knowledge build。"


class PostgresReader:
    """Reads a build's schema; its connections belong to whoever opened it."""

    def __init__(self, connections: Connections, schema: str) -> None:
        """Read ``schema``; nothing is asked of the database yet."""
        self._connections = connections
        self._schema = Identifier(schema)

    def meta(self) -> dict[str, str]:
        """Names and values of the build."""
        return dict(self._all("SELECT name, value FROM {s}.meta"))

    def heads(self) -> list[Head]:
        """All entries that are in use, by key."""
        rows = self._all(
            "SELECT key, id, region, kind, digest, asked, bodies FROM {s}.entry"
            " WHERE NOT retired ORDER BY key"
        )
        return [Head(*row) for row in rows]

    def entry(self, key: int) -> tuple[str, str]:
        """JSON of an entry and of its provenance."""
        ((data, provenance),) = self._all(
            "SELECT data, provenance FROM {s}.entry WHERE key = %s", key
        )
        return data, provenance

    def names(self, keys: Sequence[int]) -> list[StoredPassage]:
        """Names and questions of these entries, in the order they were added."""
        rows = self._all(
            "SELECT entry, field, text, sounds, heading, article FROM {s}.passage"
            " WHERE entry = ANY(%s) AND field <> %s ORDER BY key",
            list(keys),
            int(Field.BODY),
        )
        return [StoredPassage(*row) for row in rows]

    def bodies(self, key: int) -> tuple[list[StoredPassage], Optional[Vectors]]:
        """The body of one entry, passage by passage, with its vectors if there are any."""
        rows = self._all(
            "SELECT p.entry, p.field, p.text, p.sounds, p.heading, p.article, v.value"
            " FROM {s}.passage p LEFT JOIN {s}.vector v ON v.passage = p.key"
            " WHERE p.entry = %s AND p.field = %s ORDER BY p.key",
            key,
            int(Field.BODY),
        )
        return [StoredPassage(*row[:6]) for row in rows], vectors_of([row[6] for row in rows])

    def postings(self, channel: Channel, terms: Sequence[str]) -> dict[str, Postings]:
        """Postings of those terms that occur at all."""
        rows = self._all(
            "SELECT term, keys, weights FROM {s}.posting WHERE channel = %s AND term = ANY(%s)",
            int(channel),
            list(terms),
        )
        return {
            term: Postings(np.frombuffer(keys, np.uint32), np.frombuffer(weights, np.float16))
            for term, keys, weights in rows
        }

    def matrix(self) -> Matrix:
        """Vectors of all passages in use."""
        pages = list(self._pages())
        vectors = [page.rows for page in pages if page.rows is not None]
        return Matrix(
            np.concatenate([page.owner for page in pages]),
            np.concatenate([page.field for page in pages]),
            np.concatenate(vectors) if vectors else None,
        )

    def registry(self, name: str) -> str:
        """JSON of a registry."""
        ((data,),) = self._all("SELECT data FROM {s}.registry WHERE name = %s", name)
        return str(data)

    def close(self) -> None:
        """Nothing is held; see :meth:`Connections.close`."""

    def _pages(self) -> Iterator[Matrix]:
        """The matrix part by part, an empty part at last."""
        rows: Optional[list[tuple[Any, ...]]] = None
        while rows is None or rows:
            rows = self._all(
                "SELECT p.key, p.entry, p.field, v.value FROM {s}.passage p"
                " JOIN {s}.entry e ON e.key = p.entry"
                " LEFT JOIN {s}.vector v ON v.passage = p.key"
                " WHERE p.key > %s AND NOT e.retired ORDER BY p.key LIMIT %s",
                rows[-1][0] if rows else 0,
                _PAGE,
            )
            yield Matrix(
                np.array([row[1] for row in rows], dtype=np.int32),
                np.array([row[2] for row in rows], dtype=np.int8),
                vectors_of([row[3] for row in rows]),
            )

    def _all(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        statement = SQL(text).format(s=self._schema)

        def fetch(cursor: Any) -> list[tuple[Any, ...]]:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

        return self._connections.run(fetch)


class PostgresWriter:
    """Writes a build's schema in one transaction: what is not committed never was."""

    def __init__(self, database: Database, schema: str, based_on: Optional[str] = None) -> None:
        """Lay out the schema anew.

        Args:
            database: where to.
            schema: of the build; one that a killed build left behind is replaced.
            based_on: schema of the build that this one goes on from.

        Raises:
            StoreUnavailable: here and in every method; nothing that was put is kept then.
        """
        self._transaction = Transaction(database, _NOT_BUILT)
        self._schema = Identifier(schema)
        self._entries: list[Sequence[Value]] = []
        #: Channels that have postings to be appended to.
        self._channels = set() if based_on is None else set(Channel)
        with self._transaction.cursor() as cursor:
            cursor.execute(self._sql(layout.TABLES))
            for name in layout.NAMES if based_on is not None else ():
                old = Identifier(based_on, name)
                cursor.execute(SQL("INSERT INTO {} SELECT * FROM {}").format(self._at(name), old))
            cursor.execute(self._sql("SELECT coalesce(max(key), 0) FROM {s}.passage"))
            self._last_passage = int(cursor.fetchone()[0])

    def put_entry(self, head: Head, data: str, provenance: str) -> None:
        """Add an entry under a new key."""
        self._entries.append((*astuple(head), data, provenance))
        if len(self._entries) >= _BATCH:
            self._send_entries()

    def put_passages(self, rows: Sequence[StoredPassage], vectors: Optional[Vectors]) -> None:
        """Add passages, each with its vector."""
        keys = range(self._last_passage + 1, self._last_passage + 1 + len(rows))
        self._last_passage += len(rows)
        passages = ((key, *astuple(row)) for key, row in zip(keys, rows, strict=True))
        with self._transaction.cursor() as cursor:
            copy(cursor, self._at("passage"), layout.PASSAGE, passages)
            if vectors is not None:
                # Half the space; the rounding moves no similarity by more than 0.001.
                halves = (row.tobytes() for row in vectors.astype(np.float16))
                copy(cursor, self._at("vector"), layout.VECTOR, zip(keys, halves, strict=True))

    def put_postings(self, channel: Channel, rows: Iterable[tuple[str, Postings]]) -> None:
        """Add postings; those of a term already there are appended to it."""
        again: list[tuple[str, Postings]] = []
        sent = (
            (int(channel), term, found.keys.tobytes(), found.weights.tobytes())
            for term, found in _firsts(rows, again)
        )
        table = "incoming" if channel in self._channels else "posting"
        with self._transaction.cursor() as cursor:
            copy(cursor, self._at(table), layout.POSTING, sent)
            if table == "incoming":
                cursor.execute(self._sql(layout.APPEND))
        self._channels.add(channel)
        if again:
            self.put_postings(channel, again)

    def retire(self, keys: Sequence[int]) -> None:
        """Take entries out of use; their postings stay until the next full build."""
        self._send_entries()
        statement = self._sql("UPDATE {s}.entry SET retired = true WHERE key = ANY(%s)")
        with self._transaction.cursor() as cursor:
            cursor.execute(statement, (list(keys),))

    def put_registry(self, name: str, data: str) -> None:
        """Set a registry."""
        self._set("registry", "data", {name: data})

    def put_meta(self, values: dict[str, str]) -> None:
        """Set names and values of the build."""
        self._set("meta", "value", values)

    def commit(self) -> None:
        """Make all that was put durable, and close."""
        self._send_entries()
        with self._transaction.cursor() as cursor:
            cursor.execute(self._sql(layout.INDEXES))
        self._transaction.commit()

    def close(self) -> None:
        """Give up what was not committed."""
        self._transaction.close()

    def _send_entries(self) -> None:
        with self._transaction.cursor() as cursor:
            copy(cursor, self._at("entry"), layout.ENTRY, self._entries)
        self._entries.clear()

    def _set(self, table: str, column: str, values: dict[str, str]) -> None:
        statement = SQL(
            "INSERT INTO {t} (name, {c}) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET {c} = excluded.{c}"
        ).format(t=self._at(table), c=Identifier(column))
        with self._transaction.cursor() as cursor:
            cursor.executemany(statement, list(values.items()))

    def _at(self, table: str) -> Composable:
        return Identifier(self._schema.string, table)

    def _sql(self, text: str) -> Composable:
        return SQL(text).format(s=self._schema)


def _firsts(
    rows: Iterable[tuple[str, Postings]], again: list[tuple[str, Postings]]
) -> Iterator[tuple[str, Postings]]:
    """Each term's first row; further ones are put into ``again``."""
    seen: set[str] = set()
    for row in rows:
        if row[0] in seen:
            again.append(row)
        else:
            seen.add(row[0])
            yield row
