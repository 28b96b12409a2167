"""What is counted while entries pass by, per department, region and origin; what is found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Optional

#: Counts of one department, region and origin, by what was counted.
Counts = defaultdict[str, float]

#: How many findings of one rule are kept of imported entries. An office that hands over
#: 100 000 items wants to know how many lack what, and to see some; all hand-written ones
#: are kept.
KEPT_IMPORTED = 200


class Origin(str, Enum):
    """Who wrote an entry, in the words of the report."""

    OWN = "自己写的"
    IMPORTED = "导入的"


class Severity(str, Enum):
    """How much a finding matters, in the words of the report."""

    URGENT = "要紧"
    ORDINARY = "一般"
    NOTE = "提示"


#: Department, code of the region, origin.
_Key = tuple[str, str, Optional[Origin]]


@dataclass(frozen=True)
class Rule:
    """A kind of finding.

    Attributes:
        id: English name, as in the JSON report.
        title: what it is called in the report.
        severity: how much it matters.
        why: why it matters to a citizen, one Chinese sentence.
    """

    id: str
    title: str
    severity: Severity
    why: str


@dataclass(frozen=True)
class Subject:
    """What a finding is about.

    Attributes:
        id: id of the entry or document.
        name: its name, title or first question.
        region: code of the region it holds in.
        file: the file to mend, if it is known.
        imported: whether an office's own file said it, not ours.
    """

    id: str
    name: str
    region: str
    file: Optional[str] = None
    imported: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing found: about what, what it is, and what to do."""

    rule: Rule
    subject: Subject
    what: str
    mend: str

    @property
    def sentence(self) -> str:
        """What is wrong, why it matters, what to do, as one reads it."""
        return f"{self.what}{self.rule.why}{self.mend}"


class Ledger:
    """Counts per department, region and origin, and findings, gathered by all chapters."""

    def __init__(self) -> None:
        self._cells: dict[_Key, Counts] = {}
        self._totals: Counter[tuple[Rule, bool]] = Counter()
        self.findings: list[Finding] = []

    def cell(self, department: str, region: str, origin: Optional[Origin] = None) -> Counts:
        """The counts of one department in one region, to be added to.

        Args:
            department: as the entries name it.
            region: code of the region.
            origin: None for what is no entry, such as a question.
        """
        key = (department, region, origin)
        if key not in self._cells:
            self._cells[key] = defaultdict(float)
        return self._cells[key]

    def find(self, rule: Rule, subject: Subject, what: str, mend: str) -> None:
        """Note a finding; of imported entries only the first of each rule are kept."""
        key = (rule, subject.imported)
        self._totals[key] += 1
        if not subject.imported or self._totals[key] <= KEPT_IMPORTED:
            self.findings.append(Finding(rule, subject, what, mend))

    def found(self, rule: Rule, *, imported: Optional[bool] = None) -> int:
        """How often ``rule`` was found, also where the finding itself was not kept."""
        kinds = (True, False) if imported is None else (imported,)
        return sum(self._totals[rule, kind] for kind in kinds)

    @property
    def rules(self) -> list[Rule]:
        """The rules something was found of, the most urgent first."""
        order = list(Severity)
        known = {rule for rule, _ in self._totals}
        return sorted(known, key=lambda rule: (order.index(rule.severity), rule.id))

    def overall(self) -> Counts:
        """All counts together."""
        return _sum(self._cells.values())

    def by_department(self) -> dict[str, Counts]:
        """Counts of each department, over all regions."""
        return self._by(lambda key: key[0])

    def by_region(self) -> dict[str, Counts]:
        """Counts of each region's code, over all departments."""
        return self._by(lambda key: key[1])

    def by_origin(self) -> dict[str, Counts]:
        """Counts of what is written by hand and of what is imported."""
        return self._by(lambda key: key[2].value if key[2] else None)

    def _by(self, group: Callable[[_Key], Optional[str]]) -> dict[str, Counts]:
        groups: dict[str, list[Counts]] = defaultdict(list)
        for key, counts in self._cells.items():
            name = group(key)
            if name is not None:
                groups[name].append(counts)
        return {name: _sum(cells) for name, cells in sorted(groups.items())}


def _sum(cells: Iterable[Counts]) -> Counts:
    total: Counts = defaultdict(float)
    for counts in cells:
        for name, count in counts.items():
            total[name] += count
    return total
