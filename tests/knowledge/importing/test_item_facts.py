"""Where, how long, how much: what a row says, and that it is silent where it is."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.importing import item_facts
from knowledge.importing.columns import Columns
from knowledge.importing.fields import Fields
from knowledge.importing.items import NAMES

ASK = "打 0999-8123456 问一句"


def fields(**row: Any) -> Fields:
    return Fields(Columns(NAMES), row)


# --- where ---


@pytest.mark.parametrize(
    ("row", "hall"),
    [
        (
            {"handle_location": "办理地点：清河市公园路 1 号一楼"},
            {"text": "在清河市公园路 1 号一楼办。"},
        ),
        ({"handle_location": "公园路 1 号。"}, {"text": "在公园路 1 号办。"}),
        (
            {"handle_location": "无线下受理窗口", "ONLINECHECK": "1"},
            {"text": "没有线下的窗口。在网上办。"},
        ),
        (
            {"handle_location": "无线下受理窗口"},
            {"text": f"没有线下的窗口。怎么办，{ASK}。"},
        ),
        (
            {"handle_location": "无"},
            {"text": f"在哪里办，资料里没有写。去之前{ASK}。", "unknown": True},
        ),
    ],
)
def test_the_place_is_told_or_that_nobody_told_it(
    row: dict[str, Any], hall: dict[str, Any]
) -> None:
    assert item_facts.places(fields(**row), ASK)["hall"] == hall


@pytest.mark.parametrize(
    ("row", "online"),
    [
        (
            {"ONLINECHECK": "1", "bear_paltform": "云岭政务网"},
            {"text": "可以在网上办，平台是云岭政务网。"},
        ),
        ({"ONLINECHECK": "1", "bear_paltform": "无"}, {"text": "可以在网上办。"}),
        ({"ONLINECHECK": "0", "URL": "https://a.example"}, None),
        (
            {"URL": "https://a.example"},
            {"text": f"网上有这件事的页面。能不能在网上办，{ASK}。", "unknown": True},
        ),
        ({"URL": "无"}, None),
    ],
)
def test_a_page_on_the_net_is_not_taken_for_doing_it_there(
    row: dict[str, Any], online: dict[str, Any] | None
) -> None:
    assert item_facts.places(fields(**row), ASK)["online"] == online


def test_no_address_of_the_net_is_ever_spoken() -> None:
    row = {"ONLINECHECK": "1", "URL": "https://a.example/x", "handle_location": "公园路 1 号"}
    assert "http" not in str(item_facts.places(fields(**row), ASK))


@pytest.mark.parametrize(
    ("said", "mail"), [("是", {"text": "可以走快递。"}), ("否", None), ("无", None)]
)
def test_the_post_is_offered_only_if_it_is(said: str, mail: dict[str, Any] | None) -> None:
    assert item_facts.places(fields(courier_service=said), ASK)["mail"] == mail


def test_hours_are_told() -> None:
    hours = item_facts.places(fields(办公时间="工作日 9 点到 17 点"), ASK)["hours"]
    assert hours == {"text": "办理时间：工作日 9 点到 17 点。"}


# --- how long ---


@pytest.mark.parametrize(
    ("legal", "promised", "limit"),
    [
        (
            "30(工作日)",
            "7(工作日)",
            {
                "text": "承诺 7 个工作日办好，法定是 30 个工作日。",
                "unit": "工作日",
                "promised_days": 7,
                "legal_days": 30,
            },
        ),
        (
            "7(工作日)",
            "7(工作日)",
            {
                "text": "承诺 7 个工作日办好。",
                "unit": "工作日",
                "promised_days": 7,
                "legal_days": 7,
            },
        ),
        (
            "无",
            "5(工作日)",
            {"text": "承诺 5 个工作日办好。", "unit": "工作日", "promised_days": 5},
        ),
        ("60(自然日)", "无", {"text": "法定 60 天办好。", "unit": "日", "legal_days": 60}),
        # One unit for both: what is in another stands in the text only.
        (
            "2(月)",
            "20(工作日)",
            {
                "text": "承诺 20 个工作日办好，法定是 2 个月。",
                "unit": "工作日",
                "promised_days": 20,
            },
        ),
        (
            "即办",
            "即办",
            {"text": "当场就能办好。", "unit": "日", "promised_days": 0, "legal_days": 0},
        ),
        ("即办", "无", {"text": "当场就能办好。", "unit": "日", "legal_days": 0}),
        ("无", None, {"text": f"多久能办好，资料里没有写。{ASK}。", "unknown": True}),
    ],
)
def test_limits_are_told_in_numbers_and_in_words(
    legal: object, promised: object, limit: dict[str, Any]
) -> None:
    row = fields(handle_time=legal, handle_time_limit=promised)
    assert item_facts.time_limit(row, ASK) == limit


# --- how much, what comes of it ---


@pytest.mark.parametrize(
    ("row", "fee"),
    [
        ({"是否收费": "否"}, {"text": "不收费。"}),
        ({"收费标准": "免费"}, {"text": "不收费。"}),
        ({"是否收费": "是", "收费标准": "每本 30 元"}, {"text": "收费标准：每本 30 元。"}),
        (
            {"是否收费": "是"},
            {"text": f"要收费，收多少资料里没有写。去之前{ASK}。", "unknown": True},
        ),
        ({}, {"text": f"资料里没有写收不收费。去之前{ASK}。", "unknown": True}),
    ],
)
def test_a_fee_is_never_guessed(row: dict[str, Any], fee: dict[str, Any]) -> None:
    assert item_facts.fee(fields(**row), ASK) == fee


@pytest.mark.parametrize(
    ("said", "result"),
    [("公园年票。", "办好以后给公园年票。"), ("无", "办好以后给什么，资料里没有写。")],
)
def test_what_one_gets_is_told_if_it_is(said: str, result: str) -> None:
    assert item_facts.result(fields(办理结果=said)) == result


# --- who, with what ---


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("无", []),
        (None, []),
        ("谁都可以申请", ["谁都可以申请"]),
        ("年满六十岁。住在本市。", ["年满六十岁。", "住在本市。"]),
        ("符合：1、年满六十岁；2、住在本市。", ["符合：", "1、年满六十岁；", "2、住在本市。"]),
        ("（一）年满六十岁 （二）住在本市", ["（一）年满六十岁", "（二）住在本市"]),
        ("住满 1.5 年的", ["住满 1.5 年的"]),
    ],
)
def test_conditions_are_a_sentence_each(text: object, conditions: list[str]) -> None:
    assert item_facts.conditions(fields(accept_standard=text)) == conditions


def test_a_condition_of_a_thousand_characters_is_parted() -> None:
    found = item_facts.conditions(fields(accept_standard="年满六十岁，" * 200))
    assert "".join(found) == "年满六十岁，" * 200
    assert all(len(one) <= 400 for one in found)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("身份证", "原件"),
        ("身份证复印件", "复印件"),
        ("身份证原件和复印件", "原件和复印件"),
        ("一寸照片", "照片"),
        ("年票申请表", "表格"),
        ("身份证电子版", "电子件"),
        ("健康状况表述", "原件"),
    ],
)
def test_the_form_of_a_paper_is_what_its_name_says(name: str, form: str) -> None:
    assert item_facts.materials(fields(material_intro=[name])) == [
        {"id": "m1", "name": name, "form": form}
    ]


@pytest.mark.parametrize(
    "listed",
    [["身份证；", "照片。"], "['身份证；', '照片。']", "身份证；照片。", '["身份证", "照片"]'],
)
def test_papers_are_read_from_a_list_or_what_was_made_of_it(listed: object) -> None:
    found = item_facts.materials(fields(material_intro=listed))
    assert [(paper["id"], paper["name"]) for paper in found] == [("m1", "身份证"), ("m2", "照片")]
