"""Whether what is heard while we speak should stop us.

People murmur 嗯 while they listen, and a loudspeaker is heard by the microphone beside it.
Neither may cut a sentence off. A key always does.

The decision is pure and takes well under 1 ms. The budget from speech being detected to
silence is 60 ms (DESIGN §7). Detection comes in windows of 32 ms; ask after each, on the
thread that hears. What remains is the door's: at the kiosk the message to the page and one
output buffer (10 to 20 ms), on the telephone the frame that is on its way (20 ms).

What doesn't stop us is not lost: it is still recognised to its end, and whoever holds the
dialogue gets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Seconds of speech with words of its own that stop us: with less, a recogniser guesses.
WITH_WORDS = 0.2
#: Seconds of speech that stop us while there are no words yet. A murmured 嗯 has up to 0.5 s,
#: and a streaming recogniser gives its first words about as late.
WITHOUT_WORDS = 0.6
#: Seconds after which somebody whose only word so far is a murmur wants to say something.
LONG_MURMUR = 1.5

#: What a listener says to show that they follow, as the recogniser may write it.
_MURMUR = re.compile(
    "(?:好的|好吧|好嘞|对的|是的|行吧|嗯|恩|唔|哦|噢|喔|啊|呃|额|哎|诶|欸|好|对|是|行)+"
)
_NOT_SAID = re.compile(r"[\W_]+")
#: Parts of an echo's characters that may be heard wrongly: some four in ten, since our own
#: plain voice is recognised no better through a loudspeaker.
_MISHEARD = 0.4
#: Characters compared: more than fits in 15 s of speech, and than a sentence has.
_MOST_HEARD, _MOST_SPOKEN = 60, 200


@dataclass(frozen=True)
class Sounding:
    """What is heard while we speak.

    Attributes:
        speech: seconds of speech so far, pauses not counted.
        words: recognised so far; may be empty.
        spoken: the sentence we are speaking, in the form in which it is spoken (numbers as
            words).
        hears_us: whether our own voice may be in the sound, as on a line or at a microphone
            without echo cancellation. Then only words stop us.
    """

    speech: float
    words: str
    spoken: str
    hears_us: bool = False


def should_stop(sounding: Sounding, *, key: bool = False) -> bool:
    """Whether to stop speaking at once; ``key``: a key was pressed or the screen touched."""
    if key:
        return True
    words = _bare(sounding.words)
    if not words:
        return sounding.speech >= WITHOUT_WORDS and not sounding.hears_us
    if is_murmur(words):
        return sounding.speech >= LONG_MURMUR and not sounding.hears_us
    return sounding.speech >= WITH_WORDS and not is_echo(words, sounding.spoken)


def is_murmur(words: str) -> bool:
    """Whether ``words`` only show that somebody listens (嗯嗯，好的)."""
    return _MURMUR.fullmatch(_bare(words)) is not None


def is_echo(words: str, spoken: str) -> bool:
    """Whether ``words`` are what the microphone took from our own sentence.

    They are if they are like some stretch of it, a few characters misheard. Somebody who
    repeats our own words back to us is not told from an echo: see to it that the whole turn
    is answered all the same where the door cancels echoes.
    """
    heard, said = _bare(words)[-_MOST_HEARD:], _bare(spoken)[-_MOST_SPOKEN:]
    return bool(heard) and _distance_within(heard, said) <= int(_MISHEARD * len(heard))


def _bare(text: str) -> str:
    return _NOT_SAID.sub("", text)


def _distance_within(part: str, whole: str) -> int:
    """Edit distance from ``part`` to the stretch of ``whole`` most like it (Sellers 1980)."""
    row = [0] * (len(whole) + 1)
    for count, sought in enumerate(part, start=1):
        above, row = row, [count]
        for at, found in enumerate(whole):
            row.append(min(above[at] + (sought != found), above[at + 1] + 1, row[at] + 1))
    return min(row)
