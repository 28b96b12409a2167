"""What scores mean: a probability, and the lines between answering, asking and declining."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.calibration import (
    BY_LENGTH,
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
#: Each signal weighs one more than the one before; a text's own signals count half.
RISING = tuple(float(n) for n in range(1, len(SIGNALS) + 1))
RANK = {"asked": (*RISING, -10.0), "told": (*(w / 2 for w in RISING), -4.0)}
REGIMES = {"asked", "listed", "told"}
SCOPES = {"item", "any", "listed", "told"}
#: Scope -> the regime of the candidate that is judged by its lines.
REGIME_OF = {"item": "asked", "any": "asked", "listed": "listed", "told": "told"}

scores = st.floats(-50, 50)


def standing(score: float, rival: float | None = None, stranger: float | None = None) -> Standing:
    return Standing(score, rival, stranger, (0.0,) * len(SIGNALS))


def signals(**given_: float) -> tuple[float, ...]:
    assert set(given_) <= set(SIGNALS)
    return tuple(given_.get(name, 0.0) for name in SIGNALS)


def test_a_score_weighs_each_signal() -> None:
    calibration = Calibration(rank=RANK, lines={})
    assert calibration.score(signals(lexical=1), "asked") == -9
    assert calibration.score(signals(lexical=0.5, body=1, title=1), "asked") == 0.5 + 3 + 9 - 10


def test_a_text_of_which_no_question_is_known_is_weighed_by_weights_of_its_own() -> None:
    # given the same signals of an entry people have words for, and of one they have none for
    calibration = Calibration(rank=RANK, lines={})
    found = signals(body=1, pairs=1)
    # then they mean something else
    assert calibration.score(found, "asked") == 3 + 7 - 10
    assert calibration.score(found, "told") == 1.5 + 3.5 - 4


def test_a_regime_nobody_learnt_is_noticed() -> None:
    with pytest.raises(KeyError):
        Calibration(rank={"asked": RANK["asked"]}, lines={}).score(signals(), "told")


@pytest.mark.parametrize("number", [0, len(SIGNALS) - 1, len(SIGNALS) + 1])
def test_a_signal_too_few_or_too_many_is_noticed(number: int) -> None:
    # given weights of an older version
    calibration = Calibration(rank=RANK, lines={})
    with pytest.raises(ValueError, match="argument"):
        calibration.score((1.0,) * number, "asked")


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
    lines = Lines(weights=(0.1,) * FEATURES + (0.0,), answer=0.8, decline=0.3)
    assert lines.probability(close) < lines.probability(clear)


def test_to_be_ahead_of_nobody_makes_nothing_of_a_poor_candidate() -> None:
    # given a candidate that is unlikely on its own, and nobody near it
    alone = standing(-3)
    # then it stays as unlikely as it is
    assert EVEN.probability(alone) == pytest.approx(1 / (1 + math.exp(3)))


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
    every = dict.fromkeys(SCOPES, EVEN)
    calibration = {"lexical": Calibration(rank=RANK, lines=every)}
    save(calibration, file)
    assert load(file) == calibration


def test_a_saved_calibration_reads_well_in_a_diff(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    save({"lexical": Calibration(rank={"asked": (1.0, 2.0)}, lines={})}, file)
    assert file.read_text(encoding="utf-8").endswith("}\n")
    assert len(file.read_text(encoding="utf-8").splitlines()) > 5


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"lexical": {}}',
        # as it was before there were regimes
        '{"lexical": {"rank": [1.0, 2.0], "lines": {}}}',
    ],
)
def test_a_broken_calibration_is_noticed_at_once(tmp_path: Path, content: str) -> None:
    (tmp_path / "c.json").write_text(content, encoding="utf-8")
    with pytest.raises((json.JSONDecodeError, AttributeError, KeyError, AssertionError)):
        load(tmp_path / "c.json")


# The one we ship


@pytest.mark.parametrize("setup", ["hybrid", "lexical"])
def test_the_shipped_calibration_fits_the_code(setup: str) -> None:
    calibration = load()[setup]
    assert set(calibration.rank) == REGIMES
    assert {len(weights) for weights in calibration.rank.values()} == {len(SIGNALS) + 1}
    assert set(calibration.lines) == SCOPES
    for lines in calibration.lines.values():
        assert len(lines.weights) == FEATURES + 1
        assert 0 < lines.decline <= lines.answer < 1


@pytest.mark.parametrize("scope", sorted(SCOPES))
@pytest.mark.parametrize("setup", ["hybrid", "lexical"])
def test_with_the_shipped_calibration_no_signal_at_all_is_declined(setup: str, scope: str) -> None:
    calibration = load()[setup]
    nothing = signals()
    score = calibration.score(nothing, REGIME_OF[scope])
    lines = calibration.lines[scope]
    assert lines.probability(Standing(score, None, None, nothing)) < lines.decline


def exact_name(setup: str) -> tuple[float, ...]:
    """Everything one can see in a name said exactly."""
    meaning = {"asked": 1.0, "body": 0.7} if setup == "hybrid" else {}
    words = {"lexical": 1.0, "pairs": 1.0, "spoken": 1.0, "title": 1.0}
    return signals(**words, **meaning, characters=1.0, sounds=1.0, exact=1.0)


@pytest.mark.parametrize("scope", ["item", "any"])
@pytest.mark.parametrize("setup", ["hybrid", "lexical"])
def test_with_the_shipped_calibration_an_exact_name_far_ahead_is_answered(
    setup: str, scope: str
) -> None:
    calibration = load()[setup]
    # given an exact name and nobody near
    full = exact_name(setup)
    score = calibration.score(full, "asked")
    assert math.isfinite(score)
    lines = calibration.lines[scope]
    assert lines.probability(Standing(score, -5.0, -5.0, full)) >= lines.answer


def of_a_text(words: float, meaning: float, passages: int = 3) -> tuple[float, ...]:
    """What one can see in a text of some passages that holds this share of the words."""
    long = math.log1p(passages)
    by_length = dict(zip(BY_LENGTH, (words * long, meaning * long), strict=True))
    return signals(lexical=words, pairs=words, spoken=words, body=meaning, **by_length)


@pytest.mark.parametrize("setup", ["hybrid", "lexical"])
def test_with_the_shipped_calibration_a_text_that_says_it_all_is_likelier_than_half_of_it(
    setup: str,
) -> None:
    calibration = load()[setup]
    # given a text that holds all words of a question, and one that holds half of them
    meaning = 0.7 if setup == "hybrid" else 0.0
    whole = of_a_text(words=0.8, meaning=meaning)
    half = of_a_text(words=0.4, meaning=meaning / 2)
    likely = [
        calibration.lines["told"].probability(
            Standing(calibration.score(found, "told"), -5.0, -5.0, found)
        )
        for found in (whole, half)
    ]
    assert likely[0] > likely[1]
