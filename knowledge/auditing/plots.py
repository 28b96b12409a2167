"""Plots as inline SVG: bars with their words above them, readable at any width.

Widths are per cent and letters pixels, so a plot shrinks with the window while its letters
stay as large as the page's. Colours and patterns come from the page's style; parts differ
by pattern too, not by colour alone. Every plot tells its figures in words as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

#: Height of one row, and where its letters and its bar stand in it, pixels.
_ROW, _LETTERS, _BAR, _THICK = 72, 26, 38, 20

#: Classes of the parts of a bar, in order; the page's style gives each its pattern.
PARTS = ("solid", "hatched", "dotted", "hollow")


class Slice(NamedTuple):
    """One part of a bar: its share of 1, and its name."""

    share: float
    name: str


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, its parts, and the figure written at its end."""

    label: str
    slices: Sequence[Slice]
    figure: str


def plot(plot_id: str, title: str, bars: Sequence[Bar]) -> str:
    """An SVG element with ``bars``, one below another.

    Args:
        plot_id: unique on the page.
        title: what the plot shows, read out before its figures.
        bars: their shares are of the whole width, and drawn up to 1.
    """
    drawn = "".join(_bar(bar, number * _ROW) for number, bar in enumerate(bars))
    told = "；".join(_told(bar) for bar in bars)
    return (
        f'<svg class="plot" role="img" aria-labelledby="{plot_id}-t {plot_id}-d" '
        f'width="100%" height="{_ROW * len(bars)}">'
        f'<title id="{plot_id}-t">{escape(title)}</title>'
        f'<desc id="{plot_id}-d">{escape(told)}。</desc>{drawn}</svg>'
    )


def swatch(part: str) -> str:
    """A small sample of one part, for the legend."""
    return (
        f'<svg class="swatch" aria-hidden="true" width="28" height="{_THICK}">'
        f'<rect class="part {part}" x="1" y="1" width="26" height="{_THICK - 2}"/></svg>'
    )


def _bar(bar: Bar, top: int) -> str:
    letters = (
        f'<text x="0" y="{top + _LETTERS}">{escape(bar.label)}</text>'
        f'<text x="100%" y="{top + _LETTERS}" text-anchor="end">{escape(bar.figure)}</text>'
    )
    track = f'<rect class="track" x="0" y="{top + _BAR}" width="100%" height="{_THICK}"/>'
    drawn, left = [], 0.0
    for part, one in zip(PARTS, bar.slices, strict=False):
        width = min(100 * one.share, 100 - left)
        if width > 0:
            drawn.append(
                f'<rect class="part {part}" x="{left:.2f}%" y="{top + _BAR}" '
                f'width="{width:.2f}%" height="{_THICK}"/>'
            )
        left += width
    return letters + track + "".join(drawn)


def _told(bar: Bar) -> str:
    if len(bar.slices) == 1:
        return f"{bar.label} {bar.figure}"
    parts = "，".join(f"{one.name} {100 * one.share:.1f} %" for one in bar.slices)
    return f"{bar.label}：{parts}"
