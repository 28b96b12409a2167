"""Stretches of a text that sound like words of a lexicon."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.hearing.sounding import Likeness, SoundIndex, Sounding

E, S, N = Likeness.EQUAL, Likeness.SAME, Likeness.NEAR


def found(text: str, *words: str) -> list[tuple[int, str, tuple[Likeness, ...]]]:
    index = SoundIndex(words)
    return [
        (sounding.start, index.words[sounding.word], sounding.likeness)
        for sounding in index.find(text)
    ]


@pytest.mark.parametrize(
    ("text", "word", "at", "likeness"),
    [
        ("办社保卡", "社保卡", 1, (E, E, E)),
        ("办设保卡", "社保卡", 1, (S, E, E)),
        ("老连正", "老年证", 0, (E, S, S)),
        ("老年争", "老年证", 0, (E, E, S)),
        ("老年增", "老年证", 0, (E, E, S)),
        ("银航卡", "银行卡", 0, (E, S, E)),
        ("办ETC卡", "ETC卡", 1, (E, E, E, E)),
    ],
)
def test_what_sounds_like_a_word(
    text: str, word: str, at: int, likeness: tuple[Likeness, ...]
) -> None:
    assert found(text, word) == [(at, word, likeness)]


def test_any_reading_of_a_character_may_have_been_said() -> None:
    # given a character that alone reads xíng, heard where háng was said
    assert found("淫行卡", "银行卡") == [(0, "银行卡", (S, E, E))]


def test_a_long_word_may_have_one_syllable_that_is_only_near() -> None:
    # given the first, an inner and the last of four syllables misheard
    for text, likeness in (
        ("牢年证补", (S, E, E, E)),
        ("早年证补", (N, E, E, E)),
        ("老篇证补", (E, N, E, E)),
        ("老年证不", (E, E, E, S)),
        ("老年证把", (E, E, E, N)),
    ):
        assert (0, "老年证补", likeness) in found(text, "老年证补")


@pytest.mark.parametrize(
    "text", ["早篇证补", "卡年证补", "早年证", "老年证", "年证补", ""], ids=lambda text: text or "-"
)
def test_nothing_less_like_is_found(text: str) -> None:
    assert found(text, "老年证补") == []


def test_words_that_sound_alike_are_all_found() -> None:
    assert {word for _, word, _ in found("公正", "公证", "公正", "工整")} == {
        "公证",
        "公正",
        "工整",
    }


WORDS = ["社保卡", "老年证", "优待证", "医保", "养老金", "低保户认定", "残疾人证换领", "高龄津贴"]


@given(st.text("社设保卡老年证正优待医一养金低户认定残疾人换领高龄津贴，1a", max_size=30))
def test_what_is_found_lies_within_the_text_and_is_told_right(text: str) -> None:
    index = SoundIndex(WORDS)
    for sounding in index.find(text):
        word = index.words[sounding.word]
        heard = text[sounding.start : sounding.start + len(word)]
        assert len(heard) == len(word) == len(sounding.likeness)
        equal = [one == other for one, other in zip(heard, word, strict=True)]
        assert equal == [likeness is E for likeness in sounding.likeness]
        assert sounding.likeness.count(N) <= (len(word) >= 4)


@given(st.integers(0, 10**6))
def test_every_word_is_found_wherever_it_stands(seed: int) -> None:
    chance = random.Random(seed)
    word, before = chance.choice(WORDS), "嗯" * chance.randrange(5)
    index = SoundIndex(WORDS)
    exact = Sounding(len(before), WORDS.index(word), (E,) * len(word))
    assert exact in list(index.find(f"{before}{word}，谢谢"))
