"""A text in the pieces it is said in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice.speaking.sentences import LONGEST, clauses, cut, sentences

TEXTS = st.text("您好请办理，。！？；、：\n ", max_size=900)


def test_each_sentence_by_itself_and_in_order() -> None:
    assert sentences("您好。请带证件！到几楼？三楼；\n左转") == [
        "您好。",
        "请带证件！",
        "到几楼？",
        "三楼；",
        "左转",
    ]


def test_a_long_sentence_is_cut_at_its_last_pause_that_fits() -> None:
    # given a sentence of 240 characters with commas
    first, second = sentences("一" * 50 + "，" + "二" * 120 + "，" + "三" * 68)
    # then it is cut where a speaker would breathe
    assert (first[-1], second) == ("，", "三" * 68)


def test_one_without_any_pause_is_cut_all_the_same() -> None:
    assert [len(piece) for piece in sentences("好" * 450)] == [200, 200, 50]


@given(TEXTS)
def test_nothing_is_lost_and_nothing_too_long(text: str) -> None:
    pieces = sentences(text)
    blanks = str.maketrans("", "", " \n")
    assert "".join(pieces).translate(blanks) == text.translate(blanks)
    assert all(0 < len(piece) <= LONGEST for piece in pieces)


@given(TEXTS, st.integers(1, 50))
def test_any_length_can_be_asked_for(text: str, longest: int) -> None:
    assert all(len(piece) <= longest for piece in cut(text, longest))


def test_clauses_end_at_commas_and_are_not_too_short() -> None:
    assert clauses("您好，您的号是诶零一二，请到三号窗口，好。") == [
        "您好，您的号是诶零一二，",
        "请到三号窗口，好。",
    ]


def test_a_number_is_never_cut_between_its_groups() -> None:
    assert clauses("号码是幺三八，幺二三四，五六七八，请记好。") == [
        "号码是幺三八，幺二三四，五六七八，",
        "请记好。",
    ]


@given(TEXTS.filter(bool))
def test_clauses_joined_are_the_sentence(text: str) -> None:
    assert "".join(clauses(text)) == text
