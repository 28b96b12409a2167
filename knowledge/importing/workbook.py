"""The cells of a workbook (.xlsx), after its parts have been weighed."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from knowledge.importing.outcome import FileRefused
from knowledge.importing.source_file import SourceFile
from knowledge.importing.table_rows import Cells

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Largest unpacked size of all parts, and of the strings (held in memory), bytes.
LARGEST_UNPACKED = 500_000_000
LARGEST_STRINGS = 60_000_000
#: Most parts; a workbook has some dozen.
_MOST_PARTS = 2000
#: Unpacked over packed. XML of tables packs 5 to 30 times; a bomb, a thousand.
HIGHEST_RATIO = 150
#: Below this, in bytes, the ratio of a part says nothing.
_RATIO_COUNTS_FROM = 1_000_000
_CHUNK = 1 << 20
_STRINGS = "xl/sharedstrings.xml"

#: RuntimeError is how zipfile says that a part is encrypted.
_BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
#: The last four are how openpyxl fails on elements that lack what they must have.
_BAD_XML = (ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError)

_TOO_LARGE = "拆开后太大，像是有意做坏的文件。分成几个表，或者另存为 .csv 再导入。"
_BROKEN = "表格坏了，打不开。用表格软件打开，另存一份再导入。"


def workbook_cells(source: SourceFile) -> Iterator[Cells]:
    """The rows of the first sheet with anything in it, numbered as the spreadsheet does.

    Raises:
        FileRefused: it is broken, locked by a password, or unpacks to too much.
    """
    _weigh(source)
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with closing(_open(source)) as book:
            for sheet in book.worksheets:
                # What a file says of its own size may be anything.
                sheet.reset_dimensions()
                empty = True
                for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                    empty = empty and all(value is None for value in values)
                    yield number, values, ""
                if not empty:
                    return
    except (InvalidFileException, *_BAD_ARCHIVE, *_BAD_XML) as error:
        raise FileRefused(_BROKEN) from error


def _open(source: SourceFile) -> Workbook:
    # Only here: loading it takes a third of a second.
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # That a workbook has no styles is no concern of ours.
        warnings.simplefilter("ignore")
        return load_workbook(source.path, read_only=True, data_only=True)


def _weigh(source: SourceFile) -> None:
    """Unpack every part once, without keeping it, and stop at what is too much."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
                raise FileRefused(_TOO_LARGE)
            total = 0
            for part in parts:
                total += _weigh_part(archive, part)
                if total > LARGEST_UNPACKED:
                    raise FileRefused(_TOO_LARGE)
    except (*_BAD_ARCHIVE, OSError) as error:
        raise FileRefused(_BROKEN) from error


def _weigh_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Unpacked size of a part, bytes; the declared one may be a lie."""
    limit = LARGEST_STRINGS if part.filename.lower() == _STRINGS else LARGEST_UNPACKED
    limit = min(limit, max(_RATIO_COUNTS_FROM, part.compress_size * HIGHEST_RATIO))
    size, head = 0, b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            head = head or chunk[:_CHUNK]
            size += len(chunk)
            if size > limit:
                raise FileRefused(_TOO_LARGE)
    # No spreadsheet program writes one; an entity in it could expand without bound.
    if part.filename.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in head:
        raise FileRefused(_BROKEN)
    return size
