"""Pictures: valid SVG, with what was measured in it, the same from the same figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.search.metrics import Bin
from bench.search.plots import Size, latency_curve, recall_bars, reliability_diagram

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {
    "Guangdong": {"ours": 0.81, "BM25": 0.71},
    "Beijing": {"ours": 0.75, "BM25": 0.57},
}
BINS = [Bin(0.2, 0.1, 5), Bin(0.6, 0.7, 5), Bin(0.9, 1.0, 5)]
CURVES = {"ours": [Size(1_000, 2.0, 4.0), Size(10_000, 3.0, 6.0), Size(100_000, 9.0, 20.0)]}

PICTURES: list[Callable[[Path], None]] = [
    lambda path: recall_bars(FIGURES, path),
    lambda path: reliability_diagram(BINS, path),
    lambda path: latency_curve(CURVES, path),
]


def words(path: Path) -> list[str]:
    """All text in the picture."""
    root = ET.parse(path).getroot()
    assert root.tag == f"{SVG}svg"
    return ["".join(element.itertext()).strip() for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", PICTURES)
def test_the_same_figures_give_the_same_file(draw: Callable[[Path], None], tmp_path: Path) -> None:
    # when it is drawn twice
    draw(tmp_path / "one.svg")
    draw(tmp_path / "two.svg")
    # then a run that measures the same changes nothing in the checkout
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize("draw", PICTURES)
def test_the_folder_is_made(draw: Callable[[Path], None], tmp_path: Path) -> None:
    draw(tmp_path / "docs" / "images" / "plot.svg")
    assert words(tmp_path / "docs" / "images" / "plot.svg")


@pytest.mark.parametrize("draw", PICTURES)
def test_every_label_is_text_in_latin_letters(draw: Callable[[Path], None], tmp_path: Path) -> None:
    draw(tmp_path / "plot.svg")
    found = words(tmp_path / "plot.svg")
    assert found
    # then no font for Chinese is needed; the minus of exponents is the one other sign
    assert all(character.isascii() or character == "−" for word in found for character in word)


def test_bars_are_labelled_with_task_engine_and_value(tmp_path: Path) -> None:
    recall_bars(FIGURES, tmp_path / "recall.svg")
    found = words(tmp_path / "recall.svg")
    assert {"Guangdong", "Beijing", "ours", "BM25", "R@1"} <= set(found)
    assert {"0.81", "0.71", "0.75", "0.57"} <= set(found)


def test_more_engines_than_colours_can_be_drawn(tmp_path: Path) -> None:
    recall_bars(
        {"task": {f"engine {number}": number / 10 for number in range(9)}}, tmp_path / "many.svg"
    )
    assert "engine 8" in words(tmp_path / "many.svg")


@pytest.mark.parametrize(
    "figures",
    [{}, {"a": {}}, {"a": {"ours": 1.0}, "b": {"BM25": 1.0}}, {"a": {"ours": 1.0}, "b": {}}],
)
def test_a_missing_bar_is_not_drawn_over(
    figures: dict[str, dict[str, float]], tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="every task needs the same bars"):
        recall_bars(figures, tmp_path / "recall.svg")
    assert not (tmp_path / "recall.svg").exists()


def test_the_diagram_says_whose_it_is(tmp_path: Path) -> None:
    reliability_diagram(BINS, tmp_path / "reliability.svg", "hybrid")
    assert {"probability", "share right", "perfect", "hybrid"} <= set(
        words(tmp_path / "reliability.svg")
    )


def test_no_bins_are_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no bins to draw"):
        reliability_diagram([], tmp_path / "reliability.svg")


def test_latency_has_a_line_for_each_percentile(tmp_path: Path) -> None:
    latency_curve(CURVES, tmp_path / "latency.svg")
    found = words(tmp_path / "latency.svg")
    assert {"entries", "ms a question, one core", "ours, p50", "ours, p95"} <= set(found)


def test_both_axes_are_logarithmic(tmp_path: Path) -> None:
    # given sizes of three powers of ten
    latency_curve(CURVES, tmp_path / "latency.svg")
    markup = (tmp_path / "latency.svg").read_text(encoding="utf-8")
    # then the axis is labelled with powers: 10 and the exponent
    for exponent in "345":
        assert f"$\\mathdefault{{10^{{{exponent}}}}}$" in markup


@pytest.mark.parametrize("curves", [{}, {"ours": []}])
def test_no_sizes_are_no_picture(curves: dict[str, list[Size]], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no sizes to draw"):
        latency_curve(curves, tmp_path / "latency.svg")
