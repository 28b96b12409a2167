"""How loud the sound of one client is, for a meter to be seen by whoever speaks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from voice.audio import Samples

#: Seconds between two levels.
EVERY = 0.1
_FULL_SCALE = 32_768


class Meter:
    """How loud the sound is, ten times a second."""

    def __init__(self, rate: int) -> None:
        self._span = round(rate * EVERY)
        self._squares, self._count = 0.0, 0

    def feed(self, samples: Samples) -> Iterator[float]:
        """The levels (RMS, 0 to 1 of full scale) that are complete with these samples."""
        while len(samples):
            part = samples[: self._span - self._count]
            samples = samples[len(part) :]
            self._squares += float(np.sum(np.square(part, dtype=np.float64)))
            self._count += len(part)
            if self._count == self._span:
                level = (self._squares / self._count) ** 0.5 / _FULL_SCALE
                self._squares, self._count = 0.0, 0
                yield level
