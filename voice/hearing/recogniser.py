"""What a recogniser of speech is, whichever engine does it.

A session has one recogniser and uses it over all its utterances: making one costs an
engine far more than an utterance does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional, Protocol

from voice.audio import Samples

#: Hz of the samples a recogniser is fed with.
RATE = 16_000


class CannotHear(Exception):
    """Speech cannot be recognised here; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Word:
    """One word of an utterance.

    Attributes:
        text: as the engine wrote it.
        start: seconds from the start of the utterance.
        end: seconds from the start of the utterance.
        confidence: 0 (guessed) to 1 (sure), by the engine's own account.
    """

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Partial:
    """What has been heard so far of an utterance; later sounds may change all of it."""

    text: str


@dataclass(frozen=True)
class Heard:
    """What was heard in an utterance.

    Attributes:
        text: joined as Chinese is written, without blanks but between Latin words. Empty
            if nothing was understood.
        words: in the order they were said.
        confidence: 0 to 1, of the words weighted by their length; 0 if there are none.
    """

    text: str
    words: tuple[Word, ...] = ()
    confidence: float = 0.0


class Recogniser(Protocol):
    """Hears one session. Not to be used by two threads at the same time."""

    def feed(self, samples: Samples) -> Optional[Partial]:
        """Take the next samples (16 kHz, any number of them) of the utterance.

        Returns:
            What is heard so far, if that has changed with these samples.
        """

    def finish(self) -> Heard:
        """End the utterance. The next samples begin a new one."""

    def close(self) -> None:
        """Free what the recogniser holds. It is not to be used after, but closed again it may."""


class Recognisers(Protocol):
    """Opens recognisers over one model. May be used by many threads."""

    def open(self, phrases: Sequence[str] = ()) -> Recogniser:
        """A recogniser for a session, which expects ``phrases`` only if any are given."""
