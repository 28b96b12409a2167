"""Sounds that tests can tell apart without a model."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio import Clip

RATE = 16_000


def tone(hertz: float, seconds: float = 1.0, strength: float = 8_000.0) -> Clip:
    """A steady sine."""
    times = np.arange(round(seconds * RATE)) / RATE
    return Clip((strength * np.sin(2 * np.pi * hertz * times)).astype(np.int16), RATE)


def strongest(clip: Clip) -> float:
    """Hz of the strongest part of a sound."""
    spectrum = np.abs(np.fft.rfft(clip.samples.astype(float)))
    return float(np.argmax(spectrum)) * clip.rate / len(clip.samples)


def strength(clip: Clip) -> float:
    """RMS."""
    return float(np.sqrt(np.mean(np.square(clip.samples.astype(float)))))


@pytest.fixture
def others() -> list[Clip]:
    """Clips of other people, as different pitches."""
    return [tone(hertz, 0.7) for hertz in (300, 500, 700, 900)]
