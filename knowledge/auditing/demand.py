"""Chapter 7: what citizens asked, beside what there is to answer with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Optional

from knowledge.auditing.clusters import Cluster, cluster
from knowledge.auditing.figures import Figure, Section
from knowledge.auditing.holdings import Held
from knowledge.auditing.ledger import Ledger, Origin, Rule, Severity, Subject
from knowledge.schema import NATIONAL
from privacy import mask

UNANSWERED = Rule("unanswered", "问了没答上", Severity.ORDINARY, "问的人不止一个，知识库里没有。")

NO_ENTRY = "没有对应的条目"

#: Clusters and entries listed in the report; the counts cover all.
LISTED = 30
#: How often something must be asked in vain before it is a finding.
_OFTEN = 3


class Result(str, Enum):
    """How a question ended, in the words of the report."""

    ANSWERED = "答上了"
    CLARIFIED = "反问了"
    UNKNOWN = "没答上"
    HANDED_OVER = "转人工"


#: Outcome labels of the conversation (``Outcome.label``) -> how a question ended. Labels not
#: named here (下一步, 再说一遍, 谢谢 …) are no questions and are not counted.
RESULTS: Mapping[str, Result] = {
    "answered": Result.ANSWERED,
    "answered_element": Result.ANSWERED,
    "explained": Result.ANSWERED,
    "started": Result.ANSWERED,
    "clarified": Result.CLARIFIED,
    "which_item": Result.CLARIFIED,
    "unknown": Result.UNKNOWN,
    "foreign": Result.UNKNOWN,
    "term_unknown": Result.UNKNOWN,
    "progress_unknown": Result.UNKNOWN,
    "handed_over": Result.HANDED_OVER,
    "complained": Result.HANDED_OVER,
}

SECTION = Section(
    "demand",
    "群众问的和我们有的",
    "群众问了什么，答没答上，哪些条目天天有人问，哪些从来没人问。",
    (
        *(
            Figure(
                f"asked_{result.name.lower()}",
                f"{result.value}的问题",
                f"asked.{result.name.lower()}",
                "asked",
                lead=result is Result.ANSWERED,
            )
            for result in Result
        ),
        Figure("entries_asked", "自己写的里有人问过的", "offered.asked", "offered", lead=True),
    ),
)


@dataclass(frozen=True)
class Asked:
    """One question of a citizen.

    Attributes:
        text: as said, with personal numbers masked (they are masked once more here).
        label: the outcome's label, see :data:`RESULTS`.
        day: the day it was asked.
        entry_ids: the entries that were told or begun.
        region: code of the region the citizen is in, if known.
    """

    text: str
    label: str
    day: date
    entry_ids: Sequence[str] = ()
    region: Optional[str] = None


@dataclass(frozen=True)
class Week:
    """How the questions of one week ended; ``begins`` is its Monday."""

    begins: date
    results: Mapping[Result, int]

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return sum(self.results.values())

    def share(self, result: Result) -> float:
        """Share of the questions that ended so, 0 to 1; 0 in a week without questions."""
        return self.results.get(result, 0) / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class Demand:
    """Supply against demand.

    Attributes:
        asked: number of questions.
        weeks: in order of time; weeks in which nothing was asked are left out.
        unanswered: what was asked in vain, clustered, the most asked first.
        most_asked: entries with how often they were told or begun, the most asked first.
        never_asked: hand-written entries that were never told or begun.
    """

    asked: int
    weeks: Sequence[Week]
    unanswered: Sequence[Cluster]
    most_asked: Sequence[tuple[Subject, int]]
    never_asked: Sequence[Subject]


class Supply:
    """Notes all entries, then lays the questions beside them."""

    section = SECTION

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._entries: dict[str, tuple[Subject, str]] = {}

    def see(self, held: Held) -> None:
        """Note one entry; of variants the first, which is the nation's."""
        self._entries.setdefault(held.subject.id, (held.subject, held.department))

    def conclude(self) -> None:
        """Nothing is left to be done when all have passed."""

    def against(self, asked: Iterable[Asked]) -> Demand:
        """What was asked beside what there is."""
        weeks: dict[date, Counter[Result]] = defaultdict(Counter)
        often: Counter[str] = Counter()
        in_vain: list[str] = []
        for question in asked:
            result = RESULTS.get(question.label)
            if result is None:
                continue
            weeks[question.day - timedelta(days=question.day.weekday())][result] += 1
            often.update(entry for entry in question.entry_ids if entry in self._entries)
            self._count(question, result)
            if result is Result.UNKNOWN:
                in_vain.append(mask(question.text).text)
        clusters = cluster(in_vain)
        self._report(clusters)
        if weeks:
            self._offered(often)
        return self._demand(weeks, clusters, often)

    def _count(self, question: Asked, result: Result) -> None:
        known = (self._entries[e][1] for e in question.entry_ids if e in self._entries)
        counts = self._ledger.cell(next(known, NO_ENTRY), question.region or NATIONAL)
        counts["asked"] += 1
        counts[f"asked.{result.name.lower()}"] += 1

    def _offered(self, often: Counter[str]) -> None:
        """Count the hand-written entries somebody asked for, where each of them is at home.

        Of imported ones it can't be told: what is read from them is not their own words.
        """
        for subject in self._ours():
            department = self._entries[subject.id][1]
            counts = self._ledger.cell(department, subject.region, Origin.OWN)
            counts["offered"] += 1
            counts["offered.asked"] += subject.id in often

    def _ours(self) -> list[Subject]:
        return [subject for subject, _ in self._entries.values() if not subject.imported]

    def _report(self, clusters: Sequence[Cluster]) -> None:
        for one in clusters[:LISTED]:
            if one.asked >= _OFTEN:
                subject = Subject("", one.label, NATIONAL)
                what = f"“{one.label}”这一类问了 {one.asked} 次，都没答上。"
                self._ledger.find(UNANSWERED, subject, what, "写一条；已经有的，把这种说法加进去。")

    def _demand(
        self,
        weeks: Mapping[date, Counter[Result]],
        clusters: Sequence[Cluster],
        often: Counter[str],
    ) -> Demand:
        ranked = sorted(often.items(), key=lambda row: (-row[1], row[0]))
        return Demand(
            asked=sum(week.total() for week in weeks.values()),
            weeks=[Week(begins, weeks[begins]) for begins in sorted(weeks)],
            unanswered=clusters,
            most_asked=[(self._entries[id_][0], count) for id_, count in ranked],
            never_asked=[subject for subject in self._ours() if subject.id not in often],
        )
