"""A PostgreSQL database of the tests' own. A plugin of tests/conftest.py.

The server is the one that the tests of the records use; machines of CI have it running.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from sqlalchemy.engine import make_url

SERVER = os.environ.get("ERSHUN_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")

_NOT_THERE = """\
这些测试要一个 PostgreSQL（15 或更新），现在连不上：{reason}
起一个：apt install postgresql，再运行 pg_ctlcluster 15 main start；
或者把 ERSHUN_TEST_POSTGRES 设成别处的，用户要能建库，例如 postgresql://root@127.0.0.1:5432/test。"""


def on_server(statement: str, url: str = SERVER) -> list[tuple[object, ...]]:
    """Run one statement by itself, with the rights of who made the server's databases."""
    try:
        connection = psycopg2.connect(url, connect_timeout=5)
    except psycopg2.OperationalError as error:
        raise pytest.fail.Exception(_NOT_THERE.format(reason=error), pytrace=False) from None
    with closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []


def new_database(options: str = "") -> Iterator[str]:
    """A new database, as a URL; dropped when done."""
    name = f"ershun_test_{uuid.uuid4().hex}"
    on_server(f"CREATE DATABASE {name} {options}")
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


def schemas(url: str) -> set[str]:
    """The schemas of builds in a database."""
    rows = on_server("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ershun%'", url)
    return {str(name) for (name,) in rows}


def hang_up(url: str) -> int:
    """End all connections to a database from the server's side; how many there were."""
    ((count,),) = on_server(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        url,
    )
    return int(str(count))


@pytest.fixture(scope="session")
def index_database() -> Iterator[str]:
    """One database for the indexes of the whole run."""
    yield from new_database()


@pytest.fixture
def postgres_url(index_database: str) -> Iterator[str]:
    """A database without a build."""
    yield index_database
    for schema in schemas(index_database):
        on_server(f"DROP SCHEMA {schema} CASCADE", index_database)
