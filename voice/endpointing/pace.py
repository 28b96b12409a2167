"""How long a speaker pauses while going on to speak, learnt over a session."""

from __future__ import annotations

#: Seconds below which a silence belongs to the words (the closure of 不, 大, 得), as usual in
#: studies of pauses.
BREATH = 0.25
#: The next pause may be that much longer than the longest so far.
HEADROOM = 1.5
#: Part of what a turn paused less than expected that is forgotten at its end: an old wait is
#: halved within five turns.
FORGETTING = 0.15


class Pace:
    """Turns a speaker's pauses into the silence to wait for.

    A pause counts at once, so that the same speaker is not cut off twice; that somebody
    pauses less is believed slowly, since short answers have no pauses at all.
    """

    def __init__(self, silence: float, silence_most: float) -> None:
        """Of the wait, in seconds, the least and the most."""
        self._least, self._most = silence, silence_most
        self._pause = 0.0
        self._longest_of_turn = 0.0

    @property
    def wait(self) -> float:
        """Seconds of silence that mean the end."""
        return min(self._most, max(self._least, HEADROOM * self._pause))

    def paused(self, seconds: float) -> None:
        """The speaker was silent so long, and went on."""
        if seconds >= BREATH:
            # What lies beyond the most cannot be waited for, and would take long to forget.
            seconds = min(seconds, self._most)
            self._pause = max(self._pause, seconds)
            self._longest_of_turn = max(self._longest_of_turn, seconds)

    def turn_over(self) -> None:
        """The speaker came to an end."""
        self._pause -= FORGETTING * (self._pause - self._longest_of_turn)
        self._longest_of_turn = 0.0
