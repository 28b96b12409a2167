"""What may pass a door, and what is said about what may not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gateway import BadMessage, Heard, clean
from channels.gateway.message import LONGEST, REFUSED
from privacy import mask

#: Makes of hidden letters: zero width, direction, tags, byte order, soft hyphen, NUL, BEL.
HIDDEN = "\u200b\u200d\u2060\u202e\u2066\U000e0041\ufeff\u00ad\x00\x07"


@pytest.mark.parametrize(
    "nothing", ["", " ", "\n\t\r ", "\u3000", "\u200b\u200b", "\x00\x1b"], ids=ascii
)
def test_saying_nothing_is_met_with_a_question(nothing: str) -> None:
    # when nothing that can be seen is said
    with pytest.raises(BadMessage) as bad:
        clean(nothing)
    # then she is asked, kindly
    assert str(bad.value) == "我没听到您说话。您慢慢说，想办什么，想问什么？"


@pytest.mark.parametrize("signs", ["？？？", "😀", "👵🏻👍🏽", "。。。", "/", "<>", "♥ ♥", "-- ;"])
def test_signs_without_words_are_not_understood(signs: str) -> None:
    # when only signs or pictures are sent
    with pytest.raises(BadMessage) as bad:
        clean(signs)
    # then words are asked for
    assert str(bad.value) == "这里面没有字，我看不懂。您打几个字，或者说一句话。"


@pytest.mark.parametrize("length", [REFUSED + 1, 10_000])
def test_a_flood_of_words_is_refused_unread(length: int) -> None:
    # when far more is sent than anybody says
    with pytest.raises(BadMessage) as bad:
        clean("我" * length)
    # then it is asked for in pieces
    assert str(bad.value) == "这段话太长了，我一次记不住。请分几次说，每次一两句。"


def test_a_long_story_is_cut_and_that_is_said() -> None:
    # when more is said than is worked on
    heard = clean("我" * (LONGEST + 1))
    # then the beginning is kept, and she knows
    assert heard.text == "我" * LONGEST
    assert heard.notices == ("您的话太长，我先看了前面 500 个字。",)


def test_a_story_of_just_the_right_length_is_kept_whole() -> None:
    # when exactly as much is said as is worked on
    # then nothing is cut and nothing said about it
    assert clean("我" * LONGEST) == Heard("我" * LONGEST)


def test_a_number_is_masked_and_that_is_said() -> None:
    # when an ID number is said along
    heard = clean("我的身份证是230103195001011234，想补社保卡")
    # then it goes no further, and she is told that she needn't say it
    assert heard.text == "我的身份证是〔身份证号〕,想补社保卡"
    assert heard.notices == ("您刚才说了身份证号。这些不用告诉我，我没有记下来。",)


def test_two_numbers_of_one_kind_are_named_once() -> None:
    # when two mobiles and an ID number are said
    heard = clean("打13800138000或者13900139000，证是230103195001011234")
    # then each kind is named once, in the order they came
    assert heard.notices == ("您刚才说了手机号、身份证号。这些不用告诉我，我没有记下来。",)


@pytest.mark.parametrize(
    "typed",
    [
        "１３８００１３８０００",
        "138 0013 8000",
        "138\u200b0013\u200b8000",
        "13\u202e8001380\u202c00",
        "138\n0013\n8000",
        "一三八零零一三八零零零",
    ],
    ids=ascii,
)
def test_a_number_can_not_be_hidden_from_the_mask(typed: str) -> None:
    # when a mobile is written in full width, with gaps, with letters nobody sees
    heard = clean(f"我电话{typed}")
    # then it is masked all the same
    assert heard.text == "我电话〔手机号〕"


def test_a_number_on_the_cut_is_masked_too() -> None:
    # given an ID number that begins just before the cut
    for before in range(LONGEST - 18, LONGEST):
        # when the message is cut
        heard = clean("我" * before + "230103195001011234")
        # then no piece of it stays
        assert not any(character.isdigit() for character in heard.text)
        assert len(heard.text) <= LONGEST


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/human", "human"),
        ("／human", "human"),
        (" / / human", "human"),
        ('/start_service{"entry": "card-replace"}', 'start_service{"entry": "card-replace"}'),
        ("/" * 600 + "人工", "人工"),
        ("〔/human", "〔/human"),
    ],
    ids=lambda text: ascii(text)[:40],
)
def test_a_typed_slash_is_a_slip_not_a_command(typed: str, kept: str) -> None:
    # when somebody types what buttons send
    # then it loses its slash and is words like any others
    assert clean(typed).text == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  补办\t社保卡 \r\n", "补办 社保卡"),
        ("ＡＢＣ１２３", "ABC123"),
        ("社\u200b保\u2060卡", "社保卡"),
        ("\ufeff社保卡\u202e", "社保卡"),
        ("社保卡\ue000\ud800", "社保卡"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE turns; --", "'; DROP TABLE turns; --"),
        ("社保卡😀丢了", "社保卡😀丢了"),
        ("ئۇيغۇرچە", "ئۇيغۇرچە"),
        ("བོད་སྐད", "བོད་སྐད"),
        ("𠮷野", "𠮷野"),
        ("9", "9"),
    ],
    ids=ascii,
)
def test_what_is_seen_is_kept_and_what_is_not_seen_is_not(typed: str, kept: str) -> None:
    # when text comes in as keyboards and web pages give it
    # then what remains is what a person would read
    assert clean(typed) == Heard(kept)


@given(st.text(st.one_of(st.characters(), st.sampled_from(HIDDEN)), max_size=REFUSED + 50))
def test_whatever_comes_in_what_goes_on_is_safe(raw: str) -> None:
    # given anything at all
    try:
        heard = clean(raw)
    except BadMessage:
        return
    # then it is short, not empty, visible, no command, and holds no number
    assert 0 < len(heard.text) <= LONGEST
    assert heard.text[0] not in "/／ "
    assert all(unicodedata.category(character)[0] != "C" for character in heard.text)
    assert mask(heard.text).kinds == ()


@given(st.text(max_size=LONGEST))
def test_what_was_cleaned_once_stays_as_it_is(raw: str) -> None:
    # given a message that went through (an unanswered one is sent again from the page)
    try:
        once = clean(raw).text
        twice = clean(once).text
    except BadMessage:
        return
    # then it goes through again unchanged
    assert twice == once


@given(
    st.sampled_from(["13800138000", "230103195001011234", "6222020200112233445"]),
    st.lists(st.sampled_from(HIDDEN), max_size=30),
    st.randoms(use_true_random=False),
)
def test_hidden_letters_never_save_a_number_from_the_mask(
    number: str, hidden: list[str], lots: object
) -> None:
    # given a number with letters nobody sees strewn in anywhere
    letters = list(number)
    for letter in hidden:
        letters.insert(lots.randint(0, len(letters)), letter)  # type: ignore[attr-defined]
    # when it is said
    heard = clean("号是" + "".join(letters))
    # then no digit of it is left
    assert not any(character.isdigit() for character in heard.text)
