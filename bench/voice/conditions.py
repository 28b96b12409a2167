"""Sound as it arrives: with a street around it, from across a hall, slowed down, by telephone.

Every disturbance is made by a recipe, the same for the same sound:

* street: six other clips, begun at drawn places and repeated, and noise whose power falls
  with the square of its frequency (traffic, most of it below 200 Hz), both equally strong;
  together 10 dB below the speech.
* reverberation: an exponentially decaying noise of 0.6 s (to -60 dB) as the room's response,
  as strong as the direct sound; a tiled hall, the microphone at twice arm's length.
* slow: stretched to 4/3 with its pitch kept (WSOLA: Verhelst and Roelands, ICASSP 1993).
* telephone: 8 kHz, mu-law (ITU-T G.711).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.signal import fftconvolve

from voice.audio import Clip, Samples, from_mulaw, resampled, to_mulaw
from voice.hearing.recogniser import RATE

Sound = npt.NDArray[np.float64]
#: dB of the speech above the street.
STREET_SNR = 10.0
_BABBLERS = 6
_LOWEST = 20.0  # Hz of traffic; below it a microphone hears nothing
_ROOM_SECONDS, _TO_SILENCE = 0.6, 60.0
SLOWED = 0.75
#: Seconds of a window of WSOLA, and how far it looks for the best place.
_WINDOW, _SEARCH = 0.03, 0.01
_LOUDEST = 32_767.0


def clean(clip: Clip, others: Sequence[Clip]) -> Clip:
    """As it is."""
    return clip


def street(clip: Clip, others: Sequence[Clip]) -> Clip:
    """Beside a street on which ``others`` are talking."""
    chance, speech = _chance(clip), _sound(clip)
    traffic = _strength_one(_traffic(len(speech), clip.rate, chance))
    babble = _strength_one(_babble(len(speech), others, chance))
    noise = _strength_one(traffic + babble)
    return _clip(speech + noise * _strength(speech) / 10 ** (STREET_SNR / 20), clip.rate)


def reverberation(clip: Clip, others: Sequence[Clip]) -> Clip:
    """From across a hall."""
    speech = _sound(clip)
    times = np.arange(1, round(_ROOM_SECONDS * clip.rate)) / clip.rate
    decay = 10 ** (-_TO_SILENCE / 20 * times / _ROOM_SECONDS)
    tail = _chance(clip).standard_normal(len(times)) * decay
    room = np.concatenate([[1.0], tail / np.sqrt(np.sum(np.square(tail)))])
    heard = fftconvolve(speech, room)
    return _clip(heard * _strength(speech) / max(_strength(heard), 1e-9), clip.rate)


def slow(clip: Clip, others: Sequence[Clip]) -> Clip:
    """A quarter slower."""
    return _clip(_stretched(_sound(clip), clip.rate, 1 / SLOWED), clip.rate)


def telephoned(clip: Clip) -> Clip:
    """As a telephone line delivers it."""
    narrow = resampled(clip, 8_000)
    return Clip(from_mulaw(to_mulaw(narrow.samples)), 8_000)


Condition = Callable[[Clip, Sequence[Clip]], Clip]
CONDITIONS: Mapping[str, Condition] = {
    "clean": clean,
    "street": street,
    "reverberation": reverberation,
    "slow": slow,
}


def at_hearing_rate(clip: Clip) -> Clip:
    """``clip`` at the rate that is heard at."""
    return clip if clip.rate == RATE else resampled(clip, RATE)


def _traffic(length: int, rate: int, chance: np.random.Generator) -> Sound:
    frequencies = np.fft.rfftfreq(length, 1 / rate)
    spectrum = np.fft.rfft(chance.standard_normal(length))
    shaped = np.where(frequencies < _LOWEST, 0.0, spectrum / np.maximum(frequencies, _LOWEST))
    return np.asarray(np.fft.irfft(shaped, length))


def _babble(length: int, others: Sequence[Clip], chance: np.random.Generator) -> Sound:
    mixed = np.zeros(length)
    for number in chance.integers(len(others), size=_BABBLERS):
        voice = _strength_one(_sound(others[number]))
        begun = np.roll(voice, int(chance.integers(len(voice))))
        mixed += np.resize(begun, length)
    return mixed


def _stretched(sound: Sound, rate: int, factor: float) -> Sound:
    """WSOLA: windows laid out at another pace, each taken where it continues the one before."""
    half, reach = round(_WINDOW * rate / 2), round(_SEARCH * rate)
    window = np.hanning(2 * half + 1)[:-1]
    padded = np.pad(sound, (reach, 2 * half + 2 * reach))
    made = np.zeros(round(len(sound) * factor) + 2 * half)
    taken = reach
    for laid in range(0, len(made) - 2 * half, half):
        ideal = reach + round(laid / factor)
        if laid and ideal + 2 * half + reach <= len(padded):
            continues = padded[taken + half : taken + 3 * half]
            around = padded[ideal - reach : ideal + reach + 2 * half]
            if len(continues) == 2 * half:
                alike = np.correlate(around, continues, "valid")
                ideal += int(np.argmax(alike)) - reach
        piece = padded[ideal : ideal + 2 * half]
        made[laid : laid + len(piece)] += piece * window[: len(piece)]
        taken = ideal
    return made[: round(len(sound) * factor)]


def _chance(clip: Clip) -> np.random.Generator:
    """Draws the same for the same sound."""
    return np.random.default_rng(np.frombuffer(clip.samples.tobytes()[:4096], np.uint8))


def _sound(clip: Clip) -> Sound:
    return clip.samples.astype(np.float64)


def _strength(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound)))) if len(sound) else 0.0


def _strength_one(sound: Sound) -> Sound:
    return sound / max(_strength(sound), 1e-9)


def _clip(sound: Sound, rate: int) -> Clip:
    loudest = float(np.max(np.abs(sound), initial=0.0))
    fitting = sound * min(1.0, _LOUDEST / max(loudest, 1.0))
    samples: Samples = np.rint(fitting).astype(np.int16)
    return Clip(samples, rate)
