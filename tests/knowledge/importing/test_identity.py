"""The same row gets the same id; rows of two offices don't get in each other's way."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.identity import by_code, by_words
from knowledge.schema import EntryId

VALID = re.compile(str(EntryId.regex))


def test_an_office_s_own_code_makes_the_id() -> None:
    assert by_code("item", "1199000000000001XQ2990101001000", 6) == (
        "item-1199000000000001xq2990101001000"
    )


@pytest.mark.parametrize(
    "code", ["", "12345", "编码一二三四", "a b c d e f", "a/../../etc", "-abcdef"]
)
def test_what_is_no_code_makes_none(code: str) -> None:
    assert by_code("item", code, 6) is None


def test_a_code_too_long_for_an_id_is_hashed() -> None:
    # given two codes that differ behind the place where an id ends
    one, two = (by_code("item", f"{'9' * 80}{end}", 6) for end in "12")
    # then both are ids, and two of them
    assert one is not None
    assert two is not None
    assert VALID.fullmatch(one)
    assert one != two


def test_words_are_parted_before_they_are_hashed() -> None:
    assert by_words("faq", "清河", "市年票") != by_words("faq", "清河市", "年票")


@given(st.lists(st.text(), max_size=4), st.sampled_from(["item", "faq", "doc", "law", "hall"]))
def test_whatever_the_words_the_id_is_valid_and_the_same_again(
    words: list[str], prefix: str
) -> None:
    readable = [word.encode("utf-8", "ignore").decode() for word in words]
    found = by_words(prefix, *readable)
    assert VALID.fullmatch(found)
    assert found == by_words(prefix, *readable)


@given(st.from_regex(r"[0-9A-Za-z][0-9A-Za-z-]{5,90}", fullmatch=True))
def test_every_code_makes_a_valid_id(code: str) -> None:
    found = by_code("item", code.strip(), 6)
    assert found is not None
    assert VALID.fullmatch(found)
