"""A recogniser that has what it is unsure of heard again by somebody better and slower."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

import numpy as np
import structlog

from voice.audio import Samples
from voice.hearing.recogniser import CannotHear, Heard, Partial, Recogniser

log = structlog.get_logger(__name__)

#: Confidence below which an utterance is heard again. Of vosk over our 13 recordings: none
#: is below as it is; of the same in noise (5 and 0 dB), 12 of 26 are, with a CER of 0.55 where
#: all others have 0.21.
UNSURE = 0.75


class DoubtingRecogniser:
    """Streams as the first recogniser does; only what comes out at the end may be another's."""

    def __init__(
        self, first: Recogniser, again: Callable[[Samples], Heard], *, unsure: float = UNSURE
    ) -> None:
        """Hear with ``first``, and with ``again`` what that is unsure of.

        Args:
            first: hears all.
            again: hears a whole utterance of 16 kHz; may raise ``CannotHear``.
            unsure: confidence below which ``again`` is asked.
        """
        self._first, self._again, self._unsure = first, again, unsure
        self._sound: list[Samples] = []

    def feed(self, samples: Samples) -> Optional[Partial]:
        """See ``Recogniser``."""
        self._sound.append(samples)
        return self._first.feed(samples)

    def finish(self) -> Heard:
        """See ``Recogniser``. What the second hears counts if it hears anything."""
        heard = self._first.finish()
        sound, self._sound = self._sound, []
        if heard.confidence >= self._unsure or not sound:
            return heard
        try:
            other = self._again(np.concatenate(sound))
        except CannotHear as error:
            log.warning("not_heard_again", reason=str(error))
            return heard
        log.info("heard_again", confidence=heard.confidence, found=bool(other.text))
        return other if other.text else heard

    def close(self) -> None:
        """See ``Recogniser``."""
        self._sound = []
        self._first.close()
