"""Speech is found where it is in real recordings, and in no other sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.conftest import Recording
from voice.audio import Samples
from voice.endpointing.vad import QUIETEST, RATE, SECONDS, WINDOW, Vad

#: Seconds within which speech lies in the recordings, by ear and by their level.
BOUNDS = {
    "aishell1_BAC009S0764W0121": (0.45, 3.95),
    "cosyvoice_zero_shot_prompt": (0.30, 3.30),
    "firered_hello_zh": (0.40, 1.85),
    "picovoice_rhino_zh": (0.30, 1.75),
    "rapid_asr_example": (0.35, 2.25),
    "wenet_mid": (0.50, 4.50),
}
SECONDS_OF_NOISE = 6
#: Sound before it is made samples.
Wave = npt.NDArray[Any]
TIME = np.arange(RATE * SECONDS_OF_NOISE) / RATE


def samples(values: Wave) -> Samples:
    clipped: Samples = np.clip(np.rint(values), -32_768, 32_767).astype(np.int16)
    return clipped


def speech(vad: Vad, sound: Samples) -> list[bool]:
    return [is_speech for _, is_speech in vad.feed(sound)]


def bounds(found: Sequence[bool]) -> tuple[float, float]:
    """Seconds at which the first speech begins and the last ends."""
    first, last = found.index(True), len(found) - found[::-1].index(True)
    return first * SECONDS, last * SECONDS


def tone(*frequencies: float, level: float = 6_000.0) -> Wave:
    tones: Wave = np.sum([level * np.sin(2 * np.pi * f * TIME) for f in frequencies], axis=0)
    return tones


def melody() -> Wave:
    """Plucked chords with overtones, two a second."""
    beat = TIME[: RATE // 2]
    roots = (131, 147, 165, 175, 196, 220, 247, 262, 247, 220, 196, 165)
    chords = [
        sum(
            np.sin(2 * np.pi * root * third * k * beat) / k
            for third in (1, 1.25, 1.5)
            for k in (1, 2, 3)
        )
        * np.exp(-3 * beat)
        for root in roots
    ]
    whole: Wave = 4_000 * np.concatenate(chords)
    return whole


RANDOM = np.random.default_rng(7)
WHITE = RANDOM.normal(0, 1, len(TIME))
NO_SPEECH = {
    "silence": 0 * TIME,
    "a faint hiss": 5 * WHITE,
    "white noise": 1_000 * WHITE,
    "loud white noise": 12_000 * WHITE,
    "mains hum": tone(50, 100, 150, level=400.0),
    "a tone": tone(440.0),
    "a telephone key": tone(770.0, 1_336.0),
    "a chord": tone(261.6, 327.0, 392.4),
    "music": melody(),
    "clicks": 30_000 * (np.arange(len(TIME)) % 4_000 == 0),
    "a clipped tone": 100 * tone(200.0),
    "a constant": 0 * TIME + 20_000,
}


@pytest.mark.parametrize("name", BOUNDS)
def test_speech_is_found_within_its_bounds(name: str, recordings: Mapping[str, Recording]) -> None:
    first, last = bounds(speech(Vad(), recordings[name].clip.samples))
    earliest, latest = BOUNDS[name]
    assert earliest <= first <= earliest + 0.35
    assert latest - 0.35 <= last <= latest


def test_speech_is_found_in_every_recording(recordings: Mapping[str, Recording]) -> None:
    for recording in recordings.values():
        found = speech(Vad(), recording.clip.samples)
        # Nobody speaks more than seven characters a second.
        assert sum(found) * SECONDS > len(recording.text) / 7


@pytest.mark.parametrize("name", NO_SPEECH)
def test_other_sound_is_no_speech(name: str) -> None:
    # A window or two at the beat of a tune don't make a turn: that needs five.
    assert sum(speech(Vad(), samples(NO_SPEECH[name]))) <= 2


def test_clipped_speech_is_speech(recordings: Mapping[str, Recording]) -> None:
    clip = recordings["cosyvoice_zero_shot_prompt"].clip
    clean = bounds(speech(Vad(), clip.samples))
    clipped = bounds(speech(Vad(), samples(20.0 * clip.samples)))
    assert clipped == pytest.approx(clean, abs=0.2)


def test_speech_after_minutes_of_silence_is_found_at_once(
    recordings: Mapping[str, Recording],
) -> None:
    # given the model having rested for two minutes
    clip = recordings["firered_hello_zh"].clip
    vad = Vad()
    assert not any(speech(vad, np.zeros(120 * RATE, np.int16)))
    # then speech is found where a fresh one finds it
    fresh = bounds(speech(Vad(), clip.samples))
    assert bounds(speech(vad, clip.samples)) == pytest.approx(fresh, abs=5 * SECONDS)


def test_a_voice_across_a_noisy_hall_is_let_pass_and_one_nearby_is_not(
    recordings: Mapping[str, Recording],
) -> None:
    # given a hall that hums at about -40 dB, listened to for some seconds
    near = recordings["wenet_mid"].clip.samples.astype(float)
    noise = 300 * np.resize(WHITE, 10 * RATE)
    vad = Vad()
    speech(vad, samples(noise))
    # when somebody speaks far away, and then somebody near
    across = speech(vad, samples(0.1 * near + noise[: len(near)]))
    nearby = speech(vad, samples(near + noise[: len(near)]))
    # then only the near one begins to speak
    assert not any(across)
    assert sum(nearby) * SECONDS > 2.5


def test_nobody_near_is_shut_out_by_a_loud_place(recordings: Mapping[str, Recording]) -> None:
    # given a minute of noise far louder than any gate
    vad = Vad()
    speech(vad, samples(10_000 * np.resize(WHITE, 60 * RATE)))
    # when somebody speaks as the noise stops
    found = speech(vad, recordings["wenet_mid"].clip.samples)
    assert sum(found) * SECONDS > 2.5


def test_below_the_gate_all_is_silence(recordings: Mapping[str, Recording]) -> None:
    loud = recordings["wenet_mid"].clip.samples.astype(float)
    level = 20 * np.log10(np.sqrt(np.mean(loud**2)) / 32_768)
    whisper = samples(loud * 10 ** ((QUIETEST - 15 - level) / 20))
    assert not any(speech(Vad(), whisper))


@given(st.lists(st.integers(0, 3_000), max_size=30))
@settings(max_examples=15, deadline=None)
def test_any_chunks_give_the_same_windows(
    recordings: Mapping[str, Recording], lengths: list[int]
) -> None:
    sound = recordings["firered_hello_zh"].clip.samples[: 2 * RATE]
    chunks = np.split(sound, np.clip(np.cumsum(lengths, dtype=int), 0, len(sound)))
    vad = Vad()
    windows = [window for chunk in chunks for window in vad.feed(chunk)]
    assert windows == Vad().feed(sound)
    assert len(windows) == len(sound) // WINDOW


def test_sessions_do_not_hear_each_other(recordings: Mapping[str, Recording]) -> None:
    # given two sessions that are fed in turn, one of them with noise
    sound = recordings["firered_hello_zh"].clip.samples
    one, other = Vad(), Vad()
    found = []
    for at in range(0, len(sound), WINDOW):
        found += one.feed(sound[at : at + WINDOW])
        other.feed(samples(8_000 * WHITE[:WINDOW]))
    # then the one hears what it hears alone
    assert found == Vad().feed(sound)


def test_reset_forgets_what_was_heard(recordings: Mapping[str, Recording]) -> None:
    sound = recordings["firered_hello_zh"].clip.samples
    vad = Vad()
    # given speech that broke off amid a window
    vad.feed(sound[: RATE + 100])
    vad.reset()
    assert vad.feed(sound) == Vad().feed(sound)


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match="int16"):
        Vad().feed(np.zeros(WINDOW))  # type: ignore[arg-type]
