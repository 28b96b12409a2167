"""The sentences of a long text that answer a question, with article or heading.

Never a whole page: first what answers, then, if wanted, what follows it in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from knowledge.search import answer_types
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.passages import sentences
from knowledge.search.postings import rarity
from knowledge.search.storage import Channel, Reader, StoredPassage
from knowledge.search.text import clean_query, neighbours, plain

#: What is said at once; more is offered, not read out (issue 3).
SPOKEN_LENGTH = 80
#: Passages whose sentences are looked at one by one.
_PASSAGES = 3
#: Ends of a sentence that goes on: 具体如下： and the lines of a list but its last.
_GOES_ON = re.compile(r"[：:；;]\s*$")
#: Clauses of an over-long sentence; 、 joins what belongs together.
_CLAUSE_ENDS = re.compile(r"(?<=[，,：:；;])")


@dataclass(frozen=True)
class Extract:
    """An answer in the words of the text.

    Attributes:
        text: whole sentences, the answering one first; what is shown.
        rest: the sentences that follow it, each at most :data:`SPOKEN_LENGTH` long.
        heading: of the section, if it has one.
        article: 第N条, if the text has articles.
    """

    text: str
    rest: tuple[str, ...]
    heading: Optional[str] = None
    article: Optional[int] = None


class Extractor:
    """Finds answers in the bodies of one build."""

    def __init__(self, reader: Reader, entries: int, encoder: Optional[Encoder]) -> None:
        """Read from ``reader``.

        Args:
            reader: the build.
            entries: number of entries in use, for the rarity of terms.
            encoder: of the build's vectors; None goes by words alone.
        """
        self._reader = reader
        self._entries = entries
        self._encoder = encoder

    def extract(self, key: int, question: str, meaning: Optional[Vectors]) -> Optional[Extract]:
        """What the entry under ``key`` says to ``question``.

        Args:
            key: of the entry.
            question: what was asked.
            meaning: the question's vector, if it was encoded.

        Returns:
            The answer, or None if the entry has no body.
        """
        bodies, vectors = self._reader.bodies(key)
        if not bodies:
            return None
        terms = self._terms(question)
        similarity = vectors @ meaning if vectors is not None and meaning is not None else None
        near = _nearest(bodies, terms, similarity)
        kinds = answer_types.wanted(question)
        rows = [(i, s) for i in near for s in sentences(bodies[i].text)]
        closeness = self._closeness([s for _, s in rows], meaning)
        points = [
            _covered(text, terms) + closeness[n] + 0.3 * answer_types.given(text, kinds)
            for n, (_, text) in enumerate(rows)
        ]
        at, best = rows[int(np.argmax(points))]
        return _told(bodies, at, best)

    def _terms(self, question: str) -> dict[str, float]:
        terms = list(dict.fromkeys(neighbours(clean_query(question))))
        found = self._reader.postings(Channel.PAIRS, terms)
        weights = {t: rarity(self._entries, len(found[t].keys) if t in found else 0) for t in terms}
        total = sum(weights.values()) or 1.0
        return {term: weight / total for term, weight in weights.items()}

    def _closeness(self, texts: Sequence[str], meaning: Optional[Vectors]) -> Sequence[float]:
        if self._encoder is None or meaning is None:
            return [0.0] * len(texts)
        closeness: list[float] = (self._encoder.encode(texts) @ meaning).tolist()
        return closeness


def _covered(text: str, terms: dict[str, float]) -> float:
    there = set(neighbours(plain(text)))
    return sum(weight for term, weight in terms.items() if term in there)


def _nearest(
    bodies: Sequence[StoredPassage], terms: dict[str, float], similarity: Optional[Vectors]
) -> list[int]:
    points = np.array([_covered(body.text, terms) for body in bodies], dtype=np.float32)
    if similarity is not None:
        points = points + similarity
    order = np.argsort(-points, kind="stable")[:_PASSAGES]
    return sorted(int(i) for i in order)


def _told(bodies: Sequence[StoredPassage], at: int, best: str) -> Extract:
    """The best sentence, and after one that announces or begins a list what follows."""
    section = (bodies[at].heading, bodies[at].article)
    following = [
        sentence
        for body in bodies[at:]
        if (body.heading, body.article) == section
        for sentence in sentences(body.text)
    ]
    begin = following.index(best)
    told, rest = [best.strip()], following[begin + 1 :]
    while rest and _GOES_ON.search(told[-1]) and sum(map(len, told)) < 2 * SPOKEN_LENGTH:
        told.append(rest.pop(0).strip())
    parts = [part for sentence in rest for part in speakable(sentence.strip())]
    return Extract("".join(told), tuple(parts), *section)


def speakable(sentence: str) -> list[str]:
    """``sentence`` in parts of at most :data:`SPOKEN_LENGTH`, cut where one pauses."""
    parts: list[str] = []
    for clause in _CLAUSE_ENDS.split(sentence):
        if parts and len(parts[-1]) + len(clause) <= SPOKEN_LENGTH:
            parts[-1] += clause
        else:
            parts.extend(
                clause[i : i + SPOKEN_LENGTH] for i in range(0, len(clause), SPOKEN_LENGTH)
            )
    return parts
