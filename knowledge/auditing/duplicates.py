"""Chapter 4, first half: entries of one region with the same or nearly the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.auditing.figures import Figure
from knowledge.auditing.holdings import Held, Kind
from knowledge.auditing.ledger import Counts, Ledger, Rule, Severity, Subject
from knowledge.auditing.likeness import near_pairs
from knowledge.library import Entry
from knowledge.normal import normal_form
from knowledge.schema import PolicyEntry, ServiceItem

DUPLICATE = Rule(
    "duplicate",
    "可能重复",
    Severity.ORDINARY,
    "群众问起来，不知道该给哪一条，两条还可能说得不一样。",
)

FIGURES = (
    Figure(
        "duplicate",
        "和同地区另一条重名或几乎同名的",
        "duplicate",
        "entries",
        lead=True,
        drawn="可能重复",
    ),
)

#: 第一社区 and 第二社区, 一级 and 二级 differ by one character and are two things.
_NUMBERS = re.compile("[0-9零一二两三四五六七八九十百千]+")

#: Where names may be the same: a region, what the entry is, and the numbers in the name.
_Block = tuple[str, Kind, tuple[str, ...]]


@dataclass(frozen=True)
class _Named:
    """What is kept of an entry until all names are known."""

    subject: Subject
    counts: Counts
    related: frozenset[str]


class Duplicates:
    """Collects names; in the end finds those that are the same or nearly so.

    Attributes:
        same: entries with exactly the same name, known once all have passed.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._named: list[_Named] = []
        self._blocks: dict[_Block, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.same: list[tuple[Subject, ...]] = []

    def see(self, held: Held) -> None:
        """Note the names of one entry."""
        place = len(self._named)
        related = frozenset(str(other) for other in held.entry.related)
        self._named.append(_Named(held.subject, held.counts, related))
        for name in dict.fromkeys(normal_form(name) for name in names_of(held.entry)):
            if name:
                block = (held.subject.region, held.kind, tuple(_NUMBERS.findall(name)))
                self._blocks[block][name].append(place)

    def conclude(self) -> None:
        """Join what shares a name; one finding for each entry after the first of a group."""
        parents = list(range(len(self._named)))
        for block in self._blocks.values():
            self._same(block)
            for one, other in _alike(block):
                if not self._know_each_other(one, other):
                    parents[_root(parents, other)] = _root(parents, one)
        members: dict[int, list[int]] = defaultdict(list)
        for place in range(len(parents)):
            members[_root(parents, place)].append(place)
        for places in members.values():
            if len(places) > 1:
                self._group([self._named[place] for place in places])
        self._blocks.clear()

    def _same(self, block: Mapping[str, Sequence[int]]) -> None:
        for owners in block.values():
            if len(owners) > 1:
                self.same.append(tuple(self._named[place].subject for place in owners))

    def _know_each_other(self, one: int, other: int) -> bool:
        """The same entry, or two whose files say that they are two things."""
        first, second = self._named[one], self._named[other]
        known = second.subject.id in first.related or first.subject.id in second.related
        return known or first.subject.id == second.subject.id

    def _group(self, named: Sequence[_Named]) -> None:
        first = named[0].subject
        for one in named:
            one.counts["duplicate"] += 1
        for one in named[1:]:
            what = f"“{one.subject.name}”和“{first.name}”（{first.id}）同名或者几乎同名。"
            mend = "留下一条；真的是两件事，就把名称改得分得开。"
            self._ledger.find(DUPLICATE, one.subject, what, mend)


def names_of(entry: Entry) -> Iterator[str]:
    """What an entry is known by: an item's name, otherwise title and questions."""
    if isinstance(entry, ServiceItem):
        yield entry.name
    elif isinstance(entry, PolicyEntry):
        yield entry.title
        yield from entry.questions


def _alike(block: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Places of entries in one block that share a name, exactly or nearly."""
    for owners in block.values():
        yield from ((owners[0], other) for other in owners[1:])
    names = list(block)
    for one, other in near_pairs(names):
        # Whoever shares the very name has been joined with its first owner above.
        yield block[names[one]][0], block[names[other]][0]


def _root(parents: list[int], place: int) -> int:
    """The entry that stands for the group of ``place``."""
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place
