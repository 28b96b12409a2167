"""Samples in, events out: voice activity, turns and recognition put together.

One listener hears one session and is fed all its sound, while we speak too (for barge-in).
The recogniser works only within turns: between them hearing costs no more than the voice
activity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, Union

import numpy as np

from voice.audio import Samples
from voice.endpointing.endpointer import Endpointer, Turn
from voice.hearing.recogniser import RATE, Heard, Recogniser

#: Seconds of sound before a turn's beginning that belong to it: the speech that showed that
#: it is no click (0.16 s, with a gap up to 0.4 s), and the soft sound a syllable starts with.
PREROLL = 0.5


@dataclass(frozen=True)
class Began:
    """Somebody has begun to speak."""


@dataclass(frozen=True)
class Caption:
    """What is heard so far of the turn; later captions replace it."""

    text: str


@dataclass(frozen=True)
class Said:
    """A turn, to its end. ``text`` is as understood; empty if there were no words in it."""

    text: str
    heard: Heard


@dataclass(frozen=True)
class NothingSaid:
    """Nobody has spoken for as long as one waits."""


@dataclass(frozen=True)
class TooLong:
    """A turn as far as it was heard when it became too long; what follows is another one."""

    text: str
    heard: Heard


Event = Union[Began, Caption, Said, NothingSaid, TooLong]
#: Makes of what was heard what was meant: numbers as digits, homophones put right.
Understand = Callable[[Heard], str]


class VoiceActivity(Protocol):
    """Tells speech from other sound, window by window."""

    def feed(self, samples: Samples) -> list[tuple[float, bool]]:
        """(seconds, is this speech) of each window that these samples complete."""


class Listener:
    """Hears one session. Not to be used by two threads at the same time.

    Attributes:
        dictating: whether a number is expected; set it when asking for one. It is then not
            cut off at the pauses between its groups.
        we_speak: whether we are speaking; meanwhile nobody is said to be silent.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        vad: VoiceActivity,
        endpointer: Endpointer,
        understand: Understand,
    ) -> None:
        self.dictating = False
        self.we_speak = False
        self._recogniser, self._vad, self._endpointer = recogniser, vad, endpointer
        self._understand = understand
        #: Not yet in a window.
        self._rest = self._before = np.zeros(0, np.int16)
        self._caption = ""

    @property
    def speech(self) -> float:
        """Seconds of speech of the turn so far, or of what may become one."""
        return self._endpointer.speech

    @property
    def caption(self) -> str:
        """What is heard so far of the turn."""
        return self._caption

    def feed(self, samples: Samples) -> list[Event]:
        """Take the next samples (16 kHz, any number), and tell what has happened.

        Where a line sends nothing while nobody speaks, feed zeros for the time that is
        missing: here too, time is only what is fed.

        Raises:
            TypeError: they are no 16-bit integers.
        """
        windows = self._vad.feed(samples)
        sound = np.concatenate([self._rest, samples])
        ends = np.cumsum([round(seconds * RATE) for seconds, _ in windows], dtype=int)
        *pieces, rest = np.split(sound, ends)
        self._rest = rest.copy()
        events: list[Event] = []
        for (seconds, is_speech), piece in zip(windows, pieces, strict=True):
            events += self._pass(seconds, is_speech, piece)
        return events

    def finish(self) -> list[Event]:
        """End the turn now, as when a key to speak is let go or the sound ends.

        Returns:
            What was said, even if it was too short for a turn; nothing if nobody spoke.
        """
        began = self._endpointer.in_turn
        if not self._endpointer.end():
            return []
        events: list[Event] = [] if began else [Began(), *self._hear(self._before)]
        return [*events, self._over(Said)]

    def _pass(self, seconds: float, is_speech: bool, window: Samples) -> Iterator[Event]:
        if self.we_speak:
            self._endpointer.wait_anew()
        in_turn = self._endpointer.in_turn
        turn = self._endpointer.feed(seconds, is_speech, dictating=self.dictating)
        if turn is Turn.BEGAN:
            yield Began()
        if in_turn or turn is Turn.BEGAN:
            yield from self._hear(np.concatenate([self._before, window]))
            self._before = window[:0]
        else:
            self._before = np.concatenate([self._before, window])[-round(PREROLL * RATE) :]
        if turn is Turn.NOTHING_SAID:
            yield NothingSaid()
        elif turn in (Turn.ENDED, Turn.TOO_LONG):
            yield self._over(Said if turn is Turn.ENDED else TooLong)

    def _hear(self, samples: Samples) -> Iterator[Event]:
        partial = self._recogniser.feed(samples)
        if partial is not None and partial.text != self._caption:
            self._caption = partial.text
            yield Caption(partial.text)

    def _over(self, kind: Union[type[Said], type[TooLong]]) -> Union[Said, TooLong]:
        heard = self._recogniser.finish()
        self._caption = ""
        self._before = self._before[:0]
        return kind(self._understand(heard), heard)
