"""Takes back what a file brought."""

from __future__ import annotations

from pathlib import Path

from knowledge.importing import publishing
from knowledge.importing.store import Source
from knowledge.importing.tables import FILE, transaction, writing


def forget(folder: Path, source: Source) -> None:
    """Remove a file's entries, divisions and telephones; the caller makes sure to be ``alone``.

    What an earlier file had said of the same holds again.

    Raises:
        StoreError: the database can't be written; then nothing is removed.
    """
    with writing(folder / FILE) as connection, transaction(connection):
        publishing.remove(connection, source.number)
        publishing.refresh(connection)


def abandon(folder: Path, name: str) -> int:
    """Remove what an import of ``name`` that was cut off has read so far.

    Returns:
        How many there were.

    Raises:
        StoreError: the database can't be written; then nothing is removed.
    """
    with writing(folder / FILE) as connection, transaction(connection):
        rows = connection.execute(
            "SELECT number FROM source WHERE name = ? AND finished_at IS NULL", (name,)
        ).fetchall()
        for (number,) in rows:
            publishing.remove(connection, number)
    return len(rows)
