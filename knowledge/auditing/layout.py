"""What the page is laid out from: parts with tables and plots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from knowledge.auditing.plots import PARTS, Bar, plot, swatch


@dataclass(frozen=True)
class Table:
    """A table: its caption, heads of the columns, rows with the head of each first."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class Drawing:
    """A plot with its caption and its legend (sample, name)."""

    caption: str
    svg: Markup
    legend: Sequence[tuple[Markup, str]] = ()


@dataclass
class Part:
    """One section of the page."""

    id: str
    title: str
    about: str
    counterparts: list[str] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def drawing(plot_id: str, caption: str, bars: Sequence[Bar], parts: Iterable[str] = ()) -> Drawing:
    """A plot of ``bars``; with a legend if their parts have names."""
    # Markup: plots.py has escaped what it was given.
    legend = [
        (Markup(swatch(part)), name)  # noqa: S704
        for part, name in zip(PARTS, parts, strict=False)
    ]
    return Drawing(caption, Markup(plot(plot_id, caption, bars)), legend)  # noqa: S704


def rest(more: int, of: str) -> str:
    """The note below a table that leaves something out; empty if it leaves out nothing."""
    return f"还有 {more} {of}，在 --json 的文件里。" if more > 0 else ""
