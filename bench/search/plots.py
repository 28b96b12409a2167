"""The pictures of ``docs/benchmarks.md``, as SVG. Labels are English and are text, not outlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib import rc_context  # type: ignore[import-untyped]
from matplotlib.axes import Axes  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]

from bench.search.metrics import Bin

#: Okabe and Ito's colours, told apart by colour-blind readers and in grey.
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
_SIZE = (8.0, 4.5)
#: The same figures give the same file: no date, no random ids.
_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "ershun", "font.family": "sans-serif"}
_METADATA = {"Date": None}


@dataclass(frozen=True)
class Size:
    """Latency at one size: number of entries, milliseconds."""

    entries: int
    p50: float
    p95: float


def recall_bars(figures: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """R@1 as bars: a group for each task, in it a bar for each engine and noise.

    Args:
        figures: task → ``ours, clean``, ``BM25, clean`` … → R@1; all tasks the same ones.
        path: the SVG file.

    Raises:
        ValueError: there are no figures, or a task lacks one.
    """
    labels = list(next(iter(figures.values()), {}))
    if not labels or any(list(bars) != labels for bars in figures.values()):
        raise ValueError("every task needs the same bars in the same order, at least one")
    width = 0.8 / len(labels)
    figure, axes = _canvas("R@1", "")
    for place, label in enumerate(labels):
        left = [task + (place - (len(labels) - 1) / 2) * width for task in range(len(figures))]
        heights = [bars[label] for bars in figures.values()]
        drawn = axes.bar(left, heights, width, label=label, color=_COLOURS[place % len(_COLOURS)])
        axes.bar_label(drawn, fmt="%.2f", fontsize=7, padding=1)
    axes.set_xticks(range(len(figures)), list(figures))
    axes.set_ylim(0, 1.05)
    _save(figure, axes, path)


def reliability_diagram(bins: Sequence[Bin], path: Path, label: str = "ours") -> None:
    """What was said against what was; on the dashed line probabilities mean what they say.

    Args:
        bins: of equal mass.
        path: the SVG file.
        label: whose they are.

    Raises:
        ValueError: there are no bins.
    """
    if not bins:
        raise ValueError("no bins to draw")
    figure, axes = _canvas("share right", "probability")
    axes.plot([0, 1], [0, 1], "--", color="grey", label="perfect")
    axes.plot([b.said for b in bins], [b.was for b in bins], "o-", color=_COLOURS[0], label=label)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_aspect("equal")
    _save(figure, axes, path)


def latency_curve(curves: Mapping[str, Sequence[Size]], path: Path) -> None:
    """p50 and p95 against the number of entries, both axes logarithmic.

    Args:
        curves: engine → what it took at each size.
        path: the SVG file.

    Raises:
        ValueError: there are no sizes.
    """
    if not any(curves.values()):
        raise ValueError("no sizes to draw")
    figure, axes = _canvas("ms a question, one core", "entries")
    for place, (name, sizes) in enumerate(curves.items()):
        entries, colour = [size.entries for size in sizes], _COLOURS[place % len(_COLOURS)]
        axes.plot(entries, [s.p95 for s in sizes], "o-", color=colour, label=f"{name}, p95")
        axes.plot(entries, [s.p50 for s in sizes], "o:", color=colour, label=f"{name}, p50")
    axes.set_xscale("log")
    axes.set_yscale("log")
    _save(figure, axes, path)


def _canvas(up: str, along: str) -> tuple[Figure, Axes]:
    # No pyplot: it would keep every figure and pick a backend for the whole process.
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.add_subplot()
    axes.set_ylabel(up)
    axes.set_xlabel(along)
    axes.grid(visible=True, axis="y", alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Figure, axes: Axes, path: Path) -> None:
    axes.legend(fontsize=8, frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with rc_context(_STYLE):
        figure.savefig(path, format="svg", metadata=_METADATA)
