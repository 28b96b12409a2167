"""The service as it is deployed: its process, real models, real recordings."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import psutil
import pytest
import requests
import websockets

from bench.servers import free_port
from settings import REPOSITORY
from tests.voice.conftest import Recording
from tests.voice.service.conftest import eventually
from tests.voice.service.test_speaking import taken_apart
from voice.audio import Clip, read_wav, resampled
from voice.service.config import Config, write_words

pytestmark = pytest.mark.running


@pytest.fixture(scope="module")
def port(vosk_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The process of the service, with espeak alone to speak."""
    home = tmp_path_factory.mktemp("speech")
    config = Config(
        port=free_port(),
        recogniser=vosk_folder,
        second_pass=None,
        voice=None,
        clips=home / "clips",
        words=home / "words.txt",
    )
    write_words(config.words, {"老年优待证": 3.0})
    config.write(home / "speech.json")
    log = (home / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "ershun.launch.speech", str(home / "speech.json")],
        cwd=REPOSITORY,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stderr=log,
    )
    try:
        eventually(lambda: _well(config.port) or process.poll() is not None, 30)
        yield config.port
        _ended_well(process, log)
    finally:
        process.kill()
        process.wait()


def _ended_well(process: subprocess.Popen[bytes], log: TextIO) -> None:
    # when it is told to stop, it ends soon with its workers, and has logged nothing that was said
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert psutil.wait_procs(workers, 5)[1] == []
    log.seek(0)
    lines = [json.loads(line) for line in log]
    assert {line["process"] for line in lines} == {"speech"}
    assert not any("一" <= letter <= "鿿" for line in lines for letter in str(line))


def _well(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=1).ok
    except requests.ConnectionError:
        return False


@pytest.fixture(scope="module")
def recording(recordings: Mapping[str, Recording]) -> Recording:
    """A short one that is recognised well."""
    return min(recordings.values(), key=lambda recording: recording.clip.seconds)


def pieces(clip: Clip, seconds: float = 0.2) -> Iterator[bytes]:
    """A clip, and the silence after it, as a client sends it."""
    silence = np.zeros(3 * clip.rate, np.int16)
    samples = np.concatenate([clip.samples, silence])
    step = round(seconds * clip.rate)
    for at in range(0, len(samples), step):
        yield samples[at : at + step].astype("<i2").tobytes()


@pytest.mark.parametrize("rate", [8_000, 16_000, 48_000])
def test_vosk_servers_client_gets_words_at_every_rate(
    port: int, recording: Recording, rate: int
) -> None:
    async def run_test() -> list[dict[str, Any]]:
        got = []
        async with websockets.connect(f"ws://127.0.0.1:{port}") as socket:
            await socket.send(json.dumps({"config": {"sample_rate": rate}}))
            for data in pieces(resampled(recording.clip, rate)):
                await socket.send(data)
                got.append(json.loads(await socket.recv()))
            await socket.send('{"eof" : 1}')
            got.append(json.loads(await socket.recv()))
        return got

    got = asyncio.run(asyncio.wait_for(run_test(), 60))
    # then a text comes before eof, for those who never say it
    texts = [answer for answer in got[:-1] if answer.get("text")]
    assert texts
    words = [word for answer in texts for word in answer["result"]]
    # and most of what was said is in it, in the order of time
    heard = "".join(word["word"] for word in words)
    assert len(set(heard) & set(recording.text)) >= len(set(recording.text)) * 0.5
    starts = [word["start"] for word in words]
    assert starts == sorted(starts)
    assert words[-1]["end"] <= recording.clip.seconds + 0.5


def test_a_page_is_told_of_a_turn_from_beginning_to_end(port: int, recording: Recording) -> None:
    got = asyncio.run(asyncio.wait_for(_listened(port, recording.clip), 60))
    names = [event["event"] for event in got if event["event"] != "level"]

    assert names[:2] == ["ready", "began"]
    assert "caption" in names
    said = next(event for event in got if event["event"] == "said")
    assert len(set(said["text"]) & set(recording.text)) >= len(set(recording.text)) * 0.5
    assert 0 < said["confidence"] <= 1
    assert said["heard"]
    assert max(event["level"] for event in got if event["event"] == "level") > 0.01


def test_a_citizen_who_speaks_stops_us_and_our_own_voice_does_not(
    port: int, recording: Recording
) -> None:
    # given that we say something else while the citizen speaks
    speaking = {"speaking": "请您带上身份证。"}
    stopped = asyncio.run(asyncio.wait_for(_listened(port, recording.clip, speaking), 60))
    names = [event["event"] for event in stopped]
    assert names.count("barge_in") == 1
    assert names.index("barge_in") < names.index("said")
    # when what is heard is what we say ourselves, from a loudspeaker beside the microphone
    echo = {"speaking": recording.text}
    ours = asyncio.run(asyncio.wait_for(_listened(port, recording.clip, echo, hears_us=True), 60))
    assert "barge_in" not in [event["event"] for event in ours]


async def _listened(
    port: int, clip: Clip, *controls: dict[str, Any], **hello: Any
) -> list[dict[str, Any]]:
    got: list[dict[str, Any]] = []
    async with websockets.connect(f"ws://127.0.0.1:{port}/listen", max_queue=None) as socket:
        for control in ({"hello": {"rate": clip.rate, **hello}}, *controls):
            await socket.send(json.dumps(control))
        for data in pieces(clip, 0.04):
            await socket.send(data)
        while not got or got[-1]["event"] != "said":
            got.append(json.loads(await socket.recv()))
    return got


def test_several_talk_at_once_and_each_gets_its_own(
    port: int, recordings: Mapping[str, Recording]
) -> None:
    short = sorted(recordings.values(), key=lambda recording: recording.clip.seconds)[:3]

    async def all_at_once() -> list[list[dict[str, Any]]]:
        return await asyncio.gather(*(_listened(port, recording.clip) for recording in short))

    for recording, got in zip(short, asyncio.run(all_at_once()), strict=True):
        said = "".join(event["text"] for event in got if event["event"] == "said")
        shared = set(said) & set(recording.text)
        others = [len(set(said) & set(r.text)) / len(set(r.text)) for r in short]
        assert len(shared) / len(set(recording.text)) == max(others)


def test_a_text_is_spoken_sentence_by_sentence_or_in_one_piece(port: int) -> None:
    url, text = f"http://127.0.0.1:{port}/speak", "您好。请带身份证。"
    whole = read_wav(requests.get(url, params={"text": text}, timeout=30).content)
    stream = requests.post(url, json={"text": text}, timeout=30).content

    sentences = taken_apart(stream)
    assert len(sentences) == 2
    assert all(clip.samples.any() and clip.seconds > 0.5 for clip in sentences)
    assert whole.seconds == pytest.approx(sum(clip.seconds for clip in sentences))
