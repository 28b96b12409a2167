"""The service on a real port, with stand-ins for what hears and speaks.

That the real ones do is tested in test_with_models.py.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Optional

import numpy as np
import pytest
import requests
from aiohttp import web

from voice.audio import Clip, Samples
from voice.hearing.correcting import Corrector
from voice.hearing.recogniser import RATE, CannotHear, Heard, Partial, Word
from voice.service.hearing import Hearing
from voice.service.limits import Limits
from voice.service.server import Parts, create_app
from voice.speaking.manner import CannotSpeak, Manner

#: Small enough for tests to reach them.
SMALL = Limits(
    sessions=3,
    readings=2,
    session_seconds=20.0,
    frame_bytes=64 * 1024,
    idle_seconds=2.0,
    paused_seconds=4.0,
    send_seconds=0.5,
    read_seconds=0.5,
    close_seconds=0.5,
    text_letters=200,
    clip_letters=50,
)


class Counting:
    """A recogniser that hears 一 in every tenth of a second."""

    def __init__(self, ears: Ears, phrases: Sequence[str]) -> None:
        self.phrases = phrases
        self.fed = 0
        self._ears = ears
        self._said = ""

    def feed(self, samples: Samples) -> Optional[Partial]:
        assert self in self._ears.open_now
        self._ears.gate.wait(10)
        self.fed += len(samples)
        said = self._ears.word * (self.fed * 10 // RATE)
        if said == self._said:
            return None
        self._said = said
        return Partial(said)

    def finish(self) -> Heard:
        words = tuple(Word("一", n / 10, (n + 1) / 10, 0.9) for n in range(self.fed * 10 // RATE))
        self.fed, self._said = 0, ""
        return Heard("一" * len(words), words, 0.9 if words else 0.0)

    def close(self) -> None:
        self._ears.open_now.discard(self)


@dataclass
class Ears:
    """Opens such recognisers, and knows which are open. They wait while the gate is closed."""

    opened: list[Counting] = field(default_factory=list)
    open_now: set[Counting] = field(default_factory=set)
    gate: threading.Event = field(default_factory=threading.Event)
    broken: bool = False
    word: str = "一"

    def __post_init__(self) -> None:
        self.gate.set()

    def open(self, phrases: Sequence[str] = ()) -> Counting:
        if self.broken:
            raise CannotHear("听话的模型坏了。请重新下载。")
        recogniser = Counting(self, phrases)
        self.opened.append(recogniser)
        self.open_now.add(recogniser)
        return recogniser


@dataclass
class Mouth:
    """Speaks a sentence as 0.1 s of sound a letter. Says no more after ``CannotSpeak``."""

    said: list[tuple[str, Manner]] = field(default_factory=list)
    closed: int = 0
    fails_after: int = 1_000
    #: Seconds of one letter.
    length: float = 0.1

    def say(self, text: str, manner: Manner) -> Iterator[Clip]:
        self.said.append((text, manner))
        try:
            for number, sentence in enumerate(filter(None, text.split("。"))):
                if number >= self.fails_after:
                    raise CannotSpeak("现在发不出声音。请看屏幕上的字。")
                samples = round(len(sentence) * 24_000 * self.length)
                yield Clip(np.full(samples, number + 1, np.int16), 24_000)
        finally:
            self.closed += 1


@dataclass
class Running:
    """A running service: its port, and what it hears and speaks with."""

    port: int
    ears: Ears
    mouth: Mouth
    loop: asyncio.AbstractEventLoop

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def health(self) -> dict[str, Any]:
        """What it says of itself."""
        answer: dict[str, Any] = requests.get(f"{self.url}/healthz", timeout=5).json()
        return answer

    def sessions(self) -> int:
        """How many seats of hearing are taken."""
        return int(self.health()["sessions"])

    def tasks(self) -> int:
        """How many tasks its event loop has, but the one that counts."""

        async def count() -> int:
            return len(asyncio.all_tasks()) - 1

        return asyncio.run_coroutine_threadsafe(count(), self.loop).result(5)


@contextmanager
def running(parts: Parts, ears: Ears, mouth: Mouth) -> Iterator[Running]:
    """The service in a thread of its own, on a free port."""
    started: Future[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        runner = web.AppRunner(create_app(parts), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        stopped = asyncio.Event()
        started.set_result((port, asyncio.get_running_loop(), stopped))
        await stopped.wait()
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    port, loop, stopped = started.result(10)
    try:
        yield Running(port, ears, mouth, loop)
    finally:
        ears.gate.set()
        loop.call_soon_threadsafe(stopped.set)
        thread.join(20)
        assert not thread.is_alive()


#: Starts a service with limits or parts that differ from the usual.
Start = Callable[..., Running]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts services, and ends them."""
    contexts = []

    def begin(limits: Limits = SMALL, mouth: Optional[Mouth] = None, **parts: object) -> Running:
        ears, speaks = Ears(), mouth or Mouth()
        hearing = Hearing(ears, Corrector([("老年优待证", 1.0)]), lambda text: text)
        given = replace(Parts(hearing, speaks, limits=limits), **parts)  # type: ignore[arg-type]
        context = running(given, ears, speaks)
        contexts.append(context)
        return context.__enter__()

    yield begin
    for context in contexts:
        context.__exit__(None, None, None)


@pytest.fixture
def service(start: Start) -> Running:
    """A service with small limits."""
    return start()


def sound(seconds: float, rate: int = RATE) -> bytes:
    """Silence."""
    return bytes(2 * round(seconds * rate))


async def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


def eventually(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait, without a loop of one's own, until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
