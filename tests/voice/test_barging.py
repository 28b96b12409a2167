"""What stops us while we speak, and what doesn't."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.barging import Sounding, is_echo, is_murmur, should_stop

SPOKEN = "办理老年优待证，请带身份证原件和一张一寸照片。"
MURMURS = ["嗯", "哦", "好", "嗯嗯", "好的", "对对对", "是是", "哎好的", "嗯，好。", "恩"]
WORDS = ["等一下", "停", "不是", "转人工", "我要问医保", "好了不要说了", "对了我还想问"]

HEARD = st.text("嗯好的是对我要不停办理老年证", max_size=12)
SECONDS = st.floats(0, 20)


def stops(words: str, speech: float, *, hears_us: bool = False) -> bool:
    return should_stop(Sounding(speech, words, SPOKEN, hears_us))


@pytest.mark.parametrize("words", MURMURS)
def test_a_murmur_does_not_stop_us(words: str) -> None:
    assert is_murmur(words)
    assert not stops(words, 0.9)


@pytest.mark.parametrize("words", WORDS)
def test_words_stop_us_as_soon_as_they_are_there(words: str) -> None:
    assert not is_murmur(words)
    assert stops(words, 0.25)


def test_speech_without_words_stops_us_when_it_is_longer_than_a_murmur() -> None:
    assert not stops("", 0.5)
    assert stops("", 0.6)


def test_somebody_who_goes_on_after_a_murmur_stops_us() -> None:
    assert not stops("嗯", 1.4)
    assert stops("嗯", 1.6)
    assert stops("嗯我想问", 0.7)


def test_a_word_guessed_from_a_click_does_not_stop_us() -> None:
    assert not stops("停", 0.1)


@pytest.mark.parametrize(
    "echo",
    [
        "办理老年优待证",
        "请带身份证原件",
        "证请带身份证原件和一张",
        # Misheard as a recogniser does.
        "办理老年有待证",
        "青带身份正原件和一张一寸照片",
        "请带 身份证",
    ],
)
def test_our_own_voice_does_not_stop_us(echo: str) -> None:
    assert is_echo(echo, SPOKEN)
    assert not stops(echo, 3.0)


@pytest.mark.parametrize("words", ["身份证丢了怎么办", "我没有照片", "你说慢一点", "人工"])
def test_what_only_shares_words_with_us_is_no_echo(words: str) -> None:
    assert not is_echo(words, SPOKEN)
    assert stops(words, 1.0)


def test_where_we_hear_ourselves_sound_without_words_does_not_stop_us() -> None:
    assert not stops("", 5.0, hears_us=True)
    assert not stops("好", 5.0, hears_us=True)
    assert stops("等一下", 1.0, hears_us=True)


def test_nothing_is_an_echo_of_silence() -> None:
    assert not is_echo("你好", "")
    assert not is_echo("", SPOKEN)
    assert not is_echo("，。", SPOKEN)


@given(SECONDS, HEARD, HEARD, st.booleans())
def test_a_key_always_stops_us(speech: float, words: str, spoken: str, hears_us: bool) -> None:
    assert should_stop(Sounding(speech, words, spoken, hears_us), key=True)


@given(SECONDS, SECONDS, HEARD, HEARD, st.booleans())
def test_more_of_the_same_never_stops_us_less(
    one: float, other: float, words: str, spoken: str, hears_us: bool
) -> None:
    short, long = sorted((one, other))
    if should_stop(Sounding(short, words, spoken, hears_us)):
        assert should_stop(Sounding(long, words, spoken, hears_us))


@given(st.text(min_size=1, max_size=30).filter(str.isalnum), st.text(), st.text())
def test_any_part_of_our_sentence_is_an_echo(part: str, before: str, after: str) -> None:
    # What is compared is the end of a sentence longer than any we speak.
    assert is_echo(part, f"{before[:50]}{part}{after[:50]}")


@pytest.mark.parametrize(
    "words", ["好" * 20_000 + "停", "是的对" * 7_000, "办" * 20_000, "嗯" * 50]
)
def test_the_longest_texts_are_decided_within_the_budget(words: str) -> None:
    # given far more than anybody says in a turn, and a long sentence of ours
    sounding = Sounding(1.0, words, SPOKEN * 1_000)
    started = time.process_time()
    should_stop(sounding)
    # then there is time left of the 60 ms
    assert time.process_time() - started < 0.03
