"""What a search finds: candidates, hits, how sure we are, and what to do about it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Optional

from knowledge.library import Library, Variant
from knowledge.search.calibration import Lines, Standing
from knowledge.search.storage import Head

_ITEMS = frozenset({"item", "imported-item"})


class Verdict(str, Enum):
    """What to do with a result."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    DECLINE = "decline"


@dataclass(frozen=True)
class Hit:
    """One candidate.

    Attributes:
        variant: the entry as it holds in the citizen's region.
        score: log-odds that it is what was meant, on its own.
        foreign: it exists only in another region and doesn't hold here.
    """

    variant: Variant
    score: float
    foreign: bool = False

    @property
    def id(self) -> str:
        """Identifier of the entry."""
        return self.variant.entry.id


@dataclass(frozen=True)
class Result:
    """Candidates, best first, and how sure we are of the first."""

    hits: tuple[Hit, ...]
    probability: float
    verdict: Verdict

    @property
    def best(self) -> Optional[Hit]:
        """The first candidate, if there is one."""
        return self.hits[0] if self.hits else None


@dataclass(frozen=True)
class Candidate:
    """An entry with its signals, not yet ranked, and not yet read."""

    head: Head
    foreign: bool
    signals: tuple[float, ...]

    @property
    def id(self) -> str:
        """Identifier of the entry."""
        return self.head.id

    @property
    def kind(self) -> str:
        """``item`` or ``policy``."""
        return "item" if self.head.kind in _ITEMS else "policy"

    @property
    def imported(self) -> bool:
        """Whether an office handed it over; nobody has looked at what it is related to."""
        return self.head.kind not in ("item", "policy")

    @property
    def regime(self) -> str:
        """By which weights it is ranked: one of :data:`knowledge.search.calibration.REGIMES`."""
        if not self.head.asked:
            return "told"
        return "listed" if self.imported else "asked"


def related(library: Library, one: str, other: str) -> bool:
    """Whether two entries name each other, or one the other, as related."""
    return any(
        there in variant.entry.related
        for here, there in ((one, other), (other, one))
        for variant in library.variants[here].values()
    )


def standing(library: Library, ranked: Sequence[tuple[float, Candidate]]) -> Standing:
    """How the first of ``ranked`` (best first, not empty) stands among the others."""
    score, best = ranked[0]
    strangers = (
        other for other, candidate in ranked[1:] if not related(library, best.id, candidate.id)
    )
    rival = ranked[1][0] if len(ranked) > 1 else None
    return Standing(score, rival, next(strangers, None), best.signals)


def verdict_of(probability: float, lines: Lines) -> Verdict:
    """On which side of the two lines a probability lies."""
    if probability >= lines.answer:
        return Verdict.ANSWER
    return Verdict.DECLINE if probability < lines.decline else Verdict.CLARIFY


def likelier(standing: Standing, other: Optional[float]) -> float:
    """Probability of the first, given that it or the ``other`` is right.

    A catalogue has a dozen variants of one licence, all called alike, and 社保卡丢了 is
    said by whoever wants it stopped and by whoever wants a new one: however well the first
    fits, it can't be surer than it is likelier than the other.

    Args:
        standing: how the first stands.
        other: log-odds of the other; None if there is none.
    """
    if other is None:
        return 1.0
    return 1 / (1 + math.exp(-min(standing.score - other, 30.0)))


def scope_of(kinds: Collection[str], best: Candidate) -> str:
    """By which lines the best candidate is judged."""
    if best.regime != "asked":
        return best.regime
    return "item" if set(kinds) == {"item"} else "any"
