"""What is asked for is brought into the range in which speech is understood."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from voice.speaking.manner import Manner


def test_the_default_is_slow() -> None:
    assert Manner().rate < 1


@given(st.floats(), st.floats(), st.floats())
def test_any_figure_is_brought_into_range(rate: float, volume: float, pause: float) -> None:
    manner = Manner(rate, volume, pause)
    assert 0.5 <= manner.rate <= 2
    assert 0 <= manner.volume <= 2
    assert 0 <= manner.pause <= 3


def test_no_number_becomes_the_lowest() -> None:
    assert Manner(rate=math.nan) == Manner(rate=0.5)
