"""Brings clips to one loudness, and that to the volume that a person wants."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voice.audio import Clip, Samples

#: Of full scale. What is spoken lies 20 dB below full scale (EBU R 128 s1 has short clips at
#: -23 LUFS, and loudspeakers of kiosks are small), so that both voices are equally loud.
_LEVEL = 0.1
#: What is quieter than this part of the level is a pause.
_PAUSE = 0.05
#: From here on peaks are bent, so that none is ever cut off.
_KNEE = 0.7
_FULL = 32_767.0
#: Seconds of silence left before and after speech, so that no sound is cut into.
_MARGIN = 0.04
_WINDOW = 0.02

_Floats = npt.NDArray[np.float32]


def evened(clip: Clip) -> Clip:
    """``clip`` at the common level, without the silence at its ends.

    A clip of silence comes back empty.
    """
    sound = clip.samples.astype(np.float32) / np.float32(_FULL)
    window = max(1, int(clip.rate * _WINDOW))
    loudness = _loudness(sound, window)
    spoken = np.flatnonzero(loudness > max(_LEVEL * _PAUSE * 0.2, loudness.max(initial=0) * _PAUSE))
    if not len(spoken):
        return Clip(np.zeros(0, np.int16), clip.rate)
    margin = int(clip.rate * _MARGIN)
    start = max(0, int(spoken[0]) * window - margin)
    end = (int(spoken[-1]) + 1) * window + margin
    level = float(np.sqrt(np.mean(np.square(loudness[spoken]))))
    return Clip(_samples(_limited(sound[start:end] * np.float32(_LEVEL / level))), clip.rate)


def at_volume(clip: Clip, volume: float) -> Clip:
    """``clip`` made louder or softer; 1 leaves it as it is. Nothing is clipped."""
    if volume == 1:
        return clip
    sound = clip.samples.astype(np.float32) * np.float32(volume / _FULL)
    return Clip(_samples(_limited(sound)), clip.rate)


def with_pause(clip: Clip, seconds: float) -> Clip:
    """``clip`` with silence after it."""
    silence = np.zeros(round(clip.rate * seconds), np.int16)
    return Clip(np.concatenate([clip.samples, silence]), clip.rate)


def _loudness(sound: _Floats, window: int) -> _Floats:
    """Root mean square of each window."""
    whole = np.pad(sound, (0, -len(sound) % window)).reshape(-1, window)
    loudness: _Floats = np.sqrt(np.mean(np.square(whole), axis=1))
    return loudness


def _limited(sound: _Floats) -> _Floats:
    """Peaks above the knee bent towards full scale, which none reaches."""
    room = 1 - _KNEE
    over = np.maximum(np.abs(sound) - _KNEE, 0)
    bent = np.sign(sound) * (_KNEE + room * np.tanh(over / room))
    return np.where(over > 0, bent, sound).astype(np.float32)


def _samples(sound: _Floats) -> Samples:
    samples: Samples = np.rint(sound * _FULL).astype(np.int16)
    return samples
