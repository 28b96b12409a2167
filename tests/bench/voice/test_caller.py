"""The client's clock: started and stopped at the right messages, against a service in hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np
import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from bench.voice.caller import FRAME, Caller, NotHeard, caller
from tests.bench.voice.conftest import RATE, tone
from voice.audio import Clip, wav_bytes

#: Seconds that the machine of a test may take longer than it should.
SLACK = 0.3


@dataclass
class Fake:
    """What the service does, and what it was sent.

    Attributes:
        stops_at: frame that shows that somebody interrupts; 0 for none.
        hears_in: seconds from an end to what was said, and from that frame to the stop.
        speaks_in: seconds to the first WAV of a reply; None for no sound.
        full: whether nobody is let in.
        frames: bytes of each frame.
        controls: all else.
    """

    stops_at: int = 0
    hears_in: float = 0.0
    speaks_in: Optional[float] = 0.0
    full: bool = False
    frames: list[bytes] = field(default_factory=list)
    controls: list[dict[str, Any]] = field(default_factory=list)

    async def listen(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                await self._frame(socket, message.data)
                continue
            control = json.loads(message.data)
            self.controls.append(control)
            if "hello" in control:
                refused = {"error": "full", "message": "满了"}
                await socket.send_json(refused if self.full else {"event": "ready"})
            elif control.get("end"):
                await asyncio.sleep(self.hears_in)
                await socket.send_json({"event": "said", "text": ""})
        return socket

    async def _frame(self, socket: web.WebSocketResponse, data: bytes) -> None:
        self.frames.append(data)
        await socket.send_json({"event": "level", "level": 0.1})
        if len(self.frames) == self.stops_at:
            await asyncio.sleep(self.hears_in)
            await socket.send_json({"event": "barge_in"})

    async def speak(self, request: web.Request) -> web.StreamResponse:
        if self.speaks_in is None:
            return web.Response(status=204)
        response = web.StreamResponse()
        await response.prepare(request)
        sound = wav_bytes(tone(440))
        # The beginning of a WAV is no sound yet.
        await response.write(sound[:100])
        await asyncio.sleep(self.speaks_in)
        await response.write(sound[100:])
        # The second sentence takes its time, and nobody waits for it.
        await asyncio.sleep(1.0)
        return response


@asynccontextmanager
async def session(fake: Fake) -> AsyncIterator[Caller]:
    app = web.Application()
    app.router.add_get("/listen", fake.listen)
    app.router.add_post("/speak", fake.speak)
    async with TestServer(app) as server, caller(str(server.make_url("/"))) as made:
        yield made


def asked(fake: Fake, ask: Callable[[Caller], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with session(fake) as made:
            return await ask(made)

    return asyncio.run(run())


def test_a_clip_is_sent_whole_at_the_pace_of_speech() -> None:
    # given a clip that is no round number of frames
    fake, clip = Fake(), tone(440, 0.33)

    async def say(made: Caller) -> float:
        began = asyncio.get_running_loop().time()
        await made.say(clip)
        return asyncio.get_running_loop().time() - began

    # when
    took = asked(fake, say)
    # then frames came no sooner than they could have been captured, the last filled up
    sent = np.frombuffer(b"".join(fake.frames), np.int16)
    assert len(fake.frames) == 4
    assert np.array_equal(sent[: len(clip.samples)], clip.samples)
    assert not sent[len(clip.samples) :].any()
    assert 4 * FRAME <= took < 4 * FRAME + SLACK


def test_hearing_is_timed_from_the_end_to_what_was_said() -> None:
    # given a service that takes its time, and a clip that takes longer
    took = asked(Fake(hears_in=0.1), lambda made: made.say(tone(440, 0.5)))
    assert 100 <= took < 100 + SLACK * 1_000


def test_the_first_sound_is_the_first_whole_wav() -> None:
    took = asked(Fake(speaks_in=0.1), lambda made: made.first_sound("您好。"))
    assert 100 <= took < 100 + SLACK * 1_000


def test_a_reply_without_sound_is_no_quick_reply() -> None:
    with pytest.raises(NotHeard, match="no sound: 204"):
        asked(Fake(speaks_in=None), lambda made: made.first_sound("。"))


def test_an_interruption_is_timed_from_the_frame_that_shows_it() -> None:
    # given a service that stops 50 ms after the third of six frames
    fake = Fake(stops_at=3, hears_in=0.05)
    # when
    stop, since_began = asked(fake, lambda made: made.interrupt(tone(440, 0.6), "请说。"))
    # then
    assert 50 <= stop < 50 + SLACK * 1_000
    assert 350 <= since_began < 350 + SLACK * 1_000
    assert {"speaking": "请说。"} in fake.controls


def test_who_is_never_told_to_stop_says_so() -> None:
    with pytest.raises(NotHeard, match="said came before barge_in"):
        asked(Fake(), lambda made: made.interrupt(tone(440, 0.2), "请说。"))


def test_who_is_not_let_in_says_so() -> None:
    with pytest.raises(NotHeard, match="not let in"):
        asked(Fake(full=True), lambda made: made.say(Clip(np.zeros(1, np.int16), RATE)))
