"""The whole audit: all chapters in one pass over the entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from knowledge.auditing.completeness import INCOMPLETE, Completeness
from knowledge.auditing.demand import Asked, Demand, Supply
from knowledge.auditing.differences import Difference, Differences
from knowledge.auditing.duplicates import Duplicates
from knowledge.auditing.figures import Chapter, Section, measure
from knowledge.auditing.freshness import Freshness
from knowledge.auditing.holdings import Held, below, holdings
from knowledge.auditing.hollow import Hollow
from knowledge.auditing.ledger import Finding, Ledger, Rule, Severity, Subject
from knowledge.auditing.pairing import Pairing
from knowledge.auditing.reading import Reading
from knowledge.library import Entry, Library
from knowledge.problems import Problem
from knowledge.schema import NATIONAL

BROKEN = Rule("broken", "文件读不了", Severity.URGENT, "读不了的文件，里面的话一句也用不上。")


class _Auditor(Protocol):
    """Looks at every entry, then concludes."""

    def see(self, held: Held) -> None: ...

    def conclude(self) -> None: ...


@dataclass(frozen=True)
class Report:
    """What the audit came to.

    Attributes:
        day: the day against which freshness was judged.
        hand_written: number of hand-written entries, each region's variant for itself.
        imported: number of imported ones.
        chapters: the figures.
        differences: what regions say differently, side by side.
        demand: supply against demand.
        findings: the most urgent rule first; of imported entries not all, see ``totals``.
        totals: how often each rule was found, all told.
        region_names: Chinese name of each region's code in the figures.
    """

    day: date
    hand_written: int
    imported: int
    chapters: Sequence[Chapter]
    differences: Sequence[Difference]
    demand: Demand
    findings: Sequence[Finding]
    totals: Mapping[Rule, int]
    region_names: Mapping[str, str]

    def __getitem__(self, section_id: str) -> Chapter:
        """The chapter with this id.

        Raises:
            KeyError: there is none.
        """
        found = next((c for c in self.chapters if c.section.id == section_id), None)
        if found is None:
            raise KeyError(section_id)
        return found

    @property
    def lacking(self) -> Sequence[Finding]:
        """Hand-written files that lack a required element, or can't be read at all."""
        rules = (INCOMPLETE, BROKEN)
        return [f for f in self.findings if f.rule in rules and not f.subject.imported]


def audit(
    library: Library,
    *,
    today: date,
    imported: Iterable[Entry] = (),
    asked: Iterable[Asked] = (),
    problems: Sequence[Problem] = (),
    root: Path = Path(),
) -> Report:
    """Audit everything there is to answer with.

    Args:
        library: the hand-written knowledge.
        today: the day against which freshness is judged.
        imported: entries that offices handed over; read once, not kept.
        asked: what citizens asked.
        problems: what was found while the library was loaded.
        root: the knowledge folder; files are named from there.
    """
    ledger = Ledger()
    _broken(problems, ledger, root)
    differences = Differences(ledger, library, duplicates := Duplicates(ledger))
    supply = Supply(ledger)
    # Differences conclude after duplicates, on which they build.
    auditors = (*_single(ledger, library, today), duplicates, differences, supply)
    hand_written, all_told = _pass(holdings(library, imported, ledger, root), auditors)
    demand = supply.against(asked)
    return Report(
        day=today,
        hand_written=hand_written,
        imported=all_told - hand_written,
        chapters=measure(SECTIONS, ledger),
        differences=differences.listed,
        demand=demand,
        findings=_ordered(ledger),
        totals={rule: ledger.found(rule) for rule in ledger.rules},
        region_names=_names(library, ledger),
    )


def _single(ledger: Ledger, library: Library, today: date) -> tuple[_Auditor, ...]:
    """Those who look at each entry by itself."""
    return (
        Completeness(ledger),
        Freshness(ledger, library, today),
        Pairing(ledger, library),
        Hollow(ledger, library, today),
        Reading(ledger, library),
    )


SECTIONS: Sequence[Section] = (
    Completeness.section,
    Freshness.section,
    Pairing.section,
    Differences.section,
    Hollow.section,
    Reading.section,
    Supply.section,
)


def _pass(entries: Iterable[Held], auditors: Sequence[_Auditor]) -> tuple[int, int]:
    """Let everybody see every entry; how many were hand-written, and how many there were."""
    hand_written = all_told = 0
    for held in entries:
        all_told += 1
        hand_written += not held.subject.imported
        for auditor in auditors:
            auditor.see(held)
    for auditor in auditors:
        auditor.conclude()
    return hand_written, all_told


def _broken(problems: Sequence[Problem], ledger: Ledger, root: Path) -> None:
    for problem in problems:
        subject = Subject(problem.file.stem, problem.file.name, NATIONAL, below(problem.file, root))
        what = f"{problem.file.name} 第 {problem.line} 行：{problem.what}"
        ledger.find(BROKEN, subject, what, problem.mend)


def _ordered(ledger: Ledger) -> list[Finding]:
    order = {rule: place for place, rule in enumerate(ledger.rules)}
    return sorted(
        ledger.findings,
        key=lambda f: (order[f.rule], f.subject.imported, f.subject.id, f.subject.region),
    )


def _names(library: Library, ledger: Ledger) -> dict[str, str]:
    """Names of the regions something was counted in; what isn't registered keeps its code."""
    return {
        code: library.region_name(code)
        if code in library.regions or code == NATIONAL
        else f"没登记的 {code}"
        for code in ledger.by_region()
    }
