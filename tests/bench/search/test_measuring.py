"""What is asked of an engine, and what is kept of its answers."""

from __future__ import annotations

from typing import Any

from bench.search.baseline import indexed
from bench.search.engine import Engine
from bench.search.measuring import DEPTH, answers, judged, ranks
from bench.search.metrics import Judged
from bench.search.noise import Homophones, spoiled
from bench.search.tasks import Query, policy

QUERIES = [
    Query("甲", frozenset({"a", "a2"}), "a", "甲的答案"),
    Query("乙", frozenset({"b"}), "b"),
    Query("胡话", frozenset()),
]


class Alphabet:
    """Finds the same for everyone, and is as sure as the question is long."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def rank(self, query: str, limit: int) -> list[str]:
        self.asked.append((query, limit))
        return ["x", "a2", "a", "b"][:limit]

    def judge(self, query: str) -> tuple[list[str], float, str]:
        if query == "胡话":
            return [], 0.0, "decline"
        return ["b", "a"], 0.8, "answer"

    def answer(self, query: str) -> str:
        return f"{query}？不知道。"


def test_the_first_right_one_of_ten_is_kept() -> None:
    # given
    engine = Alphabet()
    # when, then the better of two right ones counts, and nothing is right for nonsense
    assert ranks(engine, QUERIES) == [2, 4, None]
    assert engine.asked == [("甲", DEPTH), ("乙", DEPTH), ("胡话", DEPTH)]
    assert DEPTH == 10


def test_only_the_first_makes_a_judgement_right() -> None:
    assert judged(Alphabet(), QUERIES) == [
        Judged(0.8, False, "answer"),
        Judged(0.8, True, "answer"),
        Judged(0.0, False, "decline"),
    ]


def test_answers_are_asked_for_where_there_is_a_gold_one() -> None:
    assert answers(Alphabet(), QUERIES) == [("甲？不知道。", "甲的答案")]


def test_the_baseline_is_an_engine_like_any_other(data: Any) -> None:
    # given the baseline over the invented documents
    task = policy(data.folder)
    engine: Engine = indexed(task)
    # then it is put the same questions by the same code
    assert ranks(engine, task.queries) == [1, 1]


def test_what_is_misheard_is_measured_against_the_same_answers(data: Any) -> None:
    # given a question that only its one word finds, and a noise that hears another
    task = policy(data.folder)
    engine = indexed(task)
    asked = [Query("月亮", frozenset({"d1"}), "d1")]
    noise = Homophones({"月": ["越"], "亮": ["量"]})
    # when
    (heard,) = spoiled(asked, noise)
    # then one of its two characters is another, and the baseline is lost
    assert heard.text in {"越亮", "月量"}
    assert ranks(engine, asked) == [1]
    assert ranks(engine, [heard]) == [None]
