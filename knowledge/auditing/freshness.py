"""Chapter 2: how old the facts are, and whether what they rest on still holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.auditing.figures import Figure, Section
from knowledge.auditing.holdings import Held
from knowledge.auditing.ledger import Ledger, Rule, Severity
from knowledge.checking.facts import STALE_DAYS
from knowledge.library import Entry, Library
from knowledge.schema import Document, DocumentStatus

STALE = Rule("stale", "很久没核对", Severity.ORDINARY, "隔了这么久，钱数、电话、地点都可能变了。")
EXPIRED = Rule("expired", "过了有效期", Severity.URGENT, "群众照着做会白跑。")
REPEALED = Rule("repealed", "依据已废止", Severity.URGENT, "依据没了，照它说的话可能已经不对。")
AMENDED = Rule("amended", "依据已修订", Severity.ORDINARY, "条文改过，说的话要跟着核对。")
FUTURE = Rule("future", "核对日期在以后", Severity.ORDINARY, "还没到的日子不可能核对过。")

#: Upper bound of an age in days -> name of the count and Chinese name. The year is that of
#: ``STALE_DAYS``.
AGES: Sequence[tuple[float, str, str]] = (
    (-1, "age.future", "日期在以后"),
    (30, "age.month", "一个月以内"),
    (182, "age.half_year", "一到六个月"),
    (STALE_DAYS, "age.year", "半年到一年"),
    (2 * STALE_DAYS, "age.two_years", "一到两年"),
    (float("inf"), "age.older", "两年以上"),
)

SECTION = Section(
    "freshness",
    "新不新",
    f"离上次核对过了多久，有没有过期，依据还在不在。超过 {STALE_DAYS} 天没核对，算旧。",
    (
        Figure("stale", "一年以上没核对的", "stale", "entries", lead=True),
        Figure("expired", "过了有效期的", "expired", "entries"),
        Figure("repealed", "有依据已经废止的", "repealed", "entries"),
        Figure("amended", "有依据已经修订的", "amended", "entries"),
        *(
            Figure(name.replace(".", "_"), title, name, "entries", drawn=title)
            for _, name, title in AGES
        ),
    ),
)


class Freshness:
    """Counts entries by age, and those whose basis no longer holds."""

    section = SECTION

    def __init__(self, ledger: Ledger, library: Library, today: date) -> None:
        self._ledger = ledger
        self._documents = library.documents
        self._today = today

    def see(self, held: Held) -> None:
        """Count one entry."""
        age = (self._today - held.entry.as_of).days
        held.counts["entries"] += 1
        held.counts[next(name for most, name, _ in AGES if age <= most)] += 1
        held.counts["stale"] += age > STALE_DAYS
        if held.own("as_of"):
            self._age(held, age)
        self._valid(held)
        self._basis(held)

    def conclude(self) -> None:
        """Nothing is left to be done when all have passed."""

    def _age(self, held: Held, age: int) -> None:
        name = held.subject.name
        if age > STALE_DAYS:
            mend = "重新和依据核对一遍，改 as_of。"
            self._ledger.find(STALE, held.subject, f"“{name}”有 {age} 天没有核对了。", mend)
        elif age < 0:
            what = f"“{name}”的核对日期是 {held.entry.as_of}，还没到。"
            self._ledger.find(FUTURE, held.subject, what, "写实际核对的那一天。")

    def _valid(self, held: Held) -> None:
        if not expired(held.entry, self._today):
            return
        held.counts["expired"] += 1
        if held.own("valid_until"):
            what = f"“{held.subject.name}”到 {held.entry.valid_until} 就过期了。"
            self._ledger.find(EXPIRED, held.subject, what, "换成新的规定，或者把这一条撤下来。")

    def _basis(self, held: Held) -> None:
        cited = [self._documents.get(citation.document) for citation in held.entry.basis]
        for status, name, rule, mend in (
            (DocumentStatus.REPEALED, "repealed", REPEALED, "找到现行的文件，改依据和内容。"),
            (DocumentStatus.AMENDED, "amended", AMENDED, "照新的文本核对，再改 as_of。"),
        ):
            found = [document for document in cited if document and document.status is status]
            held.counts[name] += bool(found)
            if found and held.own("basis"):
                what = f"“{held.subject.name}”依据的{_titles(found)}{status.value}。"
                self._ledger.find(rule, held.subject, what, mend)


def expired(entry: Entry, today: date) -> bool:
    """Whether the last day on which the entry holds is over."""
    return entry.valid_until is not None and entry.valid_until < today


def _titles(documents: Sequence[Document]) -> str:
    return "".join(dict.fromkeys(f"《{document.short}》" for document in documents))
