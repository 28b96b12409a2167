"""One form for names and questions, however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.normal import normal_form


@pytest.mark.parametrize(
    "typed",
    [
        "社保卡ETC",
        "社保卡 etc",
        "社保卡ＥＴＣ",
        "“社保卡”Etc？",
        "社-保-卡，ＥtＣ。",
        "\t社保卡\netc\r",
    ],
)
def test_the_same_thing_typed_differently_is_the_same(typed: str) -> None:
    assert normal_form(typed) == "社保卡etc"


@pytest.mark.parametrize(
    "nothing", ["", "   ", "\u3000\t\n", "？！。，", "___", "😀👍", "\u200b\u202e"]
)
def test_signs_alone_are_nothing(nothing: str) -> None:
    assert normal_form(nothing) == ""


def test_hidden_characters_do_not_make_two_words_different() -> None:
    # given a zero-width space and a direction mark pasted from a web page
    assert normal_form("社保\u200b卡\u202e") == normal_form("社保卡")


@given(st.text(max_size=200))
def test_normal_text_stays_as_it_is(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once


@given(st.text(max_size=50), st.text(max_size=50))
def test_spaces_and_commas_between_words_never_matter(left: str, right: str) -> None:
    # Composed characters may join over a seam, so each part is taken as it stands alone.
    left, right = normal_form(left), normal_form(right)
    assert normal_form(f"{left} ，{right}") == left + right
