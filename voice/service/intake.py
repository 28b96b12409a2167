"""The sound of one session on its way in: bytes to samples of the rate that is heard at."""

from __future__ import annotations

import numpy as np

from voice.audio import Resampler, Samples
from voice.hearing.recogniser import RATE
from voice.service.limits import Limits
from voice.service.refusals import Refusal, Refused

_BYTES = 2  # a sample


class Intake:
    """Takes PCM of 16 bits, little-endian, mono, in pieces of any size."""

    def __init__(self, rate: int, limits: Limits) -> None:
        """Take sound of ``rate`` Hz."""
        self._rate = rate
        self._limits = limits
        self._resampler = Resampler(rate, RATE)
        self._half = b""
        self.seconds = 0.0

    def take(self, data: bytes) -> Samples:
        """The samples of ``data`` as they are, at the client's rate.

        Raises:
            Refused: the session has had its share.
        """
        data = self._half + data
        # Who cuts between two bytes sends the other with the next.
        whole = len(data) - len(data) % _BYTES
        self._half = data[whole:]
        samples = np.frombuffer(data[:whole], "<i2").astype(np.int16)
        self.seconds += len(samples) / self._rate
        if self.seconds > self._limits.session_seconds:
            minutes = self._limits.session_seconds / 60
            raise Refused(Refusal.SESSION_OVER, f"一次连接最多说 {minutes:.0f} 分钟。请重新连接。")
        return samples

    def at_hearing_rate(self, samples: Samples) -> Samples:
        """The same at the rate that is heard at."""
        return self._resampler.feed(samples)

    def rest(self) -> Samples:
        """What the resampler still holds."""
        return self._resampler.flush()
