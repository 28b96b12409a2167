"""Begins, publishes and takes back the import of a file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Optional

from knowledge.importing.draft import Counts, Draft
from knowledge.importing.outcome import Options
from knowledge.importing.source_file import SourceFile
from knowledge.importing.tables import transaction

#: Raise when readers make something else of the same file, so that it is read anew.
_READERS = 1


@dataclass(frozen=True)
class Change:
    """What publishing a file changed.

    Attributes:
        new: entries and divisions nobody had brought before.
        replaced: those that said something else before.
        unchanged: those that said the same before.
        gone: those the same file had brought before and brings no more.
    """

    new: int
    replaced: int
    unchanged: int
    gone: int


def recipe(kind: str, source: SourceFile, options: Options) -> str:
    """One hash over what decides what an import of a file gives."""
    told = {**asdict(options), "as_of": options.as_of and options.as_of.isoformat()}
    what = json.dumps([_READERS, kind, source.digest, told], sort_keys=True)
    return hashlib.sha256(what.encode()).hexdigest()


def begin(
    connection: sqlite3.Connection, kind: str, source: SourceFile, options: Options
) -> Optional[Draft]:
    """The import of a file, from where it was cut off; None if it is there already.

    What an earlier version of the same file left unfinished is taken back.
    """
    made_by = recipe(kind, source, options)
    with transaction(connection):
        rows = connection.execute(
            """SELECT number, recipe, finished_at, row, taken, merged, refused, repeated, passed,
               notes FROM source WHERE kind = ? AND name = ?""",
            (kind, source.name),
        ).fetchall()
        for number, recipe_of, finished, *_ in rows:
            if recipe_of != made_by and not finished:
                remove(connection, number)
        for number, recipe_of, finished, *counts in rows:
            if recipe_of == made_by:
                return None if finished else Draft(connection, number, Counts(*counts))
        values = (kind, source.name, source.digest, made_by, source.encoding)
        added = connection.execute(
            """INSERT INTO source (kind, name, sha256, recipe, encoding, as_of, started_at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (*values, source.as_of.isoformat(), _now()),
        )
    return Draft(connection, added.lastrowid or 0, Counts())


def publish(connection: sqlite3.Connection, draft: Draft) -> Change:
    """Let everybody see what a file brought, in place of what it had brought before."""
    with transaction(connection):
        before = connection.execute(
            "SELECT o.number FROM source AS o JOIN source AS n ON n.kind = o.kind"
            " AND n.name = o.name WHERE n.number = ? AND o.finished_at IS NOT NULL",
            (draft.number,),
        ).fetchall()
        earlier = [number for (number,) in before]
        change = _change(connection, draft.number, earlier)
        for number in earlier:
            remove(connection, number)
        connection.execute(
            "UPDATE source SET finished_at = ? WHERE number = ?", (_now(), draft.number)
        )
        refresh(connection)
    return change


def discard(connection: sqlite3.Connection, draft: Draft) -> None:
    """Take back what was written of a file."""
    with transaction(connection):
        remove(connection, draft.number)


def remove(connection: sqlite3.Connection, number: int) -> None:
    """Delete a source and all it brought, within a transaction of the caller."""
    for query in (
        "DELETE FROM entry WHERE source = ?",
        "DELETE FROM region WHERE source = ?",
        "DELETE FROM line WHERE source = ?",
        "DELETE FROM remark WHERE source = ?",
        "DELETE FROM source WHERE number = ?",
    ):
        connection.execute(query, (number,))


def refresh(connection: sqlite3.Connection) -> None:
    """Work out the fingerprint and the count anew, within a transaction of the caller.

    The fingerprint depends on what readers see, not on how it came there: what is
    imported and forgotten again leaves the one there was before.
    """
    digest, count = hashlib.sha256(), 0
    for row in connection.execute("SELECT id, region, digest FROM holding ORDER BY id, region"):
        digest.update("\0".join(row).encode())
        count += 1
    for query in (
        "SELECT code, name, coalesce(parent, '') FROM division ORDER BY code",
        "SELECT number, owner, note, region, hours, file, as_of FROM telephone"
        " ORDER BY number, file, owner, note",
    ):
        for row in connection.execute(query):
            digest.update("\0".join(row).encode())
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [("fingerprint", digest.hexdigest()), ("entries", str(count))],
    )


def _change(connection: sqlite3.Connection, number: int, earlier: list[int]) -> Change:
    """Compare a source that is not published yet with what is."""
    total, known, unchanged = connection.execute(
        """SELECT count(*), total(EXISTS (
             SELECT 1 FROM said AS o WHERE o.what = n.what AND o.id = n.id
             AND o.region = n.region AND o.source IN finished)),
           total(EXISTS (
             SELECT 1 FROM said AS o WHERE o.what = n.what AND o.id = n.id
             AND o.region = n.region AND o.content = n.content AND o.source IN finished))
           FROM said AS n WHERE source = ?""",
        (number,),
    ).fetchone()
    gone = sum(
        connection.execute(
            """SELECT count(*) FROM said AS o WHERE source = ? AND NOT EXISTS (
                 SELECT 1 FROM said AS n WHERE n.what = o.what AND n.id = o.id
                 AND n.region = o.region AND n.source = ?)""",
            (old, number),
        ).fetchone()[0]
        for old in earlier
    )
    return Change(int(total - known), int(known - unchanged), int(unchanged), gone)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
