"""Rows of a JSON file: one object a line, or one array of objects, read as a stream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import Any, NoReturn

from knowledge.importing.outcome import FileRefused
from knowledge.importing.row import Row
from knowledge.importing.source_file import LARGEST_ROW, SourceFile, lines

#: Deepest nesting. What offices export nests three levels.
DEEPEST = 50
_CHUNK = 1 << 16
_HEAD = 1 << 12
_MARK = re.compile(r'["\\{}\[\],]')

_BROKEN = "不是正确的 JSON"
_TOO_DEEP = f"括号套了 {DEEPEST} 层以上，不收。"
_TOO_LONG = "超过 5 MB，太长了。"


def json_rows(source: SourceFile, after: int) -> Iterator[Row]:
    """The objects of a file, numbered by line, or by their place in the array.

    Args:
        source: the file.
        after: number of the last row that is not wanted again.

    Raises:
        FileRefused: it is neither one object a line nor an array.
    """
    first = first_line(source)
    if first.startswith("["):
        yield from _array(source, after)
    elif first == "{":
        raise FileRefused("不是一行一条，也不是用 [ 开头的一个数组。换成其中一种再导入。")
    else:
        yield from _lines(source, after)


def first_line(source: SourceFile) -> str:
    """The first line with anything on it, as far as it need be known, without spaces.

    Raises:
        FileRefused: the file can't be read any more.
    """
    try:
        with source.path.open(encoding=_with_mark(source), errors="replace") as file:
            begins = file.read(_HEAD).split("\n")
    except OSError as error:
        raise FileRefused(f"读到一半读不下去了（{error.strerror}）。") from error
    return next(filter(None, map(str.strip, begins)), "")


def _lines(source: SourceFile, after: int) -> Iterator[Row]:
    for number, text, fault in lines(source):
        if number <= after:
            continue
        if text is None:
            yield Row(number, fault=fault)
        elif text.strip():
            yield _parsed(number, text)


def _array(source: SourceFile, after: int) -> Iterator[Row]:
    splitter, number = _Splitter(), 0
    for chunk in _chunks(source):
        for element in splitter.feed(chunk):
            number += 1
            if number > after:
                yield element.row(number)
    if not splitter.closed:
        # How many rows the rest would have been, nobody can tell.
        raise FileRefused(f"第 {number + 1} 条起括号不成对，或者文件断了。补全以后再导入。")


def _chunks(source: SourceFile) -> Iterator[str]:
    try:
        with source.path.open("rb") as file, TextIOWrapper(file, _with_mark(source)) as text:
            while chunk := text.read(_CHUNK):
                source.done = file.tell()
                yield chunk
    except UnicodeDecodeError as error:
        raise FileRefused(f"有的字不是 {source.encoding} 编码，读不出来。") from error
    except OSError as error:
        raise FileRefused(f"读到一半读不下去了（{error.strerror}）。") from error


def _with_mark(source: SourceFile) -> str:
    return "utf-8-sig" if source.codec == "utf-8" else source.codec


def _parsed(number: int, text: str) -> Row:
    try:
        # Not strict: a raw tab in a string is common and harms nobody.
        data = json.loads(
            text.replace("\0", "").lstrip("\ufeff").rstrip(),
            strict=False,
            parse_constant=_no_number,
        )
    except RecursionError:
        return Row(number, fault=_TOO_DEEP)
    except ValueError as error:
        where = (
            f"（第 {error.pos + 1} 个字附近）" if isinstance(error, json.JSONDecodeError) else ""
        )
        return Row(number, fault=f"{_BROKEN}{where}。")
    if not isinstance(data, dict):
        return Row(number, fault="不是一条“名字: 值”的记录。")
    if _too_deep(data):
        return Row(number, fault=_TOO_DEEP)
    return Row(number, data)


def _no_number(_: str) -> NoReturn:
    raise ValueError


def _too_deep(data: Any) -> bool:
    level = [data]
    for _ in range(DEEPEST):
        inside = [v for d in level for v in (d.values() if isinstance(d, dict) else d)]
        level = [value for value in inside if isinstance(value, (dict, list))]
        if not level:
            return False
    return True


@dataclass(frozen=True)
class _Element:
    """The text of one element of an array, or what is wrong with it."""

    text: str
    fault: str = ""

    def row(self, number: int) -> Row:
        return Row(number, fault=self.fault) if self.fault else _parsed(number, self.text)


@dataclass
class _Splitter:
    """Cuts the elements out of an array's text, piece by piece as it comes in.

    It only counts brackets and looks out for strings, so that an element that is not
    right doesn't take the next one with it.
    """

    closed: bool = False
    _depth: int = 0
    _quoted: bool = False
    _escaped: bool = False
    _parts: list[str] = field(default_factory=list)
    _size: int = 0
    _fault: str = ""

    def feed(self, chunk: str) -> Iterator[_Element]:
        """The elements that ``chunk`` completes."""
        start, position = 0, int(self._escaped)
        self._escaped = False
        while not self.closed and (mark := _MARK.search(chunk, position)):
            position = mark.end()
            if mark[0] == "\\":
                position += 1
                self._escaped = position > len(chunk)
            elif self._quoted:
                self._quoted = mark[0] != '"'
            elif self._parts_here(mark[0]):
                self._keep(chunk[start : mark.start()])
                start = position
                yield from self._element()
        if not self.closed:
            self._keep(chunk[start:])

    def _parts_here(self, sign: str) -> bool:
        """Whether an element ends, or the first one begins, at this sign."""
        if sign == '"':
            self._quoted = True
            return False
        if sign == ",":
            return self._depth == 1
        if sign in "[{":
            self._depth += 1
            return self._depth == 1
        if self._depth > 1:
            self._depth -= 1
            return False
        self.closed = sign == "]"
        self._fault = "" if self.closed else f"{_BROKEN}。"
        return self.closed

    def _keep(self, text: str) -> None:
        self._size += len(text)
        if self._size > LARGEST_ROW:
            self._fault = _TOO_LONG
            self._parts.clear()
        else:
            self._parts.append(text)

    def _element(self) -> Iterator[_Element]:
        text = "".join(self._parts).strip()
        if text or self._fault:
            yield _Element(text, self._fault)
        self._parts, self._size, self._fault = [], 0, ""
