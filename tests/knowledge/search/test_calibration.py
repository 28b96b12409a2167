"""What scores mean: a probability, and the lines between answering, asking and declining."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.calibration import (
    SIGNALS,
    Calibration,
    Lines,
    Standing,
    load,
    save,
)

#: Weights of a standing: its score, two leads, its signals, then the bias.
FEATURES = 3 + len(SIGNALS)
EVEN = Lines(weights=(1.0,) * FEATURES + (0.0,), answer=0.8, decline=0.3)

scores = st.floats(-50, 50)


def standing(score: float, rival: float | None = None, stranger: float | None = None) -> Standing:
    return Standing(score, rival, stranger, (0.0,) * len(SIGNALS))


def test_a_score_weighs_each_signal() -> None:
    calibration = Calibration(rank=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, -10.0), lines={})
    assert calibration.score((1, 0, 0, 0, 0, 0)) == -9
    assert calibration.score((0.5, 0, 1, 0, 0, 1)) == 0.5 + 3 + 6 - 10


@pytest.mark.parametrize("number", [0, 5, 7])
def test_a_signal_too_few_or_too_many_is_noticed(number: int) -> None:
    # given weights of an older version
    calibration = Calibration(rank=(1.0,) * 7, lines={})
    with pytest.raises(ValueError, match="argument"):
        calibration.score((1.0,) * number)


@given(scores, st.none() | scores, st.none() | scores)
def test_a_probability_is_a_probability(
    score: float, rival: float | None, stranger: float | None
) -> None:
    assert 0 < EVEN.probability(standing(score, rival, stranger)) < 1


@given(scores, scores)
def test_a_better_score_is_never_less_probable(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert EVEN.probability(standing(low)) <= EVEN.probability(standing(high))


def test_a_close_stranger_makes_doubtful() -> None:
    # given the same score, once ahead of everybody and once with another close behind
    clear, close = standing(3, rival=-3, stranger=-3), standing(3, rival=2.9, stranger=2.9)
    assert EVEN.probability(close) < EVEN.probability(clear)


def test_a_lead_counts_up_to_a_point() -> None:
    # given a runner-up far behind and one out of sight
    far, gone = standing(5, rival=-1, stranger=-1), standing(5, rival=-40, stranger=-40)
    assert far.features() == gone.features()


def test_to_be_alone_is_to_lead() -> None:
    assert standing(2).features()[1:3] == (6.0, 6.0)


def test_even_odds_are_a_half() -> None:
    lines = Lines(weights=(0.0,) * (FEATURES + 1), answer=0.9, decline=0.1)
    assert lines.probability(standing(7)) == 0.5


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    calibration = {"lexical": Calibration(rank=(1.0,) * 7, lines={"any": EVEN, "item": EVEN})}
    save(calibration, file)
    assert load(file) == calibration


def test_a_saved_calibration_reads_well_in_a_diff(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    save({"lexical": Calibration(rank=(1.0, 2.0), lines={})}, file)
    assert file.read_text(encoding="utf-8").endswith("}\n")
    assert len(file.read_text(encoding="utf-8").splitlines()) > 5


@pytest.mark.parametrize("content", ["", "{", "[]", '{"lexical": {}}'])
def test_a_broken_calibration_is_noticed_at_once(tmp_path: Path, content: str) -> None:
    (tmp_path / "c.json").write_text(content, encoding="utf-8")
    with pytest.raises((json.JSONDecodeError, AttributeError, KeyError)):
        load(tmp_path / "c.json")


# The one we ship


@pytest.mark.parametrize("setup", ["hybrid", "lexical"])
def test_the_shipped_calibration_fits_the_code(setup: str) -> None:
    calibration = load()[setup]
    assert len(calibration.rank) == len(SIGNALS) + 1
    assert set(calibration.lines) == {"item", "any"}
    for lines in calibration.lines.values():
        assert len(lines.weights) == FEATURES + 1
        assert 0 < lines.decline <= lines.answer < 1


@pytest.mark.parametrize("setup", ["hybrid", "lexical"])
def test_with_the_shipped_calibration_no_signal_at_all_is_declined(setup: str) -> None:
    calibration = load()[setup]
    nothing = (0.0,) * len(SIGNALS)
    score = calibration.score(nothing)
    for lines in calibration.lines.values():
        assert lines.probability(Standing(score, None, None, nothing)) < lines.decline


@pytest.mark.parametrize("setup", ["hybrid", "lexical"])
def test_with_the_shipped_calibration_an_exact_name_far_ahead_is_answered(setup: str) -> None:
    calibration = load()[setup]
    # given everything one can see in a name said exactly, and nobody near
    full = (
        1.0,
        1.0 if setup == "hybrid" else 0.0,
        0.7 if setup == "hybrid" else 0.0,
        1.0,
        1.0,
        1.0,
    )
    score = calibration.score(full)
    assert math.isfinite(score)
    for lines in calibration.lines.values():
        assert lines.probability(Standing(score, -5.0, -5.0, full)) >= lines.answer
