"""Administrative divisions; all of these are made up but for the codes of levels."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.divisions import parent_of
from knowledge.importing.outcome import Outcome, PassedOver, Taken
from tests.knowledge.importing.conftest import Office, reasons, refusal


def told(outcomes: list[Outcome]) -> list[tuple[str, str, str | None]]:
    return [
        (o.region.code, o.region.name, o.region.parent)
        for o in outcomes
        if isinstance(o, Taken) and o.region
    ]


def read(office: Office, data: Any, name: str = "a.json") -> list[Outcome]:
    return office.read(office.text(name, json.dumps(data, ensure_ascii=False)), "divisions")


def test_codes_of_every_length_become_six_digits_with_their_parents(office: Office) -> None:
    rows = [
        {"code": "99", "name": "云岭省"},
        {"code": "9901", "name": "清河市", "provinceCode": "99"},
        {"code": "990102", "name": "桥东区", "cityCode": "9901"},
        {"code": "990103000000", "name": "桥西区"},
        {"code": "000000", "name": "全国"},
    ]
    assert told(read(office, rows)) == [
        ("990000", "云岭省", "000000"),
        ("990100", "清河市", "990000"),
        ("990102", "桥东区", "990100"),
        ("990103", "桥西区", "990100"),
        ("000000", "全国", None),
    ]


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("110101", "110000"),  # a district of a municipality
        ("500229", "500000"),  # a county of one
        ("429004", "420000"),  # governed by its province
        ("659001", "650000"),
        ("441900", "440000"),  # a city without districts, listed among the counties
        ("440103", "440100"),
    ],
)
def test_levels_that_are_in_the_code_only_are_skipped(code: str, parent: str) -> None:
    assert parent_of(code) == parent


@given(st.from_regex(r"[1-9][0-9]{5}", fullmatch=True))
def test_every_chain_of_parents_ends_in_the_nation(code: str) -> None:
    chain = [code]
    while (parent := parent_of(chain[-1])) is not None:
        chain.append(parent)
    assert chain[-1] == "000000"
    assert len(chain) <= 4


@pytest.mark.parametrize("name", ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"])
def test_such_a_level_is_passed_over_with_the_reason(office: Office, name: str) -> None:
    (outcome,) = read(office, [{"code": "1101", "name": name}])
    assert outcome == PassedOver(1, f"110100 {name}只是代码里的一级，不是地方。")


def test_a_tree_is_read_with_all_that_is_below(office: Office) -> None:
    tree = [
        {
            "code": "99",
            "name": "云岭省",
            "children": [
                {
                    "code": "9901",
                    "name": "清河市",
                    "children": [{"code": "990102", "name": "桥东区"}],
                },
                {
                    "code": "9902",
                    "name": "望海市",
                    "children": [{"code": "990200101", "name": "一街道"}],
                },
            ],
        },
        {"code": "98", "name": "河源省"},
    ]
    outcomes = read(office, tree)
    assert [code for code, _, _ in told(outcomes)] == [
        "990000",
        "990100",
        "990102",
        "990200",
        "980000",
    ]
    # and streets are passed over, under the number of their province
    assert [o for o in outcomes if isinstance(o, PassedOver)] == [
        PassedOver(1, "990200101 一街道是街道一级，用不上。")
    ]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_table_without_codes_is_refused_kindly(office: Office, indent: int | None) -> None:
    # given a table as those of Hong Kong, Macao and Taiwan are
    table = {"海岛特别区": {"本岛": ["东区", "西区"]}}
    path = office.text("HK.json", json.dumps(table, ensure_ascii=False, indent=indent))
    # then it is said why, on one line or on many
    if indent:
        assert refusal(lambda: office.read(path, "divisions")) == (
            "里面没有行政区划代码（香港、澳门、台湾的表就没有），没法排上下级。这个文件不用导入。"
        )
    else:
        assert reasons(office.read(path, "divisions")) == [(1, "缺了代码或者名称：")]


@pytest.mark.parametrize(
    "row",
    [{"code": "99"}, {"name": "云岭省"}, {"code": "云", "name": "岭"}, {"code": "9", "name": "x"}],
)
def test_a_row_without_code_or_name_is_refused(office: Office, row: dict[str, str]) -> None:
    ((number, reason),) = reasons(read(office, [row]))
    assert number == 1
    assert reason.startswith("缺了代码或者名称：")


def test_tables_of_spreadsheet_programs_are_read(office: Office) -> None:
    rows: list[list[Any]] = [["行政区划代码", "单位名称"], [990100, "清河市"], ["990102", "桥东区"]]
    csv = "行政区划代码,单位名称\n990100,清河市\n990102,桥东区\n"
    for path in (office.book("a.xlsx", rows), office.text("a.csv", csv, "gbk")):
        found = told(office.read(path, "divisions"))
        assert found == [("990100", "清河市", "990000"), ("990102", "桥东区", "990100")]
