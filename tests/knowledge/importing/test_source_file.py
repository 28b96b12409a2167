"""A file before it is read: encoding, limits, and what is no file of ours at all."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importing import source_file
from knowledge.importing.source_file import LARGEST, LARGEST_ROW, inspect, lines, whole_text
from tests.conftest import TODAY
from tests.knowledge.importing.conftest import Office, refusal

TEXT = "老年人公园年票，三十元一年。\n"


def texts(office: Office, path: Path) -> list[str | None]:
    return [text for _, text, _ in lines(office.source(path))]


# --- encoding ---


@pytest.mark.parametrize(
    ("encoding", "codec", "told"),
    [
        ("utf-8", "utf-8", "UTF-8"),
        ("utf-8-sig", "utf-8", "UTF-8（带 BOM）"),
        ("gbk", "gb18030", "GB18030（GBK）"),
        ("gb18030", "gb18030", "GB18030（GBK）"),
    ],
)
def test_the_encoding_is_found_out_and_told(
    office: Office, encoding: str, codec: str, told: str
) -> None:
    path = office.text("a.txt", TEXT * 3, encoding)
    source = office.source(path)
    assert (source.codec, source.encoding) == (codec, told)
    assert texts(office, path) == [TEXT] * 3


def test_a_file_without_a_chinese_character_is_utf_8(office: Office) -> None:
    assert office.source(office.text("a.txt", "code,name\n")).encoding == "UTF-8"


def test_a_character_at_the_edge_of_what_is_looked_at_first_tells_nothing(office: Office) -> None:
    # given files whose 65 536th byte is within a character
    for encoding in ("utf-8", "gb18030"):
        for before in range(4):
            path = office.text("a.txt", "x" * before + "老" * 40_000, encoding)
            # then they are what they are
            assert office.source(path).codec == encoding


def test_the_whole_file_decides_where_its_head_is_all_ascii(office: Office) -> None:
    head = "plain\n" * 20_000
    assert office.source(office.text("a.txt", head + TEXT, "gbk")).codec == "gb18030"
    assert office.source(office.text("a.txt", head + TEXT)).codec == "utf-8"


def test_a_single_bad_line_does_not_make_a_file_another_encoding(office: Office) -> None:
    # given a hundred lines of UTF-8, one of them spoilt
    good = TEXT.encode()
    path = office.bytes("a.txt", good * 60 + b"\xff\xfe\xe8\n" + good * 39)
    # when they are read
    source = office.source(path)
    read = list(lines(source))
    # then that line is named, and the others are as they were
    assert source.encoding == "UTF-8"
    assert [number for number, text, _ in read if text is None] == [61]
    assert read[60][2] == "有的字不是 UTF-8 编码，读不出来。"
    assert sum(text == TEXT for _, text, _ in read) == 99


def test_what_is_neither_encoding_is_refused(office: Office) -> None:
    path = office.bytes("a.txt", b"\xff\xff\xff\n" * 10)
    assert refusal(lambda: office.source(path)) == (
        "看不出是什么编码。用编辑器另存为 UTF-8 再导入。"
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=60
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_whatever_the_text_it_comes_back(office: Office, text: str, encoding: str) -> None:
    # given Chinese that is not, by rare chance, valid in both encodings
    raw = text.encode(encoding)
    if encoding == "gb18030":
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return
    path = office.bytes("a.txt", raw)
    assert texts(office, path) == [text]


# --- what is no text ---


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"", "是空的。"),
        ("a.txt", b" \r\n\n", "是空的。"),
        ("a.txt", b"\xff\xfea\x00", "是 UTF-16 编码，用编辑器另存为 UTF-8 再导入。"),
        ("a.txt", b"\xfe\xff\x00a", "是 UTF-16 编码，用编辑器另存为 UTF-8 再导入。"),
        ("a.pdf", b"%PDF-1.7\n", "是 PDF，读不了。把文字复制出来，存成 .txt 再导入。"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "是老格式的 Word 或者 Excel，另存为 .txt 或者 .xlsx 再导入。",
        ),
        (
            "a.docx",
            b"PK\x03\x04aaaa",
            "是 Word 文件或者压缩包，读不了。存成 .txt 或者 .xlsx 再导入。",
        ),
        ("a.jsonl.gz", b"\x1f\x8b\x08", "是压缩包，先解开再导入。"),
        ("a.txt", b"a\x00b\x00\x00\x00", "不是文字文件。"),
        ("a.xlsx", b"a,b\n1,2\n", "名字是表格，里面却不是。用表格软件打开，另存为 .xlsx 再导入。"),
    ],
    # The bytes themselves are no name for a test.
    ids=range(10),
)
def test_what_is_no_text_is_told_apart(office: Office, name: str, data: bytes, why: str) -> None:
    path = office.bytes(name, data)
    assert refusal(lambda: office.source(path)) == why


def test_what_is_not_there_or_no_file_is_said(office: Office) -> None:
    assert refusal(lambda: office.source(office.files / "gone.csv")) == "没有这个文件。"
    assert refusal(lambda: office.source(office.files)) == "不是文件。"


def test_a_few_nul_characters_do_not_make_a_text_another_thing(office: Office) -> None:
    path = office.text("a.txt", TEXT * 10 + "一\0二\n")
    assert office.source(path).codec == "utf-8"


# --- limits ---


def test_a_file_above_two_gigabytes_is_not_even_read(office: Office) -> None:
    # given a file of which only the length is large
    path = office.files / "huge.jsonl"
    with path.open("wb") as file:
        os.truncate(file.fileno(), LARGEST + 1)
    assert refusal(lambda: office.source(path)) == (
        f"有 {LARGEST + 1} 字节，超过 2 GB。拆成几个文件再导入。"
    )


def test_a_line_above_five_megabytes_is_left_out_and_the_next_is_read(office: Office) -> None:
    path = office.text("a.jsonl", f"{TEXT}{'x' * (LARGEST_ROW * 3)}\n{TEXT}")
    assert list(lines(office.source(path))) == [
        (1, TEXT, ""),
        (2, None, "超过 5 MB，太长了。"),
        (3, TEXT, ""),
    ]


def test_a_line_of_exactly_five_megabytes_is_read(office: Office) -> None:
    text = "x" * (LARGEST_ROW - 1) + "\n"
    assert texts(office, office.text("a.jsonl", text + TEXT)) == [text, TEXT]


def test_a_long_line_without_an_end_is_left_out_too(office: Office) -> None:
    assert texts(office, office.text("a.jsonl", TEXT + "x" * (LARGEST_ROW + 5))) == [TEXT, None]


def test_one_text_of_fifty_megabytes_is_refused(office: Office) -> None:
    path = office.text("a.md", "字" * 17_000_000)
    assert refusal(lambda: whole_text(office.source(path))) == (
        "一篇有 51000000 字节，超过 5 MB。按章拆成几个文件再导入。"
    )


def test_one_text_with_a_spoilt_line_is_refused_by_its_number(office: Office) -> None:
    path = office.bytes("a.md", TEXT.encode() * 40 + b"\xff\n")
    assert refusal(lambda: whole_text(office.source(path))) == (
        "第 41 行有的字不是 UTF-8 编码，读不出来。"
    )


def test_a_workbook_is_no_text(office: Office) -> None:
    path = office.book("a.xlsx", [["问题"]])
    assert office.source(path).encoding == "Excel 工作簿"
    assert refusal(lambda: whole_text(office.source(path))) == "是表格，不是文章。"


# --- what is told of it ---


def test_hash_size_and_progress_are_those_of_the_file(office: Office) -> None:
    path = office.text("a.txt", TEXT * 3)
    source = office.source(path)
    assert source.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.size == path.stat().st_size
    done = [source.done for _ in lines(source)]
    assert done == [len(TEXT.encode()) * n for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("name", "as_of", "day", "dated"),
    [
        ("a_2021.txt", None, date(2021, 12, 31), True),
        ("a_2021.txt", date(2022, 1, 1), date(2022, 1, 1), True),
        ("a.txt", None, date(2020, 5, 6), False),
    ],
)
def test_the_day_of_its_facts_is_said_or_named_or_that_of_its_last_change(
    office: Office, name: str, as_of: date | None, day: date, dated: bool
) -> None:
    path = office.text(name, TEXT)
    os.utime(path, (0, 1588766400))  # 2020-05-06, noon
    source = inspect(path, TODAY, as_of)
    assert (source.as_of, source.dated) == (day, dated)


def test_a_file_from_the_future_is_of_today(office: Office) -> None:
    path = office.text("a.txt", TEXT)
    os.utime(path, (0, 4102444800))  # 2100
    assert inspect(path, TODAY).as_of == TODAY


def test_a_file_that_changes_while_it_is_read_is_noticed(office: Office) -> None:
    path = office.text("a.txt", TEXT)
    source = office.source(path)
    source.check_unchanged()
    # when somebody writes to it, or takes it away
    path.write_text(TEXT * 2, encoding="utf-8")
    assert refusal(source.check_unchanged) == "读到一半，文件被人改了。等它改完再导一次。"
    path.unlink()
    assert "读到一半，文件没有了" in refusal(source.check_unchanged)


def test_limits_are_those_the_documentation_tells() -> None:
    assert (source_file.LARGEST, source_file.LARGEST_ROW) == (2_000_000_000, 5_000_000)
