"""Records on every database they are made for: SQLite always, PostgreSQL where there is one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import OperationalError

from records.database import connect, upgrade
from records.store import Records
from records.tables import metadata

_POSTGRES_URL = os.environ.get(
    "ERSHUN_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test"
).replace("postgres://", "postgresql://", 1)


def _reachable(url: str) -> bool:
    engine = create_engine(url, future=True, connect_args={"connect_timeout": 3})
    try:
        with engine.connect():
            return True
    except OperationalError:
        return False
    finally:
        engine.dispose()


#: Found out once, by really connecting; tests are collected for what is there.
POSTGRES_REACHABLE = _reachable(_POSTGRES_URL)
BACKENDS = ["sqlite", "postgresql"] if POSTGRES_REACHABLE else ["sqlite"]
_SUMMARY = f"PostgreSQL: {'reachable' if POSTGRES_REACHABLE else 'not reachable'}"


def pytest_report_header() -> str:
    """Shown when these tests are run by their own path."""
    return _SUMMARY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shown always: a conftest this deep is read too late for the header of a whole run."""
    terminalreporter.write_line(_SUMMARY)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each database the records are made for."""
    return str(request.param)


def _server(statement: str) -> None:
    engine = create_engine(_POSTGRES_URL, future=True, isolation_level="AUTOCOMMIT")
    with engine.connect() as server:
        server.execute(text(statement))
    engine.dispose()


def _new_postgres_database() -> Iterator[str]:
    name = f"ershun_test_{uuid.uuid4().hex}"
    _server(f"CREATE DATABASE {name}")
    yield make_url(_POSTGRES_URL).set(database=name).render_as_string(hide_password=False)
    _server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """A database of this run's own, at the newest version; dropped at the end."""
    for url in _new_postgres_database():
        upgrade(url)
        yield url


@pytest.fixture
def bare_url(backend: str, tmp_path: Path) -> Iterator[str]:
    """Where nothing has been made yet."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'records.db'}"
    else:
        yield from _new_postgres_database()


@pytest.fixture
def database_url(
    backend: str, empty_database: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> str:
    """A database at the newest version without a row."""
    if backend == "sqlite":
        return f"sqlite:///{shutil.copy(empty_database, tmp_path / 'records.db')}"
    url: str = request.getfixturevalue("postgres_database")
    engine = create_engine(url, future=True)
    names = ", ".join(metadata.tables)
    with engine.begin() as db:
        db.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
    return url


@pytest.fixture
def sqlite_file(empty_database: Path, tmp_path: Path) -> Path:
    """A SQLite database at the newest version without a row."""
    return Path(shutil.copy(empty_database, tmp_path / "single.db"))


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def turn(self, **by: float) -> None:
        """Let time pass, e.g. ``days=7``."""
        self.time += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """Monday morning."""
    return Clock()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Connections to the database, to look behind the store's back too."""
    made = connect(database_url)
    yield made
    made.dispose()


@pytest.fixture
def records(engine: Engine, clock: Clock) -> Records:
    """The store by the turned clock."""
    return Records(engine, clock)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A SQLite database from before there were versions, with something in it."""
    file = tmp_path / "records.db"
    with closing(sqlite3.connect(file)) as old:
        old.execute("CREATE TABLE notes (said TEXT)")
        old.execute("INSERT INTO notes VALUES ('三年前的谈话')")
        old.commit()
    return file
