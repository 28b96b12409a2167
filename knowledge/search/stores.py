"""Where the index of a build is kept: in a file of the build's folder, or in PostgreSQL.

The folder itself, with the lexicon and the note, is there in either case.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any, Optional, Protocol

from psycopg2.sql import SQL, Identifier

from knowledge.search import postgres_layout as layout
from knowledge.search.postgres_connection import Connections, Database
from knowledge.search.postgres_storage import PostgresReader, PostgresWriter
from knowledge.search.sqlite_storage import SqliteReader, SqliteWriter
from knowledge.search.storage import Reader, StoreUnavailable, Writer

#: The index in a build's folder, where it is kept there.
INDEX = "index.sqlite"

_UNKNOWN_KIND = (
    "ERSHUN_INDEX_URL 写的这种库用不了。要么空着，用 SQLite；"
    "要么写 postgresql://用户:密码@主机:5432/库名。"
)
#: A build's folder, finished or on its way.
_BUILD = re.compile(r"\.?build-([0-9a-f]{16})(?:\.new)?")


class Stores(Protocol):
    """Keeps the indexes of builds, each named by the build's folder.

    Every method raises :class:`StoreUnavailable` if the store can't be reached.
    """

    def writer(self, folder: Path, based_on: Optional[Path]) -> Writer:
        """Begin the index of a build.

        Args:
            folder: the build's, on its way.
            based_on: folder of a build to begin with a copy of; None begins empty.
        """

    def reader(self, folder: Path) -> Reader:
        """Read the index of a build."""

    def holds(self, folder: Path) -> bool:
        """Whether the build's index is here: another store may have been in use."""

    def drop(self, folder: Path) -> None:
        """Remove the index of a build, if it is here."""


class SqliteStores:
    """Each index in a file of its build's folder."""

    def writer(self, folder: Path, based_on: Optional[Path]) -> Writer:
        """Begin the index of a build."""
        if based_on is not None:
            shutil.copyfile(based_on / INDEX, folder / INDEX)
        return SqliteWriter(folder / INDEX)

    def reader(self, folder: Path) -> Reader:
        """Read the index of a build."""
        return SqliteReader(folder / INDEX)

    def holds(self, folder: Path) -> bool:
        """Whether the build's index is here."""
        return (folder / INDEX).is_file()

    def drop(self, folder: Path) -> None:
        """Remove the index of a build, if it is here."""
        (folder / INDEX).unlink(missing_ok=True)


#: The default.
SQLITE = SqliteStores()


class PostgresStores:
    """Each index in a schema of one PostgreSQL database, which no other deployment uses."""

    def __init__(self, database: Database, connections: Connections) -> None:
        """Keep the indexes in ``database``, reading over ``connections`` to it."""
        self._database = database
        self._connections = connections

    def writer(self, folder: Path, based_on: Optional[Path]) -> Writer:
        """Begin the index of a build."""
        before = schema_of(based_on) if based_on is not None else None
        return PostgresWriter(self._database, schema_of(folder), before)

    def reader(self, folder: Path) -> Reader:
        """Read the index of a build."""
        return PostgresReader(self._connections, schema_of(folder))

    def holds(self, folder: Path) -> bool:
        """Whether the build's index is here; a schema is there whole or not at all."""

        def exists(cursor: Any) -> bool:
            cursor.execute(layout.EXISTS, (schema_of(folder),))
            return cursor.fetchone() is not None

        return self._connections.run(exists)

    def drop(self, folder: Path) -> None:
        """Remove the index of a build, if it is here."""
        statement = SQL(layout.DROP).format(s=Identifier(schema_of(folder)))
        self._connections.run(lambda cursor: cursor.execute(statement))

    def close(self) -> None:
        """Close the connections over which readers read."""
        self._connections.close()


def schema_of(folder: Path) -> str:
    """Name of the schema for a build's folder, on its way or finished.

    Raises:
        ValueError: the folder isn't a build's.
    """
    name = _BUILD.fullmatch(folder.name)
    if name is None:
        raise ValueError(f"not a build: {folder}")
    return f"ershun_build_{name[1]}"


def stores_at(url: str) -> Stores:
    """The stores that ``ERSHUN_INDEX_URL`` names.

    Args:
        url: empty for SQLite, or ``postgresql://…``.

    Raises:
        StoreUnavailable: it is neither; the text doesn't quote it, a password may be in it.
    """
    if not url:
        return SQLITE
    if not re.match(r"postgres(ql)?(\+psycopg2)?://", url):
        raise StoreUnavailable(_UNKNOWN_KIND)
    database = Database(url)
    return PostgresStores(database, Connections(database))
