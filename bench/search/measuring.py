"""Puts a task's questions to an engine and keeps what the metrics need."""

from __future__ import annotations

from collections.abc import Iterable

from bench.search.engine import Answerer, Engine, Judge
from bench.search.metrics import Judged, Rank, first_rank
from bench.search.tasks import Query

#: As deep as any figure looks.
DEPTH = 10


def ranks(engine: Engine, queries: Iterable[Query]) -> list[Rank]:
    """Rank of the first right document for each question, None where it isn't in the first ten."""
    return [first_rank(engine.rank(query.text, DEPTH), query.relevant) for query in queries]


def judged(engine: Judge, queries: Iterable[Query]) -> list[Judged]:
    """How sure the engine was of each question, and whether its first was right."""
    found = []
    for query in queries:
        ids, probability, verdict = engine.judge(query.text)
        found.append(Judged(probability, first_rank(ids[:1], query.relevant) == 1, verdict))
    return found


def answers(engine: Answerer, queries: Iterable[Query]) -> list[tuple[str, str]]:
    """(what was extracted, gold answer) for each question that has one."""
    return [
        (engine.answer(query.text), query.answer) for query in queries if query.answer is not None
    ]
