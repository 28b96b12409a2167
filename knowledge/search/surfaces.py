"""How alike a question and the names of an entry look and sound, as wholes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.search.storage import Reader, StoredPassage
from knowledge.search.text import clean_query, dice, pairs, sounds

#: Entries whose shapes are kept in memory.
_REMEMBERED = 8192


@dataclass(frozen=True)
class Shape:
    """The written and spoken shape of a question or a name."""

    normal: str
    characters: frozenset[tuple[str, str]]
    sounds: frozenset[tuple[str, str]]

    @staticmethod
    def of(cleaned: str) -> Shape:
        """The shape of a cleaned question."""
        return Shape(cleaned, pairs(cleaned), pairs(sounds(cleaned)))


class Surfaces:
    """Shapes of names and questions, read when first compared."""

    def __init__(self, reader: Reader) -> None:
        """Read from ``reader``."""
        self._reader = reader
        self._shapes: dict[int, list[Shape]] = {}

    def match(self, keys: Sequence[int], query: Shape) -> dict[int, tuple[float, float, float]]:
        """Best overlap in characters, in sounds, and whether a name is hit exactly, by key."""
        known = self._shapes
        unknown = [key for key in keys if key not in known]
        fresh = self._read(unknown) if unknown else {}
        return {key: _match(fresh[key] if key in fresh else known[key], query) for key in keys}

    def _read(self, keys: Sequence[int]) -> dict[int, list[Shape]]:
        shapes: dict[int, list[Shape]] = {key: [] for key in keys}
        for row in self._reader.names(keys):
            shapes[row.entry].append(_shape(row))
        if len(self._shapes) > _REMEMBERED:
            # Begun anew rather than aged one by one; other threads keep the old mapping.
            self._shapes = {}
        self._shapes.update(shapes)
        return shapes


def _shape(row: StoredPassage) -> Shape:
    cleaned = _cleaned(row.text)
    return Shape(cleaned, pairs(cleaned), pairs(row.sounds.split()))


@lru_cache(maxsize=_REMEMBERED)
def _cleaned(text: str) -> str:
    return clean_query(text)


def _match(shapes: Sequence[Shape], query: Shape) -> tuple[float, float, float]:
    characters = max((dice(query.characters, s.characters) for s in shapes), default=0.0)
    spoken = max((dice(query.sounds, s.sounds) for s in shapes), default=0.0)
    exact = float(any(query.normal == s.normal for s in shapes))
    return characters, spoken, exact
