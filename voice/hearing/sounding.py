"""Finds which stretches of a text sound like words of a lexicon: a trie over syllables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Optional

from voice.hearing.sounds import folded, heard_as, is_near, syllables

#: Shorter words have too little sound to be told by it once a syllable of it is wrong.
SHORTEST_NEARLY = 4


class Likeness(Enum):
    """How a character that was heard sounds against the one of the word."""

    EQUAL = "the same character"
    SAME = "the same syllable, tones and what accents confuse aside"
    NEAR = "another syllable of the same beginning or ending"


class Sounding(NamedTuple):
    """A stretch of a text that sounds like a word of the lexicon.

    Attributes:
        start: first character in the text.
        word: number of the word in the lexicon, in the order it was given.
        likeness: of each character; at most one is near only.
    """

    start: int
    word: int
    likeness: tuple[Likeness, ...]


@dataclass
class _Node:
    """What sounds like the way from the root to here."""

    following: dict[str, _Node] = field(default_factory=dict)
    #: Whole words.
    words: list[int] = field(default_factory=list)
    #: Halves of long words, each with the half's place in its word. A word with one wrong
    #: syllable still has one half that is right.
    halves: list[tuple[int, int]] = field(default_factory=list)


class SoundIndex:
    """The words of a lexicon by their sound. Not changed once made; any thread may read it."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words in order; their numbers are what a :class:`Sounding` names."""
        self.words: Sequence[str] = tuple(words)
        self._keys = [tuple(map(folded, syllables(word))) for word in self.words]
        self._root = _Node()
        for number, key in enumerate(self._keys):
            self._add(number, key)

    def _add(self, number: int, key: tuple[str, ...]) -> None:
        self._at(key).words.append(number)
        if len(key) >= SHORTEST_NEARLY:
            middle = len(key) // 2
            self._at(key[:middle]).halves.append((number, 0))
            self._at(key[middle:]).halves.append((number, middle))

    def _at(self, key: Iterable[str]) -> _Node:
        node = self._root
        for syllable in key:
            node = node.following.setdefault(syllable, _Node())
        return node

    def find(self, text: str) -> Iterator[Sounding]:
        """Every stretch of ``text`` that sounds like a word, words that stand there included.

        A stretch may come more than once: words sound alike.
        """
        heard = [heard_as(character) for character in text]
        for start in range(len(text)):
            for end, node in self._walk(heard, start):
                for word in node.words:
                    yield self._sounding(text, end - len(self._keys[word]), word)
                for word, offset in node.halves:
                    nearly = self._nearly(text, heard, start - offset, word)
                    if nearly:
                        yield nearly

    def _walk(self, heard: Sequence[tuple[str, ...]], start: int) -> Iterator[tuple[int, _Node]]:
        """Nodes that the text leads to from ``start``, each with where the way ends."""
        nodes = [self._root]
        for end in range(start, len(heard)):
            nodes = [
                node.following[syllable]
                for node in nodes
                for syllable in heard[end]
                if syllable in node.following
            ]
            if not nodes:
                return
            for node in nodes:
                yield end + 1, node

    def _sounding(self, text: str, start: int, word: int) -> Sounding:
        places = range(len(self._keys[word]))
        return Sounding(
            start, word, tuple(self._likeness(word, at, text[start + at]) for at in places)
        )

    def _likeness(self, word: int, place: int, character: str) -> Likeness:
        """Of a character that is known to sound like the one at ``place`` of the word."""
        return Likeness.EQUAL if character == self.words[word][place] else Likeness.SAME

    def _nearly(
        self, text: str, heard: Sequence[tuple[str, ...]], start: int, word: int
    ) -> Optional[Sounding]:
        """The word at ``start`` with one syllable that is only near, if that is so."""
        key = self._keys[word]
        if start < 0 or start + len(key) > len(text):
            return None
        unlike = [
            place for place, syllable in enumerate(key) if syllable not in heard[start + place]
        ]
        if len(unlike) != 1:
            return None
        wanted, sounds = key[unlike[0]], heard[start + unlike[0]]
        if not any(is_near(wanted, sound) for sound in sounds):
            return None
        likeness = tuple(
            Likeness.NEAR if place in unlike else self._likeness(word, place, text[start + place])
            for place in range(len(key))
        )
        return Sounding(start, word, likeness)
