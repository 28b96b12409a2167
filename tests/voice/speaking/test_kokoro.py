"""The natural voice, really speaking. Each sentence costs seconds: there are few here."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from tests.voice.speaking.test_espeak import is_speech
from voice.audio import Clip
from voice.speaking.cache import Cache, Key
from voice.speaking.espeak import EspeakVoice
from voice.speaking.kokoro import KokoroVoice
from voice.speaking.manner import RATE, Manner, VoiceFailed
from voice.speaking.speaker import Speaker
from voice.speaking.worker import WorkerDied

pytestmark = pytest.mark.running
#: As quick as it goes.
MANNER = Manner(rate=1.5)


@pytest.fixture(scope="module")
def voice(kokoro_folder: Path) -> Iterator[KokoroVoice]:
    made = KokoroVoice(kokoro_folder)
    yield made
    made.close()


def test_it_speaks_and_yields_the_processor_to_hearing(voice: KokoroVoice) -> None:
    clip = voice.synthesise("请稍等。", MANNER)
    assert is_speech(clip) and clip.rate == RATE and 0.4 < clip.seconds < 2
    assert psutil.Process(voice.worker.pid).nice() >= 10


def test_a_voice_that_does_not_exist_costs_no_process(voice: KokoroVoice) -> None:
    voice.synthesise("好。", MANNER)
    before = voice.worker.pid
    for name in ("zf_nobody", "../../etc/passwd"):
        with pytest.raises(VoiceFailed, match="没有这个嗓音"):
            voice.synthesise("好。", Manner(voice=name))
    assert voice.worker.pid == before


def test_nothing_to_say_is_no_sound(voice: KokoroVoice) -> None:
    assert voice.synthesise("", MANNER).seconds == 0


def test_a_model_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="kokoro"):
        KokoroVoice(tmp_path)


def test_a_model_that_cannot_be_loaded_fails_as_a_voice_does(tmp_path: Path) -> None:
    (tmp_path / "kokoro-quantized.onnx").write_bytes(b"no model")
    with pytest.raises(WorkerDied):
        KokoroVoice(tmp_path).synthesise("好。", MANNER)


def kill(voice: KokoroVoice, at: list[float]) -> None:
    """End its process, and note when."""
    assert voice.worker.pid
    at.append(time.monotonic())
    psutil.Process(voice.worker.pid).kill()


def test_killed_mid_sentence_the_plain_voice_says_it_within_a_second(
    voice: KokoroVoice, cache: Cache
) -> None:
    # given a natural voice that is trusted: it has spoken, and there are minutes still to hear
    plain = EspeakVoice()
    speaker = Speaker(voice, plain, cache)
    list(speaker.say("好。", MANNER))
    assert speaker.wait_until_rendered(120)
    minutes = Clip(np.full(300 * RATE, 1000, np.int16), RATE)
    cache.put(Key.of("您好。", voice.name, MANNER), minutes)
    # when its process is killed while it is at a sentence; on a busy machine it may not be
    # asked, then the next one will do
    killed_at: list[float] = []
    for floor in "一二三四五":
        clips = speaker.say(f"您好。请您带好身份证原件到{floor}楼大厅三号窗口办理。", MANNER)
        assert next(clips).seconds > 60
        killing = threading.Timer(0.3, kill, (voice, killed_at))
        killing.start()
        clip = next(clips)
        killing.cancel()
        if killed_at:
            break
        assert speaker.wait_until_rendered(120)
    # then the other voice has said it
    assert killed_at and time.monotonic() - killed_at[0] < 1
    assert is_speech(clip) and clip.seconds > 2
    speaker.close()
