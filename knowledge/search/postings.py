"""BM25: what a term counts in an entry, written at build time, summed up at query time.

The share of a term that depends on the entry alone is stored; its rarity is reckoned from
the length of its postings when a question is asked, so that entries can be added without
touching those already there.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.search.storage import Channel, Postings, Reader

#: Robertson's usual constants, also those of the baseline we are measured against.
K1 = 1.2
B = 0.75

Scores = npt.NDArray[np.float32]


class Accumulator:
    """Gathers the postings of one channel while entries are read."""

    def __init__(self, average_length: float | None = None) -> None:
        """Start empty.

        Args:
            average_length: terms of an average entry; None to reckon it from what is added.
        """
        self._average = average_length
        self._keys: dict[str, array[int]] = {}
        self._counts: dict[str, array[float]] = {}
        self._lengths: dict[int, float] = {}

    def add(self, key: int, counted: Mapping[str, float]) -> None:
        """Add one entry's terms with how often each occurs, fields weighed in."""
        self._lengths[key] = sum(counted.values())
        for term, count in counted.items():
            if term not in self._keys:
                self._keys[term], self._counts[term] = array("I"), array("f")
            self._keys[term].append(key)
            self._counts[term].append(count)

    @property
    def average(self) -> float:
        """Terms of an average entry."""
        if self._average is not None:
            return self._average
        return sum(self._lengths.values()) / len(self._lengths) if self._lengths else 1.0

    def rows(self) -> Iterator[tuple[str, Postings]]:
        """Every term with its postings."""
        average = self.average or 1.0
        lengths = np.zeros(max(self._lengths, default=0) + 1, dtype=np.float32)
        lengths[list(self._lengths)] = list(self._lengths.values())
        for term, keys in self._keys.items():
            at = np.frombuffer(keys, dtype=np.uint32)
            count = np.frombuffer(self._counts[term], dtype=np.float32)
            norm = K1 * (1 - B + B * lengths[at] / average)
            yield term, Postings(at, (count * (K1 + 1) / (count + norm)).astype(np.float16))


def weighed(fields: Sequence[tuple[float, Sequence[str]]]) -> dict[str, float]:
    """Terms of several fields as one: each occurrence counts as its field does."""
    total: Counter[str] = Counter()
    for weight, terms in fields:
        for term in terms:
            total[term] += weight  # type: ignore[assignment]  # a Counter of floats
    return dict(total)


class Scorer:
    """BM25 of one channel over all entries of a build."""

    def __init__(self, reader: Reader, channel: Channel, in_use: npt.NDArray[np.bool_]) -> None:
        """Score by ``channel``.

        Args:
            reader: the build.
            channel: how text was cut.
            in_use: for every key ever given, whether its entry is in use; others score 0.
        """
        self._reader = reader
        self._channel = channel
        self._in_use = in_use
        self._entries = int(in_use.sum())

    def shares(self, terms: Sequence[str]) -> Scores:
        """Score of every key, as a share of the highest these terms could reach.

        A query full of words we have never seen scores low even at rank one.
        """
        scores = np.zeros(len(self._in_use), dtype=np.float32)
        wanted = list(dict.fromkeys(terms))
        found = self._reader.postings(self._channel, wanted) if wanted else {}
        ceiling = 0.0
        for term in wanted:
            at = found.get(term)
            # What is retired makes no term commoner: the same score as in a build anew.
            weight = rarity(self._entries, int(self._in_use[at.keys].sum()) if at else 0)
            ceiling += weight * (K1 + 1)
            if at is not None:
                scores[at.keys] += np.float32(weight) * at.weights.astype(np.float32)
        return scores * self._in_use / np.float32(ceiling) if ceiling > 0 else scores


def rarity(entries: int, seen: int) -> float:
    """How much a term tells that occurs in ``seen`` of ``entries`` entries."""
    return math.log(1 + (max(entries, seen) - seen + 0.5) / (seen + 0.5))
