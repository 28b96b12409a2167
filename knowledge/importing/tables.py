"""The database of imported knowledge: its tables, and how it is opened.

Plain ``sqlite3`` in WAL mode: whoever reads while an import writes sees the state before it
(sqlite.org/wal.html). What a file brings is written batch by batch under the number of a
source that is not finished; readers look at finished sources only. So publishing is one
short transaction, and a killed import goes on where its last batch ended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

#: Name of the file in the folder of imported knowledge.
FILE = "imported.db"
#: Raise when the tables change.
VERSION = "1"
#: How long a writer waits for another process's lock, seconds.
LOCK_TIMEOUT = 10.0

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- One imported file; finished_at is null while it is being read.
CREATE TABLE source (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, recipe TEXT NOT NULL,
  encoding TEXT NOT NULL, as_of TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
  row INTEGER NOT NULL DEFAULT 0, taken INTEGER NOT NULL DEFAULT 0,
  merged INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
  repeated INTEGER NOT NULL DEFAULT 0, passed INTEGER NOT NULL DEFAULT 0,
  notes INTEGER NOT NULL DEFAULT 0
);
-- The newest finished source of an (id, region) holds; older ones come back when it goes.
CREATE TABLE entry (
  id TEXT NOT NULL, region TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES source (number),
  kind TEXT NOT NULL CHECK (kind IN ('item', 'text', 'hall')),
  digest TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (id, region, source)
);
CREATE INDEX entry_source ON entry (source);
CREATE TABLE region (
  code TEXT NOT NULL, source INTEGER NOT NULL REFERENCES source (number),
  name TEXT NOT NULL, parent TEXT, PRIMARY KEY (code, source)
) WITHOUT ROWID;
CREATE TABLE line (
  number TEXT NOT NULL, source INTEGER NOT NULL REFERENCES source (number),
  owner TEXT NOT NULL, note TEXT NOT NULL, region TEXT NOT NULL, hours TEXT NOT NULL,
  PRIMARY KEY (number, source, owner, note)
) WITHOUT ROWID;
CREATE TABLE remark (
  source INTEGER NOT NULL REFERENCES source (number), row INTEGER NOT NULL,
  what TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX remark_source ON remark (source);
-- What readers see. The plus keeps entries in the order of their keys: by the index on
-- source they would all have to be sorted before the first one is told.
CREATE VIEW finished AS SELECT number FROM source WHERE finished_at IS NOT NULL;
CREATE VIEW holding AS
  SELECT id, region, kind, digest, data FROM entry AS e
  WHERE +source IN finished AND NOT EXISTS (
    SELECT 1 FROM entry AS n WHERE n.id = e.id AND n.region = e.region
    AND n.source > e.source AND n.source IN finished);
CREATE VIEW division AS
  SELECT code, name, parent FROM region AS r
  WHERE source IN finished AND NOT EXISTS (
    SELECT 1 FROM region AS n WHERE n.code = r.code
    AND n.source > r.source AND n.source IN finished);
CREATE VIEW telephone AS
  SELECT line.number, owner, note, region, hours, name AS file, as_of, source.number AS source
  FROM line JOIN source ON source.number = line.source WHERE finished_at IS NOT NULL;
-- Entries and divisions alike: which it is, and what it says.
CREATE VIEW said AS
  SELECT source, 'entry' AS what, id, region, digest AS content FROM entry
  UNION ALL
  SELECT source, 'region', code, '', name || coalesce(parent, '') FROM region;
"""


class StoreError(Exception):
    """The database can't be read or written; the text says why and what to do, in Chinese."""


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads.

    Raises:
        StoreError: it can't be opened, is broken, or another version wrote it.
    """
    with _explained(file), closing(_connect(file, "ro", LOCK_TIMEOUT)) as connection:
        _check_version(connection, file)
        yield connection


@contextmanager
def writing(file: Path, lock_timeout: float = LOCK_TIMEOUT) -> Iterator[sqlite3.Connection]:
    """A connection that writes; the database is made if it isn't there.

    Raises:
        StoreError: the disk is full, the file locked, broken, or of another version.
    """
    with _explained(file), closing(_connect(file, "rwc", lock_timeout)) as connection:
        # An entry has some two kilobytes: of the usual pages each would fill one.
        connection.execute("PRAGMA page_size=16384")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        with transaction(connection):
            if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                for statement in _TABLES.split(";\n"):
                    connection.execute(statement)
                connection.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
        _check_version(connection, file)
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. The lock is taken at once: a reader can't turn writer in the middle."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled it back already
            connection.execute("ROLLBACK")
        raise


def _connect(file: Path, mode: str, lock_timeout: float) -> sqlite3.Connection:
    # Transactions are begun by us, not implicitly by the module.
    return sqlite3.connect(
        f"file:{quote(str(file))}?mode={mode}", uri=True, timeout=lock_timeout, isolation_level=None
    )


def _check_version(connection: sqlite3.Connection, file: Path) -> None:
    found = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    if found is None or found[0] != VERSION:
        raise StoreError(
            f"{file} 是另一个版本的耳顺写的，读不了。把它移开，重新导入，或者换回那个版本。"
        )


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_sentence(error, file)) from error


def _sentence(error: sqlite3.Error, file: Path) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{file} 被别的程序占着。等它用完，再运行一次。"
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return f"{file} 写不进去，多半是磁盘满了。腾出地方再运行一次，会接着做。"
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return f"{file} 打不开。看看文件夹在不在，有没有读写的权限。"
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"{file} 坏了。把它移开，重新导入。"
    return f"{file} 出了错（{error}）。"
