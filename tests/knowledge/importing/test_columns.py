"""Columns are found by the names offices give them."""

from __future__ import annotations

import pytest

from knowledge.importing.columns import Columns, columns_option
from tests.knowledge.importing.conftest import refusal

NAMES = {"question": ("用户问题", "问题", "question"), "answer": ("答案", "answer")}


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (("用户问题", "答案"), {"question": "用户问题", "answer": "答案"}),
        (("Question", "ANSWER"), {"question": "Question", "answer": "ANSWER"}),
        (("问 题", "答案："), {"question": "问 题", "answer": "答案："}),
        (("序号", "答案"), {"answer": "答案"}),
        # Of two that fit, the one with the more telling name.
        (("问题", "用户问题"), {"question": "用户问题"}),
        ((), {}),
    ],
)
def test_each_role_has_its_column(head: tuple[str, ...], found: dict[str, str]) -> None:
    assert Columns(NAMES).of(head) == found


def test_of_two_columns_of_one_name_the_first_counts() -> None:
    assert Columns(NAMES).of(("答案", "答 案")) == {"answer": "答案"}


def test_a_column_given_by_hand_goes_before_all_usual_names() -> None:
    columns = Columns(NAMES, [("answer", "处理情况")])
    assert columns.of(("答案", "处理情况")) == {"answer": "处理情况"}
    assert not columns.has("answer", ["答案"])


def test_a_role_there_is_not_is_refused_with_those_there_are() -> None:
    assert refusal(lambda: Columns(NAMES, [("reply", "答复")])) == (
        "--columns 里的 reply 不认识。能写：question、answer。"
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", ()),
        ("question=提问", (("question", "提问"),)),
        ("question=提问, answer = 处理情况", (("answer", "处理情况"), ("question", "提问"))),
        ("question=提问，answer=处理情况", (("answer", "处理情况"), ("question", "提问"))),
    ],
)
def test_the_option_is_read(said: str, meant: tuple[tuple[str, str], ...]) -> None:
    assert columns_option(said) == meant


@pytest.mark.parametrize("said", ["question", "=提问", "question=", "question:提问"])
def test_an_option_of_another_form_is_an_error(said: str) -> None:
    with pytest.raises(ValueError, match="要写成 question=列名,answer=列名 的样子"):
        columns_option(said)
