"""The parts of the page: a chapter each, its plots and tables with the same figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from knowledge.auditing.demand import LISTED, Asked
from knowledge.auditing.demand_part import WEEKS
from knowledge.auditing.elements import ITEM
from knowledge.auditing.layout import Part, Table
from knowledge.auditing.parts import FINDINGS, GROUPS, parts
from knowledge.auditing.report import SECTIONS, Report
from tests.knowledge.auditing.conftest import audited, imported_item, item, policy

FEE = {"text": "收 10 元。", "amount": 10}
MORE = {"text": "收 20 元。", "amount": 20}


def part(report: Report, part_id: str) -> Part:
    (found,) = [one for one in parts(report) if one.id == part_id]
    return found


def table(of: Part, caption: str) -> Table:
    (found,) = [one for one in of.tables if one.caption == caption]
    return found


@pytest.fixture(scope="module")
def whole() -> Report:
    """Our own, a region's, an office's."""
    return audited(
        item(fee=FEE),
        item(fee=MORE, region="440000"),
        policy(),
        imported=[imported_item(region="440100", steps=[])],
    )


def test_each_chapter_is_a_part_and_what_is_to_be_mended_the_last(whole: Report) -> None:
    assert [one.id for one in parts(whole)] == [*(s.id for s in SECTIONS), "findings"]


def test_every_table_is_as_wide_as_its_head(whole: Report) -> None:
    for one in parts(whole):
        for shown in one.tables:
            widths = {len(row) for row in shown.rows}
            assert widths <= {len(shown.heads)}, shown.caption


@pytest.mark.parametrize("by", ["自己写的和导入的", "按部门", "按地区"])
def test_every_chapter_is_cut_three_ways(whole: Report, by: str) -> None:
    for section in SECTIONS:
        shown = table(part(whole, section.id), f"{section.title}：{by}")
        leads = [figure.title for figure in section.figures if figure.lead]
        assert list(shown.heads[1:]) == leads


def test_elements_have_a_row_each_with_what_is_needed_and_why(whole: Report) -> None:
    shown = table(part(whole, "completeness"), "事项的要素：写了几条")
    rows = {row[0]: row[1:] for row in shown.rows}
    assert list(rows) == [element.title for element in ITEM]
    assert rows["办理步骤"] == (
        "66.7 %", "2", "0", "1", "必备：不写步骤，就没法一步一步带着办。",
    )  # fmt: skip
    assert rows["编码"][-1].startswith("可以没有：")


def test_single_elements_stand_in_no_other_table(whole: Report) -> None:
    shown = table(part(whole, "completeness"), "要素齐不齐：全部")
    assert [row[0] for row in shown.rows][:2] == [
        "缺必备要素的事项",
        "有要素写明“不知道”的事项",
    ]
    assert len(shown.rows) == 5


def test_what_regions_say_differently_has_a_table_only_if_they_do(whole: Report) -> None:
    shown = table(part(whole, "consistency"), "同一件事，各地不一样")
    assert list(shown.rows) == [("灯塔参观证办理", "收费", "全国 10 元；广东省 20 元")]
    captions = [one.caption for one in part(audited(item()), "consistency").tables]
    assert "同一件事，各地不一样" not in captions


def test_plots_are_of_what_is_in_the_tables(whole: Report) -> None:
    drawn = {one.id: len(one.drawings) for one in parts(whole)}
    assert drawn == {
        "completeness": 1, "freshness": 1, "pairing": 1, "consistency": 1, "hollow": 1,
        "wording": 1, "demand": 0, "findings": 0,
    }  # fmt: skip


def test_counterparts_stand_where_the_inspection_looked(whole: Report) -> None:
    told = {one.id: len(one.counterparts) for one in parts(whole) if one.counterparts}
    assert told == {"completeness": 1, "pairing": 1}


def test_findings_come_rule_by_rule_with_their_number(whole: Report) -> None:
    last = part(whole, "findings")
    first, *rules = last.tables
    assert first.caption == "发现了几处"
    assert [row[0] for row in first.rows] == [one.caption.split("（")[0] for one in rules]


def test_much_is_cut_and_counted() -> None:
    many = [
        imported_item(f"item-{n}", name=f"{n}号塔", department=f"{n}局", steps=[])
        for n in range(FINDINGS + 7)
    ]
    report = audited(imported=many)
    shown = table(part(report, "findings"), "缺必备要素（要紧）")
    assert (len(shown.rows), shown.note) == (FINDINGS, "还有 7 处没有列在这里。")
    by_department = table(part(report, "completeness"), "要素齐不齐：按部门")
    assert len(by_department.rows) == GROUPS
    assert by_department.note == f"还有 {FINDINGS + 7 - GROUPS} 个，在 --json 的文件里。"


def test_without_a_fault_there_is_a_sentence() -> None:
    sound = Report(**{**audited().__dict__, "findings": [], "totals": {}})
    last = part(sound, "findings")
    assert (last.said, last.tables) == (["没有发现问题。"], [])


# --- demand ---


def weekly(weeks: int) -> list[Asked]:
    """One question a week."""
    monday = date(2026, 11, 16)
    return [
        Asked("电梯坏了没人修", "unknown", monday - timedelta(weeks=number))
        for number in range(weeks)
    ]


def test_before_the_first_question_it_says_so() -> None:
    demand = part(audited(item()), "demand")
    assert demand.said == ["还没有谈话记录，看不出群众问什么。"]
    assert next(one.caption for one in demand.tables) == "群众问的和我们有的：全部"


def test_the_newest_weeks_are_drawn_and_listed() -> None:
    demand = part(audited(asked=weekly(WEEKS + 3)), "demand")
    shown = table(demand, "每周的问题")
    assert len(shown.rows) == WEEKS
    assert shown.rows[-1] == (
        "2026-11-16 起", "1", "0.0 %（0）", "0.0 %（0）", "100.0 %（1）", "0.0 %（0）",
    )  # fmt: skip
    (drawn,) = demand.drawings
    assert drawn.svg.count("<text") == 2 * WEEKS
    assert [name for _, name in drawn.legend] == ["答上了", "反问了", "没答上", "转人工"]


def test_a_question_asked_one_way_only_says_so() -> None:
    shown = table(part(audited(asked=weekly(1)), "demand"), "没答上的问题")
    assert list(shown.rows) == [("电梯坏了没人修", "1", "都是这么问的")]


def test_what_nobody_asks_is_listed_in_part() -> None:
    entries = [item(f"lamp-{n}", name=f"{n}号塔") for n in range(LISTED + 4)]
    demand = part(audited(*entries, asked=weekly(1)), "demand")
    assert f"自己写的，有 {LISTED + 4} 条从来没人问。" in demand.said
    shown = table(demand, "自己写的，从来没人问")
    assert (len(shown.rows), shown.note) == (LISTED, "还有 4 条，在 --json 的文件里。")


def test_where_all_was_asked_there_is_no_such_list() -> None:
    asked = [Asked("灯塔几点亮", "answered", date(2026, 11, 16), ("lamp-hours",))]
    captions = [one.caption for one in part(audited(policy(), asked=asked), "demand").tables]
    assert "问得最多的条目" in captions
    assert "自己写的，从来没人问" not in captions
