"""Amounts, days and fees of an entry, so that two entries can be laid side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Optional

from knowledge.checking.texts import citizen_texts
from knowledge.library import Entry
from knowledge.schema import ServiceItem

#: Numbers with a unit as the knowledge files write them: digits, see docs/authoring.md.
_AMOUNT = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?) ?(万元|元|个工作日|工作日|个月|年|天|日|周岁|岁|%|％)"
)
#: Written differently, meaning the same.
_SAME = {"个工作日": "工作日", "日": "天", "周岁": "岁", "％": "%"}
#: 2026 年, 5 月 1 日 are dates.
_DATES = re.compile(r"(?:19|20)\d\d ?年(?: ?\d+ ?月(?: ?\d+ ?日)?)?|\d+ ?月 ?\d+ ?日")


@dataclass(frozen=True)
class Term:
    """One figure an entry promises.

    Attributes:
        text: as it is shown, with its unit.
        number: to compare, if more means that the citizen is worse off; else None.
        unit: what ``number`` is in; numbers of different units aren't compared.
    """

    text: str
    number: Optional[float] = None
    unit: str = ""


def structured(entry: Entry) -> dict[str, Term]:
    """What the fields for fee, days and visits say, by Chinese name of the field."""
    if not isinstance(entry, ServiceItem):
        return {}
    limit = entry.time_limit
    terms = {
        "收费": _term(entry.fee.amount, "元"),
        "法定时限": _term(limit.legal_days, limit.unit),
        "承诺时限": _term(limit.promised_days, limit.unit),
        "到现场次数": _term(entry.visits, "次"),
    }
    return {name: term for name, term in terms.items() if term}


def told(entry: Entry) -> dict[str, frozenset[str]]:
    """The amounts that the sentences of an entry tell, by unit: ``{"元": {"200"}}``."""
    found: dict[str, set[str]] = {}
    for text in _sentences(entry):
        for number, unit in _AMOUNT.findall(_DATES.sub("", text)):
            found.setdefault(_SAME.get(unit, unit), set()).add(number)
    return {unit: frozenset(numbers) for unit, numbers in found.items()}


def shown(unit: str, numbers: frozenset[str]) -> str:
    """Amounts of one unit as they are shown, the smallest first."""
    return "、".join(f"{number} {unit}" for number in sorted(numbers, key=float))


def contrary(one: Mapping[str, Term], other: Mapping[str, Term]) -> Iterator[str]:
    """Names of the fields that both fill and fill differently."""
    for name, term in one.items():
        if name in other and other[name].text != term.text:
            yield name


def worse(nearer: Term, general: Term) -> Optional[bool]:
    """Whether the nearer rule asks more money, days or trips; None if units differ."""
    if nearer.number is None or general.number is None or nearer.unit != general.unit:
        return None
    return nearer.number > general.number


def _term(number: Optional[float], unit: str) -> Optional[Term]:
    return None if number is None else Term(f"{number:g} {unit}", float(number), unit)


def _sentences(entry: Entry) -> Iterator[str]:
    """What amounts are looked for in; an item's structured fields are compared as such."""
    apart = {"time_limit", "fee"} if isinstance(entry, ServiceItem) else set()
    return (text for path, text in citizen_texts(entry) if path[0] not in apart)
