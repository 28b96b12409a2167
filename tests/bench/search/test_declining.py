"""What nobody should answer: the questions are there, and are no questions for a hall."""

from __future__ import annotations

import jieba

from bench.search.declining import QUESTIONS, questions_to_decline
from knowledge.search.abroad import countries


def test_there_are_enough_questions_of_several_kinds() -> None:
    asked = questions_to_decline()
    assert len(asked) == len(set(asked)) >= 100
    # small talk, and other countries' matters
    assert any("菜" in question or "股票" in question for question in asked)
    tokens = jieba.Tokenizer()
    assert any(countries(question, tokens) for question in asked)


def test_questions_that_are_answered_are_not_among_them() -> None:
    text = QUESTIONS.read_text(encoding="utf-8")
    answered = [line for line in text.splitlines() if "kind: item" in line]
    assert answered
    assert not any(question in line for question in questions_to_decline() for line in answered)
