"""Character errors: alike for whoever writes numbers and marks in whatever way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.voice.scoring import Errors, comparable, distance, errors

TEXT = st.text(alphabet="社保卡怎么办理", max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("社保卡，怎么办？", "社保卡怎么办"),
        ("二零二六年", "2026年"),
        ("打 12345 说", "打一二三四五说"),
        ("老伴儿 没了", "老伴儿没了"),
        ("ＷＩＦＩ密码", "wifi密码"),
    ],
)
def test_the_same_words_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("", "", 0),
        ("社保", "", 2),
        ("社保卡", "设保卡", 1),
        ("社保卡", "保卡", 1),
        ("卡", "社保卡", 2),
    ],
)
def test_edits_are_counted(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == edits


@given(TEXT, TEXT, TEXT)
def test_distance_is_a_metric(one: str, other: str, third: str) -> None:
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) == distance(other, one)
    assert distance(one, third) <= distance(one, other) + distance(other, third)
    assert distance(one, other) <= max(len(one), len(other))


def test_long_texts_count_for_more() -> None:
    # given one of two characters all wrong and one of eight all right
    counted = errors([("社保", "设报"), ("怎么办理社会保险", "怎么办理社会保险")])
    # then it is a fifth that is wrong, not a half
    assert counted == Errors(2, 10)
    assert counted.rate == 0.2


def test_nothing_said_is_nothing_wrong() -> None:
    assert errors([]).rate == 0.0
