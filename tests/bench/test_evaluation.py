"""Rasa's command line, on which the comparison and the floor of the tests rest."""

from __future__ import annotations

import pytest

from bench.evaluation import RasaFailed, macro_f1, rasa


def test_the_macro_average_is_taken_not_the_weighted_one() -> None:
    # given a report as Rasa writes it
    report = {
        "next_step": {"f1-score": 0.5, "support": 1},
        "macro avg": {"f1-score": 0.7, "support": 10},
        "weighted avg": {"f1-score": 0.9, "support": 10},
        "accuracy": 0.9,
    }

    assert macro_f1(report) == 0.7


def test_when_rasa_gives_up_its_last_words_are_told() -> None:
    with pytest.raises(RasaFailed, match="invalid choice: 'teach'"):
        rasa("teach")
