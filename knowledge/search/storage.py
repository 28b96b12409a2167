"""What search needs of a store, whichever database it is: entries, passages, postings.

Two stores keep to these protocols: one read-only SQLite file (the default), and a schema
of a PostgreSQL server. Ranking happens above them, so both give the same results.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Optional, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.search.encoder import Vectors


class StoreUnavailable(Exception):
    """The store can't be reached or used; the text says why and what to do, in Chinese."""


class Channel(IntEnum):
    """A way of cutting text into terms, each with postings of its own."""

    #: jieba words of everything, names counting more than bodies.
    WORDS = 0
    #: pairs of characters of everything: no dictionary, so no word is cut wrongly.
    PAIRS = 1
    #: pairs of folded syllables of everything: what sounds alike is alike.
    SOUNDS = 2
    #: pairs of characters of names and questions only.
    TITLE = 3


@dataclass(frozen=True)
class Head:
    """What is kept in memory of every entry.

    Attributes:
        key: in this store.
        id: of the entry.
        region: code of the region this variant holds in.
        kind: name of its model (:data:`knowledge.search.index.KINDS`).
        digest: changes when the variant does.
        asked: people's own words for it are known (names, aliases, questions); otherwise
            only the text itself can be matched.
        bodies: how many passages its body has.
    """

    key: int
    id: str
    region: str
    kind: str
    digest: str
    asked: bool
    bodies: int


@dataclass(frozen=True)
class StoredPassage:
    """A passage as it is kept; ``sounds`` are its folded syllables, names only."""

    entry: int
    field: int
    text: str
    sounds: str = ""
    heading: Optional[str] = None
    article: Optional[int] = None


@dataclass(frozen=True)
class Postings:
    """Entries in which a term occurs, and how much it counts in each."""

    keys: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.float16]


@dataclass(frozen=True)
class Matrix:
    """All passages' vectors: owner entry, field, one row each (None without an encoder)."""

    owner: npt.NDArray[np.int32]
    field: npt.NDArray[np.int8]
    rows: Optional[Vectors]


class Reader(Protocol):
    """Reads one build. Safe to share between threads."""

    def meta(self) -> dict[str, str]:
        """Names and values of the build."""

    def heads(self) -> list[Head]:
        """All entries that are in use, by key."""

    def entry(self, key: int) -> tuple[str, str]:
        """JSON of an entry and of its provenance."""

    def names(self, keys: Sequence[int]) -> list[StoredPassage]:
        """Names and questions of these entries, in the order they were added."""

    def bodies(self, key: int) -> tuple[list[StoredPassage], Optional[Vectors]]:
        """The body of one entry, passage by passage, with its vectors if there are any."""

    def postings(self, channel: Channel, terms: Sequence[str]) -> dict[str, Postings]:
        """Postings of those terms that occur at all."""

    def matrix(self) -> Matrix:
        """Vectors of all passages in use."""

    def registry(self, name: str) -> str:
        """JSON of a registry."""

    def close(self) -> None:
        """Release the store."""


class Writer(Protocol):
    """Writes one build; nothing counts before :meth:`commit`."""

    def put_entry(self, head: Head, data: str, provenance: str) -> None:
        """Add an entry under a new key."""

    def put_passages(self, rows: Sequence[StoredPassage], vectors: Optional[Vectors]) -> None:
        """Add passages, each with its vector."""

    def put_postings(self, channel: Channel, rows: Iterable[tuple[str, Postings]]) -> None:
        """Add postings; those of a term already there are appended to it."""

    def retire(self, keys: Sequence[int]) -> None:
        """Take entries out of use; their postings stay until the next full build."""

    def put_registry(self, name: str, data: str) -> None:
        """Set a registry."""

    def put_meta(self, values: dict[str, str]) -> None:
        """Set names and values of the build."""

    def commit(self) -> None:
        """Make all that was put durable, and close."""

    def close(self) -> None:
        """Give up what was not committed; nothing happens after :meth:`commit`."""
