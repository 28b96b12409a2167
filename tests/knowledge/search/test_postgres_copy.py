"""Rows sent by ``COPY`` arrive as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from psycopg2.sql import Identifier

from knowledge.search.postgres_copy import Value, binary, copy

COLUMNS = ("flag", "number", "words", "raw")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
ROWS = st.lists(
    st.tuples(
        st.none() | st.booleans(),
        st.none() | st.integers(-(2**31), 2**31 - 1),
        st.none() | TEXTS,
        st.none() | st.binary(),
    )
)


@pytest.fixture
def cursor(index_database: str) -> Iterator[Any]:
    """With a table of every kind of column that we have."""
    with closing(psycopg2.connect(index_database)) as connection, connection.cursor() as opened:
        opened.execute(
            "CREATE TEMPORARY TABLE received"
            " (at serial, flag boolean, number integer, words text, raw bytea)"
        )
        yield opened


def received(cursor: Any) -> list[tuple[object, ...]]:
    cursor.execute("SELECT flag, number, words, raw FROM received ORDER BY at")
    return [
        (*row[:3], None if row[3] is None else bytes(row[3])) for row in list(cursor.fetchall())
    ]


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_rows_arrive_as_they_were(cursor: Any, rows: list[tuple[Value, ...]]) -> None:
    cursor.execute("TRUNCATE received")
    copy(cursor, Identifier("received"), COLUMNS, rows)
    assert received(cursor) == rows


def test_what_hurts_other_formats_arrives_too(cursor: Any) -> None:
    # given what the text form of COPY would have to escape, and an empty string beside NULL
    rows: list[Sequence[Value]] = [
        (True, 0, "\t\n\r\\N\\.", b"\0\xff\\x"),
        (False, -1, "", b""),
        (None, None, None, None),
        (True, 2**31 - 1, "'); DROP TABLE received; --", b"PGCOPY\n\xff\r\n\0"),
    ]
    copy(cursor, Identifier("received"), COLUMNS, rows)
    assert received(cursor) == rows


def test_more_rows_than_are_sent_at_a_time(cursor: Any) -> None:
    # given rows that are made while they are sent
    copy(cursor, Identifier("received"), ("number",), ((number,) for number in range(25_000)))
    cursor.execute("SELECT count(*), sum(number) FROM received")
    assert cursor.fetchone() == (25_000, 25_000 * 24_999 // 2)


def test_no_rows_are_sent_as_none(cursor: Any) -> None:
    copy(cursor, Identifier("received"), COLUMNS, [])
    assert received(cursor) == []


def test_the_character_that_cannot_be_kept_is_left_out(cursor: Any) -> None:
    # given NUL in a text, which no file of ours has
    copy(cursor, Identifier("received"), ("words", "raw"), [("社\0保\0", b"\0")])
    # then the text is there without it, and bytes keep theirs
    assert received(cursor) == [(None, None, "社保", b"\0")]


def test_the_form_is_the_one_of_the_manual() -> None:
    # given one row of a truth, a number and nothing
    assert binary([(True, 258, None)]) == (
        b"PGCOPY\n\xff\r\n\0" + bytes(8)  # signature, flags, no extension
        + b"\0\3"  # three fields
        + b"\0\0\0\1\1"
        + b"\0\0\0\4\0\0\1\2"
        + b"\xff\xff\xff\xff"
        + b"\xff\xff"  # the end
    )  # fmt: skip


def test_a_number_too_large_for_its_column_is_refused_before_it_is_sent() -> None:
    import struct

    with pytest.raises(struct.error):
        binary([(2**31,)])
