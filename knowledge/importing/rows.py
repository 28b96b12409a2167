"""Rows of a file of records: JSON, CSV or a workbook, whichever it is."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.importing.json_rows import first_line, json_rows
from knowledge.importing.row import Row
from knowledge.importing.source_file import SourceFile
from knowledge.importing.table_rows import IsHead, by_head, csv_cells
from knowledge.importing.workbook import workbook_cells


def rows(source: SourceFile, after: int, is_head: IsHead) -> Iterator[Row]:
    """The records of a file; what it is shows in what it begins with, not in its name.

    Args:
        source: the file.
        after: number of the last row that is not wanted again.
        is_head: whether the cells of a table's row name its columns.

    Raises:
        FileRefused: no records can be read from it.
    """
    if not source.codec:
        yield from by_head(workbook_cells(source), after, is_head)
    elif _is_json(source):
        yield from json_rows(source, after)
    else:
        yield from by_head(csv_cells(source, is_head), after, is_head)


def _is_json(source: SourceFile) -> bool:
    if source.path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
        return True
    return first_line(source).startswith(("{", "["))
