"""Puts questions that ask the same into one cluster, named by the most central of them.

Vectors are TF-IDF weights of character pairs of the question without fillers and in
Mandarin, as search sees it. The question with the most support around it leads; all that
are near enough to it follow; then the next. That is greedy leader clustering: it needs no
number of clusters, and a cluster never chains from one matter to another, because all
members are near the leader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.search.text import clean_query

#: Cosine from which two questions count as asking the same. At 0.3 the ways of asking for one
#: matter (老年大学怎么报名, 在哪报老年大学) stay together, from 0.4 on they fall apart. Among few
#: questions, those of one form about two matters (… 一个月多少钱) may still be joined: what a
#: form weighs is only known from many.
NEAR = 0.3
#: Distinct questions that are clustered, the most asked first; the rest is left out.
MOST = 20_000
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Cluster:
    """Questions that ask the same.

    Attributes:
        label: the most central question, as it was asked.
        asked: how often any of them was asked.
        examples: further questions of it, the most asked first, at most three.
        variants: how many different questions it holds.
    """

    label: str
    asked: int
    examples: tuple[str, ...]
    variants: int


def cluster(questions: Iterable[str], near: float = NEAR) -> list[Cluster]:
    """Clusters of ``questions``, the most asked first.

    Args:
        questions: as asked, once for each time; what is empty without fillers is left out.
        near: cosine from which two ask the same.
    """
    worded: dict[str, Counter[str]] = {}
    for question in questions:
        plain = clean_query(question)
        if len(plain) > 1:
            worded.setdefault(plain, Counter())[question] += 1
    if not worded:
        return []
    often = sorted(worded, key=lambda plain: (-worded[plain].total(), plain))[:MOST]
    weights = np.array([worded[plain].total() for plain in often], dtype=np.float64)
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 2)).fit_transform(often)
    # What was asked itself, in the words used most.
    asked = [max(worded[plain].items(), key=lambda row: (row[1], row[0]))[0] for plain in often]
    found = [_named(members, vectors, weights, asked) for members in _led(vectors, weights, near)]
    return sorted(found, key=lambda one: (-one.asked, one.label))


def _led(vectors: csr_matrix, weights: npt.NDArray[np.float64], near: float) -> Iterator[list[int]]:
    """Members of each cluster, its leader first."""
    neighbours = list(_neighbours(vectors, near))
    support = np.array([weights[others].sum() for others in neighbours])
    free = np.ones(len(weights), dtype=bool)
    for leader in np.lexsort((np.arange(len(weights)), -support)):
        if free[leader]:
            members = [leader, *(o for o in neighbours[leader] if free[o] and o != leader)]
            free[members] = False
            yield [int(member) for member in members]


def _neighbours(vectors: csr_matrix, near: float) -> Iterator[npt.NDArray[np.intp]]:
    """For each question, those that are near it, itself among them."""
    for start in range(0, vectors.shape[0], _ROWS_AT_ONCE):
        alike = (vectors[start : start + _ROWS_AT_ONCE] @ vectors.T).tocsr()
        for row in range(alike.shape[0]):
            ends = slice(alike.indptr[row], alike.indptr[row + 1])
            # A question is its own neighbour, whatever rounding makes of its cosine.
            close = alike.indices[ends][alike.data[ends] >= near]
            yield np.union1d(close, [start + row])


def _named(
    members: Sequence[int],
    vectors: csr_matrix,
    weights: npt.NDArray[np.float64],
    asked: Sequence[str],
) -> Cluster:
    """The cluster of ``members``, named by the one nearest to all others as often as asked."""
    inside = vectors[members]
    middle = inside.T @ weights[members]
    central = members[int(np.argmax(inside @ middle))]
    others = sorted((m for m in members if m != central), key=lambda m: -weights[m])
    return Cluster(
        label=asked[central],
        asked=int(weights[members].sum()),
        examples=tuple(asked[m] for m in others[:3]),
        variants=len(members),
    )
