"""Workbooks: their cells, and those made to do harm."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge.importing import workbook
from knowledge.importing.outcome import FileRefused
from knowledge.importing.source_file import inspect
from knowledge.importing.workbook import workbook_cells
from tests.conftest import TODAY
from tests.knowledge.importing.conftest import Office, refusal

TOO_LARGE = "拆开后太大，像是有意做坏的文件。分成几个表，或者另存为 .csv 再导入。"
BROKEN = "表格坏了，打不开。用表格软件打开，另存一份再导入。"
SHEET = "xl/worksheets/sheet1.xml"


def cells(path: Path) -> list[tuple[int, list[Any]]]:
    return [(number, list(values)) for number, values, _ in workbook_cells(inspect(path, TODAY))]


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The workbook with its parts changed; None leaves one out."""
    spoilt = path.with_name("spoilt.xlsx")
    with (
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            data = change(part.filename, source.read(part))
            if data is not None:
                target.writestr(part.filename, data)
    return spoilt


@pytest.fixture
def book(office: Office) -> Path:
    return office.book("a.xlsx", [["问题", "答案"], ["多少钱", "三十元"]])


def test_the_cells_of_the_first_sheet_come_as_they_are(office: Office) -> None:
    when = datetime(2021, 3, 5)
    path = office.book("a.xlsx", [["问题", 12345, 1.5, when], [None, "二"]], [["别的"]])
    assert cells(path) == [(1, ["问题", 12345, 1.5, when]), (2, [None, "二"])]


def test_an_empty_sheet_in_front_is_passed_over(office: Office) -> None:
    path = office.book("a.xlsx", [], [["问题"], ["一"]])
    assert [values for _, values in cells(path) if values] == [["问题"], ["一"]]


def test_a_formula_gives_the_value_it_had(office: Office) -> None:
    # given a workbook that no spreadsheet program has computed yet
    path = office.book("a.xlsx", [["=1+1", "二"]])
    # then the formula is no value, and nothing is computed
    assert cells(path) == [(1, [None, "二"])]


def test_rows_are_numbered_as_the_spreadsheet_does(office: Office) -> None:
    path = office.book("a.xlsx", [["问题"], [], ["一"]])
    assert [(n, v) for n, v in cells(path) if any(v)] == [(1, ["问题"]), (3, ["一"])]


def test_what_a_sheet_says_of_its_size_is_not_believed(book: Path) -> None:
    lying = rewritten(
        book,
        lambda name, data: data.replace(b'ref="A1:B2"', b'ref="A1:A1"') if name == SHEET else data,
    )
    assert cells(lying) == [(1, ["问题", "答案"]), (2, ["多少钱", "三十元"])]


def test_a_workbook_as_excel_saves_it_is_read(office: Office) -> None:
    # given a workbook whose texts stand in a part of their own, as Excel does it
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f"""<Types xmlns="{package}/content-types">
            <Default Extension="rels"
              ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>
            <Override PartName="/{SHEET}" ContentType="{types}.worksheet+xml"/>
            <Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/>
            </Types>""",
        "_rels/.rels": f"""<Relationships xmlns="{package}/relationships"><Relationship Id="r1"
            Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
        "xl/workbook.xml": f"""<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>
            <sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>""",
        "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{package}/relationships">
            <Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>
            <Relationship Id="r2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>
            </Relationships>""",
        "xl/sharedStrings.xml": f"""<sst xmlns="{main}" count="2" uniqueCount="2">
            <si><t>问题</t></si><si><r><t>多少</t></r><r><t>钱</t></r></si></sst>""",
        SHEET: f"""<worksheet xmlns="{main}"><sheetData>
            <row r="1"><c r="A1" t="s"><v>0</v></c></row>
            <row r="3"><c r="B3" t="s"><v>1</v></c></row></sheetData></worksheet>""",
    }
    path = office.files / "excel.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    # then they are where they belong
    assert [(n, v) for n, v in cells(path) if any(v)] == [(1, ["问题"]), (3, [None, "多少钱"])]


# --- made to do harm ---


def test_a_part_that_unpacks_to_gigabytes_is_refused_before_it_does(book: Path) -> None:
    # given a sheet of two hundred megabytes of nothing, packed into two hundred kilobytes
    bomb = rewritten(book, lambda name, data: data + b" " * 200_000_000 if name == SHEET else data)
    assert bomb.stat().st_size < 1_000_000
    assert refusal(lambda: cells(bomb)) == TOO_LARGE


def test_a_declared_size_that_is_a_lie_is_found_out(book: Path) -> None:
    # given a bomb whose directory claims that it is small
    bomb = rewritten(book, lambda name, data: data + b" " * 50_000_000 if name == SHEET else data)
    with zipfile.ZipFile(bomb) as archive:
        real = archive.getinfo(SHEET).file_size
    lying = bomb.read_bytes().replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    bomb.write_bytes(lying)
    # then it is refused all the same
    assert refusal(lambda: cells(bomb)) in (TOO_LARGE, BROKEN)


def test_too_many_parts_are_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_PARTS", 3)
    assert refusal(lambda: cells(book)) == TOO_LARGE


def test_the_sizes_of_all_parts_count_together(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 2000)
    assert refusal(lambda: cells(book)) == TOO_LARGE


def test_strings_have_a_limit_of_their_own(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", "<sst>" + "长" * 1000 + "</sst>")
    monkeypatch.setattr(workbook, "LARGEST_STRINGS", 500)
    assert refusal(lambda: cells(book)) == TOO_LARGE


def test_an_entity_that_would_expand_is_refused(book: Path) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    bomb = rewritten(book, lambda name, data: doctype + data if name == SHEET else data)
    assert refusal(lambda: cells(bomb)) == BROKEN


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_workbook_without_one_of_its_parts_is_broken(book: Path, part: str) -> None:
    spoilt = rewritten(book, lambda name, data: None if name == part else data)
    assert refusal(lambda: cells(spoilt)) == BROKEN


def test_a_sheet_that_is_no_xml_is_broken(book: Path) -> None:
    spoilt = rewritten(book, lambda name, data: b"<sheet" if name == SHEET else data)
    assert refusal(lambda: cells(spoilt)) == BROKEN


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_workbook_that_was_cut_short_is_broken(book: Path, kept: float) -> None:
    whole = book.read_bytes()
    book.write_bytes(whole[: int(len(whole) * kept)])
    assert refusal(lambda: cells(book)) == BROKEN


def test_a_workbook_with_flipped_bytes_is_broken_or_read_never_worse(book: Path) -> None:
    # given every part of the file spoilt in turn
    whole = book.read_bytes()
    for at in range(0, len(whole), 97):
        book.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        # then it is read, or refused with a sentence
        try:
            cells(book)
        except FileRefused as error:
            assert str(error) in (BROKEN, TOO_LARGE) or "另存为" in str(error)
