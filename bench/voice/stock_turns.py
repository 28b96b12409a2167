"""Runs :mod:`bench.voice.naive`: turns of people, each served by a process of stock parts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ershun.launch.training import quiet
from settings import REPOSITORY
from voice.audio import Clip, wav_bytes


@dataclass(frozen=True)
class Turn:
    """What a turn took: ms of hearing's end and of speaking, MB of the process after it."""

    heard: float
    spoken: float
    memory: float

    @property
    def gap(self) -> float:
        """Milliseconds from the last sound heard to the first that is spoken."""
        return self.heard + self.spoken


def stock_turns(
    vosk: Path, clips: Sequence[Clip], replies: Sequence[str], folder: Path, *, paced: bool = False
) -> list[Turn]:
    """A turn for each clip, in one process.

    Args:
        vosk: folder of the model.
        clips: what is said.
        replies: to each.
        folder: for the clips as files.
        paced: whether the sound comes as people speak, not as fast as it is heard.
    """
    lines = []
    for number, (clip, reply) in enumerate(zip(clips, replies, strict=True)):
        file = folder / f"{number}.wav"
        file.write_bytes(wav_bytes(clip))
        lines.append(json.dumps({"wav": str(file), "text": reply, "paced": paced}))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.voice.naive", str(vosk)],
        cwd=REPOSITORY,
        env=quiet(os.environ),
        input="\n".join(lines),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return [Turn(**json.loads(line)) for line in done.stdout.splitlines()[1:]]


def stock_first_turns(
    vosk: Path, clips: Sequence[Clip], replies: Sequence[str], folder: Path
) -> list[Turn]:
    """The same, a process for each turn: with ``init``, as where a call starts a program."""
    return [
        turn
        for clip, reply in zip(clips, replies, strict=True)
        for turn in stock_turns(vosk, [clip], [reply], folder)
    ]


def stock_at_once(
    vosk: Path, people: int, clips: Sequence[Clip], replies: Sequence[str], folder: Path
) -> list[Turn]:
    """Turns of so many people at a time, all at the pace of speech."""

    def one(person: int) -> list[Turn]:
        place = folder / f"person-{person}"
        place.mkdir(exist_ok=True)
        shift = person % len(clips)
        theirs = [*clips[shift:], *clips[:shift]]
        return stock_turns(vosk, theirs, replies, place, paced=True)

    with ThreadPoolExecutor(people) as pool:
        return [turn for turns in pool.map(one, range(people)) for turn in turns]
