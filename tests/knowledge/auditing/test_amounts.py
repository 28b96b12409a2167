"""Reading the figures an entry promises, so that two can be compared."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.auditing.amounts import Term, contrary, shown, structured, told, worse
from tests.knowledge.auditing.conftest import item, policy


def limit(**numbers: Any) -> dict[str, Any]:
    return {"text": "多久都说不准。", **numbers}


@pytest.mark.parametrize(
    ("changes", "terms"),
    [
        ({}, {}),
        ({"fee": {"text": "收 20 元。", "amount": 20}}, {"收费": "20 元"}),
        ({"fee": {"text": "不收费。", "amount": 0}}, {"收费": "0 元"}),
        ({"fee": {"text": "收 2.5 元。", "amount": 2.5}}, {"收费": "2.5 元"}),
        (
            {"time_limit": limit(legal_days=20, promised_days=5)},
            {"法定时限": "20 工作日", "承诺时限": "5 工作日"},
        ),
        ({"time_limit": limit(legal_days=1, unit="月")}, {"法定时限": "1 月"}),
        ({"visits": 0}, {"到现场次数": "0 次"}),
    ],
)
def test_the_fields_of_an_item(changes: dict[str, Any], terms: dict[str, str]) -> None:
    assert {name: term.text for name, term in structured(item(**changes)).items()} == terms


def test_an_answer_has_no_such_fields() -> None:
    assert structured(policy()) == {}


@pytest.mark.parametrize(
    ("answer", "amounts"),
    [
        ("每月 200 元。", {"元": {"200"}}),
        ("每月200元，或者一年2400元。", {"元": {"200", "2400"}}),
        ("15 个工作日，急的 3 工作日。", {"工作日": {"15", "3"}}),
        ("30 天或者 30 日。", {"天": {"30"}}),
        ("满 60 周岁，不到 80 岁。", {"岁": {"60", "80"}}),
        ("报 70％，最多 90 %。", {"%": {"70", "90"}}),
        ("最多 1.5 万元。", {"万元": {"1.5"}}),
        ("最多 1.5万元。", {"万元": {"1.5"}}),
        ("2026 年 5 月 1 日起，2025年也行，5 月 1 日截止。", {}),
        ("领 12 个月，交 15 年。", {"个月": {"12"}, "年": {"15"}}),
        ("打 12345 问。", {}),
        ("没有数。", {}),
    ],
)
def test_the_amounts_in_sentences(answer: str, amounts: dict[str, set[str]]) -> None:
    assert told(policy(answer=answer)) == amounts


def test_details_are_read_as_well() -> None:
    assert told(policy(details=["另外给 50 元。"])) == {"元": {"50"}}


def test_what_an_item_says_in_fields_is_not_read_twice() -> None:
    fees = item(fee={"text": "收 20 元。", "amount": 20}, conditions=["年满 18 岁。"])
    assert told(fees) == {"岁": {"18"}}


def test_amounts_are_shown_in_order() -> None:
    assert shown("元", frozenset({"100", "20", "3.5"})) == "3.5 元、20 元、100 元"


def test_only_what_both_say_can_be_contrary() -> None:
    one = {"收费": Term("20 元"), "法定时限": Term("5 工作日")}
    other = {"收费": Term("30 元"), "到现场次数": Term("1 次")}
    assert list(contrary(one, other)) == ["收费"]
    assert list(contrary(one, one)) == []


numbers = st.floats(0, 1000)


@given(numbers, numbers)
def test_more_is_worse(nearer: float, general: float) -> None:
    found = worse(Term("", nearer, "元"), Term("", general, "元"))
    assert found is (nearer > general)


@pytest.mark.parametrize(
    ("nearer", "general"),
    [(Term("", 5, "月"), Term("", 5, "工作日")), (Term(""), Term("", 5, "元"))],
)
def test_units_that_differ_cannot_be_compared(nearer: Term, general: Term) -> None:
    assert worse(nearer, general) is None
