"""Chapter 4, second half: regions that say otherwise, and entries that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from knowledge.auditing.amounts import Term, contrary, shown, structured, told, worse
from knowledge.auditing.duplicates import FIGURES as DUPLICATE_FIGURES
from knowledge.auditing.duplicates import Duplicates
from knowledge.auditing.figures import Figure, Section
from knowledge.auditing.holdings import Held, name_of
from knowledge.auditing.ledger import Counts, Ledger, Rule, Severity, Subject
from knowledge.library import Entry, Library, Variant

WORSE = Rule(
    "worse_than_above", "当地比上级更紧", Severity.ORDINARY, "上级给的权利，当地不能随便减少。"
)
CONTRADICTS = Rule(
    "contradicts", "同地区说法打架", Severity.URGENT, "同一件事两个说法，群众不知道听谁的。"
)

SECTION = Section(
    "consistency",
    "重复和不一致",
    "同一个地区里重名或几乎同名的条目；同一条在各地的钱数、天数不一样的，并排列出来。",
    (
        *DUPLICATE_FIGURES,
        Figure(
            "differs", "钱数、天数和上级不一样的当地条目", "differs", "overlays", drawn="和上级不同"
        ),
        Figure("worse", "比上级更紧的当地条目", "worse", "overlays", drawn="比上级更紧"),
        Figure("contradicts", "和同地区另一条打架的", "contradicts", "entries", drawn="说法打架"),
    ),
)


@dataclass(frozen=True)
class Difference:
    """A field of one entry on which its regions differ, side by side.

    Attributes:
        field: Chinese name of the field.
        values: (code of the region, what it says), the most general region first.
        worse: codes of the regions that ask more of the citizen than the level above.
    """

    entry: str
    name: str
    field: str
    values: Sequence[tuple[str, str]]
    worse: Sequence[str] = ()


@dataclass(frozen=True)
class _Priced:
    """The structured figures of one entry, kept until duplicates are known."""

    subject: Subject
    department: str
    counts: Counts
    terms: Mapping[str, Term]


class Differences:
    """Lays the variants of each entry side by side, and entries of the same name or code.

    Attributes:
        listed: what regions say differently, known once all entries have passed.
    """

    section = SECTION

    def __init__(self, ledger: Ledger, library: Library, duplicates: Duplicates) -> None:
        self._ledger = ledger
        self._library = library
        self._duplicates = duplicates
        self._priced: dict[tuple[str, str], _Priced] = {}
        self._codes: dict[tuple[str, str], list[Subject]] = defaultdict(list)
        self._overlays: dict[tuple[str, str], Held] = {}
        self._contrary: set[tuple[str, str]] = set()
        self.listed: list[Difference] = []

    def see(self, held: Held) -> None:
        """Note the figures and the code of one item."""
        subject = held.subject
        terms = structured(held.entry)
        if terms:
            self._priced[subject.region, subject.id] = _Priced(
                subject, held.department, held.counts, terms
            )
        code = getattr(held.entry, "code", None)
        if code:
            self._codes[subject.region, code].append(subject)
        if held.variant is not None:
            self._overlays[subject.region, subject.id] = held

    def conclude(self) -> None:
        """Compare, after the duplicates are known."""
        for variants in self._library.variants.values():
            if len(variants) > 1:
                self._regions(variants)
        for group in (*self._duplicates.same, *self._codes.values()):
            self._same(group)

    def _regions(self, variants: Mapping[str, Variant]) -> None:
        """Compare every overlay with what holds above it."""
        differing: set[str] = set()
        tighter: dict[str, list[str]] = defaultdict(list)
        for region, variant in variants.items():
            above = self._above(variant, region)
            if above is None:
                continue
            held = self._overlays[region, variant.entry.id]
            counts = held.counts
            fields = list(unlike(variant.entry, above.entry))
            worse_fields = [name for name, is_worse in fields if is_worse]
            counts["overlays"] += 1
            counts["differs"] += bool(fields)
            counts["worse"] += bool(worse_fields)
            differing.update(name for name, _ in fields)
            for name in worse_fields:
                tighter[name].append(region)
                self._report_worse(held, above, name)
        for name in sorted(differing):
            self.listed.append(self._side_by_side(variants, name, tighter[name]))

    def _above(self, variant: Variant, region: str) -> Optional[Variant]:
        above = self._library.chain(region)[1:]
        variants = self._library.variants[variant.entry.id]
        return next((variants[code] for code in above if code in variants), None)

    def _report_worse(self, held: Held, above: Variant, name: str) -> None:
        here, there = structured(held.entry)[name].text, structured(above.entry)[name].text
        region = self._library.region_name
        what = (
            f"“{held.subject.name}”的{name}，{region(held.subject.region)}是 {here}，"
            f"{region(str(above.entry.region))}是 {there}。"
        )
        self._ledger.find(WORSE, held.subject, what, "查当地文件，看上级许不许；写错了就改。")

    def _side_by_side(
        self, variants: Mapping[str, Variant], name: str, tighter: Sequence[str]
    ) -> Difference:
        ordered = sorted(variants, key=lambda code: (len(self._library.chain(code)), code))
        values = [(code, says) for code in ordered if (says := _says(variants[code].entry, name))]
        entry = variants[ordered[0]].entry
        return Difference(entry.id, name_of(entry), name, values, tuple(tighter))

    def _same(self, group: Sequence[Subject]) -> None:
        """Entries of one region that are the same: does one office promise the same?

        Nearly the same name is not enough here: 带方案 and 不带方案 are two matters.
        """
        first: dict[tuple[str, str], _Priced] = {}
        for subject in group:
            one = self._priced.get((subject.region, subject.id))
            if one is None:
                continue
            for name, term in one.terms.items():
                other = first.setdefault((one.department, name), one)
                if other.terms[name].text != term.text:
                    self._report_contrary(one, other, name)

    def _report_contrary(self, one: _Priced, other: _Priced, name: str) -> None:
        for priced in (one, other):
            key = (priced.subject.region, priced.subject.id)
            priced.counts["contradicts"] += key not in self._contrary
            self._contrary.add(key)
        what = (
            f"“{one.subject.name}”的{name}是 {one.terms[name].text}，"
            f"“{other.subject.name}”（{other.subject.id}）的是 {other.terms[name].text}。"
        )
        self._ledger.find(CONTRADICTS, one.subject, what, "查依据，改对一个，另一个撤下来。")


def unlike(nearer: Entry, general: Entry) -> Iterator[tuple[str, bool]]:
    """Fields in which two variants differ, and whether the nearer one asks more.

    Amounts in sentences count when the nearer variant names some of a unit and leaves out
    one of those above; of these nobody can tell mechanically which is better.
    """
    here, above = structured(nearer), structured(general)
    for name in contrary(here, above):
        yield name, worse(here[name], above[name]) is True
    said, said_above = told(nearer), told(general)
    for unit, numbers in said_above.items():
        if unit in said and not numbers <= said[unit]:
            yield f"话里的数（{unit}）", False


def _says(entry: Entry, name: str) -> str:
    """What an entry says in a field that :func:`unlike` names; empty if nothing."""
    terms = structured(entry)
    if name in terms:
        return terms[name].text
    return next((shown(u, n) for u, n in told(entry).items() if name == f"话里的数（{u}）"), "")
