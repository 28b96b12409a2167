"""Figures: what is divided by what, and what the 2020 inspection found beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Optional

from knowledge.auditing.ledger import Ledger

Counted = Mapping[str, float]

#: How the inspection is named wherever a figure of it stands.
INSPECTION = "2020 年全国政府网站和政务新媒体检查"


class Unit(str, Enum):
    """What a figure is counted in."""

    SHARE = "share"
    CHARACTERS = "characters"
    POINTS = "points"


@dataclass(frozen=True)
class Figure:
    """How one figure is made from what was counted.

    Attributes:
        id: English name with its chapter, as in the JSON report.
        title: what it says, in Chinese.
        part: name of the count above the line.
        whole: name of the count below the line.
        unit: what ``value`` is in: a share of 1, characters, or points of 100.
        lead: whether it stands for its chapter in the tables by department and region.
        counterpart: what the inspection of 2020 found, if it looked at something alike.
        formula: how the value is made where it isn't part / whole.
        drawn: its name in the chapter's plot, at most eight characters: that is what fits
            beside a figure in large letters on a small telephone. None: it isn't drawn.
    """

    id: str
    title: str
    part: str
    whole: str
    unit: Unit = Unit.SHARE
    lead: bool = False
    counterpart: Optional[str] = None
    formula: Optional[Callable[[Counted], float]] = None
    drawn: Optional[str] = None


@dataclass(frozen=True)
class Measure:
    """A figure of one group: the two counts and the value, None where nothing was counted."""

    count: float
    of: float
    value: Optional[float]


@dataclass(frozen=True)
class Measured:
    """A figure overall, by department, by the code of each region, and by origin."""

    figure: Figure
    overall: Measure
    departments: Mapping[str, Measure]
    regions: Mapping[str, Measure]
    origins: Mapping[str, Measure]


@dataclass(frozen=True)
class Section:
    """The figures of one chapter of the report."""

    id: str
    title: str
    about: str
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Chapter:
    """A section with its figures measured."""

    section: Section
    measured: Sequence[Measured]

    def __getitem__(self, figure_id: str) -> Measured:
        """The figure with this id.

        Raises:
            KeyError: the chapter has no such figure.
        """
        found = next((m for m in self.measured if m.figure.id == figure_id), None)
        if found is None:
            raise KeyError(figure_id)
        return found


def measure(sections: Sequence[Section], ledger: Ledger) -> list[Chapter]:
    """Every figure of ``sections`` from what ``ledger`` counted."""
    overall = ledger.overall()
    groups = (ledger.by_department(), ledger.by_region(), ledger.by_origin())
    return [
        Chapter(
            section,
            [
                Measured(
                    figure, measured(figure, overall), *(_groups(figure, group) for group in groups)
                )
                for figure in section.figures
            ],
        )
        for section in sections
    ]


def measured(figure: Figure, counts: Counted) -> Measure:
    """One figure from the counts of one group."""
    part, whole = counts.get(figure.part, 0.0), counts.get(figure.whole, 0.0)
    if not whole:
        return Measure(part, whole, None)
    return Measure(part, whole, figure.formula(counts) if figure.formula else part / whole)


def _groups(figure: Figure, groups: Mapping[str, Counted]) -> dict[str, Measure]:
    """The figure of each group in which there is something to count, the largest first."""
    found = {name: measured(figure, counts) for name, counts in groups.items()}
    there = [(name, value) for name, value in found.items() if value.of]
    return dict(sorted(there, key=lambda row: (-row[1].of, row[0])))
