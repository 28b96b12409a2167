"""What may pass a door: length, hidden characters, personal numbers (DESIGN section 8)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from channels.gateway.wording import sentence
from privacy import mask

#: Longest message that is worked on, in characters; what comes after is left out.
LONGEST = 500
#: Above this it is no message but a mistake or an attack, and nothing of it is read.
REFUSED = 5_000

_MASKED = re.compile(r"〔[^〕]*〕")


class BadMessage(ValueError):
    """A message that can't be worked on; the text is the kind sentence for the citizen."""


@dataclass(frozen=True)
class Heard:
    """A message as it may go on.

    Attributes:
        text: cleaned and masked.
        notices: sentences to be said before the reply (cut short, numbers masked).
    """

    text: str
    notices: tuple[str, ...] = ()

    @property
    def only_numbers(self) -> bool:
        """Whether personal numbers, now masked, were all there was."""
        rest = _MASKED.sub("", self.text)
        return bool(self.notices) and not any(character.isalnum() for character in rest)


def clean(raw: str) -> Heard:
    """Clean, cut and mask a message.

    Raises:
        BadMessage: nothing is left to work on, or it is far too long.
    """
    if len(raw) > REFUSED:
        raise BadMessage(sentence("too_long"))
    text = " ".join(_visible(raw).split())
    if not text:
        raise BadMessage(sentence("empty"))
    if not any(character.isalnum() for character in text):
        raise BadMessage(sentence("only_signs"))
    # Masked before it is cut: half a number would no longer be known as one.
    masked = mask(text)
    # A leading slash is how chosen options reach Rasa; typed by a citizen it is a slip.
    text = masked.text.lstrip("/／ ")
    notices = []
    if len(text) > LONGEST:
        notices.append(sentence("too_long_kept", kept=LONGEST))
    if masked.kinds:
        kinds = "、".join(dict.fromkeys(masked.kinds))
        notices.append(sentence("masked", kinds=kinds))
    return Heard(text[:LONGEST], tuple(notices))


def _visible(raw: str) -> str:
    """Without control, format, private and unassigned characters; full width folded.

    Zero-width joiners, direction marks and tag characters can hide text from whoever
    reads the log; none is needed in Chinese.
    """
    folded = unicodedata.normalize("NFKC", raw)
    return "".join(
        " " if character in "\t\n\r" else character
        for character in folded
        if character in "\t\n\r" or unicodedata.category(character)[0] != "C"
    )
