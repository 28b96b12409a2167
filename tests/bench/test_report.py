"""The table and the JSON of a benchmark, read by people and by whoever compares runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

import pytest

from bench.report import Row, commit, publish


@pytest.mark.parametrize(
    ("value", "baseline", "ratio"),
    [(30, 60, 0.5), (130, 60, 2.167), (60, None, None), (60, 0, None), (0, 60, 0)],
)
def test_the_ratio_is_ours_over_the_baselines(
    value: float, baseline: float | None, ratio: float | None
) -> None:
    assert Row("turns", value, "1/s", "higher", None, baseline).ratio == ratio


@pytest.mark.parametrize(
    ("value", "better", "bar", "met"),
    [
        (60, "lower", 60, True),
        (60.1, "lower", 60, False),
        (27, "higher", 27, True),
        (26, "higher", 27, False),
        (0, "lower", 0, True),
        (26, "higher", None, None),
    ],
)
def test_a_bar_is_met_when_reached(
    value: float, better: Literal["higher", "lower"], bar: float | None, met: bool | None
) -> None:
    assert Row("figure", value, "", better, bar).met is met


def test_the_json_has_the_agreed_shape(tmp_path: Path) -> None:
    # given a figure with bar and baseline and one with neither
    rows = [
        Row("text turn p95, one user", 32.5, "ms", "lower", 60, 20.0),
        Row("memory, all processes", 1400, "MB", "lower"),
    ]
    # when they are published into a folder that isn't there yet
    publish("text", rows, tmp_path / "build" / "bench")
    # then the file has what was agreed on and nothing else
    written = (tmp_path / "build" / "bench" / "text.json").read_text(encoding="utf-8")
    described = json.loads(written)
    assert set(described) == {"machine", "commit", "rows"}
    assert described["rows"] == [
        {
            "figure": "text turn p95, one user",
            "value": 32.5,
            "unit": "ms",
            "better": "lower",
            "bar": 60,
            "baseline": 20.0,
            "ratio": 1.625,
        },
        {
            "figure": "memory, all processes",
            "value": 1400,
            "unit": "MB",
            "better": "lower",
            "bar": None,
            "baseline": None,
            "ratio": None,
        },
    ]
    # and says on what it was measured
    assert re.search(r"\d+ cores, \d+ GB", described["machine"])
    assert described["commit"] == commit()


def test_a_missed_bar_is_shown_and_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # when a bar is met and one is missed
    publish(
        "text",
        [Row("quick", 20, "ms", "lower", 60, 40), Row("slow", 61.25, "ms", "lower", 60)],
        tmp_path,
    )
    # then the table says so in each line
    quick, slow = (
        line for line in capsys.readouterr().out.splitlines() if re.search("quick|slow", line)
    )
    assert [cell.strip() for cell in quick.split("│")[1:-1]] == [
        *("quick", "20", "ms", "60", "40", "0.5", "yes")
    ]
    assert [cell.strip() for cell in slow.split("│")[1:-1]] == [
        *("slow", "61.25", "ms", "60", "", "", "NO")
    ]


def test_the_commit_is_named() -> None:
    # then the short hash, or that of the tag, marked when the checkout has changes
    assert re.search(r"[0-9a-f]{7,}(-dirty)?$|^v\d|^unknown$", commit())
