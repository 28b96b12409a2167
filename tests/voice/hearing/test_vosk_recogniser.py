"""Real recordings are heard, and what is no speech does no harm. With the real model."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest

from tests.voice.conftest import Recording
from voice.audio import Clip, Samples, from_mulaw, resampled, to_mulaw
from voice.hearing.recogniser import CannotHear, Heard, Recogniser
from voice.hearing.vosk_recogniser import VoskRecognisers

pytestmark = pytest.mark.running

#: A 20th of a second: 800 samples.
CHUNK = 800
SECOND = 16_000
#: A recording that the model hears without a fault, and two more.
CLEAR, ORDER, GREETING = "wenet_long", "picovoice_rhino_zh", "firered_hello_zh"


@pytest.fixture(scope="module")
def recognisers(vosk_folder: Path) -> VoskRecognisers:
    return VoskRecognisers(vosk_folder)


def hear(recogniser: Recogniser, samples: Samples, chunk: int = CHUNK) -> Heard:
    for at in range(0, len(samples), chunk):
        recogniser.feed(samples[at : at + chunk])
    return recogniser.finish()


def hear_once(recognisers: VoskRecognisers, samples: Samples, phrases: Sequence[str] = ()) -> Heard:
    recogniser = recognisers.open(phrases)
    try:
        return hear(recogniser, samples)
    finally:
        recogniser.close()


def test_a_recording_is_heard_with_times_and_confidences(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given eight seconds that somebody really said
    recording = recordings[CLEAR]
    # when they are fed in frames
    heard = hear_once(recognisers, recording.clip.samples)
    # then the text is joined, and its words follow each other in time
    assert heard.text == recording.text
    assert "".join(word.text for word in heard.words) == heard.text
    assert 0.8 < heard.confidence <= 1
    times = [time for word in heard.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= recording.clip.seconds
    assert all(0 <= word.confidence <= 1 for word in heard.words)


def test_captions_come_while_it_is_said_and_only_when_they_change(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    recording = recordings[CLEAR]
    recogniser = recognisers.open()
    samples = recording.clip.samples
    partials = [recogniser.feed(samples[at : at + CHUNK]) for at in range(0, len(samples), CHUNK)]
    recogniser.close()
    # then there is a caption early on, and none twice in a row
    texts = [partial.text for partial in partials if partial]
    first = next(at for at, partial in enumerate(partials) if partial) * CHUNK / SECOND
    assert first < 2
    assert all(texts)
    assert all(before != after for before, after in pairwise(texts))
    assert 5 < len(texts) < len(partials) / 2
    assert " " not in "".join(texts)


def test_a_pause_does_not_end_an_utterance(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given two sentences with a pause that vosk takes for the end
    pause = np.zeros(2 * SECOND, np.int16)
    first, second = recordings[ORDER], recordings[CLEAR]
    recogniser = recognisers.open()
    # when both are said before anybody ends the utterance
    shown = ""
    samples = np.concatenate([first.clip.samples, pause, second.clip.samples])
    for at in range(0, len(samples), CHUNK):
        partial = recogniser.feed(samples[at : at + CHUNK])
        shown = partial.text if partial else shown
    heard = recogniser.finish()
    recogniser.close()
    # then both are in the captions and in what was heard, at their times
    assert heard.text.startswith(first.text)
    assert heard.text.endswith(second.text[-5:])
    assert shown.startswith(first.text)
    assert len(shown) > len(first.text)
    assert heard.words[-1].end > first.clip.seconds + 2


def test_the_next_utterance_begins_at_nought(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given a session that has heard something
    recogniser = recognisers.open()
    once = hear(recogniser, recordings[ORDER].clip.samples)
    # when the same is said again
    again = hear(recogniser, recordings[ORDER].clip.samples)
    recogniser.close()
    # then it is heard alike, at the same times
    assert again.text == once.text == recordings[ORDER].text
    assert [word.start for word in again.words] == pytest.approx(
        [word.start for word in once.words], abs=0.05
    )


def test_a_telephone_is_understood(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given a recording as it comes out of a telephone: 8 kHz, mu-law
    line = to_mulaw(resampled(recordings[CLEAR].clip, 8_000).samples)
    samples = resampled(Clip(from_mulaw(line), 8_000), SECOND).samples
    # then most of it is heard
    heard = hear_once(recognisers, samples)
    right = sum(character in heard.text for character in recordings[CLEAR].text)
    assert right >= 0.8 * len(recordings[CLEAR].text)


def music() -> Samples:
    at = np.arange(3 * SECOND) / SECOND
    beat = 1 + np.sin(2 * np.pi * 3 * at)
    chord = sum(np.sin(2 * np.pi * pitch * at) for pitch in (262, 330, 392, 523))
    return np.asarray(3_000 * beat * chord, np.int16)


def noise(loudness: float) -> Samples:
    return (
        np.random.default_rng(4)
        .normal(0, loudness, 3 * SECOND)
        .clip(-32_768, 32_767)
        .astype(np.int16)
    )


NO_SPEECH = {
    "no samples": np.zeros(0, np.int16),
    "one sample": np.ones(1, np.int16),
    "silence": np.zeros(3 * SECOND, np.int16),
    "a stuck microphone": np.full(3 * SECOND, -32_768, np.int16),
    "faint noise": noise(30),
}


@pytest.mark.parametrize("kind", NO_SPEECH)
def test_nothing_is_heard_where_nothing_is_said(recognisers: VoskRecognisers, kind: str) -> None:
    heard = hear_once(recognisers, NO_SPEECH[kind])
    assert heard == Heard("", (), 0.0)


@pytest.mark.parametrize("sound", [music(), noise(8_000)], ids=["music", "loud noise"])
def test_what_is_no_speech_is_not_taken_for_a_sentence(
    recognisers: VoskRecognisers, sound: Samples
) -> None:
    # then what it sounds like is written at most (呜呜呜), and all of it adds up
    heard = hear_once(recognisers, sound)
    assert len(set(heard.text)) <= 3
    assert "".join(word.text for word in heard.words) == heard.text


def test_clipped_speech_and_two_at_once_are_borne(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given somebody who shouts into the microphone
    one = recordings[ORDER].clip.samples.astype(np.int32)
    clipped = (one * 20).clip(-32_768, 32_767).astype(np.int16)
    # then the words are still there
    assert "香蕉" in hear_once(recognisers, clipped).text
    # and given a second voice as loud
    other = recordings[CLEAR].clip.samples[: len(one)]
    both = (one[: len(other)] + other).clip(-32_768, 32_767).astype(np.int16)
    # then the recogniser is less sure of it than of either
    alone = hear_once(recognisers, recordings[ORDER].clip.samples).confidence
    assert hear_once(recognisers, both).confidence < alone


@pytest.mark.parametrize("chunk", [1_337, 10**9])
def test_the_size_of_chunks_does_not_matter(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording], chunk: int
) -> None:
    recogniser = recognisers.open()
    heard = hear(recogniser, recordings[ORDER].clip.samples, chunk)
    recogniser.close()
    assert heard.text == recordings[ORDER].text


def test_single_samples_and_none_are_taken(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given a recording of which some comes in single samples, and nothing between
    samples = recordings[ORDER].clip.samples
    recogniser = recognisers.open()
    for at in range(200):
        recogniser.feed(samples[at : at + 1])
        recogniser.feed(samples[:0])
    heard = hear(recogniser, samples[200:])
    recogniser.close()
    assert heard.text == recordings[ORDER].text


def test_expected_phrases_are_heard_and_no_others(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given phrases written as people write them
    phrases = ["给我一个香蕉", "给我一个苹果", "是", "不是"]
    # when one of them is said
    heard = hear_once(recognisers, recordings[ORDER].clip.samples, phrases)
    # then it is heard surely
    assert heard.text == "给我一个香蕉"
    assert heard.confidence > 0.9
    # when something else is said
    other = hear_once(recognisers, recordings[CLEAR].clip.samples, phrases)
    # then little is heard, and that not surely
    assert "[unk]" not in other.text
    assert other.confidence < 0.4


def test_phrases_that_the_model_cannot_know_are_left_out(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    samples = recordings[ORDER].clip.samples
    # given one phrase in letters, which the model has no words for
    assert hear_once(recognisers, samples, ["WIFI", "给我一个香蕉"]).text == "给我一个香蕉"
    # and given only such: then everything is expected
    assert hear_once(recognisers, samples, ["WIFI", "鑫\U0001f600", ""]).text == "给我一个香蕉"


def test_sessions_hear_at_the_same_time(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given three sessions on threads of their own
    names = [ORDER, GREETING, ORDER]
    with ThreadPoolExecutor(3) as threads:
        heard = threads.map(
            lambda name: hear_once(recognisers, recordings[name].clip.samples).text, names
        )
        # then each hears its own
        alone = [hear_once(recognisers, recordings[name].clip.samples).text for name in names]
        assert list(heard) == alone


def test_a_session_begins_with_nothing_of_the_one_before(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given a session that was closed in the middle of a sentence
    recogniser = recognisers.open()
    recogniser.feed(recordings[CLEAR].clip.samples[: 4 * SECOND])
    recogniser.close()
    # when the next begins
    following = recognisers.open()
    # then it hears only its own, from its own beginning
    assert following.finish() == Heard("")
    heard = hear(following, recordings[ORDER].clip.samples)
    following.close()
    assert heard.text == recordings[ORDER].text
    assert heard.words[-1].end <= recordings[ORDER].clip.seconds


def test_a_closed_recogniser_may_be_closed_but_not_used(recognisers: VoskRecognisers) -> None:
    recogniser = recognisers.open()
    recogniser.close()
    recogniser.close()
    with pytest.raises(ValueError, match="closed"):
        recogniser.feed(np.zeros(CHUNK, np.int16))
    with pytest.raises(ValueError, match="closed"):
        recogniser.finish()


def test_many_sessions_leave_no_memory_behind(
    recognisers: VoskRecognisers, recordings: Mapping[str, Recording]
) -> None:
    # given a recogniser that is warm
    samples = recordings[GREETING].clip.samples
    for _ in range(5):
        hear_once(recognisers, samples)
    gc.collect()
    before = psutil.Process().memory_info().rss
    # when session after session comes
    for _ in range(25):
        hear_once(recognisers, samples)
    # then the process is no larger, within what its allocator rounds up
    assert psutil.Process().memory_info().rss - before < 4 * 2**20


@pytest.mark.parametrize("broken", ["missing", "empty", "cut"])
def test_a_folder_without_a_model_is_refused(
    tmp_path: Path, vosk_folder: Path, broken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    # given a folder that is not there, has nothing, or lacks most of the model
    folder = tmp_path / "model"
    if broken != "missing":
        folder.mkdir()
    if broken == "cut":
        (folder / "am").symlink_to(vosk_folder / "am")
    # then it is said in Chinese what to do
    with pytest.raises(CannotHear, match="ershun models fetch"):
        VoskRecognisers(folder)


def test_vosk_writes_nothing(
    vosk_folder: Path, recordings: Mapping[str, Recording], capfd: pytest.CaptureFixture[str]
) -> None:
    # given a model loaded and a phrase left out, both of which vosk would tell of
    hear_once(VoskRecognisers(vosk_folder), recordings[GREETING].clip.samples, ["是"])
    assert capfd.readouterr() == ("", "")
