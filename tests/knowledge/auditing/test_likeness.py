"""Near sameness among many: nothing above the line is missed, nothing below it is told."""

from __future__ import annotations

import random
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.auditing.likeness import near_pairs
from knowledge.search.text import dice, pairs

#: Few letters, so that many texts are nearly the same.
texts = st.lists(st.text(alphabet="灯塔证办", max_size=14), unique=True, max_size=25)
lines = st.sampled_from([0.5, 0.7, 0.8, 0.9, 0.95, 1.0])


def by_brute_force(names: list[str], least: float) -> set[tuple[int, int]]:
    """Each compared with each, as it is defined."""
    return {
        (one, other)
        for one, other in combinations(range(len(names)), 2)
        if dice(pairs(names[one]), pairs(names[other])) >= least
    }


@given(texts, lines)
def test_it_finds_what_comparing_each_with_each_finds(names: list[str], least: float) -> None:
    assert set(near_pairs(names, least)) == by_brute_force(names, least)


@given(texts)
def test_no_two_are_told_twice(names: list[str]) -> None:
    found = list(near_pairs(names, 0.7))
    assert len(found) == len(set(found))
    assert all(one < other for one, other in found)


@given(texts)
def test_the_order_of_the_texts_does_not_matter(names: list[str]) -> None:
    def found(given_names: list[str]) -> set[frozenset[str]]:
        return {
            frozenset((given_names[one], given_names[other]))
            for one, other in near_pairs(given_names, 0.8)
        }

    assert found(names) == found(names[::-1])


@pytest.mark.parametrize("names", [[], ["灯塔"], ["", "灯塔"]])
def test_few_or_none_are_nothing(names: list[str]) -> None:
    assert list(near_pairs(names)) == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("养老保险关系转移接续", "养老保险关系的转移接续", False),
        (
            "城镇企业职工基本养老保险关系转移接续申请",
            "城镇企业职工基本养老保险关系转移接续的申请",
            True,
        ),
        ("社保卡补领", "社保卡挂失", False),
        ("灯塔参观证办理", "灯塔参观证补办", False),
    ],
)
def test_nearly_the_same_is_a_letter_in_a_long_name(one: str, other: str, near: bool) -> None:
    assert bool(list(near_pairs([one, other]))) is near


def test_the_busiest_pairs_are_bounded() -> None:
    # given many names that differ by one letter each from all others
    names = [
        f"城镇企业职工基本养老保险关系转移接续{chr(0x4E00 + n)}申请办理业务" for n in range(60)
    ]
    # then at most so many are compared with each new one, and what is found is right
    few = set(near_pairs(names, 0.9, busiest=5))
    everything = set(near_pairs(names, 0.9))
    assert few < everything
    assert everything == by_brute_force(names, 0.9)


def invented(count: int) -> list[str]:
    """Names as offices have them, mostly different, from a few hundred words."""
    chance = random.Random(7)
    words = ["".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(3)) for _ in range(300)]
    return list(
        dict.fromkeys("".join(chance.sample(words, chance.randrange(2, 6))) for _ in range(count))
    )


def test_its_work_grows_about_as_the_number_of_names() -> None:
    # given a thousand names, and eight times as many
    def seconds(count: int) -> float:
        names = invented(count)
        began = time.process_time()
        assert len(list(near_pairs(names))) < count
        return time.process_time() - began

    few, many = seconds(2_000), seconds(16_000)
    # then it takes far less than the sixty-four times that comparing each with each would
    assert many < 24 * max(few, 0.01)
