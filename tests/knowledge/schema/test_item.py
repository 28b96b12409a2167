"""A service item: the keys it must have, and questions that can be answered."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.schema import Answer, Material, Question, QuestionKind, ServiceItem, Step
from tests.knowledge.schema.conftest import Plain


def refused(data: Plain) -> list[tuple[str | int, ...]]:
    """Where an item is wrong."""
    with pytest.raises(ValidationError) as caught:
        ServiceItem.parse_obj(data)
    return [tuple(fault["loc"]) for fault in caught.value.errors()]


def test_an_item_of_the_small_world_is_taken_as_written(item: Plain) -> None:
    parsed = ServiceItem.parse_obj(item)
    assert parsed.name == "社会保障卡补领"
    assert parsed.eligibility[0].kind is QuestionKind.YES_NO
    assert parsed.materials[1].when == {"who": ["family"]}


def test_an_item_survives_the_journey_through_json(item: Plain) -> None:
    parsed = ServiceItem.parse_obj(item)
    assert ServiceItem.parse_raw(parsed.json()) == parsed


@pytest.mark.parametrize(
    "key",
    [
        "id", "name", "short", "type", "department", "theme", "audience", "aliases", "summary",
        "conditions", "materials", "steps", "where", "time_limit", "fee", "result", "contact",
        "basis", "as_of",
    ],
)  # fmt: skip
def test_an_item_without_one_of_the_elements_of_the_standard_is_refused(
    item: Plain, key: str
) -> None:
    del item[key]
    assert refused(item) == [(key,)]


@pytest.mark.parametrize(
    ("key", "enough"),
    [("aliases", 3), ("conditions", 1), ("materials", 1), ("steps", 2), ("basis", 1)],
)
def test_an_item_needs_enough_of_everything(item: Plain, key: str, enough: int) -> None:
    # given just enough
    item[key] = (item[key] * 3)[:enough]
    ServiceItem.parse_obj(item)
    # when one is taken away
    item[key] = item[key][:-1]
    # then it is refused
    assert refused(item) == [(key,)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("type", "行政处罚"),
        ("code", "12-34"),
        ("code", "1" * 32),
        ("visits", -1),
        ("visits", 10),
        ("visits", "很多"),
        ("conditions", "满 60 岁。"),
        ("as_of", "前年"),
        ("related", ["../card"]),
        ("time_limit", {"text": "当天。", "legal_days": 1001}),
        ("time_limit", {"text": "当天。", "promised_days": -1}),
        ("time_limit", {"text": "当天。", "unit": "周"}),
        ("fee", {"text": "收费。", "amount": -1}),
        ("fee", {"text": "收费。", "amount": "二十"}),
        ("where", {"online": {"text": "网上办。"}}),
    ],
)
def test_values_that_make_no_sense_are_refused(item: Plain, key: str, value: object) -> None:
    item[key] = value
    assert {place[0] for place in refused(item)} == {key}


@pytest.mark.parametrize("copies", [0, 11])
def test_nobody_is_asked_for_no_copy_or_for_a_pile(copies: int) -> None:
    with pytest.raises(ValidationError):
        Material.parse_obj({"id": "photo", "name": "照片", "copies": copies})


def test_a_material_is_one_original_for_everybody_unless_it_says_otherwise() -> None:
    material = Material.parse_obj({"id": "id-card", "name": "身份证"})
    assert (material.form, material.copies, material.when) == ("原件", 1, {})
    assert not material.deferrable


def test_a_form_of_material_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        Material.parse_obj({"id": "photo", "name": "照片", "form": "相片"})


def test_a_step_is_for_everybody_unless_it_says_otherwise() -> None:
    assert Step.parse_obj({"do": "先挂失"}).when == {}


def question(kind: str, *answers: Plain) -> Question:
    return Question.parse_obj(
        {
            "id": "q1",
            "ask": "挂失了吗？",
            "why": "怕别人用。",
            "kind": kind,
            "answers": list(answers),
        }
    )


YES, NO = {"id": "yes", "label": "挂失了"}, {"id": "no", "label": "没有"}


def test_a_yes_no_question_has_a_yes_and_a_no() -> None:
    assert [a.id for a in question("yes_no", YES, NO).answers] == ["yes", "no"]
    with pytest.raises(ValidationError, match="yes_no 问题的答案 id 只能是 yes 和 no"):
        question("yes_no", YES, {"id": "maybe", "label": "不知道"})


def test_two_answers_cannot_have_one_name() -> None:
    with pytest.raises(ValidationError, match="答案的 id 重复"):
        question("choice", YES, YES)


@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_question_offers_two_to_four_answers(number: int) -> None:
    with pytest.raises(ValidationError):
        question("choice", *({"id": f"a{i}", "label": f"第 {i} 个"} for i in range(number)))


def test_every_answer_to_a_question_of_age_names_the_age() -> None:
    # given answers by age
    old = {"id": "old", "label": "满 60 岁", "age_from": 60}
    young = {"id": "young", "label": "不到 60 岁", "age_to": 59}
    assert question("age", old, young).kind is QuestionKind.AGE
    # then an answer without an age could never be reached
    with pytest.raises(ValidationError, match="age 问题的每个答案都要写 age_from 或 age_to"):
        question("age", old, {"id": "young", "label": "年轻"})


@pytest.mark.parametrize("kind", ["yes_no", "choice"])
def test_only_questions_of_age_have_ages(kind: str) -> None:
    with pytest.raises(ValidationError, match="只有 age 问题的答案能写 age_from、age_to"):
        question(kind, {**YES, "age_from": 60}, NO)


def test_an_age_of_zero_is_an_age() -> None:
    born = {"id": "born", "label": "刚出生", "age_from": 0, "age_to": 0}
    assert question("age", born, {"id": "older", "label": "大一点", "age_from": 1})


@given(st.integers(-5, 160), st.integers(-5, 160))
def test_a_range_of_ages_that_nobody_can_have_is_refused(start: int, end: int) -> None:
    accepted = True
    try:
        Answer.parse_obj({"id": "range", "label": "岁数", "age_from": start, "age_to": end})
    except ValidationError:
        accepted = False
    assert accepted == (0 <= start <= end <= 150)


def test_the_schema_for_editors_names_every_key() -> None:
    # given the JSON Schema that `ershun knowledge schema` prints
    schema = json.loads(ServiceItem.schema_json())
    # then editors can complete the keys and refuse others
    assert set(schema["properties"]) == set(ServiceItem.__fields__)
    assert schema["additionalProperties"] is False
