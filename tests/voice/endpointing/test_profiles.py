"""Limits of turns must not contradict each other."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from voice.endpointing.profiles import ELDER, NORMAL


def test_old_people_are_waited_for_longer() -> None:
    assert (NORMAL.silence, ELDER.silence) == (0.7, 1.25)
    assert ELDER.silence_most > NORMAL.silence_most
    assert ELDER.silence_dictating > NORMAL.silence_dictating >= 2.5


def test_both_have_the_ceiling_that_was_decided() -> None:
    assert NORMAL.longest == ELDER.longest == 15


@pytest.mark.parametrize("name", [field.name for field in fields(NORMAL)])
@pytest.mark.parametrize("wrong", [0.0, -1.0])
def test_every_limit_is_above_nothing(name: str, wrong: float) -> None:
    with pytest.raises(ValueError, match="ascend"):
        replace(NORMAL, **{name: wrong})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("silence_most", 0.6),
        ("silence_dictating", 1.4),
        ("shortest", 16.0),
        ("longest_dictating", 14.0),
        ("lull", 9.0),
    ],
)
def test_a_limit_stays_below_the_next(name: str, wrong: float) -> None:
    with pytest.raises(ValueError, match="ascend"):
        replace(NORMAL, **{name: wrong})
