"""Where turns begin and end: a state machine over (seconds, is this speech).

It has no clock. Time is only what it is fed, so that the same sounds always give the same
turns; a telephone with silence suppression, which sends nothing while nobody speaks, is to
feed the time that is missing as silence.
"""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import Optional

from voice.endpointing.pace import Pace
from voice.endpointing.profiles import NORMAL, Profile

#: Windows of 32 ms do not add up to round figures as floats.
_EXACT = 1e-9
#: Seconds after an end within which speech is the same speaker going on, not an answer to
#: ours: our first sound comes about 0.4 s after the end, and nobody answers it in less.
GOING_ON = 0.8


class Turn(Enum):
    """What has just happened.

    Attributes:
        BEGAN: somebody speaks, and it is no click.
        ENDED: they have come to an end.
        TOO_LONG: they speak longer than a turn may last. What they go on to say is a new one.
        NOTHING_SAID: nobody has spoken for as long as was waited; said again after as long.
    """

    BEGAN = auto()
    ENDED = auto()
    TOO_LONG = auto()
    NOTHING_SAID = auto()


class Endpointer:
    """Listens to one session, and learns how its speaker pauses.

    A turn ends after the profile's silence, or after one that has grown with the speaker's
    pauses up to the profile's most (see :class:`Pace`). Somebody who goes on soon after the
    end was cut off: that silence is learnt as a pause too. While a number is dictated the
    longer silence and the longer ceiling hold, and nothing is learnt: people pause between
    groups of digits as they never do between words.
    """

    def __init__(self, profile: Profile = NORMAL) -> None:
        self._profile = profile
        self._pace = Pace(profile.silence, profile.silence_most)
        self._in_turn = False
        self._waited = 0.0
        #: Since the last speech of the last turn; infinite where the next cannot continue it.
        self._since_turn = math.inf
        self._forget_sound()

    @property
    def in_turn(self) -> bool:
        """Whether a turn has begun and has not ended."""
        return self._in_turn

    @property
    def speech(self) -> float:
        """Seconds of speech of the turn so far, or of what may become one."""
        return self._speech

    @property
    def wait(self) -> float:
        """Seconds of silence that would end a turn now, unless a number is dictated."""
        return self._pace.wait

    def feed(self, seconds: float, is_speech: bool, *, dictating: bool = False) -> Optional[Turn]:
        """Let ``seconds`` of speech or of silence pass.

        Args:
            seconds: 0 or more; a long time at once gives one turn's change at most, so feed
                windows.
            is_speech: whether somebody speaks in them.
            dictating: whether a number is expected.

        Raises:
            ValueError: ``seconds`` is negative or no number.
        """
        if not 0 <= seconds < math.inf:
            raise ValueError(f"seconds must be 0 or more, is {seconds}")
        if seconds == 0:
            return None
        if self._in_turn:
            return self._within(seconds, is_speech, dictating)
        return self._between(seconds, is_speech)

    def end(self) -> bool:
        """End the turn now, as when a key to speak is let go; whether there was any speech."""
        spoken = self._speech > 0
        if self._in_turn:
            self._turn_over()
        self._forget_sound()
        self.wait_anew()
        return spoken

    def wait_anew(self) -> None:
        """Be patient from now on, as when a question has just been asked."""
        self._waited = 0.0

    def _between(self, seconds: float, is_speech: bool) -> Optional[Turn]:
        self._waited += seconds
        self._since_turn += seconds
        if is_speech:
            self._speech += seconds
            self._silence = 0.0
        elif self._speech:
            self._silence += seconds
        if self._speech:
            self._length += seconds
        if self._speech >= self._profile.shortest - _EXACT:
            return self._begin()
        if self._silence >= self._profile.lull - _EXACT:
            self._forget_sound()
        if not self._speech and self._waited >= self._profile.patience - _EXACT:
            self._waited = 0.0
            return Turn.NOTHING_SAID
        return None

    def _begin(self) -> Turn:
        pause = self._since_turn - self._length
        if pause <= self._pace.wait + GOING_ON:
            self._pace.paused(pause)
        self._in_turn, self._silence = True, 0.0
        return Turn.BEGAN

    def _within(self, seconds: float, is_speech: bool, dictating: bool) -> Optional[Turn]:
        self._length += seconds
        if is_speech:
            return self._spoken(seconds, dictating)
        self._silence += seconds
        wait = self._profile.silence_dictating if dictating else self._pace.wait
        if self._silence < wait - _EXACT:
            return None
        self._turn_over(since=math.inf if dictating else self._silence)
        return Turn.ENDED

    def _spoken(self, seconds: float, dictating: bool) -> Optional[Turn]:
        if not dictating:
            self._pace.paused(self._silence)
        self._speech += seconds
        self._silence = 0.0
        longest = self._profile.longest_dictating if dictating else self._profile.longest
        # Only while speaking: who is silent at the ceiling may have come to an end in time.
        if self._length < longest - _EXACT:
            return None
        self._turn_over()
        return Turn.TOO_LONG

    def _turn_over(self, since: float = math.inf) -> None:
        self._pace.turn_over()
        self._in_turn = False
        self._since_turn = since
        self._forget_sound()
        self.wait_anew()

    def _forget_sound(self) -> None:
        self._speech = self._silence = self._length = 0.0
