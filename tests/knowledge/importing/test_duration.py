"""Time limits as platforms write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.duration import duration


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("20(工作日)", (20, "工作日")),
        ("20（个工作日）", (20, "工作日")),
        ("20个工作日", (20, "工作日")),
        ("自受理之日起 5 个工作日内", (5, "工作日")),
        ("30(自然日)", (30, "日")),
        ("30天", (30, "日")),
        ("3个月", (3, "月")),
        ("即办", (0, "日")),
        ("当场办结", (0, "日")),
        ("无", None),
        (None, None),
        ("尽快", None),
        ("5000个工作日", None),
        ("20", None),
    ],
)
def test_a_limit_is_read_or_left_alone(said: object, found: tuple[int, str] | None) -> None:
    assert duration(said) == found


@given(st.integers(0, 1000), st.sampled_from(["工作日", "月"]))
def test_every_limit_the_schema_can_hold_comes_back(amount: int, unit: str) -> None:
    assert duration(f"{amount}({unit})") == (amount, unit)
