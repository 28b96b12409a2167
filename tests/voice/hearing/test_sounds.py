"""Characters by their sound, to a recogniser and in a southern mouth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.hearing.sounds import folded, heard_as, is_near, readings, syllables


@given(st.text(max_size=40))
def test_every_character_has_one_syllable(text: str) -> None:
    assert len(syllables(text)) == len(text)


def test_a_character_reads_as_its_word_does() -> None:
    assert syllables("重庆银行3号") == ["chong", "qing", "yin", "hang", "3", "hao"]
    assert set(readings("行")) >= {"hang", "xing"}
    assert readings("，") == ("，",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("四", "十"),
        ("字", "制"),
        ("次", "吃"),
        ("你", "李"),
        ("热", "乐"),
        ("湖", "福"),
        ("因", "英"),
        ("分", "风"),
        ("安", "昂"),
    ],
)
def test_what_accents_confuse_sounds_the_same(one: str, other: str) -> None:
    assert set(heard_as(one)) & set(heard_as(other))


@pytest.mark.parametrize(("one", "other"), [("八", "大"), ("证", "卡"), ("保", "本")])
def test_what_nobody_confuses_does_not(one: str, other: str) -> None:
    assert not set(heard_as(one)) & set(heard_as(other))


@given(st.text(max_size=8))
def test_folding_is_done_once(syllable: str) -> None:
    # n, r and l become l, which is none of the beginnings that become another
    if syllable.isascii() and syllable.isalpha() and "ng" not in syllable:
        assert folded(folded(syllable)) == folded(syllable)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("ban", "pan", True),
        ("ban", "bu", True),
        ("an", "kan", True),
        ("ban", "gu", False),
        ("3", "3", False),
        ("，", "a", False),
    ],
)
def test_near_is_a_shared_beginning_or_ending(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is near
    assert is_near(other, one) is near
