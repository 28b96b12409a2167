"""Reaching PostgreSQL: what the URL says, what is told when it fails, what is kept quiet."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from bench.servers import free_port
from knowledge.search.postgres_connection import Connections, Database, Transaction
from knowledge.search.storage import StoreUnavailable
from tests.postgres import hang_up, new_database, on_server

NOT_WRITTEN_RIGHT = (
    "ERSHUN_INDEX_URL 写得不对。要么空着，用 SQLite；要么写 postgresql://用户:密码@主机:5432/库名，"
    "密码里的 @ : / ? # % 写成 %40 %3A %2F %3F %23 %25。"
)
AWAY = "看看数据库起了没有，ERSHUN_INDEX_URL 里的地址、用户名、密码和库名对不对。"


def told(error: StoreUnavailable) -> str:
    """All that a log would show."""
    return "".join(traceback.format_exception(error))


def backend(cursor: Any) -> int:
    """Number of the server's process that works for us."""
    cursor.execute("SELECT pg_backend_pid()")
    return int(cursor.fetchone()[0])


@pytest.fixture
def database(postgres_url: str) -> Database:
    return Database(postgres_url)


@pytest.fixture
def connections(database: Database) -> Iterator[Connections]:
    opened = Connections(database)
    yield opened
    opened.close()


# --- the URL ---


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ershun:geheim@db.hall:5433/index", "db.hall:5433/index"),
        ("postgres://ershun:geheim@db/index", "db:5432/index"),
        ("postgresql+psycopg2://ershun:geheim@db/index", "db:5432/index"),
        ("postgresql://ershun:ge%40he%2Fim@[::1]:5432/index", "::1:5432/index"),
        ("postgresql://ershun:ge?he:i#m@db/index", "db:5432/index"),
        ("postgresql://one:1,two:2/index?password=geheim", "one,two:1,2/index"),
        ("postgresql:///index?host=/run/postgresql", "/run/postgresql:5432/index"),
        ("postgresql:///index", "本机:5432/index"),
        ("postgresql://库主:geheim@数据库/知识", "数据库:5432/知识"),
    ],
)
def test_a_database_is_shown_by_its_place_alone(url: str, shown: str) -> None:
    database = Database(url)
    assert str(database) == shown
    assert repr(database) == f"Database({shown})"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ershun:geheim%zz@db/index",
        "postgresql://ershun:ge@heim@db/index",
        "postgresql://ershun:ge/heim@db/index",
        "postgresql://ershun:12/heim@db/index",
        "postgresql://ershun:geheim@db:geheim/index",
        "postgresql://ershun:geheim@db/index?geheim=1",
        "postgresql://ershun@geheim:db/index",
    ],
)
def test_a_url_that_is_none_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        Database(url)
    assert str(refused.value) == NOT_WRITTEN_RIGHT
    assert "heim" not in told(refused.value)


# --- reaching it ---


def test_a_server_that_is_away_is_named_with_reason_and_remedy() -> None:
    port = free_port()
    url = f"postgresql://ershun:geheim@127.0.0.1:{port}/index"
    with pytest.raises(StoreUnavailable) as away:
        Database(url).connect()
    assert str(away.value) == (
        f"连不上放知识库的 PostgreSQL（127.0.0.1:{port}/index）：connection to server at "
        f'"127.0.0.1", port {port} failed: Connection refused。{AWAY}'
    )
    assert "geheim@" not in told(away.value)


def test_a_database_that_is_not_there_is_named(postgres_url: str) -> None:
    url = make_url(postgres_url).set(database="nirgends").render_as_string(hide_password=False)
    with pytest.raises(StoreUnavailable, match='database "nirgends" does not exist。看看数据库'):
        Database(url).connect()


def test_a_database_that_cannot_keep_chinese_is_refused() -> None:
    western = "ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
    for url in new_database(western):
        database = Database(url)
        with pytest.raises(StoreUnavailable) as refused:
            database.connect()
        assert str(refused.value) == (
            f"放知识库的库（{database}）编码是 LATIN1，存不了所有汉字。"
            "另建一个 ENCODING 'UTF8' 的库，写到 ERSHUN_INDEX_URL 里。"
        )


def test_what_the_url_says_goes_before_what_we_think_best(postgres_url: str) -> None:
    connection = Database(f"{postgres_url}?application_name=halle").connect()
    with connection.cursor() as cursor:
        cursor.execute("SHOW application_name")
        assert cursor.fetchone() == ("halle",)
    connection.close()


# --- lending connections ---


def test_a_connection_is_used_again(connections: Connections) -> None:
    assert connections.run(backend) == connections.run(backend)


def test_a_lost_connection_is_replaced_and_nobody_notices(
    connections: Connections, postgres_url: str
) -> None:
    # given several connections at rest
    with ThreadPoolExecutor(3) as threads:
        before = set(threads.map(lambda _: connections.run(_slowly), range(6)))
    # when the server is started anew
    assert hang_up(postgres_url) == len(before) > 1
    # then the next question is answered, and so are those after it
    after = {connections.run(backend) for _ in range(4)}
    assert len(after) == 1
    assert after.isdisjoint(before)


def _slowly(cursor: Any) -> int:
    time.sleep(0.05)
    return backend(cursor)


def test_a_connection_that_cannot_be_replaced_is_told() -> None:
    for url in new_database():
        connections = Connections(Database(url))
        connections.run(backend)
        # given the database taken away under us
        name = make_url(url).database
        on_server(f"DROP DATABASE {name} WITH (FORCE)")
        # then it is tried once more, and that reason is told
        with pytest.raises(StoreUnavailable, match=f'database "{name}" does not exist。'):
            connections.run(backend)
        on_server(f"CREATE DATABASE {name}")
        # and when it is back, so are we
        assert connections.run(backend) > 0
        connections.close()


def test_what_the_database_refuses_is_told_without_the_question(connections: Connections) -> None:
    # given a statement with a citizen's words in it, to a table that isn't there
    pid, words = connections.run(backend), ["身份证"]
    with pytest.raises(StoreUnavailable) as refused:
        connections.run(lambda cursor: cursor.execute("SELECT FROM nix WHERE t = %s", words))
    assert str(refused.value).endswith(
        '没有办成：relation "nix" does not exist。'
        "要读的知识库不在这个库里，可能被删了。运行 ershun knowledge build 重新建。"
    )
    assert words[0] not in told(refused.value)
    # and the connection is still good
    assert connections.run(backend) == pid


def test_a_refusal_without_a_remedy_of_its_own_says_where_to_look(
    connections: Connections,
) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        connections.run(lambda cursor: cursor.execute("SELECT 1 / 0"))
    assert str(refused.value).endswith(f"没有办成：division by zero。{AWAY}")


def test_a_connection_left_in_the_middle_of_something_is_not_used_again(
    connections: Connections,
) -> None:
    # given work that breaks off within a transaction
    pid = connections.run(backend)

    def break_off(cursor: Any) -> None:
        cursor.execute("BEGIN")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        connections.run(break_off)
    # then nobody goes on in that transaction
    assert connections.run(backend) != pid


def test_a_crowd_takes_turns_on_a_few_connections(connections: Connections) -> None:
    with ThreadPoolExecutor(12) as threads:
        used = list(threads.map(lambda _: connections.run(_slowly), range(24)))
    assert len(used) == 24
    assert 1 < len(set(used)) <= 4


# --- one transaction ---


def test_a_transaction_counts_when_it_is_committed(database: Database, postgres_url: str) -> None:
    for committed in (False, True):
        transaction = Transaction(database, "再来一次。")
        with transaction.cursor() as cursor:
            cursor.execute("CREATE SCHEMA ershun_versuch")
        transaction.commit() if committed else transaction.close()
        found = on_server(
            "SELECT 1 FROM pg_namespace WHERE nspname = 'ershun_versuch'", postgres_url
        )
        assert bool(found) is committed


def test_a_failure_ends_the_transaction_and_says_what_to_do(
    database: Database, postgres_url: str
) -> None:
    transaction = Transaction(database, "再来一次。")
    with transaction.cursor() as cursor:
        cursor.execute("CREATE SCHEMA ershun_versuch")
    # when the server goes in the middle of it
    hang_up(postgres_url)
    with pytest.raises(StoreUnavailable) as lost, transaction.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert str(lost.value).startswith(f"放知识库的 PostgreSQL（{database}）没有办成：")
    assert str(lost.value).endswith("。再来一次。")
    # then nothing of it is left, and nothing can be added
    with pytest.raises(StoreUnavailable, match="connection already closed"):
        transaction.commit()
    assert (
        on_server("SELECT 1 FROM pg_namespace WHERE nspname = 'ershun_versuch'", postgres_url) == []
    )
