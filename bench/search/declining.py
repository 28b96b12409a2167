"""What nobody should answer: the weather, other countries' pensions, a computer's blue screen."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

import settings
from knowledge.schema import NATIONAL
from knowledge.search.meaning import load_encoder
from knowledge.search.results import Verdict
from knowledge.serving import Serving
from settings import REPOSITORY

#: Written before search was; never used to learn or to tune anything.
QUESTIONS = REPOSITORY / "tests" / "search" / "questions.yaml"


def questions_to_decline() -> list[str]:
    """The held-out questions that nothing we know answers."""
    rows = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return [row["ask"] for row in rows if row["kind"] == "decline"]


def declined(questions: Sequence[str]) -> float:
    """Share of ``questions`` that the shipped knowledge, as built, declines."""
    here = settings.load()
    searcher = Serving(here.index, load_encoder(here.weights)).searcher()
    verdicts = [searcher.search(q, region=NATIONAL).verdict for q in questions]
    return sum(verdict is Verdict.DECLINE for verdict in verdicts) / len(verdicts)
