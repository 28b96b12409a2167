"""Connecting to the records database and bringing its schema up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Optional

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

_MIGRATIONS = Path(__file__).with_name("migrations")

#: How long a writer waits for another before the database counts as locked, seconds.
LOCK_TIMEOUT = 3.0

#: Execution option of transactions that only read.
READ_ONLY = "ershun_read_only"


def connect(url: str, *, lock_timeout: float = LOCK_TIMEOUT) -> Engine:
    """An engine for ``url``.

    SQLite runs in WAL mode so that readers and the one writer don't block each other;
    ``synchronous=NORMAL`` loses nothing when a process is killed (only a power cut can
    lose the last commits, never consistency: sqlite.org/pragma.html#pragma_synchronous).
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, future=True, pool_pre_ping=True)
    # SQLAlchemy 1.4 opens a SQLite file anew for every transaction unless told to pool.
    engine = create_engine(
        url,
        future=True,
        poolclass=QueuePool,
        connect_args={"timeout": lock_timeout, "check_same_thread": False},
    )

    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # Transactions are begun by us (below), not late and implicitly by the driver.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    def begin(connection: Connection) -> None:
        # A writer takes its lock at the start: a reader that turns writer in
        # mid-transaction would fail at once instead of waiting its turn.
        reading = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def upgrade(url: str) -> None:
    """Bring the schema of ``url`` to the newest version, creating it if needed.

    A SQLite database that is not at the newest version is copied aside first, so that a
    failed upgrade loses nothing.

    Raises:
        sqlalchemy.exc.OperationalError: the database can't be opened or written.
        OSError: its folder can't be made.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    target = make_url(url)
    if target.get_backend_name() == "sqlite" and target.database:
        file = Path(target.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        if (
            file.exists()
            and _version(url) != ScriptDirectory.from_config(config).get_current_head()
        ):
            _copy_aside(file)
    command.upgrade(config, "head")


def _version(url: str) -> Optional[str]:
    engine = connect(url)
    with engine.connect() as connection:
        version = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return version


def _copy_aside(file: Path) -> None:
    """SQLite's own backup: a plain file copy would miss what is still in the WAL."""
    with (
        closing(sqlite3.connect(file)) as source,
        closing(sqlite3.connect(file.with_suffix(".before-upgrade.db"))) as copy,
    ):
        source.backup(copy)
