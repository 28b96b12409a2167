"""How characters sound, and what an accent makes of a syllable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.search.sounds import (
    BEGINNINGS,
    CHINESE,
    accented,
    by_sound,
    common_characters,
    readings,
)


def test_a_character_reads_as_it_does_where_it_stands() -> None:
    assert readings("银行") == ["yin", "hang"]
    assert readings("行走") == ["xing", "zou"]


def test_what_is_not_chinese_stands_for_itself() -> None:
    assert readings("A4纸，3张") == ["A", "4", "zhi", "，", "3", "zhang"]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_there_is_one_reading_for_each_character(text: str) -> None:
    assert len(readings(text)) == len(text)


@pytest.mark.parametrize(
    ("syllable", "heard"),
    [
        ("zhang", {"zang", "zhan"}),
        ("zan", {"zhan", "zang"}),
        ("chu", {"cu"}),
        ("ci", {"chi"}),
        ("shen", {"sen", "sheng"}),
        ("si", {"shi"}),
        ("nv", {"lv"}),
        ("lan", {"nan", "ran", "lang"}),
        ("ren", {"len", "reng"}),
        ("fei", {"hei"}),
        ("hua", {"fua"}),
        ("jin", {"jing"}),
        ("guang", {"guan"}),
        ("ma", set()),
        ("er", set()),
        ("a", set()),
    ],
)
def test_one_confusion_at_a_time(syllable: str, heard: set[str]) -> None:
    assert accented(syllable) == heard


@settings(deadline=None)
@given(st.sampled_from(common_characters()))
def test_an_accent_works_both_ways(character: str) -> None:
    # given any syllable that is in use
    syllable = readings(character)[0]
    # then whoever hears the one for the other also hears the other for the one
    assert all(syllable in accented(other) for other in accented(syllable))
    assert syllable not in accented(syllable)


def test_the_confusions_are_those_of_the_design() -> None:
    # then in the order of DESIGN section 3; -ng/-n is an ending
    assert ", ".join("/".join(pair) for pair in BEGINNINGS) == "zh/z, ch/c, sh/s, n/l, f/h, r/l"


def test_common_characters_are_common() -> None:
    # given
    common = common_characters()
    # then single characters, each once, the most frequent first
    assert len(common) == len(set(common)) == 3000
    assert all(CHINESE.fullmatch(character) for character in common)
    assert {"了", "是", "在"} <= set(common[:10])
    assert {"身", "份", "证", "户", "口"} <= set(common)


def test_characters_are_found_by_their_sound_in_the_order_given() -> None:
    assert by_sound("马妈黄吗") == {"ma": ["马", "妈", "吗"], "huang": ["黄"]}
