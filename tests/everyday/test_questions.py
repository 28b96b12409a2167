"""Thirty everyday questions as five people say them: at least twenty-seven are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.everyday import VOICES, evaluate, over_http
from tests.deployment import Deployment

pytestmark = pytest.mark.running

#: The issue's bar.
ENOUGH = 27


def test_everyday_questions_are_understood_whoever_asks(deployment: Deployment) -> None:
    questions = list(evaluate(over_http(deployment.url)))

    assert len(questions) == 30
    assert all(len(question.asked) == len(VOICES) for question in questions)
    missed = [question.ask for question in questions if not question.right]
    assert len(questions) - len(missed) >= ENOUGH, missed


def test_the_list_with_results_is_in_the_docs() -> None:
    document = Path(__file__).parents[2] / "docs" / "questions.md"

    assert document.read_text(encoding="utf-8").count("\n## ") == 30
