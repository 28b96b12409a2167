"""Bytes to samples, however they are cut."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.service.intake import Intake
from voice.service.limits import Limits
from voice.service.refusals import Refused


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=8))
def test_samples_do_not_depend_on_where_the_bytes_are_cut(data: bytes, cuts: list[int]) -> None:
    intake = Intake(16_000, Limits())
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    samples = np.concatenate([intake.take(data[a:b]) for a, b in pairwise(edges)])

    assert samples.tobytes() == data[: len(data) // 2 * 2]


def test_a_session_has_its_share_and_no_more() -> None:
    intake = Intake(8_000, Limits(session_seconds=1.0))
    intake.take(bytes(16_000))
    assert intake.seconds == 1.0
    with pytest.raises(Refused, match="请重新连接"):
        intake.take(bytes(2))


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_a_second_stays_a_second(rate: int) -> None:
    intake = Intake(rate, Limits())
    heard = intake.at_hearing_rate(intake.take(bytes(2 * rate)))

    assert len(heard) + len(intake.rest()) == pytest.approx(16_000, abs=2)
