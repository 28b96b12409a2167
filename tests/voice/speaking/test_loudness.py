"""Both voices equally loud, any volume, nothing clipped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.audio import Clip
from voice.speaking.loudness import at_volume, evened, with_pause

RATE = 24_000


def tone(level: float, seconds: float = 0.5) -> Clip:
    times = np.arange(int(RATE * seconds)) / RATE
    return Clip((np.sin(times * 2764) * level * 32_767).astype(np.int16), RATE)


def loudness(clip: Clip) -> float:
    return float(np.sqrt(np.mean((clip.samples / 32_767) ** 2)))


@pytest.mark.parametrize("level", [0.01, 0.1, 0.5, 0.99])
def test_soft_and_loud_come_out_alike(level: float) -> None:
    assert loudness(evened(tone(level))) == pytest.approx(0.1, rel=0.1)


def test_silence_at_the_ends_is_cut_off_and_that_between_stays() -> None:
    # given speech, a pause and speech between two long silences
    quiet = np.zeros(RATE, np.int16)
    spoken = tone(0.3).samples
    clip = Clip(np.concatenate([quiet, spoken, quiet[: RATE // 2], spoken, quiet]), RATE)
    # then only the ends are shorter, and a little is left so that no sound is cut into
    assert 1.5 <= evened(clip).seconds <= 1.6


def test_silence_is_no_speech() -> None:
    assert len(evened(Clip(np.zeros(RATE, np.int16), RATE)).samples) == 0
    assert len(evened(Clip(np.zeros(0, np.int16), RATE)).samples) == 0


@given(st.floats(0, 2), st.floats(0.05, 1))
def test_no_volume_clips_and_louder_is_louder(volume: float, level: float) -> None:
    clip = tone(level, 0.05)
    changed = at_volume(clip, volume)
    assert np.abs(changed.samples.astype(int)).max() < 32_767
    if volume > 1.01:
        assert loudness(changed) >= loudness(clip) * 0.99 or level > 0.7
    if volume < 0.69:
        assert loudness(changed) <= loudness(clip)


def test_volume_one_leaves_every_sample_and_nought_none() -> None:
    clip = tone(0.3)
    assert (at_volume(clip, 1).samples == clip.samples).all()
    assert not at_volume(clip, 0).samples.any()


def test_the_pause_is_as_long_as_asked() -> None:
    assert with_pause(tone(0.3), 0.35).seconds == pytest.approx(0.85)
