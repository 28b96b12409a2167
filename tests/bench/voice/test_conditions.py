"""Disturbances: as strong as they are said to be, the same for the same sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bench.voice.conditions import (
    CONDITIONS,
    STREET_SNR,
    at_hearing_rate,
    clean,
    reverberation,
    slow,
    street,
    telephoned,
)
from tests.bench.voice.conftest import RATE, strength, strongest, tone
from voice.audio import Clip

Others = Sequence[Clip]


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_same_sound_is_disturbed_the_same_way(name: str, others: Others) -> None:
    # when it is disturbed twice
    first, second = (CONDITIONS[name](tone(440), others) for _ in range(2))
    # then two runs measure the same
    assert np.array_equal(first.samples, second.samples)


def test_clean_is_as_it_was(others: Others) -> None:
    clip = tone(440)
    assert clean(clip, others) is clip


def test_the_street_is_ten_decibels_below_the_speech(others: Others) -> None:
    # given speech without any of the street in it
    speech = tone(440, 3.0)
    # when
    heard = street(speech, others)
    # then what was added is as strong as the recipe says
    added = heard.samples.astype(float) - speech.samples
    below = 20 * np.log10(strength(speech) / np.sqrt(np.mean(np.square(added))))
    assert below == pytest.approx(STREET_SNR, abs=0.1)
    assert len(heard.samples) == len(speech.samples)


def test_the_street_has_voices_and_traffic_in_it(others: Others) -> None:
    # given silence but for a faint tone, so that nearly all there is is the street
    speech = tone(3_000, 3.0)
    # when
    added = street(speech, others).samples.astype(float) - speech.samples
    # then a good part of it is below where voices begin, and a good part is voices
    spectrum = np.abs(np.fft.rfft(added)) ** 2
    hertz = np.fft.rfftfreq(len(added), 1 / RATE)
    low, voices = spectrum[hertz < 200].sum(), spectrum[(hertz > 250) & (hertz < 1_000)].sum()
    assert 0.2 < low / spectrum.sum() < 0.8
    assert 0.2 < voices / spectrum.sum() < 0.8


def test_a_loud_street_is_not_clipped(others: Others) -> None:
    # given speech at full scale
    heard = street(tone(440, strength=32_767), others)
    # then all of it still fits
    assert np.abs(heard.samples.astype(int)).max() <= 32_767
    assert np.sum(np.abs(heard.samples.astype(int)) >= 32_766) < 10


def test_a_room_goes_on_sounding_as_loud_as_the_speech(others: Others) -> None:
    # given half a second of sound
    speech = tone(440, 0.5)
    # when
    heard = reverberation(speech, others)
    # then it dies away after the end, and is no louder for it
    tail = heard.samples[len(speech.samples) :]
    assert len(tail) == pytest.approx(0.6 * RATE, abs=2)
    assert strength(Clip(tail[:1_600], RATE)) > 20 * strength(Clip(tail[-1_600:], RATE))
    assert strength(heard) == pytest.approx(strength(speech), rel=0.05)


@pytest.mark.parametrize("hertz", [150, 440, 1_000])
def test_slow_speech_takes_longer_at_the_same_pitch(hertz: float, others: Others) -> None:
    # when
    heard = slow(tone(hertz, 1.5), others)
    # then
    assert heard.seconds == pytest.approx(2.0, abs=0.01)
    assert strongest(heard) == pytest.approx(hertz, rel=0.02)
    assert strength(heard) == pytest.approx(strength(tone(hertz, 1.5)), rel=0.15)


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize("samples", [1, 200])
def test_next_to_nothing_can_be_disturbed(name: str, samples: int, others: Others) -> None:
    heard = CONDITIONS[name](Clip(np.ones(samples, np.int16), RATE), others)
    assert heard.rate == RATE


def test_a_telephone_carries_nothing_above_four_kilohertz() -> None:
    low, high = telephoned(tone(1_000)), telephoned(tone(6_000))
    assert low.rate == high.rate == 8_000
    assert strength(low) > 50 * strength(high)


def test_all_is_heard_at_one_rate() -> None:
    clip = tone(440)
    assert at_hearing_rate(clip) is clip
    assert at_hearing_rate(Clip(clip.samples, 24_000)).rate == RATE
