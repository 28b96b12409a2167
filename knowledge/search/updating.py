"""What of an earlier build can stay, and what has to be written anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from knowledge.search.index import Draft
from knowledge.search.storage import Channel, Head, Postings, Reader
from knowledge.search.text import neighbours

#: Share of entries beyond which everything is written anew: what is retired still lies in
#: the postings and costs time with every question.
_MOST_STALE = 0.25
#: Words by which a lexicon may differ before texts are all cut anew.
_MOST_WORDS = 200


@dataclass(frozen=True)
class Update:
    """How to come from an earlier build to a new one.

    Attributes:
        drafts: to be added.
        retired: keys to be taken out of use.
        first_key: of what is added.
    """

    drafts: list[Draft]
    retired: list[int]
    first_key: int


def update(drafts: Iterable[Draft], reader: Reader, words: Collection[str]) -> Update | None:
    """Compare what is wanted with what is there.

    Args:
        drafts: every variant of the new build.
        reader: of the earlier build.
        words: by which the two lexicons differ; texts that hold one are cut anew.

    Returns:
        What has to be done, or None if it is better to write everything anew.
    """
    if len(words) > _MOST_WORDS:
        return None
    heads = reader.heads()
    stays = _unchanged(drafts, heads, _holding(reader, words))
    new = [wanted for wanted, key in stays if key is None]
    kept = {key for _, key in stays if key is not None}
    retired = [head.key for head in heads if head.key not in kept]
    last = int(reader.meta().get("last-key", "0"))
    stale = last - len(kept)
    if stale + len(new) > _MOST_STALE * max(1, len(stays)):
        return None
    return Update(new, retired, last + 1)


def _unchanged(
    drafts: Iterable[Draft], heads: Iterable[Head], recut: Collection[int]
) -> list[tuple[Draft, int | None]]:
    """Each draft with the key under which the very same variant is there already."""
    known = {(h.id, h.region, h.digest): h.key for h in heads if h.key not in recut}
    return [(wanted, known.get((wanted.id, wanted.region, wanted.digest))) for wanted in drafts]


def _holding(reader: Reader, words: Collection[str]) -> set[int]:
    """Keys of the entries that may hold one of ``words``: all its pairs of characters."""
    found: set[int] = set()
    for word in words:
        pairs = list(dict.fromkeys(neighbours(word)))
        postings = reader.postings(Channel.PAIRS, pairs)
        if len(postings) == len(pairs):
            found.update(_common(postings.values()))
    return found


def _common(postings: Iterable[Postings]) -> list[int]:
    keys = (found.keys for found in postings)
    common: list[int] = reduce(np.intersect1d, keys).tolist()
    return common
