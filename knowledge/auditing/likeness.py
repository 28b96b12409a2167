"""Finds texts that are nearly the same among many, without comparing each with each.

Two texts are as alike as their sets of character pairs overlap (Dice: twice the common
pairs by the sum of both). Texts that overlap by 0.9 must share one of their few rarest
pairs (prefix filtering: Bayardo, Ma, Srikant, "Scaling up all pairs similarity search",
WWW 2007), so only those that do are compared. Nothing above the threshold is missed, save
where a rare pair of one text is shared by more than ``BUSIEST`` others.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from knowledge.search.text import pairs

#: Overlap from which two names count as nearly the same.
NEARLY = 0.9
#: A pair that stands first in more texts than this isn't rare; the newest ones are compared.
BUSIEST = 2000

Ids = tuple[int, ...]


def near_pairs(
    texts: Sequence[str], least: float = NEARLY, busiest: int = BUSIEST
) -> Iterator[tuple[int, int]]:
    """Every two of ``texts`` that overlap by at least ``least``, as places (smaller first).

    Args:
        texts: in normal form, each of them once.
        least: overlap of character pairs, above 0 and up to 1.
        busiest: how many texts with the same rare pair are compared with a new one.
    """
    rows = _by_rarity(texts)
    index: dict[int, list[int]] = defaultdict(list)
    for place in sorted(range(len(rows)), key=lambda i: len(rows[i])):
        row = rows[place]
        shortest = _at_least(len(row) * least / (2 - least))
        seen: set[int] = set()
        for pair in row[: len(row) - shortest + 1]:
            seen.update(other for other in index[pair][-busiest:] if len(rows[other]) >= shortest)
        mine = frozenset(row)
        for other in seen:
            if 2 * len(mine.intersection(rows[other])) >= least * (len(row) + len(rows[other])):
                yield min(place, other), max(place, other)
        for pair in row[: len(row) - _at_least(least * len(row)) + 1]:
            index[pair].append(place)


def _at_least(count: float) -> int:
    """The smallest whole number not below ``count``, forgiving what floats round off."""
    return math.ceil(count - 1e-9)


def _by_rarity(texts: Sequence[str]) -> list[Ids]:
    """The character pairs of each text as numbers, the rarest of all texts first."""
    split = [pairs(text) for text in texts]
    often = Counter(pair for row in split for pair in row)
    # Equally rare pairs in an order of their own, so that two runs agree.
    ranked = sorted(often, key=lambda pair: (often[pair], pair))
    number = {pair: rank for rank, pair in enumerate(ranked)}
    return [tuple(sorted(number[pair] for pair in row)) for row in split]
