"""Which elements an entry has: every form in which nothing is said must be told from something."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.auditing.elements import (
    DOCUMENT,
    ELEMENTS,
    HALL,
    ITEM,
    QUESTION,
    Element,
    State,
    fact,
    listed,
    there,
    written,
)
from knowledge.auditing.holdings import Kind
from knowledge.schema import Fact, ImportedItem, ImportedText, PolicyEntry, ServiceItem
from knowledge.schema.imported import Hall
from tests.knowledge.auditing.conftest import (
    hall,
    imported_item,
    imported_text,
    item,
    policy,
)

#: What the task of the audit names, in the national standard's order.
NATIONAL_ELEMENTS = [
    "name", "code", "type", "department", "audience", "where", "conditions", "materials",
    "steps", "time_limit", "fee", "result", "visits", "telephones", "basis", "aliases", "as_of",
]  # fmt: skip
UNKNOWN_PLACE = {"text": "在哪里办，资料里没有写。", "unknown": True}


def element(elements: Any, name: str) -> Element:
    (found,) = [e for e in elements if e.id == name]
    return found


# --- the list itself ---


def test_the_elements_of_an_item_are_those_of_the_national_standard() -> None:
    assert [e.id for e in ITEM] == NATIONAL_ELEMENTS


def test_of_an_item_only_code_and_visits_may_be_left_out() -> None:
    assert [e.id for e in ITEM if not e.required] == ["code", "visits"]


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)
def test_every_element_says_why_it_is_needed_or_not(kind: Kind) -> None:
    for one in ELEMENTS[kind]:
        assert one.reason.endswith("。"), one.id
        assert "！" not in one.reason


@pytest.mark.parametrize(
    ("elements", "model"),
    [(ITEM, ServiceItem), (ITEM, ImportedItem), (QUESTION, PolicyEntry), (QUESTION, ImportedText),
     (DOCUMENT, ImportedText), (HALL, Hall)],
)  # fmt: skip
def test_every_element_names_a_key_of_the_file(elements: Any, model: Any) -> None:
    assert {e.field for e in elements} <= set(model.__fields__)


@pytest.mark.parametrize(
    ("entry", "kind"),
    [(item(), Kind.ITEM), (policy(), Kind.QUESTION), (imported_text(questions=[]), Kind.DOCUMENT),
     (hall(), Kind.HALL)],
    ids=["item", "question", "document", "hall"],
)  # fmt: skip
def test_a_whole_entry_has_all_that_is_required(entry: Any, kind: Kind) -> None:
    for one in ELEMENTS[kind]:
        if one.required:
            assert one.state(entry) is State.FILLED, one.id


# --- texts ---


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "/", "-", "——", "无", "没有", "暂无", "待定", "待补充", "不详", "未知",
     "NULL", "none", "N/A", "ｎａｎ", "（暂无）", "无。"],
)  # fmt: skip
def test_what_only_fills_a_cell_says_nothing(text: str | None) -> None:
    assert written(text) is State.MISSING


@pytest.mark.parametrize("text", ["领证", "无犯罪记录证明", "当天", "1", "没有窗口，在网上办。"])
def test_what_says_something_is_written(text: str) -> None:
    assert written(text) is State.FILLED


def test_what_an_import_writes_for_want_of_anything_is_unknown() -> None:
    assert written("办好以后给什么，资料里没有写。") is State.UNKNOWN


@given(st.text(alphabet="灯塔参观证办理码头窗口", min_size=1))
def test_words_are_always_something(text: str) -> None:
    assert written(text) is State.FILLED
    assert listed([text]) is State.FILLED


@given(st.text(alphabet=" /-—.。，,、（）()　\n\t", max_size=40))
def test_signs_alone_never_are(text: str) -> None:
    assert written(text) is State.MISSING
    assert listed([text]) is State.MISSING


# --- lists ---


@pytest.mark.parametrize("rows", [[], [""], ["/", "-"], ["暂无"]])
def test_a_list_of_placeholders_is_none(rows: list[str]) -> None:
    assert listed(rows) is State.MISSING


@pytest.mark.parametrize("rows", [["无"], ["/", "身份证"], ["没有"]])
def test_a_list_that_says_there_is_nothing_to_bring_is_an_answer(rows: list[str]) -> None:
    assert listed(rows) is State.FILLED


@pytest.mark.parametrize(
    ("value", "state"),
    [(None, State.MISSING), ([], State.MISSING), ("", State.MISSING), (0, State.FILLED),
     ([1], State.FILLED), ("x", State.FILLED)],
)  # fmt: skip
def test_what_is_there_or_not(value: object, state: State) -> None:
    assert there(value) is state


# --- facts ---


def test_a_fact_said_to_be_unknown_is_neither_filled_nor_missing() -> None:
    assert fact(Fact(text="收不收钱，打 12345 问。", unknown=True)) is State.UNKNOWN


@pytest.mark.parametrize("value", [None, Fact(text="/"), Fact(text="待定", unknown=True)])
def test_a_fact_without_words_is_missing(value: Fact | None) -> None:
    assert fact(value) is State.MISSING


def test_what_the_local_rule_decides_is_told() -> None:
    assert fact(Fact(text="各地不一样，打 12345 问。", local=True)) is State.FILLED


def test_one_way_that_is_known_is_a_place() -> None:
    where = element(ITEM, "where")
    online = {"hall": UNKNOWN_PLACE, "online": {"text": "可以在网上办。"}}
    assert where.state(imported_item(where=online)) is State.FILLED
    assert where.state(imported_item(where={"hall": UNKNOWN_PLACE})) is State.UNKNOWN
    assert where.state(imported_item(where={"hall": {"text": "/"}})) is State.MISSING


@pytest.mark.parametrize(
    ("fee", "state"),
    [
        ({"text": "无"}, State.FILLED),
        ({"text": "/"}, State.MISSING),
        ({"text": "/", "amount": 20}, State.FILLED),
        ({"text": "/", "amount": 0}, State.FILLED),
        ({"text": "要不要钱，资料里没有写。", "unknown": True}, State.UNKNOWN),
    ],
)
def test_a_fee_of_nothing_is_an_answer(fee: dict[str, Any], state: State) -> None:
    assert element(ITEM, "fee").state(imported_item(fee=fee)) is state


@pytest.mark.parametrize(
    ("limit", "state"),
    [
        ({"text": "无"}, State.MISSING),
        ({"text": "/", "promised_days": 3}, State.FILLED),
        ({"text": "/", "legal_days": 0}, State.FILLED),
        ({"text": "多久能办好，资料里没有写。", "unknown": True}, State.UNKNOWN),
        ({"text": "当天办好。"}, State.FILLED),
    ],
)
def test_a_time_limit_is_a_number_or_a_sentence(limit: dict[str, Any], state: State) -> None:
    assert element(ITEM, "time_limit").state(imported_item(time_limit=limit)) is state


# --- the single elements ---


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("name", {"name": "暂无"}),
        ("department", {"department": "/"}),
        ("audience", {"audience": {"kind": []}}),
        ("conditions", {"conditions": []}),
        ("materials", {"materials": [{"id": "m1", "name": "/"}]}),
        ("steps", {"steps": []}),
        ("result", {"result": "无"}),
        ("telephones", {"contact": {"consult": ["-"]}}),
        ("basis", {"basis": []}),
        ("aliases", {"aliases": []}),
        ("code", {}),
        ("visits", {}),
    ],
)
def test_an_item_that_lacks_an_element_is_seen_to(name: str, lacking: dict[str, Any]) -> None:
    assert element(ITEM, name).state(imported_item(**lacking)) is State.MISSING


@pytest.mark.parametrize(
    ("name", "given_"), [("code", {"code": "44010001"}), ("visits", {"visits": 0})]
)
def test_what_may_be_left_out_is_counted_when_there(name: str, given_: dict[str, Any]) -> None:
    assert element(ITEM, name).state(imported_item(**given_)) is State.FILLED


def test_the_text_of_a_document_may_stand_in_its_sections_alone() -> None:
    answer = element(DOCUMENT, "answer")
    assert answer.state(imported_text(answer="/")) is State.FILLED
    assert answer.state(imported_text(answer="/", sections=[{"text": "-"}])) is State.MISSING


def test_a_document_is_by_its_department_or_its_publisher() -> None:
    by = element(DOCUMENT, "department")
    nobody = {"kind": "documents", "file": "a.jsonl"}
    assert by.state(imported_text(department="海事局", origin=nobody)) is State.FILLED
    assert by.state(imported_text()) is State.FILLED
    assert by.state(imported_text(origin=nobody)) is State.MISSING


def test_a_hall_without_an_address_leads_nowhere() -> None:
    assert element(HALL, "where").state(hall(address="暂无")) is State.MISSING
