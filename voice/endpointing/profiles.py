"""How patiently people are listened to, by whom one is listening to.

Silences that end a turn: Home Assistant's assist pipeline has 0.7 s by default and 1.25 s
as "relaxed"; LiveKit's agents wait 0.5 to 3.0 s. 1.25 s is where an old person begins.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """Limits of turns, all in seconds.

    Attributes:
        silence: that ends a turn of somebody whose pauses are not known yet; no shorter one
            ever does.
        silence_most: what the wait may grow to with a speaker's pauses.
        silence_dictating: that ends a number being dictated.
        shortest: speech that begins a turn. A spoken 是 or 好 has 0.2 and more; clicks and
            most coughs have less.
        lull: silence after which speech too short for a turn is forgotten.
        longest: of a turn, from its first sound.
        longest_dictating: of a number being dictated. A slow speaker needs 20 s and more for
            the 18 digits of an identity card.
        patience: without speech before it is said that nothing was.

    Raises:
        ValueError: the limits contradict each other.
    """

    silence: float
    silence_most: float
    silence_dictating: float
    shortest: float = 0.16
    lull: float = 0.25
    longest: float = 15.0
    longest_dictating: float = 45.0
    patience: float = 8.0

    def __post_init__(self) -> None:
        ascending = (
            (0.0, self.shortest, self.longest, self.longest_dictating),
            (0.0, self.silence, self.silence_most, self.silence_dictating),
            (0.0, self.lull, self.patience),
        )
        for limits in ascending:
            if limits[0] == limits[1] or list(limits) != sorted(limits):
                raise ValueError(f"limits must be above 0 and ascend, are {limits}: {self}")


NORMAL = Profile(silence=0.7, silence_most=1.5, silence_dictating=2.5)
ELDER = Profile(silence=1.25, silence_most=2.5, silence_dictating=3.5)
