"""Chapter 4: regions side by side, and entries of one region that say two things."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.auditing.differences import unlike
from tests.knowledge.auditing.conftest import (
    audited,
    counts,
    figure,
    found,
    imported_item,
    item,
    policy,
)


def fee(amount: float) -> dict[str, Any]:
    return {"text": f"收 {amount:g} 元。", "amount": amount}


def limit(days: int, unit: str = "工作日") -> dict[str, Any]:
    return {"text": "有期限。", "legal_days": days, "unit": unit}


def test_a_region_that_says_otherwise_stands_beside_the_nation() -> None:
    # given a fee that a province lowers and its city raises again
    report = audited(
        item(fee=fee(20)),
        item(fee=fee(10), region="440000"),
        item(fee=fee(15), region="440100"),
    )
    # then all are listed, from the nation down, and the city is marked
    (one,) = report.differences
    assert (one.entry, one.name, one.field) == ("lamp-visit", "灯塔参观证办理", "收费")
    assert one.values == [("000000", "20 元"), ("440000", "10 元"), ("440100", "15 元")]
    assert one.worse == ("440100",)


def test_who_asks_more_than_the_level_above_is_found() -> None:
    report = audited(item(fee=fee(10)), item(fee=fee(15), region="440000"))
    assert counts(report, "consistency", "differs") == (1, 1)
    assert counts(report, "consistency", "worse") == (1, 1)
    (finding,) = found(report, "worse_than_above")
    assert finding.sentence == (
        "“灯塔参观证办理”的收费，广东省是 15 元，全国是 10 元。"
        "上级给的权利，当地不能随便减少。查当地文件，看上级许不许；写错了就改。"
    )
    assert finding.subject.file == "440000/lamp-visit.yaml"


def test_who_asks_less_differs_and_is_no_worse() -> None:
    report = audited(item(time_limit=limit(20)), item(time_limit=limit(5), region="440000"))
    assert counts(report, "consistency", "differs") == (1, 1)
    assert counts(report, "consistency", "worse") == (0, 1)
    assert found(report, "worse_than_above") == []


def test_days_of_another_kind_differ_without_a_judgement() -> None:
    report = audited(item(time_limit=limit(20)), item(time_limit=limit(30, "日"), region="440000"))
    (one,) = report.differences
    assert one.values == [("000000", "20 工作日"), ("440000", "30 日")]
    assert one.worse == ()


def test_a_region_that_says_the_same_does_not_differ() -> None:
    report = audited(item(fee=fee(10)), item(fee=fee(10), region="440000", local_rule="另有规定。"))
    assert report.differences == []
    assert counts(report, "consistency", "differs") == (0, 1)


def test_a_region_that_is_first_to_name_an_amount_does_not_differ() -> None:
    report = audited(item(), item(fee=fee(10), region="440000"))
    assert report.differences == []


def test_an_entry_without_overlays_has_nothing_to_differ_from() -> None:
    assert counts(audited(item(fee=fee(10))), "consistency", "differs") == (0, 0)


def test_an_entry_that_only_regions_have_is_compared_with_none() -> None:
    # given the same entry in two regions neither of which is above the other
    report = audited(item(fee=fee(10), region="440000"), item(fee=fee(15), region="230000"))
    assert counts(report, "consistency", "differs") == (0, 0)


def test_overlays_are_counted_by_department_and_region() -> None:
    report = audited(item(fee=fee(20)), item(fee=fee(10), region="440000"))
    differs = figure(report, "consistency", "differs")
    assert differs.departments["海事部门"].value == 1
    assert differs.regions["440000"].value == 1
    assert "000000" not in differs.regions


@pytest.mark.parametrize(
    ("above", "nearer", "fields"),
    [
        ("每月 200 元。", "每月 100 元。", ["话里的数（元）"]),
        ("每月 200 元。", "每月 200 元，冬天 300 元。", []),
        ("每月 200 元。", "多少钱当地定。", []),
        ("多少钱当地定。", "每月 200 元。", []),
        ("满 80 岁每月 200 元。", "满 90 岁每月 100 元。", ["话里的数（岁）", "话里的数（元）"]),
    ],
)
def test_amounts_in_sentences_differ_where_one_is_left_out(
    above: str, nearer: str, fields: list[str]
) -> None:
    found_fields = unlike(policy(answer=nearer, region="440000"), policy(answer=above))
    assert sorted(name for name, _ in found_fields) == sorted(fields)


def test_of_amounts_in_sentences_nobody_says_which_is_better() -> None:
    found_fields = list(unlike(policy(answer="每月 100 元。"), policy(answer="每月 200 元。")))
    assert found_fields == [("话里的数（元）", False)]


def test_sentences_are_listed_side_by_side_too() -> None:
    report = audited(
        policy(answer="每月 200 元，满 80 岁。"),
        policy(answer="每月 100 元。", region="440000"),
        policy(answer="不知道多少。", region="230000"),
    )
    (one,) = report.differences
    assert one.values == [("000000", "200 元"), ("440000", "100 元")]


# --- contradictions within a region ---


def test_two_of_one_name_that_ask_two_fees_contradict_each_other() -> None:
    report = audited(
        imported=[imported_item("item-one", fee=fee(10)), imported_item("item-two", fee=fee(20))]
    )
    assert counts(report, "consistency", "contradicts") == (2, 2)
    (finding,) = found(report, "contradicts")
    assert finding.what == (
        "“灯塔参观证办理”的收费是 20 元，“灯塔参观证办理”（item-one）的是 10 元。"
    )


def test_two_of_one_code_are_one_thing_whatever_they_are_called() -> None:
    report = audited(
        imported=[
            imported_item("item-one", code="44010001", time_limit=limit(5)),
            imported_item("item-two", code="44010001", time_limit=limit(9), name="上塔证"),
        ]
    )
    assert found(report, "duplicate") == []
    assert len(found(report, "contradicts")) == 1


def test_another_department_may_ask_another_fee() -> None:
    report = audited(
        imported=[
            imported_item("item-one", fee=fee(10), department="海事局"),
            imported_item("item-two", fee=fee(20), department="航道局"),
        ]
    )
    assert found(report, "contradicts") == []


def test_nearly_the_same_name_may_be_another_matter() -> None:
    # given two long names of which one says 不
    long = "建设工程规划许可证核发及调整带方案出让用地工业项目"
    report = audited(
        imported=[
            imported_item("item-one", name=long, fee=fee(10)),
            imported_item("item-two", name=long.replace("带", "不带"), fee=fee(20)),
        ]
    )
    # then they are shown to whoever may know, but not accused
    assert len(found(report, "duplicate")) == 1
    assert found(report, "contradicts") == []


def test_what_only_one_of_them_says_is_no_contradiction() -> None:
    report = audited(imported=[imported_item("item-one", fee=fee(10)), imported_item("item-two")])
    assert counts(report, "consistency", "contradicts") == (0, 2)


def test_in_another_region_it_is_no_contradiction() -> None:
    report = audited(
        imported=[
            imported_item("item-one", fee=fee(10), code="44010001", region="440100"),
            imported_item("item-two", fee=fee(20), code="44010001", region="230000"),
        ]
    )
    assert found(report, "contradicts") == []


def test_each_entry_counts_once_however_much_it_contradicts() -> None:
    # given three of one name, the first silent on the fee
    report = audited(
        imported=[
            imported_item("item-one", time_limit=limit(5)),
            imported_item("item-two", fee=fee(10), time_limit=limit(6)),
            imported_item("item-three", fee=fee(20), time_limit=limit(7)),
        ]
    )
    # then every contradiction is told, against whoever said it first
    assert counts(report, "consistency", "contradicts") == (3, 3)
    told = sorted(f.what for f in found(report, "contradicts"))
    assert len(told) == 3
    assert sum("item-two" in what for what in told) == 1
