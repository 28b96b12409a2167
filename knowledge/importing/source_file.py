"""A file before it is read: size, hash, encoding, and its lines within limits."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Optional

from knowledge.importing.day import day_in_name
from knowledge.importing.outcome import FileRefused

#: Largest file, bytes.
LARGEST = 2_000_000_000
#: Largest row, and largest single text, bytes.
LARGEST_ROW = 5_000_000

_CHUNK = 1 << 20
_HEAD = 1 << 16
#: GB18030 contains GBK and GB 2312 (GB 18030-2022); Excel and older systems write those.
_CODECS = {"utf-8": "UTF-8", "gb18030": "GB18030（GBK）"}
_UTF8_MARK = codecs.BOM_UTF8
_FOREIGN = {
    codecs.BOM_UTF16_LE: "是 UTF-16 编码，用编辑器另存为 UTF-8 再导入",
    codecs.BOM_UTF16_BE: "是 UTF-16 编码，用编辑器另存为 UTF-8 再导入",
    b"%PDF": "是 PDF，读不了。把文字复制出来，存成 .txt 再导入",
    b"\xd0\xcf\x11\xe0": "是老格式的 Word 或者 Excel，另存为 .txt 或者 .xlsx 再导入",
    b"\x1f\x8b": "是压缩包，先解开再导入",
}
_ZIP = b"PK\x03\x04"


@dataclass
class SourceFile:
    """A file to be imported.

    Attributes:
        path: where it is.
        size: bytes.
        digest: SHA-256 of its bytes, hexadecimal.
        codec: name of its encoding in Python; empty for a workbook.
        encoding: its encoding as told to people.
        as_of: the day of its facts.
        dated: whether somebody said that day, by an option or in the file's name.
        written: time of its last change, nanoseconds.
        done: bytes read so far, for a progress bar.
    """

    path: Path
    size: int
    digest: str
    codec: str
    encoding: str
    as_of: date
    dated: bool
    written: int
    done: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return self.path.name

    def check_unchanged(self) -> None:
        """Make sure that the file read is the file that was hashed.

        Raises:
            FileRefused: it was written to, or taken away, in between.
        """
        try:
            now = self.path.stat()
        except OSError as error:
            raise FileRefused(f"读到一半，文件没有了（{error.strerror}）。再导一次。") from error
        if (now.st_size, now.st_mtime_ns) != (self.size, self.written):
            raise FileRefused("读到一半，文件被人改了。等它改完再导一次。")


def inspect(path: Path, today: date, as_of: Optional[date] = None) -> SourceFile:
    """Read a file once: its hash, and how its text is encoded.

    Args:
        path: the file.
        today: no fact is from later.
        as_of: the day of its facts; None takes the one in its name, else that of its last
            change.

    Raises:
        FileRefused: it can't be opened, is empty, too large, or no text and no workbook.
    """
    stat, (head, digest, whole) = _scanned(path)
    if not head.strip():
        raise FileRefused("是空的。")
    codec = "" if _is_workbook(path, head) else _codec(head, whole)
    named = as_of or day_in_name(path.name, today)
    changed = datetime.fromtimestamp(stat.st_mtime).astimezone().date()
    return SourceFile(
        path=path,
        size=stat.st_size,
        digest=digest,
        codec=codec,
        encoding=_told(codec, head),
        as_of=named or min(changed, today),
        dated=named is not None,
        written=stat.st_mtime_ns,
    )


def lines(source: SourceFile) -> Iterator[tuple[int, Optional[str], str]]:
    """(number, text, fault) of each line; the text of a line with a fault is None.

    Raises:
        FileRefused: the file can't be read any more.
    """
    try:
        with source.path.open("rb") as file:
            if source.codec == "utf-8" and file.read(len(_UTF8_MARK)) != _UTF8_MARK:
                file.seek(0)
            number = 0
            while raw := file.readline(LARGEST_ROW + 1):
                number += 1
                source.done = file.tell()
                yield (number, *_line(raw, source, file))
    except OSError as error:
        raise FileRefused(f"读到一半读不下去了（{error.strerror}）。") from error


def whole_text(source: SourceFile) -> str:
    """The text of a file that is one text.

    Raises:
        FileRefused: it has more than 5 MB, is a workbook, or can't be decoded somewhere.
    """
    if not source.codec:
        raise FileRefused("是表格，不是文章。")
    if source.size > LARGEST_ROW:
        raise FileRefused(f"一篇有 {source.size} 字节，超过 5 MB。按章拆成几个文件再导入。")
    texts = []
    for number, text, fault in lines(source):
        if text is None:
            raise FileRefused(f"第 {number} 行{fault}")
        texts.append(text)
    return "".join(texts)


def _line(raw: bytes, source: SourceFile, file: BinaryIO) -> tuple[Optional[str], str]:
    if len(raw) > LARGEST_ROW:
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(_CHUNK)
        source.done = file.tell()
        return None, "超过 5 MB，太长了。"
    try:
        return raw.decode(source.codec), ""
    except UnicodeDecodeError:
        return None, f"有的字不是 {source.encoding} 编码，读不出来。"


def _scanned(path: Path) -> tuple[os.stat_result, tuple[bytes, str, dict[str, bool]]]:
    """What the file system says of a file, and what ``_scan`` finds.

    Raises:
        FileRefused: it can't be read, or is too large.
    """
    try:
        stat = path.stat()
        if not path.is_file():
            raise FileRefused("不是文件。")
        if stat.st_size > LARGEST:
            raise FileRefused(f"有 {stat.st_size} 字节，超过 2 GB。拆成几个文件再导入。")
        return stat, _scan(path)
    except FileNotFoundError as error:
        raise FileRefused("没有这个文件。") from error
    except PermissionError as error:
        raise FileRefused("没有权限读。") from error
    except OSError as error:
        raise FileRefused(f"打不开（{error.strerror}）。") from error


def _scan(path: Path) -> tuple[bytes, str, dict[str, bool]]:
    """Head, SHA-256, and whether the whole decodes, by codec."""
    digest, head = hashlib.sha256(), b""
    decoders = {codec: codecs.getincrementaldecoder(codec)() for codec in _CODECS}
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            head = head or chunk[:_HEAD]
            digest.update(chunk)
            decoders = {c: d for c, d in decoders.items() if _decodes(d, chunk)}
    return head, digest.hexdigest(), {c: _decodes(d, b"", True) for c, d in decoders.items()}


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _is_workbook(path: Path, head: bytes) -> bool:
    """Whether it is a workbook.

    Raises:
        FileRefused: it is a file of another program.
    """
    for signature, what in _FOREIGN.items():
        if head.startswith(signature):
            raise FileRefused(f"{what}。")
    if head.startswith(_ZIP):
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            return True
        raise FileRefused("是 Word 文件或者压缩包，读不了。存成 .txt 或者 .xlsx 再导入。")
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        raise FileRefused("名字是表格，里面却不是。用表格软件打开，另存为 .xlsx 再导入。")
    if head.count(0) * 10 > len(head):
        raise FileRefused("不是文字文件。")
    return False


def _codec(head: bytes, whole: dict[str, bool]) -> str:
    """The codec most lines of the head decode with; where it is all ASCII, the whole file.

    Raises:
        FileRefused: neither UTF-8 nor GB18030.
    """
    if head.startswith(_UTF8_MARK):
        return "utf-8"
    telling = [raw for raw in head.split(b"\n") if not raw.isascii()]
    if not telling:
        return next((codec for codec in _CODECS if whole.get(codec)), "utf-8")
    for codec in _CODECS:
        # The head may end within a character.
        good = sum(_decodes(codecs.getincrementaldecoder(codec)(), raw) for raw in telling)
        if good * 20 >= len(telling) * 19:
            return codec
    raise FileRefused("看不出是什么编码。用编辑器另存为 UTF-8 再导入。")


def _told(codec: str, head: bytes) -> str:
    if not codec:
        return "Excel 工作簿"
    return _CODECS[codec] + ("（带 BOM）" if head.startswith(_UTF8_MARK) else "")
