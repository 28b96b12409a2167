"""Finds what a citizen means: hybrid search over the built index, with a probability."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Optional

import jieba
import numpy as np
import numpy.typing as npt

from knowledge.dialect import in_mandarin
from knowledge.library import Library, Variant
from knowledge.search.calibration import Calibration, Lines, Standing
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.index import Contents, kind_of, read
from knowledge.search.lexical import Lexical
from knowledge.search.passages import Field
from knowledge.search.text import clean_query, dice, pairs, sounds, tokenise

#: The bge family's prefix for queries.
QUERY_PREFIX = "为这个句子生成表示以用于检索相关文章："
#: Candidates taken from each channel before the signals are compared.
_POOL = 40
#: Newest queries whose candidates are kept.
_REMEMBERED = 256


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
    """An entry with its signals, not yet ranked."""

    variant: Variant
    foreign: bool
    signals: tuple[float, ...]


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
        other
        for other, candidate in ranked[1:]
        if not related(library, best.variant.entry.id, candidate.variant.entry.id)
    )
    rival = ranked[1][0] if len(ranked) > 1 else None
    return Standing(score, rival, next(strangers, None), best.signals)


def _verdict(probability: float, lines: Lines) -> Verdict:
    if probability >= lines.answer:
        return Verdict.ANSWER
    return Verdict.DECLINE if probability < lines.decline else Verdict.CLARIFY


class Searcher:
    """Search over one index. Safe to share between threads for reading."""

    def __init__(
        self,
        index: Path,
        tokenizer: jieba.Tokenizer,
        calibrations: dict[str, Calibration],
        encoder: Optional[Encoder] = None,
    ) -> None:
        """Load the index.

        Args:
            index: file written by :func:`knowledge.search.index.build`.
            tokenizer: knows the lexicon of the same build.
            calibrations: by set-up name.
            encoder: for meaning vectors; without it search is lexical only.
        """
        self._contents: Contents = read(index)
        self._lexical = Lexical(index)
        self._tokenizer = tokenizer
        self._encoder = encoder if self._contents.vectors is not None else None
        self._calibration = calibrations["hybrid" if self._encoder else "lexical"]
        self._surfaces = _Surfaces(self._contents)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._candidates)

    @property
    def library(self) -> Library:
        """The entries and registries of the index."""
        return self._contents.library

    def search(
        self,
        query: str,
        *,
        region: str,
        kinds: Collection[str] = ("item", "policy"),
        among: Optional[Collection[str]] = None,
        limit: int = 5,
    ) -> Result:
        """Candidates for ``query`` as it holds in ``region``.

        Args:
            query: what was said or typed.
            region: code of the citizen's region; entries of other regions are marked.
            kinds: ``item``, ``policy`` or both.
            among: only these entry ids.
            limit: how many candidates to return.
        """
        ranked = sorted(
            (
                (self._calibration.score(c.signals), c)
                for c in self.candidates(query, region=region)
                if kind_of(c.variant.entry) in kinds
                and (among is None or c.variant.entry.id in among)
            ),
            key=lambda pair: (-pair[0], pair[1].variant.entry.id),
        )
        if not ranked:
            return Result((), 0.0, Verdict.DECLINE)
        lines = self._calibration.lines["item" if set(kinds) == {"item"} else "any"]
        probability = lines.probability(standing(self.library, ranked))
        hits = tuple(Hit(c.variant, score, c.foreign) for score, c in ranked[:limit])
        return Result(hits, probability, _verdict(probability, lines))

    def close(self) -> None:
        """Release the index file."""
        self._lexical.close()

    def candidates(self, query: str, *, region: str) -> tuple[Candidate, ...]:
        """Every entry worth comparing, with its signals, in no order.

        Remembered for the newest queries: one turn asks for items and for everything
        with the same words.
        """
        return self._remembered(query, region)

    def _candidates(self, query: str, region: str) -> tuple[Candidate, ...]:
        cleaned = clean_query(query)
        if not cleaned:
            return ()
        lexical = self._lexical.scores(tokenise(self._tokenizer, cleaned), _POOL)
        asked, body = self._meaning(query)
        keys = set(lexical) | set(_best(asked)) | set(_best(body))
        shape = _Shape(cleaned)
        found = []
        for key in keys:
            variant = self._contents.variants[key]
            foreign = self._foreign(variant, region)
            if foreign is None:
                continue
            signals = (
                lexical.get(key, 0.0),
                asked.get(key, 0.0),
                body.get(key, 0.0),
                *self._surfaces.match(key, shape),
            )
            found.append(Candidate(variant, foreign, signals))
        return tuple(found)

    def _foreign(self, variant: Variant, region: str) -> Optional[bool]:
        """False: holds here. True: only elsewhere. None: another variant holds here."""
        holding = self.library.resolve(variant.entry.id, region)
        if holding is variant:
            return False
        return True if holding is None else None

    def _meaning(self, query: str) -> tuple[dict[int, float], dict[int, float]]:
        if self._encoder is None or self._contents.vectors is None:
            return {}, {}
        vector = self._encoder.encode([QUERY_PREFIX + in_mandarin(query)])[0]
        similarity = self._contents.vectors @ vector
        is_body = self._contents.field == Field.BODY
        return self._maxima(similarity, ~is_body), self._maxima(similarity, is_body)

    def _maxima(self, similarity: Vectors, mask: npt.NDArray[np.bool_]) -> dict[int, float]:
        highest = np.zeros(len(self._contents.variants) + 1, dtype=np.float32)
        np.maximum.at(highest, self._contents.owner[mask], similarity[mask])
        return dict(enumerate(highest.tolist()))


def _best(scores: dict[int, float]) -> list[int]:
    ranked = sorted((k for k in scores if k > 0), key=lambda k: -scores[k])
    return ranked[:_POOL]


class _Shape:
    """The query's written and spoken shape."""

    def __init__(self, cleaned: str) -> None:
        self.normal = cleaned
        self.characters = pairs(cleaned)
        self.sounds = pairs(sounds(cleaned))


class _Surfaces:
    """Written and spoken shapes of all names and questions, prepared once."""

    def __init__(self, contents: Contents) -> None:
        self._by_key: dict[int, list[_Shape]] = {}
        for i, text in enumerate(contents.texts):
            if contents.field[i] != Field.BODY:
                shapes = self._by_key.setdefault(int(contents.owner[i]), [])
                shapes.append(_Shape(clean_query(text)))

    def match(self, key: int, query: _Shape) -> tuple[float, float, float]:
        """Best overlap in characters, in sounds, and whether a name is hit exactly."""
        shapes = self._by_key.get(key, [])
        characters = max((dice(query.characters, s.characters) for s in shapes), default=0.0)
        spoken = max((dice(query.sounds, s.sounds) for s in shapes), default=0.0)
        exact = float(any(query.normal == s.normal for s in shapes))
        return characters, spoken, exact
