"""What is counted, each figure by its definition. All shares are between 0 and 1.

Nothing is averaged over nothing: an empty list raises :class:`NothingMeasured`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

#: Place of the first right document, from 1; None if it was not found.
Rank = Optional[int]

ANSWER, CLARIFY, DECLINE = "answer", "clarify", "decline"


class NothingMeasured(ValueError):
    """A figure over no questions at all."""


@dataclass(frozen=True)
class Judged:
    """One question as an engine judged it.

    Attributes:
        probability: how sure it was that its first document is right.
        right: whether it was.
        verdict: ``answer``, ``clarify`` or ``decline``.
    """

    probability: float
    right: bool
    verdict: str


@dataclass(frozen=True)
class Bin:
    """Questions of like probability.

    Attributes:
        said: mean probability.
        was: share that were right.
        count: how many there are.
    """

    said: float
    was: float
    count: int


@dataclass(frozen=True)
class Line:
    """What is answered outright.

    Attributes:
        precision: share of what is answered that is right; None if nothing is answered.
        coverage: share of all questions that is answered.
    """

    precision: Optional[float]
    coverage: float


def first_rank(ranked: Sequence[str], relevant: Collection[str]) -> Rank:
    """Place of the first relevant id."""
    return next((place for place, id_ in enumerate(ranked, 1) if id_ in relevant), None)


def recall_at(ranks: Sequence[Rank], depth: int) -> float:
    """Share of questions with a right document among the first ``depth`` (success@k)."""
    return _mean([rank is not None and rank <= depth for rank in ranks])


def mrr(ranks: Sequence[Rank], depth: int = 10) -> float:
    """Mean reciprocal rank; what lies beyond ``depth`` counts nothing."""
    return _mean([1 / rank if rank is not None and rank <= depth else 0.0 for rank in ranks])


def interval(
    values: Sequence[float], share: float = 0.95, resamples: int = 10_000, seed: int = 20240601
) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean.

    Args:
        values: one a question, e.g. 1 where the first was right, else 0.
        share: how much of the resampled means lies inside.
        resamples: how many there are.
        seed: the same one gives the same interval.

    Raises:
        NothingMeasured: there are no values.
    """
    if not len(values):
        raise NothingMeasured
    sample, random = np.asarray(values, dtype=np.float64), np.random.default_rng(seed)
    means = [
        sample[random.integers(len(sample), size=len(sample))].mean() for _ in range(resamples)
    ]
    low, high = np.quantile(means, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


def rouge_l(candidate: str, gold: str, beta: float = 1.0) -> float:
    """ROUGE-L over characters: F-measure of the longest common subsequence.

    F = (1 + beta²) P R / (R + beta² P), P and R being its length over that of candidate
    and gold. Blanks don't count. ``beta`` 1 is plain F1; 1.2, which weighs recall more,
    is what published readers of the policy questions report.
    """
    left, right = _unspaced(candidate), _unspaced(gold)
    common = longest_common(left, right)
    if not common:
        return 0.0
    precision, recall = common / len(left), common / len(right)
    return (1 + beta**2) * precision * recall / (recall + beta**2 * precision)


def longest_common(one: str, other: str) -> int:
    """Length of the longest common subsequence (Hyyrö 2004: one column a machine word)."""
    places: dict[str, int] = {}
    for number, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << number
    full = (1 << len(one)) - 1
    column = full
    for character in other:
        matched = column & places.get(character, 0)
        column = (column + matched | column - matched) & full
    return len(one) - column.bit_count()


def gold_within(extracted: str, gold: str) -> bool:
    """Exact-span recall: the whole gold answer stands in what was extracted. Blanks don't count."""
    return bool(_unspaced(gold)) and _unspaced(gold) in _unspaced(extracted)


def within_gold(extracted: str, gold: str) -> bool:
    """The converse: what was extracted, if anything, is a piece of the gold answer."""
    return bool(_unspaced(extracted)) and _unspaced(extracted) in _unspaced(gold)


def reliability(judged: Sequence[Judged], bins: int = 15) -> list[Bin]:
    """Questions in order of probability, cut into parts of equal number (± 1).

    Raises:
        NothingMeasured: there are none.
    """
    if not judged:
        raise NothingMeasured
    # Of equal probability the wrong ones first: where the cut falls must not depend on order.
    ordered = sorted((one.probability, one.right) for one in judged)
    parts = np.array_split(np.array(ordered, dtype=np.float64), min(bins, len(ordered)))
    return [Bin(float(part[:, 0].mean()), float(part[:, 1].mean()), len(part)) for part in parts]


def ece(judged: Sequence[Judged], bins: int = 15) -> float:
    """Expected calibration error: mean distance of said and was over bins of equal mass."""
    return sum(one.count * abs(one.said - one.was) for one in reliability(judged, bins)) / len(
        judged
    )


def brier(judged: Sequence[Judged]) -> float:
    """Mean squared distance between the probability and what came true."""
    return _mean([(one.probability - one.right) ** 2 for one in judged])


def coverage_at(judged: Sequence[Judged], precision: float = 0.95) -> float:
    """Largest share that could be answered at this precision, by a line on the probability.

    The line is chosen with the outcomes known: it says what the probability is good for,
    not what the product does (that is :func:`answer_line`).
    """
    if not judged:
        raise NothingMeasured
    ordered = sorted(judged, key=lambda one: -one.probability)
    right, best = 0, 0
    for number, one in enumerate(ordered, 1):
        right += one.right
        # A line runs between probabilities, not between questions of the same one.
        last = number == len(ordered) or ordered[number].probability < one.probability
        if last and right / number >= precision:
            best = number
    return best / len(ordered)


def answer_line(judged: Sequence[Judged]) -> Line:
    """Precision and coverage where the product itself says ``answer``."""
    answered = [one.right for one in judged if one.verdict == ANSWER]
    precision = _mean(answered) if answered else None
    return Line(precision, _mean([one.verdict == ANSWER for one in judged]))


def decline_rate(judged: Sequence[Judged]) -> float:
    """Share that the product declined."""
    return _mean([one.verdict == DECLINE for one in judged])


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _mean(values: Sequence[float]) -> float:
    if not values:
        raise NothingMeasured
    return sum(values) / len(values)
