"""The plain voice, really speaking; the traps of pyttsx3 are those of MODELS.md §3."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest

from voice.audio import Clip
from voice.speaking.cache import Cache
from voice.speaking.espeak import EspeakVoice
from voice.speaking.manner import RATE, Manner
from voice.speaking.speaker import Speaker

MANNER = Manner()
TEXT = "请带好身份证原件。"


@pytest.fixture(scope="module")
def voice() -> Iterator[EspeakVoice]:
    made = EspeakVoice()
    yield made
    made.close()


def is_speech(clip: Clip) -> bool:
    """Loud enough, nowhere clipped, and no steady tone or noise: speech rises and falls."""
    sound = clip.samples.astype(float) / 32_767
    frames = sound[: len(sound) // 480 * 480].reshape(-1, 480)
    loudness = np.sqrt((frames**2).mean(axis=1))
    return bool(loudness.max() > 0.05 and np.abs(sound).max() < 1 and loudness.std() > 0.02)


def test_the_first_sentence_of_a_fresh_worker_is_whole(voice: EspeakVoice) -> None:
    # A run of the engine returns before it has said anything.
    voice.close()
    first, second = (voice.synthesise(TEXT, MANNER) for _ in range(2))
    assert is_speech(first) and first.rate == RATE
    assert first.seconds == pytest.approx(second.seconds, rel=0.05)


def test_of_sentences_at_the_same_time_none_is_lost_or_mixed_up(voice: EspeakVoice) -> None:
    # Of two saves in the engine's queue only the last is written.
    texts = ["好。", TEXT, "请到三号窗口，带上户口本和两张照片。"] * 20
    alone = {text: voice.synthesise(text, MANNER).seconds for text in set(texts)}
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda text: voice.synthesise(text, MANNER).seconds, texts))
    assert together == pytest.approx([alone[text] for text in texts], rel=0.1)


@pytest.mark.parametrize("text", ["", " ", "\0"])
def test_without_text_there_is_no_sound_and_no_failure(voice: EspeakVoice, text: str) -> None:
    voice.synthesise(TEXT, MANNER)
    before = voice.worker.pid
    assert voice.synthesise(text, MANNER).seconds == 0
    assert voice.worker.pid == before


def test_a_nul_does_not_cut_the_sentence(voice: EspeakVoice) -> None:
    whole = voice.synthesise("请带证。请到一楼。", MANNER).seconds
    assert voice.synthesise("请带证。\0请到一楼。", MANNER).seconds == pytest.approx(whole, rel=0.1)


def test_a_long_text_takes_no_longer_than_its_pieces(voice: EspeakVoice) -> None:
    # In one piece 1 600 characters would take the engine as long as 16 000 in pieces.
    began = time.monotonic()
    clip = voice.synthesise("请您带好身份证，" * 200, MANNER)
    assert clip.seconds > 300 and time.monotonic() - began < 15


def test_slower_takes_longer(voice: EspeakVoice) -> None:
    slow, quick = (voice.synthesise(TEXT, Manner(rate=rate)).seconds for rate in (0.6, 1.2))
    assert slow == pytest.approx(2 * quick, rel=0.25)


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_is_killed_is_replaced_and_the_sentence_said(
    voice: EspeakVoice, sent: signal.Signals
) -> None:
    whole = voice.synthesise(TEXT, MANNER).seconds
    assert voice.worker.pid
    os.kill(voice.worker.pid, sent)
    assert voice.synthesise(TEXT, MANNER).seconds == pytest.approx(whole, rel=0.05)


def test_one_that_hangs_is_ended_in_time_and_the_sentence_said(voice: EspeakVoice) -> None:
    # given a worker that no longer moves
    voice.synthesise(TEXT, MANNER)
    assert voice.worker.pid
    stopped = psutil.Process(voice.worker.pid)
    stopped.suspend()
    # then another says the sentence
    began = time.monotonic()
    assert is_speech(voice.synthesise(TEXT, MANNER))
    assert time.monotonic() - began < 6 and not stopped.is_running()


def test_killed_again_and_again_mid_sentence_it_still_speaks(
    voice: EspeakVoice, cache: Cache
) -> None:
    # given somebody who kills whatever worker there is, for one second
    speaker = Speaker(None, voice, cache)
    over = threading.Event()
    killed: set[int] = set()

    def kill() -> None:
        while not over.wait(1.0):
            pid = voice.worker.pid
            if pid and pid not in killed:
                killed.add(pid)
                psutil.Process(pid).kill()

    list(speaker.say(TEXT))
    killing = threading.Thread(target=kill)
    killing.start()
    # when a long text is said
    clips = list(speaker.say("请您带好身份证原件，到一楼大厅，三号窗口办理。" * 60))
    over.set()
    killing.join()
    # then no sentence is missing
    assert killed and len(clips) == 60
    assert all(is_speech(clip) for clip in clips)


def test_it_leaves_no_file_behind_even_when_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    voice = EspeakVoice()
    voice.synthesise(TEXT, MANNER)
    assert voice.worker.pid
    psutil.Process(voice.worker.pid).kill()
    voice.synthesise(TEXT, MANNER)
    voice.close()
    assert list(tmp_path.iterdir()) == []


def test_its_process_is_started_afresh_not_forked(voice: EspeakVoice) -> None:
    voice.synthesise(TEXT, MANNER)
    process = psutil.Process(voice.worker.pid)
    assert process.cmdline()[1:3] == ["-m", "voice.speaking.espeak_worker"]
    assert process.memory_info().rss < 150_000_000, json.dumps(process.memory_info()._asdict())


@pytest.mark.parametrize("text", ["13812345678", "ABC", "😀请稍等", "𠮷野家", "请看 https://a.cn"])
def test_odd_texts_are_spoken_too(voice: EspeakVoice, cache: Cache, text: str) -> None:
    assert all(is_speech(clip) for clip in Speaker(None, voice, cache).say(text))
