"""Numbers dictated over several breaths, put right, and never changed by us."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from voice.hearing.dictation import Dictation, Kind, State
from voice.hearing.numbers import with_digits

ID = "11010519491231002X"
MOBILE = "13800138000"


def dictated(kind: Kind, *breaths: str) -> Dictation:
    dictation = Dictation(kind)
    for breath in breaths:
        dictation.feed(breath)
    return dictation


# --- from the first breath to the last ---


@pytest.mark.parametrize("understand", [str, with_digits], ids=["as heard", "with digits"])
@pytest.mark.parametrize(
    ("kind", "breaths", "value"),
    [
        (Kind.ID_NUMBER, ["幺幺零幺零五", "一九四九", "幺二三幺", "零零二叉"], ID),
        (Kind.ID_NUMBER, ["身份证号是幺幺零幺零五一九四九一二三一零零二X"], ID),
        (Kind.MOBILE, ["我的手机号是幺三八", "嗯 零零幺三", "然后八零零零"], MOBILE),
        (Kind.MOBILE, ["138", "0013", "8000。"], MOBILE),
        (Kind.CODE6, ["四两六", "洞拐勾"], "426079"),
        (Kind.DATE, ["二零二六年", "三月", "五号"], "2026-03-05"),
        (Kind.DATE, ["二零二六年三月五日上午"], "2026-03-05"),
        (Kind.DATE, ["二零二六零三零五"], "2026-03-05"),
        (Kind.AMOUNT, ["三千", "五百块"], "3500"),
        (Kind.AMOUNT, ["一百二十三块五"], "123.50"),
        (Kind.AMOUNT, ["三万五"], "35000"),
        (Kind.AMOUNT, ["一块", "五毛六"], "1.56"),
        (Kind.AMOUNT, ["一亿两千万元"], "120000000"),
    ],
)
def test_a_number_is_whole_when_all_was_said(
    kind: Kind, breaths: list[str], value: str, understand: Callable[[str], str]
) -> None:
    # given every breath but the last
    dictation = dictated(kind, *map(understand, breaths[:-1]))
    if kind is not Kind.AMOUNT:  # which may end at any breath
        assert dictation.state is (State.PART if breaths[1:] else State.EMPTY)
    # when the last is heard
    assert dictation.feed(understand(breaths[-1])) is State.WHOLE
    assert (dictation.value, dictation.missing) == (value, 0)


@pytest.mark.parametrize(
    ("kind", "breath", "aloud"),
    [
        (Kind.MOBILE, MOBILE, "幺三八，零零幺三，八零零零"),
        (Kind.MOBILE, "13800", "幺三八，零零"),
        (Kind.MOBILE, MOBILE + "7", "幺三八，零零幺三，八零零零，七"),
        (Kind.ID_NUMBER, ID, "幺幺零幺零五，幺九四九，幺二三幺，零零二X"),
        (Kind.CODE6, "123456", "幺二三，四五六"),
        (Kind.DATE, "2026年3月12号", "二零二六年三月十二号"),
        (Kind.DATE, "3月", "三月"),
        (Kind.AMOUNT, "3500", "三千五百元"),
        (Kind.AMOUNT, "两块五毛", "两元五角"),
        (Kind.AMOUNT, "五分", "五分"),
        (Kind.AMOUNT, "零", "零元"),
    ],
)
def test_it_is_read_back_as_people_say_it(kind: Kind, breath: str, aloud: str) -> None:
    assert dictated(kind, breath).read_back() == aloud


@pytest.mark.parametrize("kind", Kind)
def test_silence_changes_nothing(kind: Kind) -> None:
    dictation = dictated(kind, "", " ", "。，")
    assert (dictation.state, dictation.value, dictation.read_back()) == (State.EMPTY, "", "")


# --- what cannot be ---


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.ID_NUMBER, "110105194912310029"),  # check digit
        (Kind.ID_NUMBER, "110105194913310026"),  # thirteenth month
        (Kind.MOBILE, "23800138000"),
        (Kind.DATE, "二零二六年二月三十号"),
    ],
)
def test_a_wrong_number_is_told_and_kept_as_it_was_said(kind: Kind, said: str) -> None:
    dictation = dictated(kind, said)
    assert dictation.state is State.WRONG
    assert with_digits(dictation.value).startswith(("110105", "238", "2026年2月30"))


def test_what_is_too_long_is_not_cut() -> None:
    dictation = dictated(Kind.MOBILE, MOBILE, "五")
    assert (dictation.state, dictation.value) == (State.TOO_LONG, MOBILE + "5")
    assert dictation.missing == 0
    # when the last is taken back
    assert dictation.feed("退一位") is State.WHOLE
    assert dictation.value == MOBILE


@pytest.mark.parametrize(
    ("kind", "before", "breath"),
    [
        (Kind.MOBILE, "138", "您零"),
        (Kind.MOBILE, "138", "是五六"),  # 是 may be four
        (Kind.MOBILE, "138", "五六吧"),  # 吧 may be eight
        (Kind.MOBILE, "138", "零十三"),  # 十 may be four
        (Kind.MOBILE, "138", "一百三"),
        (Kind.MOBILE, "138", "我不知道"),
        (Kind.MOBILE, "138", "不对"),
        (Kind.MOBILE, "138", "不对是五"),  # which of three?
        (Kind.MOBILE, "138", "第四位是五"),
        (Kind.MOBILE, "138", "退五位"),
        (Kind.MOBILE, "138", "最后两位是五"),
        (Kind.MOBILE, "138", "零X"),
        (Kind.ID_NUMBER, "110", "第一位是X"),
        (Kind.ID_NUMBER, ID, "五"),
        (Kind.DATE, "2026年3月", "明天"),
        (Kind.DATE, "2026年3月", "农历三月初五"),
        (Kind.DATE, "2026年3月", "四九年"),
        (Kind.AMOUNT, "3万", "五"),  # five, or five thousand?
        (Kind.AMOUNT, "3500", "六百"),
        (Kind.AMOUNT, "3500", "很多"),
        (Kind.AMOUNT, "3500", "三百或者五百"),
    ],
)
def test_nothing_is_taken_of_a_breath_that_is_not_clear(
    kind: Kind, before: str, breath: str
) -> None:
    dictation = dictated(kind, before)
    had = dictation.value
    assert dictation.feed(breath) is State.UNCLEAR
    assert dictation.value == had


# --- corrections ---


@pytest.mark.parametrize(
    ("correction", "value"),
    [
        ("不对，最后一位是五", "13805"),
        ("最后一位是五", "13805"),
        ("最后两位是七八", "13878"),
        ("第三位是九", "13900"),
        ("错了，第3位应该是9", "13900"),
        ("退一位", "1380"),
        ("删掉最后两位", "138"),
        ("退一位，九", "13809"),
        ("不对，是九九", "13899"),
        ("不是，九九", "13899"),
        ("重来", ""),
        ("重新说，一五八", "158"),
        ("全都不对，从头来", ""),
        ("错了，应该是九九", "13899"),
        ("幺五八零零一三八零零零", "15800138000"),
    ],
)
def test_citizens_put_right_what_they_said(correction: str, value: str) -> None:
    # given two breaths
    dictation = dictated(Kind.MOBILE, "幺三八", "零零", correction)
    assert dictation.state is not State.UNCLEAR
    assert dictation.value == value


def test_of_a_date_only_what_is_said_anew_changes() -> None:
    dictation = dictated(Kind.DATE, "二零二六年三月五号", "不对，是六号")
    assert dictation.value == "2026-03-06"
    assert dictation.feed("四月") is State.WHOLE
    assert dictation.value == "2026-04-06"
    assert dictation.feed("重新来") is State.EMPTY


def test_an_amount_is_said_anew() -> None:
    dictation = dictated(Kind.AMOUNT, "三千", "不对，五百")
    assert dictation.value == "500"
    assert dictation.feed("重来") is State.EMPTY


def test_an_id_number_is_said_once_more() -> None:
    assert dictated(Kind.ID_NUMBER, ID, ID).value == ID


# --- misheard digits ---


def test_a_character_that_can_only_be_one_digit_by_its_sound_is_that_digit() -> None:
    assert dictated(Kind.MOBILE, "腰散八", "灵林一三").value == "138"
    assert dictated(Kind.MOBILE, "要三巴", "玲玲依三").value == "1380013"


@pytest.mark.parametrize("x", ["X", "x", "叉", "差", "艾克斯", "爱缂丝"])
def test_an_id_number_ends_in_x_however_that_is_heard(x: str) -> None:
    assert dictated(Kind.ID_NUMBER, ID[:-1] + x).state is State.WHOLE


DIGITS = st.text("0123456789", min_size=1, max_size=8)


class Dictating(RuleBasedStateMachine):
    """Whatever is said in whatever order, the number is what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.dictation = Dictation(Kind.ID_NUMBER)
        self.said = ""

    @rule(digits=DIGITS)
    def say(self, digits: str) -> None:
        assert self.dictation.feed(digits) is not State.UNCLEAR
        self.said += digits

    @rule(digit=st.sampled_from("0123456789"))
    def put_right_the_last(self, digit: str) -> None:
        state = self.dictation.feed(f"不对，最后一位是{digit}")
        if self.said:
            self.said = self.said[:-1] + digit
        else:
            assert state is State.UNCLEAR

    @rule()
    def take_back(self) -> None:
        self.dictation.feed("退一位")
        self.said = self.said[:-1]

    @rule()
    def begin_again(self) -> None:
        self.dictation.feed("重来")
        self.said = ""

    @rule(text=st.text("我您的，什么不知道", max_size=9))
    def say_something_else(self, text: str) -> None:
        self.dictation.feed(text)

    @invariant()
    def nothing_is_changed(self) -> None:
        assert self.dictation.value == self.said
        assert self.dictation.read_back().replace("，", "").translate(ALOUD) == self.said
        if self.dictation.state is State.WHOLE:
            assert len(self.said) == 18


ALOUD = str.maketrans("零幺二三四五六七八九", "0123456789")
TestDictating = Dictating.TestCase


@given(st.sampled_from(Kind), st.lists(st.text(max_size=20), max_size=5))
def test_no_breath_breaks_it(kind: Kind, breaths: list[str]) -> None:
    dictation = dictated(kind, *breaths)
    assert isinstance(dictation.read_back(), str)


def test_nothing_of_it_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        dictation = dictated(Kind.ID_NUMBER, ID, "不对，最后一位是五")
    assert caplog.records == []
    assert repr(dictation) == "Dictation(id_number, WRONG)"
