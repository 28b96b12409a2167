"""The plain voice, always there: every sentence within a few hundredths of a second."""

from __future__ import annotations

import numpy as np

from voice.audio import Clip, resampled
from voice.speaking.frames import Asked
from voice.speaking.loudness import evened
from voice.speaking.manner import RATE, Manner
from voice.speaking.sentences import LONGEST, cut
from voice.speaking.worker import Worker, WorkerDied

#: Seconds. 200 characters take .3 s on one busy core.
_STARTING, _ONE_PIECE = 10.0, 3.0
_TRIES = 2


class EspeakVoice:
    """espeak-ng. A worker that dies is started again and the sentence said again."""

    name = "espeak-ng-1.52"

    def __init__(self) -> None:
        self._worker = Worker("voice.speaking.espeak_worker", starting=_STARTING)

    @property
    def worker(self) -> Worker:
        """The process, for who watches over it."""
        return self._worker

    def synthesise(self, text: str, manner: Manner) -> Clip:
        """See ``Voice``. A longer text than one sentence is said in pieces."""
        clips = [self._piece(Asked(piece, manner.rate)) for piece in cut(text, LONGEST) or [""]]
        whole = Clip(np.concatenate([clip.samples for clip in clips]), clips[0].rate)
        return resampled(evened(whole), RATE)

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    def _piece(self, asked: Asked) -> Clip:
        for _ in range(_TRIES - 1):
            try:
                return self._worker.ask(asked, _ONE_PIECE)
            except WorkerDied:
                continue
        return self._worker.ask(asked, _ONE_PIECE)
