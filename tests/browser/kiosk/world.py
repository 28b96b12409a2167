"""The kiosk page before stand-ins: a Rasa with the real conversation behind it, and a speech
service that says on command what it "heard" and makes a tone of each sentence.

Real Chromium, real page, real web door. The whole product with real ears and voice is in
test_voice.py.
"""

from __future__ import annotations

import asyncio
import io
import json
import threading
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np
from aiohttp import WSMsgType, web
from playwright.sync_api import Locator, Page, expect
from werkzeug.serving import make_server

from channels.web.app import create_app
from settings import Settings

RATE = 24_000


def tone(seconds: float) -> bytes:
    """A WAV of a soft tone."""
    at = np.arange(int(RATE * seconds)) / RATE
    samples = (3_000 * np.sin(2 * np.pi * 220 * at)).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


@dataclass
class StandInSpeech:
    """Stands for the speech service: its paths, its messages.

    Attributes:
        seconds: how long each sentence sounds.
        dies: whether the sound breaks off in the middle of a sentence.
        deaf: whether connections that want to be heard are refused.
        spoken: every sentence that was to be spoken, with its rate.
        told: every JSON message the page sent.
        heard: bytes of sound that came.
        unfinished: what somebody is saying, told when the page says that it is complete.
    """

    seconds: float = 0.15
    dies: bool = False
    deaf: bool = False
    port: int = 0
    spoken: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    heard: int = 0
    unfinished: str = ""
    tokens: set[str] = field(default_factory=set)
    _socket: Optional[web.WebSocketResponse] = None
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _runner: Optional[web.AppRunner] = None

    @property
    def texts(self) -> str:
        """All that was to be spoken, in a piece."""
        return "".join(asked["text"] for asked in self.spoken)

    def start(self) -> None:
        """Serve, on the same port as before if there was one."""
        if not self._loop.is_running():
            threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._run(self._start())

    def stop(self) -> None:
        """Go away; who is connected is cut off."""
        self._run(self._stop())

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)

    def hears(self, words: str) -> None:
        """Somebody says something: as it begins, as it is heard, when it ends."""
        self.tell(event="began")
        self.tell(event="caption", text=words[: len(words) // 2])
        self.tell(event="said", text=words)

    def tell(self, **event: Any) -> None:
        """One event to the page."""
        self._run(self._send(event))

    def _run(self, work: Any) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(timeout=10)

    async def _send(self, event: dict[str, Any]) -> None:
        assert self._socket is not None, "nobody is connected"
        await self._socket.send_str(json.dumps(event))

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/listen", self._listen)
        app.router.add_post("/speak", self._speak)
        app.router.add_options("/speak", self._may_ask)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _stop(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _listen(self, request: web.Request) -> web.StreamResponse:
        if self.deaf:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                self.heard += len(message.data)
            else:
                await self._take(json.loads(message.data), socket)
        return socket

    async def _take(self, told: dict[str, Any], socket: web.WebSocketResponse) -> None:
        self.told.append(told)
        if "hello" in told:
            self.tokens.add(told["hello"]["token"])
            await socket.send_str(json.dumps({"event": "ready"}))
        if told.get("end") and self.unfinished:
            await socket.send_str(json.dumps({"event": "said", "text": self.unfinished}))
            self.unfinished = ""

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        self.tokens.add(request.headers.get("Authorization", "").partition(" ")[2])
        self.spoken.append(await request.json())
        response = web.StreamResponse(headers=_allowed(request))
        await response.prepare(request)
        sound = tone(self.seconds)
        if self.dies:
            await response.write(sound[: len(sound) // 2])
            assert request.transport is not None
            request.transport.abort()
            return response
        await response.write(sound)
        await response.write_eof()
        return response

    async def _may_ask(self, request: web.Request) -> web.Response:
        return web.Response(status=204, headers=_allowed(request))


def _allowed(request: web.Request) -> dict[str, str]:
    return {
        "Access-Control-Allow-Origin": request.headers["Origin"],
        "Access-Control-Allow-Headers": "Content-Type, Authorization",
    }


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The web door, really served; its address."""
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@dataclass
class Panel:
    """A citizen before the kiosk's panel."""

    page: Page
    speech: StandInSpeech

    def is_(self, state: str) -> None:
        """Wait until the page is in a state: attract, ready, listening, thinking, speaking."""
        expect(self.page.locator("html")).to_have_attribute("data-state", state)

    def begin(self) -> None:
        """Touch the middle of the screen, and hear the greeting out."""
        self.page.locator("#begin").click()
        self.settled()

    def settled(self) -> None:
        """Wait until nothing of ours goes on."""
        self.page.wait_for_function(
            "() => ['ready', 'listening'].includes(document.documentElement.dataset.state)"
        )

    def hears(self, words: str) -> None:
        """Say something, and hear the reply out."""
        self.is_("listening")
        self.answered(lambda: self.speech.hears(words))

    def choose(self, label: str) -> None:
        """Touch an option, and hear the reply out."""
        self.answered(lambda: self.option(label).click())

    def answered(self, act: Callable[[], None]) -> None:
        """Do something, and wait until what came of it has been said."""
        turns = self._turns()
        act()
        self.page.wait_for_function(
            "turns => Number(document.getElementById('reply').dataset.turn) > turns", arg=turns
        )
        self.settled()

    def _turns(self) -> int:
        return int(self.reply.get_attribute("data-turn") or 0)

    @property
    def reply(self) -> Locator:
        return self.page.locator("#reply")

    def option(self, label: str) -> Locator:
        return self.page.locator("#options button", has_text=label)


OpenPanel = Callable[..., Panel]
