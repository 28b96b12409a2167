"""Real voices through the real detector, endpointer and recogniser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.voice.conftest import Recording
from voice.audio import Samples
from voice.endpointing.endpointer import Endpointer
from voice.endpointing.profiles import ELDER, NORMAL, Profile
from voice.endpointing.vad import Vad
from voice.hearing.listening import Began, Caption, Event, Listener, Said
from voice.hearing.recogniser import RATE, Heard, Recogniser
from voice.hearing.vosk_recogniser import VoskRecognisers

pytestmark = pytest.mark.running

#: Sound comes in tenths of a second.
PIECE = RATE // 10
HELLO, BANANA, FACTORY = "firered_hello_zh", "picovoice_rhino_zh", "wenet_long"


@pytest.fixture(scope="module")
def recogniser(vosk_folder: Path) -> Iterator[Recogniser]:
    opened = VoskRecognisers(vosk_folder).open()
    yield opened
    opened.close()


def as_heard(heard: Heard) -> str:
    return heard.text


def hear(
    recogniser: Recogniser, sound: Samples, profile: Profile = NORMAL
) -> list[tuple[float, Event]]:
    """What happens at which second."""
    listener = Listener(recogniser, Vad(), Endpointer(profile), as_heard)
    pieces = np.array_split(sound, len(sound) // PIECE)
    return [
        (number * PIECE / RATE, event)
        for number, piece in enumerate(pieces, start=1)
        for event in listener.feed(piece)
    ]


def said(events: list[tuple[float, Event]]) -> list[str]:
    return [event.text for _, event in events if isinstance(event, Said)]


def pause(seconds: float) -> Samples:
    """A quiet room."""
    return np.random.default_rng(3).normal(0, 8, round(seconds * RATE)).astype(np.int16)


def slowly(sound: Samples, extra: float) -> Samples:
    """The same with each pause (0.15 s and more of quiet) longer by ``extra`` s.

    So speaks somebody who looks for words: they are said as fast as ever.
    """
    frames = np.array_split(sound, len(sound) // (RATE // 100))
    levels = [np.abs(frame.astype(float)).max() for frame in frames]
    quiet = max(levels) / 20
    slow: list[Samples] = []
    run = 0
    for frame, level in zip(frames, levels, strict=True):
        if level >= quiet and run >= 15 and slow:
            slow.append(pause(extra))
        run = 0 if level >= quiet else run + 1
        slow.append(frame)
    return np.concatenate(slow)


def trimmed(recording: Recording) -> Samples:
    """Without the silence at its ends."""
    loud = np.flatnonzero(np.abs(recording.clip.samples.astype(int)) > 1_000)
    return recording.clip.samples[max(0, loud[0] - RATE // 20) : loud[-1] + RATE // 20]


@pytest.mark.parametrize("profile", [NORMAL, ELDER])
def test_a_citizen_is_heard_from_the_first_syllable_and_answered_in_time(
    profile: Profile, recogniser: Recogniser, recordings: Mapping[str, Recording]
) -> None:
    # given somebody who begins to speak at 1.0 s
    speech = trimmed(recordings[BANANA])
    over = 1.0 + len(speech) / RATE
    events = hear(recogniser, np.concatenate([pause(1), speech, pause(3)]), profile)
    # then all of it is heard, with captions on the way
    assert said(events) == ["给我一个香蕉"]
    kinds = [type(event) for _, event in events]
    assert kinds[0] is Began and Caption in kinds and kinds[-1] is Said
    # and the end is noticed when the silence has been long enough, and hardly later
    assert over + profile.silence - 0.15 <= events[-1][0] <= over + profile.silence + 0.3


def test_one_recogniser_hears_one_citizen_after_the_other(
    recogniser: Recogniser, recordings: Mapping[str, Recording]
) -> None:
    sound = [pause(1), trimmed(recordings[HELLO]), pause(2), trimmed(recordings[BANANA]), pause(2)]
    first, second = said(hear(recogniser, np.concatenate(sound)))
    # 您 for 你 is as good a hearing.
    assert first in ("你好世界", "您好世界") and second == "给我一个香蕉"


def test_a_slow_speaker_is_not_cut_off(
    recogniser: Recogniser, recordings: Mapping[str, Recording]
) -> None:
    # given somebody who pauses for more than a second before going on
    speech = slowly(trimmed(recordings[FACTORY]), extra=0.8)
    sound = np.concatenate([pause(1), speech, pause(4)])
    # that others would take for the end
    assert len(said(hear(recogniser, sound))) == 2
    # then who listens as to old people hears one sentence, from its start to its end
    (sentence,) = said(hear(recogniser, sound, ELDER))
    assert sentence.startswith("富士康") and sentence.endswith("百分之五十")


def test_two_at_once_are_one_turn_that_ends(
    recogniser: Recogniser, recordings: Mapping[str, Recording]
) -> None:
    # given one voice over the other, and over it still when the first has ended
    one, other = trimmed(recordings[HELLO]), trimmed(recordings[BANANA])
    both = np.zeros(RATE // 2 + len(one) + len(other), np.int32)
    both[: len(one)] += one
    both[RATE // 2 : RATE // 2 + len(other)] += other
    sound = np.clip(both, -32_768, 32_767).astype(np.int16)
    events = hear(recogniser, np.concatenate([pause(1), sound, pause(2)]))
    # then it is one turn with an end
    kinds = [type(event) for _, event in events if not isinstance(event, Caption)]
    assert kinds == [Began, Said]


def test_clipped_speech_is_heard(
    recogniser: Recogniser, recordings: Mapping[str, Recording]
) -> None:
    # given a microphone turned up far too high
    loud = np.clip(8 * trimmed(recordings[BANANA]).astype(int), -32_768, 32_767).astype(np.int16)
    events = hear(recogniser, np.concatenate([pause(1), loud, pause(2)]))
    assert said(events) == ["给我一个香蕉"]


def test_noise_begins_nothing(recogniser: Recogniser) -> None:
    noise = np.random.default_rng(4).normal(0, 4_000, 7 * RATE).clip(-32_768, 32_767)
    assert hear(recogniser, noise.astype(np.int16)) == []
