"""How long a voice is likely to take for a sentence, learnt from those it has said."""

from __future__ import annotations

import math

#: Weight of the newest sentence: what else the machine does changes within a minute.
_NEWEST = 0.3
#: Estimates that are too low make people wait; those too high only give them the other voice.
_MARGIN = 1.25
#: Characters that the fixed work of every sentence counts for.
_FIXED = 3


class Pace:
    """Seconds a character. Knows nothing until a sentence is said: loading takes its time."""

    def __init__(self) -> None:
        self._seconds = math.inf

    @property
    def is_known(self) -> bool:
        """Whether a sentence has been said since it was loaded."""
        return math.isfinite(self._seconds)

    def seconds_for(self, text: str, rate: float) -> float:
        """Likely to be enough for ``text``; infinite while nothing is known."""
        return self._seconds * (len(text) + _FIXED) / rate * _MARGIN

    def took(self, seconds: float, text: str, rate: float) -> None:
        """Learn from a sentence."""
        newest = seconds * rate / (len(text) + _FIXED)
        known = self._seconds if self.is_known else newest
        self._seconds = known + _NEWEST * (newest - known)

    def forget(self) -> None:
        """The voice will have to be loaded again."""
        self._seconds = math.inf
