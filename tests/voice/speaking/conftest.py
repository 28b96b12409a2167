"""Voices and caches for the tests of speaking."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from voice.audio import Clip
from voice.speaking.cache import Cache
from voice.speaking.manner import RATE, Manner, VoiceFailed


class Tone:
    """A voice whose sound tells how long its text was; it can be slow, or fail on demand."""

    def __init__(self, name: str = "tone", level: int = 3000) -> None:
        self.name = name
        self.level = level
        self.said: list[str] = []
        self.failing = False
        self.closed = 0
        #: While clear, whoever has a sentence said waits.
        self.free = threading.Event()
        self.free.set()
        #: Set when somebody has asked.
        self.asked = threading.Event()

    def synthesise(self, text: str, manner: Manner) -> Clip:
        self.asked.set()
        assert self.free.wait(10)
        if self.failing:
            raise VoiceFailed("测试用：不说")
        self.said.append(text)
        return Clip(np.full(len(text) * RATE // 10, self.level, np.int16), RATE)

    def close(self) -> None:
        self.closed += 1
        self.free.set()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache of 50 MB."""
    return Cache(tmp_path / "clips", 50_000_000)


@pytest.fixture
def natural() -> Tone:
    return Tone("natural", level=1000)


@pytest.fixture
def plain() -> Tone:
    return Tone("plain", level=2000)
