"""The command: parts that are there, and the picture's bars from the rows of a run."""

from __future__ import annotations

import pytest

from bench.report import Row
from bench.voice.__main__ import bars, main


def test_every_condition_that_was_measured_has_three_bars() -> None:
    # given the rows of one condition
    rows = [
        Row("Kokoro, clean: R@1", 0.95, "", "higher", 0.92, 0.8),
        Row("Kokoro, clean: R@1 without correction", 0.85, "", "higher"),
        Row("espeak, clean: R@1", 0.4, "", "higher", None, 0.3),
    ]
    # then the picture shows the natural voices alone
    assert bars(rows) == {"clean": {"ours": 0.95, "without correction": 0.85, "stock vosk": 0.8}}


def test_nothing_measured_draws_nothing() -> None:
    assert bars([]) == {}


def test_a_part_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["street", "moon"])
    assert "moon" in capsys.readouterr().err
