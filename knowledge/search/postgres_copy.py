"""Rows in the binary form of PostgreSQL's ``COPY``: many at once, and nothing to escape.

Source: PostgreSQL 15 manual, SQL-COPY, "Binary Format".
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Optional, Union

from psycopg2.sql import SQL, Composable, Identifier

#: What a column holds; integers are ``integer`` columns, bytes ``bytea``.
Value = Union[None, bool, int, str, bytes]

_HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)
_END = struct.pack("!h", -1)
_NULL = struct.pack("!i", -1)
#: Rows sent at a time, so that memory stays flat.
_BATCH = 10_000


def copy(
    cursor: Any, table: Composable, columns: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    """Add ``rows`` to ``table``, whose other columns take their defaults.

    Raises:
        psycopg2.Error: the database refused.
    """
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        table, SQL(", ").join(map(Identifier, columns))
    )
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        cursor.copy_expert(statement, io.BytesIO(binary(batch)))


def binary(rows: Iterable[Sequence[Value]]) -> bytes:
    """``rows`` as ``COPY`` takes them."""
    return b"".join((_HEADER, *map(_row, rows), _END))


def _row(values: Sequence[Value]) -> bytes:
    return struct.pack("!h", len(values)) + b"".join(map(_field, values))


def _field(value: Value) -> bytes:
    data = _data(value)
    return _NULL if data is None else struct.pack("!i", len(data)) + data


def _data(value: Value) -> Optional[bytes]:
    if isinstance(value, bool):  # which is an int as well
        return b"\1" if value else b"\0"
    if isinstance(value, int):
        return struct.pack("!i", value)
    if isinstance(value, str):
        # The one character that PostgreSQL's text can't hold; nobody ever saw it.
        return value.replace("\0", "").encode()
    return value
