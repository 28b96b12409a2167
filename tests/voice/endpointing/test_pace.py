"""The wait follows a speaker's pauses: up at once, down slowly, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.endpointing.pace import BREATH, Pace

PAUSES = st.lists(st.floats(0, 100) | st.none(), max_size=40)


def test_the_wait_is_half_as_long_again_as_the_longest_pause() -> None:
    pace = Pace(0.7, 1.5)
    for pause in (0.4, 0.8, 0.5):
        pace.paused(pause)
    assert pace.wait == pytest.approx(1.2)


def test_closures_within_words_are_no_pauses() -> None:
    # given somebody whose words have many closures, waited for very shortly
    pace = Pace(0.3, 1.5)
    for _ in range(50):
        pace.paused(BREATH - 0.01)
    assert pace.wait == 0.3


def test_a_slow_speaker_is_forgotten_slowly() -> None:
    # given somebody who paused for long
    pace = Pace(0.7, 3.0)
    pace.paused(2.0)
    waits = [pace.wait]
    # when they answer with single words from then on
    for _ in range(30):
        pace.turn_over()
        waits.append(pace.wait)
    # then the wait of the turn itself counts in full, and halves after some five more
    assert waits[1] == waits[0] == 3.0
    assert waits[5] > 1.5 > waits[7]
    assert waits[-1] == 0.7


def test_pauses_in_every_turn_are_not_forgotten() -> None:
    pace = Pace(0.7, 3.0)
    for _ in range(20):
        pace.paused(1.0)
        pace.turn_over()
    assert pace.wait == 1.5


@given(PAUSES)
def test_the_wait_keeps_its_bounds(pauses: list[float | None]) -> None:
    pace = Pace(0.7, 1.5)
    for pause in pauses:
        before = pace.wait
        if pause is None:
            pace.turn_over()
            assert pace.wait <= before
        else:
            pace.paused(pause)
            assert pace.wait >= before
        assert 0.7 <= pace.wait <= 1.5
