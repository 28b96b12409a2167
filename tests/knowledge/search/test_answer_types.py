"""What kind of answer a question wants, and which sentences show a sign of it."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given as hypothetically
from hypothesis import strategies as st

from knowledge.search.answer_types import ANSWER_TYPES, given, wanted

KINDS = sorted(yaml.safe_load(ANSWER_TYPES.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("办年票多少钱", ("fee",)),
        ("公园几点开门", ("when",)),
        ("窗口在哪里", ("where",)),
        ("哪个部门管公园", ("who",)),
        ("公园的电话是多少", ("amount", "phone")),
        ("办年票要带什么证件", ("papers",)),
        ("什么人能办年票", ("conditions",)),
        ("年票怎么办", ("how",)),
        ("为什么要办年票", ("why",)),
        ("补贴最高多少", ("amount",)),
        ("公园年票", ()),
        ("", ()),
    ],
)
def test_a_question_shows_what_it_asks_for(question: str, kinds: tuple[str, ...]) -> None:
    assert wanted(question) == kinds


@pytest.mark.parametrize(
    ("kind", "answers", "says_nothing_of_it"),
    [
        ("fee", "年票每张 50 元。", "年票当场办好。"),
        ("amount", "最多给三百元。", "补贴按月发。"),
        ("when", "五个工作日办好。", "去窗口拿。"),
        ("where", "去东湖路 8 号。", "当天能拿。"),
        ("who", "由园林管理局办理。", "当天能拿。"),
        ("phone", "打 0999-8123456。", "年票每张 50 元。"),
        ("papers", "要身份证和两张照片。", "当天能拿。"),
        ("conditions", "年满六十岁的可以。", "当天能拿。"),
        ("how", "在网上填写再提交。", "当天能拿。"),
        ("why", "这是为了照顾老年人。", "当天能拿。"),
    ],
)
def test_a_sentence_shows_whether_it_answers(
    kind: str, answers: str, says_nothing_of_it: str
) -> None:
    assert given(answers, (kind,)) == 1
    assert given(says_nothing_of_it, (kind,)) == 0


def test_of_several_kinds_wanted_a_sentence_may_give_some() -> None:
    # given a question for the fee and the place
    kinds = wanted("在哪里办，要多少钱")
    assert kinds == ("fee", "where")
    assert given("去窗口办，不收费。", kinds) == 1
    assert given("去窗口办。", kinds) == 0.5
    assert given("当天能拿。", kinds) == 0


def test_where_nothing_is_wanted_nothing_is_given() -> None:
    assert given("年票每张 50 元。", ()) == 0


@hypothetically(st.text(max_size=40), st.lists(st.sampled_from(KINDS), unique=True))
def test_whatever_is_said_gives_a_share(sentence: str, kinds: list[str]) -> None:
    assert 0 <= given(sentence, tuple(kinds)) <= 1
    assert set(wanted(sentence)) <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_that_ask_and_signs_of_an_answer(kind: str) -> None:
    row = yaml.safe_load(ANSWER_TYPES.read_text(encoding="utf-8"))[kind]
    assert set(row) == {"question", "answer"}
    for pattern in row.values():
        # an empty alternative would find everything
        assert not re.search(pattern, "")
