"""The bars of the plot, from the rows of a run."""

from __future__ import annotations

from bench.report import Row
from bench.search.__main__ import bars


def test_every_task_that_was_measured_has_bars_with_and_without_noise() -> None:
    # given the rows of one task
    rows = [
        Row("policy: R@1", 0.8, "", "higher", 0.82, 0.7),
        Row("policy: R@1 lost to homophones", 0.02, "", "lower", 0.04, 0.1),
        Row("policy: R@1 lost to accents", 0.03, "", "lower", 0.04, 0.2),
    ]
    # when they are laid out for the plot
    drawn = bars(rows)
    # then noise stands as what is left, not as what is lost
    assert set(drawn) == {"policy"}
    assert {label: round(value, 2) for label, value in drawn["policy"].items()} == {
        "ours": 0.8,
        "BM25": 0.7,
        "ours, homophones": 0.78,
        "BM25, homophones": 0.6,
        "ours, accents": 0.77,
        "BM25, accents": 0.5,
    }


def test_nothing_measured_draws_nothing() -> None:
    assert bars([]) == {}
