"""A speech service of ours, started as ``ershun run`` starts it, with sentences known before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.servers import free_port, wait_until_well
from bench.voice.clips import CLIPS, NotSpoken
from ershun.launch.training import quiet
from settings import REPOSITORY
from voice.service.config import Config, write_words
from voice.service.mouth import CLIPS_BYTES
from voice.speaking.cache import Cache, Key
from voice.speaking.kokoro import KokoroVoice
from voice.speaking.manner import Manner
from voice.speaking.rendering import render, wanted_sentences

#: Clips of the replies that the service is to know; kept, for they take minutes.
REPLIES = CLIPS.with_name("voice-replies")


@dataclass(frozen=True)
class Models:
    """Folders of the verified weights."""

    vosk: Path
    kokoro: Path


@dataclass(frozen=True)
class Service:
    """A service that runs: its address and its process."""

    url: str
    pid: int


@contextmanager
def speech_service(
    models: Models, words: Mapping[str, float], known: Sequence[str], home: Path
) -> Iterator[Service]:
    """The service while the block runs, over clips of the replies ``known``."""
    clips = home / "clips"
    # Into a folder of its own: what the service renders for later is not known in the next run.
    _render(models, known, clips)
    config = Config(
        port=free_port(),
        recogniser=models.vosk,
        second_pass=None,
        voice=models.kokoro,
        clips=clips,
        words=home / "words.txt",
    )
    write_words(config.words, dict(words))
    config.write(home / "speech.json")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "ershun.launch.speech", str(home / "speech.json")],
        cwd=REPOSITORY,
        env=quiet(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{config.port}"
    try:
        wait_until_well(process, f"{url}/healthz", 120)
        yield Service(url, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _render(models: Models, known: Sequence[str], folder: Path) -> None:
    """Put the sentences of ``known`` into ``folder``, as rendering ahead would.

    Raises:
        NotSpoken: the voice did not say one of them.
    """
    kept, clips, manner = Cache(REPLIES, CLIPS_BYTES), Cache(folder, CLIPS_BYTES), Manner()
    sentences = wanted_sentences(known)
    with closing(KokoroVoice(models.kokoro, threads=2)) as voice:
        render(sentences, voice, kept, manner)
        for sentence in sentences:
            key = Key.of(sentence, voice.name, manner)
            clip = kept.get(key)
            if clip is None:
                raise NotSpoken(f"not rendered: {sentence}")
            clips.put(key, clip)
