"""Recognisers that have a doubtful utterance heard again by a slower, better model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional, Protocol

import numpy as np
import structlog

from voice.audio import Samples
from voice.hearing.recogniser import CannotHear, Heard, Partial, Recogniser, Recognisers

_LOG = structlog.get_logger(__name__)

#: Confidence below which an utterance is heard again. Clear recordings score .77 and more;
#: in noise what scores less is wrong two and a half times as often as the rest.
DOUBTFUL = 0.75


class HearsAgain(Protocol):
    """Hears whole utterances (:class:`voice.hearing.second_pass.SecondPass`)."""

    def again(self, samples: Samples) -> Heard:
        """What is heard in an utterance of 16 kHz; nothing rather than an invention."""


class TwiceHearing:
    """Opens recognisers that ask ``second`` where ``first`` is in doubt."""

    def __init__(self, first: Recognisers, second: HearsAgain) -> None:
        self._first = first
        self._second = second

    def open(self, phrases: Sequence[str] = ()) -> Recogniser:
        """A recogniser for a session. One that expects phrases is not asked again."""
        recogniser = self._first.open(phrases)
        return recogniser if phrases else _Twice(recogniser, self._second)


class _Twice:
    """Keeps the sound of the utterance until it has ended, and no longer."""

    def __init__(self, first: Recogniser, second: HearsAgain) -> None:
        self._first = first
        self._second = second
        self._sound: list[Samples] = []

    def feed(self, samples: Samples) -> Optional[Partial]:
        self._sound.append(samples)
        return self._first.feed(samples)

    def finish(self) -> Heard:
        heard = self._first.finish()
        sound, self._sound = self._sound, []
        # Of silence there is nothing to be in doubt about.
        if not heard.text or heard.confidence >= DOUBTFUL:
            return heard
        try:
            again = self._second.again(np.concatenate(sound))
        except CannotHear as error:
            # The first hearing is better than none.
            _LOG.warning("second pass failed", why=str(error))
            return heard
        return again if again.text else heard

    def close(self) -> None:
        self._sound = []
        self._first.close()
