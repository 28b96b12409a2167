"""A PostgreSQL database as its URL names it, and connections that are replaced when lost.

Whatever the database refuses ends in one Chinese sentence. Neither it nor a traceback
shows the password, or the statement: in it stands what a citizen asked.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, parse_dsn

from knowledge.search.storage import StoreUnavailable

Result = TypeVar("Result")

#: Connections of one process at a time: a turn needs one, for about a millisecond.
_MOST = 4
#: What holds unless the URL says otherwise. A server that went away is noticed in half of
#: ``ERSHUN_TURN_TIMEOUT``, so that the reconnection still falls within the turn.
_UNLESS_SAID = {
    "application_name": "ershun",
    "client_encoding": "UTF8",
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "tcp_user_timeout": "5000",
}
#: What parts of the URL may look like. Anything else is a password that was not escaped,
#: cut at its ``@``, ``:`` or ``/``: it must not be shown as the name of a host.
_PLAUSIBLE = {"host": r"[\w.,:/\-]*", "port": r"[0-9,]*", "dbname": r"[\w.\-]*", "user": r"[^:/@]*"}

_HOW_TO_WRITE = (
    "ERSHUN_INDEX_URL 写得不对。要么空着，用 SQLite；要么写 postgresql://用户:密码@主机:5432/库名，"
    "密码里的 @ : / ? # % 写成 %40 %3A %2F %3F %23 %25。"
)
_AWAY = "看看数据库起了没有，ERSHUN_INDEX_URL 里的地址、用户名、密码和库名对不对。"
_REMEDY: Mapping[str, str] = {
    "3F000": "要读的知识库不在这个库里，可能被删了。运行 ershun knowledge build 重新建。",
    "42P01": "要读的知识库不在这个库里，可能被删了。运行 ershun knowledge build 重新建。",
    "42501": "这个用户权限不够。请管理数据库的人运行 GRANT CREATE ON DATABASE，再试一次。",
    "53100": "数据库的磁盘满了。腾出地方，再试一次。",
    "55P03": "别的程序正占着，比如在做备份。等它做完，再试一次。",
}


class Database:
    """One database of a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        """Read the URL; nothing is connected yet.

        Args:
            url: libpq's form, ``postgresql://user:password@host:port/database``; what it
                leaves out libpq takes from ``PG…`` variables and ``~/.pgpass``.

        Raises:
            StoreUnavailable: it is none.
        """
        try:
            said = parse_dsn(re.sub(r"^postgres(ql)?(\+psycopg2)?://", "postgresql://", url))
        except psycopg2.ProgrammingError:
            # Without its cause, which quotes the URL.
            raise StoreUnavailable(_HOW_TO_WRITE) from None
        if not all(re.fullmatch(rule, said.get(part, "")) for part, rule in _PLAUSIBLE.items()):
            raise StoreUnavailable(_HOW_TO_WRITE)
        self._parameters = {**_UNLESS_SAID, **said}

    def __str__(self) -> str:
        """Host, port and database; never user or password."""
        host = self._parameters.get("host") or "本机"
        port = self._parameters.get("port") or "5432"
        return f"{host}:{port}/{self._parameters.get('dbname', '')}"

    def __repr__(self) -> str:
        return f"Database({self})"

    def connect(self) -> Any:
        """A new connection, in a transaction of its own as soon as it is used.

        Raises:
            StoreUnavailable: nobody answers there, refuses us, or can't keep Chinese.
        """
        try:
            connection = psycopg2.connect(**self._parameters)
        except psycopg2.Error as error:
            raise StoreUnavailable(
                f"连不上放知识库的 PostgreSQL（{self}）：{_reason(error)}。{_AWAY}"
            ) from None
        encoding = connection.get_parameter_status("server_encoding")
        if encoding != "UTF8":
            connection.close()
            raise StoreUnavailable(
                f"放知识库的库（{self}）编码是 {encoding}，存不了所有汉字。"
                "另建一个 ENCODING 'UTF8' 的库，写到 ERSHUN_INDEX_URL 里。"
            )
        return connection

    @contextmanager
    def explained(self, otherwise: str) -> Iterator[None]:
        """Work with the database; what it refuses is told in one sentence.

        Args:
            otherwise: what to do about a refusal that has no remedy of its own.

        Raises:
            StoreUnavailable: the database refused, or the connection was lost.
        """
        try:
            yield
        except psycopg2.Error as error:
            remedy = _REMEDY.get(error.pgcode or "", otherwise)
            raise StoreUnavailable(
                f"放知识库的 PostgreSQL（{self}）没有办成：{_reason(error)}。{remedy}"
            ) from None


def _reason(error: psycopg2.Error) -> str:
    """The server's own sentence, or the first line of libpq's; not the statement."""
    lines = str(error).strip().splitlines()
    return str(error.diag.message_primary or (lines[0] if lines else type(error).__name__))


class Connections:
    """Connections to one database, each lent to one thread at a time."""

    def __init__(self, database: Database) -> None:
        """Connect when first asked to."""
        self._database = database
        self._places = threading.BoundedSemaphore(_MOST)
        self._idle: list[Any] = []

    def run(self, work: Callable[[Any], Result]) -> Result:
        """Do ``work`` with a cursor, each statement by itself.

        If the connection turns out to be lost it is done once more, on a new one.

        Raises:
            StoreUnavailable: the database can't be reached, or refuses.
        """
        with self._places, self._database.explained(_AWAY):
            connection = self._idle_one() or self._fresh()
            try:
                return self._do(connection, work)
            except psycopg2.Error:
                if not connection.closed:
                    raise
            # Most likely the server was started anew, and the idle ones were lost as well.
            self.close()
            return self._do(self._fresh(), work)

    def close(self) -> None:
        """Close those that are idle."""
        while connection := self._idle_one():
            connection.close()

    def _do(self, connection: Any, work: Callable[[Any], Result]) -> Result:
        try:
            with connection.cursor() as cursor:
                return work(cursor)
        finally:
            # Whatever went wrong, only one that is at rest can be used again.
            if connection.info.transaction_status == TRANSACTION_STATUS_IDLE:
                self._idle.append(connection)
            else:
                connection.close()

    def _idle_one(self) -> Any:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _fresh(self) -> Any:
        connection = self._database.connect()
        connection.autocommit = True
        return connection


class Transaction:
    """A connection of one's own for one transaction; whatever fails ends it."""

    def __init__(self, database: Database, otherwise: str) -> None:
        """Connect.

        Args:
            database: where to.
            otherwise: what to do about a failure that has no remedy of its own.

        Raises:
            StoreUnavailable: here and in every method.
        """
        self._database = database
        self._otherwise = otherwise
        self._connection = database.connect()

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """A cursor to work with."""
        try:
            with self._database.explained(self._otherwise), self._connection.cursor() as cursor:
                yield cursor
        except StoreUnavailable:
            self.close()
            raise

    def commit(self) -> None:
        """Make everything durable, and close."""
        with self.cursor():
            self._connection.commit()
        self.close()

    def close(self) -> None:
        """Give up what was not committed."""
        self._connection.close()
