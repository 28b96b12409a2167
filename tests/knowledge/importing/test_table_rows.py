"""Rows of tables by the names in their head, and CSV as offices really save it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importing.row import Row
from knowledge.importing.table_rows import by_head, csv_cells
from tests.knowledge.importing.conftest import Office, refusal


def is_head(cells: Sequence[str]) -> bool:
    return "答案" in cells


def rows(office: Office, path: Path, after: int = 0) -> list[Row]:
    return list(by_head(csv_cells(office.source(path), is_head), after, is_head))


def data(found: list[Row]) -> list[dict[str, str]]:
    return [dict(row.data) for row in found if not row.fault]


def faults(found: list[Row]) -> list[tuple[int, str]]:
    return [(row.number, row.fault) for row in found if row.fault]


cell = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u2028\u2029\x85"),
    max_size=12,
)
line_end = st.sampled_from(["\n", "\r\n"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.tuples(cell, cell), max_size=6),
    delimiter=st.sampled_from([",", "\t", ";"]),
    end=line_end,
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_what_is_written_as_csv_comes_back(
    office: Office, cells: list[tuple[str, str]], delimiter: str, end: str, encoding: str
) -> None:
    # given a table as a spreadsheet program writes it, line breaks in its cells included
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerows([("问题", "答案"), *[(a, f"{b}\n第二行") for a, b in cells]])
    path = office.text("a.csv", out.getvalue(), encoding)
    # then every cell is as it was
    assert data(rows(office, path)) == [{"问题": a, "答案": f"{b}\n第二行"} for a, b in cells]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_delimiter_and_encoding_are_found_out(
    office: Office, delimiter: str, encoding: str
) -> None:
    path = office.text("a.csv", f"问题{delimiter}答案\n多少钱{delimiter}三十元，一年\n", encoding)
    assert data(rows(office, path)) == [{"问题": "多少钱", "答案": "三十元，一年"}]


def test_a_head_below_a_title_is_found(office: Office) -> None:
    path = office.text("a.csv", "清河市园林局常见问题,\n2021 年,\n问题,答案\n多少钱,三十元\n")
    found = rows(office, path)
    assert [(row.number, dict(row.data)) for row in found] == [
        (4, {"问题": "多少钱", "答案": "三十元"})
    ]


def test_a_table_without_a_head_is_refused_with_what_it_begins_with(office: Office) -> None:
    path = office.text("a.csv", "多少钱,三十元\n" * 30)
    assert refusal(lambda: rows(office, path)) == (
        "看不出哪一列是什么。开头是：多少钱、三十元。用 --columns 指明。"
    )


def test_rows_are_numbered_by_the_line_they_begin_on(office: Office) -> None:
    path = office.text("a.csv", '问题,答案\n一,"甲\n乙"\n二,丙\n')
    assert [row.number for row in rows(office, path)] == [2, 4]


def test_what_was_read_before_is_not_read_again(office: Office) -> None:
    path = office.text("a.csv", '问题,答案\n一,"甲\n乙"\n二,丙\n')
    assert [row.number for row in rows(office, path, after=2)] == [4]


def test_empty_rows_and_columns_without_a_name_are_left_out(office: Office) -> None:
    path = office.text("a.csv", "问题,,答案\n,,\n\n一,x,甲\n")
    assert data(rows(office, path)) == [{"问题": "一", "答案": "甲"}]


def test_a_short_row_lacks_its_last_columns(office: Office) -> None:
    assert data(rows(office, office.text("a.csv", "问题,答案\n一\n"))) == [{"问题": "一"}]


def test_a_quote_that_is_never_closed_costs_one_row(office: Office) -> None:
    # given a row whose quote would swallow all the others
    path = office.text("a.csv", '问题,答案\n一,甲\n二,"乙\n三,丙\n四,丁\n')
    # then only that row is lost
    found = rows(office, path)
    assert faults(found) == [(3, "引号不成对。")]
    assert [row["答案"] for row in data(found)] == ["甲", "丙", "丁"]


def test_text_behind_a_closing_quote_costs_one_row(office: Office) -> None:
    found = rows(office, office.text("a.csv", '问题,答案\n一,"甲"乙\n二,丙\n'))
    assert faults(found) == [(2, "引号不成对。")]
    assert [row["答案"] for row in data(found)] == ["丙"]


def test_a_file_full_of_open_quotes_is_refused_in_time(office: Office) -> None:
    path = office.text("a.csv", "问题,答案\n" + '一,"甲\n二,乙\n三,"丙"x\n' * 3000)
    assert refusal(lambda: rows(office, path)) == (
        "引号没有收口的行太多。用表格软件打开，另存为 .xlsx 再导入。"
    )


def test_a_line_that_can_not_be_decoded_is_named(office: Office) -> None:
    good = "一,甲\n".encode()
    path = office.bytes("a.csv", "问题,答案\n".encode() + good * 30 + b"\xff\n" + good)
    found = rows(office, path)
    assert faults(found) == [(32, "有的字不是 UTF-8 编码，读不出来。")]
    assert len(data(found)) == 31


def test_such_a_line_within_a_cell_ends_the_record(office: Office) -> None:
    good = "一,甲\n".encode()
    text = "问题,答案\n".encode() + good * 40 + '二,"乙\n'.encode() + b"\xff\n" + good
    found = rows(office, office.bytes("a.csv", text))
    assert [number for number, _ in faults(found)] == [42, 43]
    assert len(data(found)) == 41


def test_nul_characters_are_dropped(office: Office) -> None:
    path = office.text("a.csv", "问题,答案\n一,甲\0乙\n二,这里没有什么特别的\n")
    assert data(rows(office, path))[0] == {"问题": "一", "答案": "甲乙"}


def test_a_cell_above_the_module_s_own_limit_is_read(office: Office) -> None:
    long = "长" * 200_000
    assert data(rows(office, office.text("a.csv", f"问题,答案\n一,{long}\n"))) == [
        {"问题": "一", "答案": long}
    ]
