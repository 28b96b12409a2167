"""What the page is laid out from: plots with legends, notes on what is left out."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from knowledge.auditing.layout import Part, drawing, rest
from knowledge.auditing.plots import PARTS, Bar, Slice

BAR = Bar("收费", [Slice(0.9, "写了"), Slice(0.1, "没写")], "90.0 %")


def test_a_plot_without_parts_has_no_legend() -> None:
    drawn = drawing("p", "灯塔", [BAR])
    assert (drawn.caption, list(drawn.legend)) == ("灯塔", [])
    assert 'id="p-t"' in drawn.svg


def test_a_legend_names_the_parts_in_their_order() -> None:
    drawn = drawing("p", "灯塔", [BAR], ["写了", "没写"])
    assert [name for _, name in drawn.legend] == ["写了", "没写"]
    for (sample, _), part in zip(drawn.legend, PARTS, strict=False):
        assert f'class="part {part}"' in sample


def test_what_is_drawn_goes_onto_the_page_as_it_is() -> None:
    drawn = drawing("p", "<灯塔>", [BAR], ["写了"])
    assert isinstance(drawn.svg, Markup)
    assert "&lt;灯塔&gt;" in drawn.svg


@pytest.mark.parametrize(
    ("more", "told"), [(3, "还有 3 条，在 --json 的文件里。"), (0, ""), (-2, "")]
)
def test_only_what_is_left_out_is_noted(more: int, told: str) -> None:
    assert rest(more, "条") == told


def test_parts_share_nothing() -> None:
    one, other = Part("one", "一", "。"), Part("two", "二", "。")
    one.said.append("说了。")
    assert other.said == []
