"""Hears clips as the product does, and as somebody would who had just installed vosk.

Ours: one recogniser over all clips, sound resampled by us, as it comes from a session.
Stock: a new ``KaldiRecognizer`` for each clip, fed as vosk's own ``test_simple.py`` does, the
blanks between its words taken out.
"""

from __future__ import annotations

import json
from pathlib import Path

import vosk

from bench.voice.conditions import at_hearing_rate
from voice.audio import Clip
from voice.hearing.recogniser import RATE, Heard
from voice.hearing.vosk_recogniser import VoskRecognisers

#: Samples of a piece: 0.1 s for ours, as pages send them; what test_simple.py reads for stock.
_PIECE = RATE // 10
STOCK_PIECE = 4_000


class Ours:
    """The product's recogniser, reused."""

    def __init__(self, folder: Path) -> None:
        """Load the model."""
        self._recogniser = VoskRecognisers(folder).open()

    def hear(self, clip: Clip) -> Heard:
        """What is heard in a clip of any rate."""
        samples = at_hearing_rate(clip).samples
        for at in range(0, len(samples), _PIECE):
            self._recogniser.feed(samples[at : at + _PIECE])
        return self._recogniser.finish()


class Stock:
    """Vosk by its example."""

    def __init__(self, folder: Path) -> None:
        """Load the model."""
        vosk.SetLogLevel(-1)
        self._model = vosk.Model(str(folder))

    def hear(self, clip: Clip) -> str:
        """What is heard in a clip of any rate, without blanks."""
        kaldi = vosk.KaldiRecognizer(self._model, float(clip.rate))
        settled = []
        for at in range(0, len(clip.samples), STOCK_PIECE):
            if kaldi.AcceptWaveform(clip.samples[at : at + STOCK_PIECE].tobytes()):
                settled.append(json.loads(kaldi.Result())["text"])
        settled.append(json.loads(kaldi.FinalResult())["text"])
        return "".join("".join(settled).split())
