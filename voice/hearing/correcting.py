"""Puts words of the knowledge base right that the recogniser wrote by their sound: 设保卡.

A noisy channel: of all the ways to read what was heard, each stretch either as it stands
(jieba's word frequencies) or as a word of the lexicon that sounds like it, the likeliest
is taken. What each misheard character costs was measured (:class:`Costs`), not chosen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Optional

import jieba

from voice.hearing.recogniser import Heard
from voice.hearing.sounding import Likeness, SoundIndex, Sounding

#: Nobody wants another number than was heard.
_DIGITS = frozenset("0123456789零〇一二三四五六七八九十百千万亿两幺")


@dataclass(frozen=True)
class Change:
    """One word put right.

    Attributes:
        was: as it was heard.
        now: as it is in the lexicon; as long as what was heard.
        at: first character of it, in the text that was heard.
    """

    was: str
    now: str
    at: int


@dataclass(frozen=True)
class Corrected:
    """What was said as far as can be told, and what was changed for it, in order."""

    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Costs:
    """What it costs to believe a word rather than one's ears, in nats.

    The defaults are those that put most right of the questions and aliases of one half of
    the knowledge base, one character in eight replaced by one that sounds alike, with less
    than one clean question in two hundred changed; ``near`` and ``doubt`` by what vosk heard
    of 40 of them, spoken by the Kokoro voices, clean and at 10 dB. The lexicon had the names,
    20 each, and the words of the other half's questions, as often as they occur.

    Attributes:
        share: of all that is said, what the lexicon makes up, 0 to 1.
        same: a character that sounds the same was misheard, with full confidence. That an
            accent was in it costs nothing more.
        near: added if it only sounds near.
        doubt: by how much the costs shrink where the recogniser was not sure at all, 0 to 1.
        word: added for each word put right.
    """

    share: float = 0.3
    same: float = 4.0
    near: float = 10.0
    doubt: float = 0.8
    word: float = 5.0


class _Edge(NamedTuple):
    """A word the text may have at a place, and how unlikely that is."""

    end: int
    cost: float
    instead: str


class Corrector:
    """Knows a lexicon and corrects towards it. Any thread may use it."""

    def __init__(self, words: Iterable[tuple[str, float]], costs: Costs = Costs()) -> None:
        """Take the words people may say here.

        Args:
            words: each with how often it is said, in any unit, above 0. Of a word that
                comes twice the higher weight holds.
            costs: as measured, unless something else is to be measured.
        """
        weights: dict[str, float] = {}
        for word, weight in words:
            if len(word) > 1 and weight > 0:
                weights[word] = max(weight, weights.get(word, 0.0))
        self._costs = costs
        self._index = SoundIndex(weights)
        total = sum(weights.values())
        self._unlikely = [-math.log(costs.share * weight / total) for weight in weights.values()]
        self._common = _Common(1 - costs.share)

    def correct(self, heard: Heard) -> Corrected:
        """What was said, with words of the lexicon in place of what only sounds like them.

        Digits are never touched. Text as it was heard comes back if nothing is likelier.
        """
        text = heard.text
        edges: list[list[_Edge]] = [list(self._common.at(text, at)) for at in range(len(text))]
        sure = _confidence(heard)
        for sounding in self._index.find(text):
            edge = self._edge(text, sure, sounding)
            if edge:
                edges[sounding.start].append(edge)
        changes = tuple(_likeliest(text, edges))
        return Corrected(_changed(text, changes), changes)

    def _edge(self, text: str, sure: Sequence[float], found: Sounding) -> Optional[_Edge]:
        """The word as a way to read the text, unless it would change a digit."""
        word, start = self._index.words[found.word], found.start
        unlikely, end = self._unlikely[found.word], found.start + len(word)
        changed = [at for at, how in enumerate(found.likeness) if how is not Likeness.EQUAL]
        if not changed:
            return _Edge(end, unlikely, "")
        if any(text[start + at] in _DIGITS or word[at] in _DIGITS for at in changed):
            return None
        costs = self._costs
        misheard = costs.word + costs.same * len(changed)
        misheard += costs.near * found.likeness.count(Likeness.NEAR)
        confidence = sum(sure[start + at] for at in changed) / len(changed)
        return _Edge(end, unlikely + misheard * (1 - costs.doubt * (1 - confidence)), word)


class _Common:
    """The words of everyday Chinese, by the frequencies of jieba's dictionary."""

    def __init__(self, share: float) -> None:
        jieba.dt.check_initialized()
        self._counts: Mapping[str, int] = jieba.dt.FREQ
        self._total = math.log(jieba.dt.total / share)

    def at(self, text: str, start: int) -> Iterator[_Edge]:
        """Every word at a place of ``text``; at least the character itself."""
        yield _Edge(start + 1, self._cost(self._counts.get(text[start], 0)), "")
        for end in range(start + 2, len(text) + 1):
            # The dictionary holds every beginning of a word, with 0 if it is none itself.
            count = self._counts.get(text[start:end])
            if count is None:
                return
            if count:
                yield _Edge(end, self._cost(count), "")

    def _cost(self, count: int) -> float:
        return self._total - math.log(count or 1)


def _confidence(heard: Heard) -> list[float]:
    """Of each character, 0 to 1."""
    by_word = [word.confidence for word in heard.words for _ in re.sub(r"\s", "", word.text)]
    if len(by_word) == len(heard.text):
        return by_word
    return [heard.confidence if heard.words else 1.0] * len(heard.text)


def _likeliest(text: str, edges: Sequence[Sequence[_Edge]]) -> Iterator[Change]:
    """The changes on the cheapest way through the text."""
    best: list[tuple[float, _Edge]] = [(0.0, _Edge(len(text), 0.0, ""))] * (len(text) + 1)
    for at in range(len(text) - 1, -1, -1):
        best[at] = min(
            ((edge.cost + best[edge.end][0], edge) for edge in edges[at]),
            key=lambda way: way[0],
        )
    at = 0
    while at < len(text):
        edge = best[at][1]
        if edge.instead:
            yield Change(text[at : edge.end], edge.instead, at)
        at = edge.end


def _changed(text: str, changes: Iterable[Change]) -> str:
    for change in changes:
        text = text[: change.at] + change.now + text[change.at + len(change.now) :]
    return text
