"""Rows of a table by the names in its head; the records of a CSV file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Optional

from knowledge.importing.outcome import FileRefused
from knowledge.importing.row import Row
from knowledge.importing.source_file import LARGEST_ROW, SourceFile, lines
from knowledge.importing.text import line

#: A head may stand below a title and a date.
_HEAD_WITHIN = 10
#: A cell may hold this many lines; more means that a quote was never closed.
_LINES_IN_RECORD = 1000
#: Records in which a quote was never closed; for each we read on and go back.
_MOST_OPEN = 100
_DELIMITERS = ",\t;"

#: (row number, cells, fault)
Cells = tuple[int, Sequence[Any], str]
#: Whether these cells name columns.
IsHead = Callable[[Sequence[str]], bool]
_Numbered = tuple[int, Optional[str], str]


def by_head(cells: Iterable[Cells], after: int, is_head: IsHead) -> Iterator[Row]:
    """Rows by the names in the head, which is one of the first ten rows.

    Args:
        cells: the table's rows.
        after: number of the last row that is not wanted again.
        is_head: whether a row's cells name columns.

    Raises:
        FileRefused: no row is a head.
    """
    rows = iter(cells)
    head = _head(rows, is_head)
    for number, values, fault in rows:
        if number > after and (fault or any(map(line, values))):
            data = {name: value for name, value in zip(head, values, strict=False) if name}
            yield Row(number, {} if fault else data, fault)


def _head(rows: Iterator[Cells], is_head: IsHead) -> list[str]:
    seen = []
    for _, values, _ in islice(rows, _HEAD_WITHIN):
        names = [line(value) for value in values]
        if is_head(names):
            return names
        seen += ["、".join(filter(None, names))]
    first = next(filter(None, seen), "空的")[:200]
    raise FileRefused(f"看不出哪一列是什么。开头是：{first}。用 --columns 指明。")


def csv_cells(source: SourceFile, is_head: IsHead) -> Iterator[Cells]:
    """The records of a CSV file, numbered by the line they begin on.

    The delimiter is the comma, tab or semicolon by which one of the first lines is a head.

    Raises:
        FileRefused: quotes that are never closed all over the file.
    """
    # The module's own limit, 128 KB, is less than a long answer.
    csv.field_size_limit(LARGEST_ROW)
    first = [text for _, text, _ in islice(lines(source), _HEAD_WITHIN) if text is not None]
    records = _Records(lines(source), _delimiter(first, is_head))
    while (cells := records.next()) is not None:
        yield cells


def _delimiter(first: Sequence[str], is_head: IsHead) -> str:
    for delimiter in _DELIMITERS:
        if any(map(is_head, csv.reader(first, delimiter=delimiter))):
            return delimiter
    return _DELIMITERS[0]


class _Records:
    """Reads record by record, and goes back where a quote was never closed."""

    def __init__(self, numbered: Iterator[_Numbered], delimiter: str) -> None:
        self._lines = numbered
        self._again: deque[_Numbered] = deque()
        self._delimiter = delimiter
        self._open = 0

    def next(self) -> Optional[Cells]:
        """The next record, None at the end."""
        taken: list[_Numbered] = []
        reader = csv.reader(self._feed(taken), delimiter=self._delimiter, strict=True)
        try:
            cells = next(reader)
        except StopIteration:
            return self._unreadable()
        except csv.Error:
            return self._back(taken)
        return taken[0][0], cells, ""

    def _feed(self, taken: list[_Numbered]) -> Iterator[str]:
        """Lines for one record, kept in ``taken``, as long as it may go on."""
        size = 0
        while len(taken) < _LINES_IN_RECORD and size <= LARGEST_ROW:
            numbered = self._again.popleft() if self._again else next(self._lines, None)
            if numbered is None:
                return
            if numbered[1] is None:
                self._again.appendleft(numbered)
                return
            taken.append(numbered)
            size += len(numbered[1])
            yield numbered[1].replace("\0", "")

    def _unreadable(self) -> Optional[Cells]:
        """The line that could not even be decoded, None at the end of the file."""
        if not self._again:
            return None
        number, _, fault = self._again.popleft()
        return number, [], fault

    def _back(self, taken: list[_Numbered]) -> Cells:
        """Refuse the first line only; those after it may be records of their own."""
        self._open += len(taken) > 1
        if self._open > _MOST_OPEN:
            raise FileRefused("引号没有收口的行太多。用表格软件打开，另存为 .xlsx 再导入。")
        self._again.extendleft(reversed(taken[1:]))
        return taken[0][0], [], "引号不成对。"
