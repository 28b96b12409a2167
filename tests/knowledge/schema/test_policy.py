"""A policy entry: one question, its answer, what it rests on."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.schema import PolicyEntry
from tests.knowledge.schema.conftest import Plain


def test_a_policy_of_the_small_world_is_taken_as_written(policy: Plain) -> None:
    parsed = PolicyEntry.parse_obj(policy)
    assert parsed.answer == "第一次办不要钱，补办的工本费各地不一样。"
    assert parsed.basis[0].article == 7


@pytest.mark.parametrize(
    "key", ["id", "title", "topic", "questions", "answer", "contact", "basis", "as_of"]
)
def test_a_policy_without_one_of_its_parts_is_refused(policy: Plain, key: str) -> None:
    del policy[key]
    with pytest.raises(ValidationError) as caught:
        PolicyEntry.parse_obj(policy)
    assert [fault["loc"] for fault in caught.value.errors()] == [(key,)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("questions", ["要钱吗", "收费吗", "多少钱"]),
        ("basis", []),
        ("answer", "  "),
        pytest.param("answer", "长" * 401, id="a page"),
        ("details", [""]),
        ("steps", ["去窗口"]),
    ],
)
def test_a_policy_with_a_bad_part_is_refused(policy: Plain, key: str, value: object) -> None:
    policy[key] = value
    with pytest.raises(ValidationError) as caught:
        PolicyEntry.parse_obj(policy)
    assert {fault["loc"][0] for fault in caught.value.errors()} == {key}


def test_details_and_related_entries_are_optional(policy: Plain) -> None:
    del policy["details"], policy["related"], policy["local_rule"]
    parsed = PolicyEntry.parse_obj(policy)
    assert (parsed.details, parsed.related, parsed.local_rule) == ([], [], None)
