"""What search hears: words without fillers, the order of characters, sounds alike."""

from __future__ import annotations

import re

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from knowledge.normal import normal_form
from knowledge.search.text import (
    LONGEST_QUERY,
    _fold,
    clean_query,
    dice,
    pairs,
    sounds,
    tokenise,
)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("请问一下，社保卡丢了怎么办呀？", "社保卡丢了怎么办"),
        ("那个……嗯，我想问一下老年证", "老年证"),
        ("麻烦您帮我补办社保卡吧", "补办社保卡"),
        ("同志，取暖费呢", "取暖费"),
        ("ＥＴＣ 怎么办", "etc怎么办"),
        ("社保卡", "社保卡"),
    ],
)
def test_courtesies_and_fillers_are_not_what_is_meant(said: str, heard: str) -> None:
    assert clean_query(said) == heard


def test_someone_who_only_hums_is_still_heard() -> None:
    # given nothing but fillers
    assert clean_query("嗯嗯，那个") == "嗯嗯那个"


@pytest.mark.parametrize("nothing", ["", "  ", "？！", "😀", "\u200b"])
def test_nothing_said_is_nothing_heard(nothing: str) -> None:
    assert clean_query(nothing) == ""


def test_a_very_long_question_is_heard_up_to_a_point() -> None:
    assert clean_query("社" * 10_000) == "社" * LONGEST_QUERY


@given(st.text(max_size=400))
def test_what_is_heard_has_no_signs_and_is_never_longer_than_allowed(said: str) -> None:
    heard = clean_query(said)
    assert len(heard) <= LONGEST_QUERY * 18  # one character may stand for a whole Arabic phrase
    assert not re.search(r"\W|_", heard)


def test_long_words_are_found_by_their_parts_as_well(tokens: jieba.Tokenizer) -> None:
    found = tokenise(tokens, "老年优待证怎么办")
    assert {"老年优待证", "老年", "优待"} <= set(found)


def test_little_words_are_left_out(tokens: jieba.Tokenizer) -> None:
    assert not set("的了是我吗") & set(tokenise(tokens, "我的社保卡是不是丢了吗"))


def test_the_same_text_gives_the_same_tokens_however_it_is_typed(tokens: jieba.Tokenizer) -> None:
    assert tokenise(tokens, "补办，社保卡！") == tokenise(tokens, "补办社保卡")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("社保卡", "设宝卡"),
        ("老师", "老四"),  # sh and s, as the south says it
        ("住房", "祖房"),
        ("吃饭", "呲饭"),
        ("老年", "脑年"),  # l and n
        ("民政", "明正"),  # -n and -ng
        ("信息", "姓席"),
    ],
)
def test_words_that_sound_alike_down_south_are_the_same(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


@pytest.mark.parametrize(("one", "other"), [("卡", "家"), ("税", "费"), ("养老", "医疗")])
def test_words_that_sound_different_stay_different(one: str, other: str) -> None:
    assert sounds(one) != sounds(other)


def test_letters_and_digits_have_their_own_sound() -> None:
    assert sounds("12333") == ["12333"]
    assert sounds("") == []


def test_order_matters_but_not_everything_must_match() -> None:
    # given the same characters in another order
    card, turned = pairs("社保卡"), pairs("卡保社")
    # then they are less alike than a word with one character more
    assert dice(card, turned) < dice(card, pairs("社保卡丢")) < 1


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_between_nothing_and_the_same_and_goes_both_ways(left: str, right: str) -> None:
    one, other = pairs(left), pairs(right)
    assert 0 <= dice(one, other) <= 1
    assert dice(one, other) == dice(other, one)
    assert dice(one, one) == 1


def test_two_empty_sets_have_nothing_in_common() -> None:
    assert dice(frozenset(), frozenset()) == 0.0


@given(st.one_of(st.text(max_size=40), st.text("行长重庆银还了得着地12aé社保卡", max_size=40)))
def test_words_read_one_by_one_sound_as_the_whole_does(said: str) -> None:
    # given a text as pypinyin reads it in one go, words of several readings and all
    whole = lazy_pinyin(normal_form(said))
    # when it is read word by word, each from memory
    # then nothing sounds different
    assert sounds(said) == [_fold(syllable) for syllable in whole]
