"""Plots: drawn to scale, told in words, at home at any width."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.auditing.plots import PARTS, Bar, Slice, plot, swatch

_SVG = "{*}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def widths(svg: str) -> list[float]:
    """Widths of the drawn parts, per cent."""
    return [
        float(rect.attrib["width"].rstrip("%"))
        for rect in parsed(svg).iter("rect")
        if rect.attrib["class"].startswith("part")
    ]


def bar(*shares: float, label: str = "收费") -> Bar:
    return Bar(label, [Slice(share, f"第{n}种") for n, share in enumerate(shares)], "91.5 %")


def test_a_bar_is_as_long_as_its_share() -> None:
    assert widths(plot("p", "灯塔", [bar(0.915)])) == [91.5]


def test_the_parts_of_a_bar_follow_each_other_and_differ_by_pattern() -> None:
    svg = parsed(plot("p", "灯塔", [bar(0.5, 0.3, 0.2)]))
    drawn = [r.attrib for r in svg.iter("rect") if r.attrib["class"].startswith("part")]
    assert [(d["x"], d["width"]) for d in drawn] == [
        ("0.00%", "50.00%"),
        ("50.00%", "30.00%"),
        ("80.00%", "20.00%"),
    ]
    assert [d["class"] for d in drawn] == [f"part {part}" for part in PARTS[:3]]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_no_bar_is_wider_than_the_plot(shares: list[float]) -> None:
    assert sum(widths(plot("p", "灯塔", [bar(*shares)]))) <= 100.05


def test_nothing_is_drawn_of_nothing_but_its_frame_stands() -> None:
    svg = plot("p", "灯塔", [bar(0)])
    assert widths(svg) == []
    assert 'class="track"' in svg


def test_it_tells_its_figures_in_words() -> None:
    svg = parsed(
        plot("elements", "要素", [bar(0.915, 0.085), Bar("编码", [Slice(0, "写了")], "0.0 %")])
    )
    title, desc = svg.find(f"{_SVG}title"), svg.find(f"{_SVG}desc")
    assert title is not None and title.text == "要素"
    assert desc is not None
    assert desc.text == "收费：第0种 91.5 %，第1种 8.5 %；编码 0.0 %。"
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]


def test_words_and_figures_stand_above_each_bar() -> None:
    svg = parsed(plot("p", "灯塔", [bar(0.5), bar(0.25, label="编码")]))
    texts = list(svg.iter("text"))
    assert [text.text for text in texts] == ["收费", "91.5 %", "编码", "91.5 %"]
    below = int(texts[2].attrib["y"]) - int(texts[0].attrib["y"])
    assert below > 60
    assert int(svg.attrib["height"]) == 2 * below


@pytest.mark.parametrize("hostile", ["<script>", "a&b", '"quoted"', "</svg>"])
def test_what_others_wrote_is_escaped(hostile: str) -> None:
    svg = parsed(plot("p", hostile, [Bar(hostile, [Slice(0.5, hostile)], hostile)]))
    assert [text.text for text in svg.iter("text")] == [hostile, hostile]
    assert svg.find(f"{_SVG}script") is None


@pytest.mark.parametrize("part", PARTS)
def test_a_sample_for_the_legend_is_silent(part: str) -> None:
    svg = parsed(swatch(part))
    assert svg.attrib["aria-hidden"] == "true"
    (rect,) = svg.iter("rect")
    assert rect.attrib["class"] == f"part {part}"
