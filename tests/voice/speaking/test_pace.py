"""How long a voice will take."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speaking.pace import Pace


def test_nothing_is_promised_before_the_first_sentence() -> None:
    pace = Pace()
    assert math.isinf(pace.seconds_for("您好", 1.0)) and not pace.is_known


def test_longer_and_slower_take_longer() -> None:
    pace = Pace()
    pace.took(1.0, "您好您好", 1.0)
    assert pace.seconds_for("好" * 40, 1.0) > pace.seconds_for("好" * 4, 1.0) > 1.0
    assert pace.seconds_for("好", 0.5) == pytest.approx(2 * pace.seconds_for("好", 1.0))


@given(st.floats(0.01, 10))
def test_it_comes_to_what_sentences_really_take(seconds: float) -> None:
    pace = Pace()
    pace.took(100.0, "您好", 1.0)
    for _ in range(40):
        pace.took(seconds, "您好", 1.0)
    assert seconds < pace.seconds_for("您好", 1.0) < seconds * 1.5 + 0.01


def test_after_a_failure_it_is_to_be_learnt_anew() -> None:
    pace = Pace()
    pace.took(1.0, "您好", 1.0)
    pace.forget()
    assert not pace.is_known
