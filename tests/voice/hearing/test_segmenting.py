"""A phrase is cut into words that the recogniser has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.hearing.segmenting import segmented

VOCABULARY = {"老", "年", "老年", "优待", "证", "年优", "身份证", "身份"}


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("老年优待证", ["老年", "优待", "证"]),
        ("老 年　优待证", ["老年", "优待", "证"]),
        ("身份证", ["身份证"]),
        ("老年优", ["老", "年优"]),
        ("鑫", None),
        ("老年卡", None),
        ("", None),
        (" ", None),
    ],
)
def test_the_fewest_known_words_are_found(phrase: str, words: list[str] | None) -> None:
    assert segmented(phrase, VOCABULARY.__contains__) == words


@given(st.lists(st.sampled_from(sorted(VOCABULARY)), min_size=1, max_size=8))
def test_what_is_made_of_words_is_cut_into_no_more(words: list[str]) -> None:
    found = segmented("".join(words), VOCABULARY.__contains__)
    assert found is not None
    assert "".join(found) == "".join(words)
    assert len(found) <= len(words)
    assert set(found) <= VOCABULARY
