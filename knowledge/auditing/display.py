"""How figures are written in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.auditing.figures import Figure, Measure, Measured, Unit
from knowledge.auditing.ledger import Origin
from knowledge.auditing.report import Report

#: What stands where nothing was counted.
NOTHING = "没有"


def value_of(figure: Figure, measure: Measure) -> str:
    """The value as it is read: ``52.3 %``, ``16.4 个字``, ``91.1 分``."""
    if measure.value is None:
        return NOTHING
    if figure.unit is Unit.CHARACTERS:
        return f"{measure.value:.1f} 个字"
    if figure.unit is Unit.POINTS:
        return f"{measure.value:.1f} 分"
    return share(measure.value)


def share(value: float) -> str:
    """A share of 1 as per cent; never rounded to nothing or to all."""
    per_cent = 100 * value
    if 0 < per_cent < 0.05:
        return "不到 0.1 %"
    if 99.95 <= per_cent < 100:
        return "99.9 %"
    return f"{per_cent:.1f} %"


def counts_of(figure: Figure, measure: Measure) -> str:
    """The counts behind it: ``3 / 106``; of points, what was read."""
    if figure.formula is not None:
        return f"{measure.of:.0f}"
    return f"{measure.count:.0f} / {measure.of:.0f}"


@dataclass(frozen=True)
class Row:
    """One department or region with its counts and values, figure by figure."""

    name: str
    cells: Sequence[str]


def beside(measured: Measured) -> str:
    """A figure and what the inspection found, one Chinese sentence after another."""
    figure = measured.figure
    origins = measured.origins
    parts = [
        f"{o.value} {value_of(figure, origins[o.value])}" for o in Origin if o.value in origins
    ]
    told = f"（{'，'.join(parts)}）" if len(parts) > 1 else ""
    ours = value_of(figure, measured.overall)
    return f"{figure.title}，我们 {ours}{told}。{figure.counterpart or ''}"


def by_origin(measured: Sequence[Measured]) -> list[Row]:
    """Rows for what is written by hand and for what is imported."""
    groups = [m.origins for m in measured]
    names = [origin.value for origin in Origin if any(origin.value in group for group in groups)]
    return [Row(name, list(_cells(name, measured, groups))) for name in names]


def leads(report: Report) -> list[Measured]:
    """The figures that stand for their chapters."""
    return [m for c in report.chapters for m in c.measured if m.figure.lead]


def by_department(measured: Sequence[Measured], most: int) -> tuple[list[Row], int]:
    """Rows of the ``most`` largest departments, and how many more there are."""
    return _rows(measured, [m.departments for m in measured], {}, most)


def by_region(
    measured: Sequence[Measured], names: Mapping[str, str], most: int
) -> tuple[list[Row], int]:
    """Rows of the ``most`` largest regions, and how many more there are."""
    return _rows(measured, [m.regions for m in measured], names, most)


def _rows(
    measured: Sequence[Measured],
    groups: Sequence[Mapping[str, Measure]],
    names: Mapping[str, str],
    most: int,
) -> tuple[list[Row], int]:
    size: dict[str, tuple[float, float]] = {}
    for one, group in zip(measured, groups, strict=True):
        for key, measure in group.items():
            entries, sentences = size.get(key, (0.0, 0.0))
            # Sentences would outweigh entries: they only decide between groups without any.
            if one.figure.unit is Unit.POINTS:
                size[key] = entries, max(sentences, measure.of)
            else:
                size[key] = max(entries, measure.of), sentences
    ordered = sorted(size, key=lambda key: (-size[key][0], -size[key][1], key))
    rows = [Row(names.get(key, key), list(_cells(key, measured, groups))) for key in ordered[:most]]
    return rows, max(0, len(ordered) - most)


def _cells(
    key: str, measured: Sequence[Measured], groups: Sequence[Mapping[str, Measure]]
) -> Iterator[str]:
    for one, group in zip(measured, groups, strict=True):
        if key in group:
            told = value_of(one.figure, group[key])
            yield f"{told}（{counts_of(one.figure, group[key])}）"
        else:
            yield NOTHING
