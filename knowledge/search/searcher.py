"""Finds what a citizen means: hybrid search over the built index, with a probability."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import Optional

import jieba
import numpy as np

from knowledge.dialect import in_mandarin
from knowledge.library import Entry, Library
from knowledge.search.abroad import countries
from knowledge.search.calibration import Calibration
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.extraction import Extract, Extractor
from knowledge.search.nearest import Nearest
from knowledge.search.postings import Scorer, Scores
from knowledge.search.results import (
    Candidate,
    Hit,
    Result,
    Verdict,
    likelier,
    scope_of,
    standing,
    verdict_of,
)
from knowledge.search.storage import Channel, Reader
from knowledge.search.stored_library import StoredLibrary
from knowledge.search.surfaces import Shape, Surfaces
from knowledge.search.text import LONGEST_QUERY, clean_query, neighbours, sounds, tokenise

#: The bge family's prefix for queries.
QUERY_PREFIX = "为这个句子生成表示以用于检索相关文章："
#: Candidates taken from each channel before the signals are compared.
_POOL = 40
#: Newest queries whose candidates are kept.
_REMEMBERED = 256


class Searcher:
    """Search over one index. Safe to share between threads."""

    def __init__(
        self,
        reader: Reader,
        tokenizer: jieba.Tokenizer,
        calibrations: dict[str, Calibration],
        encoder: Optional[Encoder] = None,
    ) -> None:
        """Load what is kept in memory of the index.

        Args:
            reader: of a store written by :class:`knowledge.search.index.Indexer`.
            tokenizer: knows the lexicon of the same build.
            calibrations: by set-up name.
            encoder: for meaning vectors; without it search is lexical only.
        """
        self._reader = reader
        self._tokenizer = tokenizer
        self._library = StoredLibrary(reader)
        heads = self._library.stored.heads
        self._heads = {head.key: head for head in heads}
        # Not the highest key in use: postings still name entries that were retired.
        size = int(reader.meta().get("last-key", "0")) + 1
        self._in_use = np.zeros(size, dtype=bool)
        self._in_use[list(self._heads)] = True
        self._scorers = {c: Scorer(reader, c, self._in_use) for c in Channel}
        matrix = reader.matrix() if encoder is not None else None
        self._nearest = Nearest(matrix, size) if matrix and matrix.rows is not None else None
        self._encoder = encoder if self._nearest else None
        self._calibration = calibrations["hybrid" if self._encoder else "lexical"]
        self._surfaces = Surfaces(reader)
        self._extractor = Extractor(reader, len(heads), self._encoder)
        # Of many passages one is close by chance, and a long text tells by its words as a
        # whole: what either signal is worth depends on how long a text is.
        self._lengths = {head.key: math.log1p(head.bodies) for head in heads}
        self._nothing = np.zeros(size, dtype=np.float32)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._candidates)
        # Asked for again when the sentence that answers is looked for.
        self._meanings = lru_cache(maxsize=_REMEMBERED)(self._encoded)

    @property
    def library(self) -> Library:
        """The entries and registries of the index."""
        return self._library

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
                (self._calibration.score(c.signals, c.regime), c)
                for c in self.candidates(query, region=region)
                if c.kind in kinds and (among is None or c.id in among)
            ),
            key=lambda pair: (-pair[0], pair[1].id),
        )
        if not ranked:
            return Result((), 0.0, Verdict.DECLINE)
        best = ranked[0][1]
        scope = scope_of(kinds, best)
        lines, stands = self._calibration.lines[scope], standing(self.library, ranked)
        # Where only the very thing will do, one that fits nearly as well makes doubtful. To
        # a question the next best often answers too: that is in the lines already.
        between_items = {c.kind for _, c in ranked[:2]} == {"item"}
        exactly = scope == "item" or best.imported or between_items
        other = stands.rival if exactly else None
        probability = min(lines.probability(stands), likelier(stands, other))
        if self._is_abroad(query, best):
            probability = 0.0
        hits = tuple(
            Hit(self._library.stored.variant(c.head.key), score, c.foreign)
            for score, c in ranked[:limit]
        )
        return Result(hits, probability, verdict_of(probability, lines))

    def _is_abroad(self, query: str, best: Candidate) -> bool:
        """Whether another country is asked about of which the best candidate says nothing."""
        named = countries(query[:LONGEST_QUERY], self._tokenizer)
        return bool(named) and not any(
            name in self._reader.entry(best.head.key)[0] for name in named
        )

    def extract(self, query: str, entry: Entry) -> Optional[Extract]:
        """The sentences of an entry's text that answer ``query``; None if it has no text."""
        key = self._library.stored.keys_of(entry.id)[entry.region]
        meaning = self._meanings(query) if self._encoder else None
        return self._extractor.extract(key, query, meaning)

    def close(self) -> None:
        """Release the store."""
        self._reader.close()

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
        shares = self._shares(cleaned)
        asked, body = self._meaning(query)
        channels = (shares[Channel.WORDS], asked, body)
        others = (shares[Channel.PAIRS], shares[Channel.SOUNDS], shares[Channel.TITLE])
        keys = {key for scores in (*channels, *others) for key in self._best(scores)}
        holding = {key: at for key in keys if (at := self._foreign(key, region)) is not None}
        matches = self._surfaces.match(list(holding), Shape.of(cleaned))
        return tuple(
            Candidate(
                self._heads[key],
                foreign,
                (
                    *(float(scores[key]) for scores in channels),
                    *matches[key],
                    *(float(scores[key]) for scores in others),
                    *(float(s[key]) * self._lengths[key] for s in (shares[Channel.PAIRS], body)),
                ),
            )
            for key, foreign in holding.items()
        )

    def _shares(self, cleaned: str) -> dict[Channel, Scores]:
        pairs = neighbours(cleaned)
        terms = {
            Channel.WORDS: tokenise(self._tokenizer, cleaned),
            Channel.PAIRS: pairs,
            Channel.SOUNDS: neighbours(sounds(cleaned), "_"),
            Channel.TITLE: pairs,
        }
        return {channel: self._scorers[channel].shares(cut) for channel, cut in terms.items()}

    def _best(self, scores: Scores) -> list[int]:
        count = min(_POOL, len(scores))
        top = np.argpartition(scores, -count)[-count:]
        found: list[int] = top[(scores[top] > 0) & self._in_use[top]].tolist()
        return found

    def _foreign(self, key: int, region: str) -> Optional[bool]:
        """False: holds here. True: only elsewhere. None: another variant holds here."""
        holding = self._library.holding(self._heads[key].id, region)
        if holding == key:
            return False
        return True if holding is None else None

    def _encoded(self, query: str) -> Vectors:
        """The question's vector. There must be an encoder.

        The prefix of the model's family makes more of a few words (社保卡补办), and less
        of whole questions (0.718 against 0.697 and 0.631 against 0.641 recall at one on
        real ones of both kinds): the mean of both has the better of each.
        """
        assert self._encoder is not None
        said = in_mandarin(query[:LONGEST_QUERY])
        both = self._encoder.encode([QUERY_PREFIX + said, said]).sum(axis=0)
        unit: Vectors = both / np.linalg.norm(both)
        return unit

    def _meaning(self, query: str) -> tuple[Scores, Scores]:
        if self._encoder is None or self._nearest is None:
            return self._nothing, self._nothing
        return self._nearest.asked_and_body(self._meanings(query))
