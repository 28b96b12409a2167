"""How a sentence is to be said, what a voice is, and how speaking can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voice.audio import Clip

#: Hz of every clip that a voice gives: Kokoro's own.
RATE = 24_000
#: Slower than half and faster than double is not understood, by neither voice.
SLOWEST, FASTEST = 0.5, 2.0
#: Twice the level is all that the limiter can take without sounding crushed.
LOUDEST = 2.0
#: Seconds; a longer silence is taken for the end.
LONGEST_PAUSE = 3.0


@dataclass(frozen=True)
class Manner:
    """How a person wants to be spoken to. What is out of range is brought into it.

    Attributes:
        rate: 1 is the normal pace of the voice, .5 half of it. The default is slow: most of
            those who listen are old (DESIGN §5).
        volume: 1 is the common level of both voices, 2 twice that, 0 silence.
        pause: seconds of silence after a sentence.
        voice: which of the natural voices (the plain one has but one).
    """

    rate: float = 0.85
    volume: float = 1.0
    pause: float = 0.35
    voice: str = "zf_xiaoyi"

    def __post_init__(self) -> None:
        """Bring every figure into its range."""
        for name, lowest, highest in (
            ("rate", SLOWEST, FASTEST),
            ("volume", 0.0, LOUDEST),
            ("pause", 0.0, LONGEST_PAUSE),
        ):
            given = getattr(self, name)
            # Written so that NaN too becomes the lowest.
            object.__setattr__(self, name, min(given, highest) if given > lowest else lowest)


class VoiceFailed(Exception):
    """A voice did not say a sentence; the message says why, in Chinese."""


class CannotSpeak(Exception):
    """No voice said a sentence; the message is for people, in Chinese."""


class Voice(Protocol):
    """Makes sound of one sentence that has gone through ``spoken_form``."""

    @property
    def name(self) -> str:
        """Which voice: part of what a clip is kept under, with the hash of its model."""

    def synthesise(self, text: str, manner: Manner) -> Clip:
        """``text`` said at ``manner.rate``; volume and pause are not applied here.

        Returns:
            At ``RATE``. Empty if there is nothing in the text that can be said.

        Raises:
            VoiceFailed: it died, hung or answered with rubbish, and again on a second try.
        """

    def close(self) -> None:
        """End the worker, if there is one. The voice can be used again afterwards."""
