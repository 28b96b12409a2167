"""Rasa's command line, on which the comparison and the floor of the tests rest."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench.evaluation import EXAMPLES, RasaFailed, macro_f1, rasa, sample


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


def test_a_sample_is_even_and_the_same_every_time(tmp_path: Path) -> None:
    # given few examples of each move are wanted
    # when they are drawn twice
    once = sample(tmp_path, 5).read_text(encoding="utf-8")
    again = sample(tmp_path, 5).read_text(encoding="utf-8")

    # then both times the same five of each move are drawn
    blocks = yaml.safe_load(once)["nlu"]
    assert once == again
    assert len(blocks) == len(list(EXAMPLES.glob("*.yml")))
    assert {len(block["examples"].splitlines()) for block in blocks} == {5}
