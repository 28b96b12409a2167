"""What a recogniser writes with blanks is joined as Chinese is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.hearing.joining import joined


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["我", "要", "办", "老年", "优待证"], "我要办老年优待证"),
        (["幺", "三", "八", "零"], "幺三八零"),
        (["1", "3", "8"], "138"),
        (["用", "hello", "kitty", "的", "卡"], "用hello kitty的卡"),
        (["A", "4", "纸"], "A4纸"),
        (["café", "là"], "café là"),
        (["老 年", "  卡\n"], "老年卡"),
        (["hello ", " world"], "hello world"),
        ([], ""),
        (["", " "], ""),
    ],
)
def test_a_blank_stays_only_between_latin_words(words: list[str], text: str) -> None:
    assert joined(words) == text


WORDS = st.lists(st.text("老年卡ab1 é　\n", max_size=4), max_size=8)


@given(WORDS)
def test_nothing_but_blanks_is_lost(words: list[str]) -> None:
    assert re.sub(r"\s", "", joined(words)) == re.sub(r"\s", "", "".join(words))


@given(WORDS)
def test_each_blank_has_a_letter_on_both_sides(words: list[str]) -> None:
    text = joined(words)
    blanks = [at for at, character in enumerate(text) if character.isspace()]
    assert {text[at] for at in blanks} <= {" "}
    assert {text[at + side] for at in blanks for side in (-1, 1)} <= set("abé")


@given(WORDS)
def test_what_is_joined_stays(words: list[str]) -> None:
    assert joined([joined(words)]) == joined(words)
