"""A client of the speech service that speaks at the pace of people and takes the times."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import numpy as np

from bench.voice.conditions import at_hearing_rate
from voice.audio import Clip, Samples
from voice.hearing.recogniser import RATE

#: Seconds of a frame. The level is told as often, so that each frame has one in the answers.
FRAME = 0.1
_LENGTH = round(RATE * FRAME)
#: Seconds in which an answer must come, on a machine that does much else.
_PATIENCE = 20.0

Event = dict[str, Any]


class NotHeard(RuntimeError):
    """The service did not tell what it was to."""


class Caller:
    """One session of ``/listen``, and the replies it has spoken by ``/speak``."""

    def __init__(
        self, http: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse
    ) -> None:
        self._http, self._socket = http, socket

    async def say(self, clip: Clip) -> float:
        """Say a clip and let go of the key; milliseconds from that to what was understood.

        Raises:
            NotHeard: it was not told.
        """
        told = asyncio.ensure_future(self._until("said", "too_long"))
        await self._send_paced(clip)
        if told.done():  # a pause in the clip has ended the turn already
            told = asyncio.ensure_future(self._until("said", "too_long"))
        ended = time.monotonic()
        await self._socket.send_json({"end": True})
        return (await told - ended) * 1000

    async def interrupt(self, clip: Clip, spoken: str) -> tuple[float, float]:
        """Speak while ``spoken`` is being said.

        Returns:
            Milliseconds to the message to stop: since the frame that showed it was sent, and
            since the clip began.

        Raises:
            NotHeard: we were never told to stop.
        """
        await self._socket.send_json({"speaking": spoken})
        told = asyncio.ensure_future(self._levels_until("barge_in"))
        sent = await self._send_paced(clip)
        await self._socket.send_json({"speaking": None, "end": True})
        levels, at = await told
        await self._until("said", "too_long")
        return (at - sent[levels - 1]) * 1000, (at - sent[0] + FRAME) * 1000

    async def first_sound(self, text: str) -> float:
        """Milliseconds to the first whole WAV of a reply; the rest of it is not waited for.

        Raises:
            NotHeard: there was no sound.
        """
        asked = time.monotonic()
        async with self._http.post("/speak", json={"text": text}) as answer:
            data = b""
            async for chunk in answer.content.iter_any():
                data += chunk
                # RIFF: bytes 4 to 7 hold the length of what follows them.
                if len(data) >= 8 and len(data) >= 8 + int.from_bytes(data[4:8], "little"):
                    return (time.monotonic() - asked) * 1000
        raise NotHeard(f"no sound: {answer.status}")

    async def _send_paced(self, clip: Clip) -> list[float]:
        """Send frames as they would be captured; when each was sent."""
        samples, began, sent = at_hearing_rate(clip).samples, time.monotonic(), []
        for number, frame in enumerate(_frames(samples), start=1):
            await asyncio.sleep(max(0.0, began + number * FRAME - time.monotonic()))
            sent.append(time.monotonic())
            await self._socket.send_bytes(frame.tobytes())
        return sent

    async def _until(self, *events: str) -> float:
        while (await self._event())["event"] not in events:
            pass
        return time.monotonic()

    async def _levels_until(self, wanted: str) -> tuple[int, float]:
        """How many levels came before an event, and when it came."""
        levels = 0
        while (event := await self._event())["event"] != wanted:
            if event["event"] in ("said", "nothing_said"):
                raise NotHeard(f"{event['event']} came before {wanted}")
            levels += event["event"] == "level"
        return levels, time.monotonic()

    async def _event(self) -> Event:
        message = await self._socket.receive(timeout=_PATIENCE)
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise NotHeard(f"the session ended: {message}")
        event: Event = json.loads(message.data)
        return event


def _frames(samples: Samples) -> list[Samples]:
    """Whole frames, the last filled with silence."""
    filled = np.pad(samples, (0, -len(samples) % _LENGTH))
    return [*filled.reshape(-1, _LENGTH)]


@asynccontextmanager
async def caller(url: str) -> AsyncIterator[Caller]:
    """A session of its own.

    Raises:
        NotHeard: all seats are taken.
    """
    async with aiohttp.ClientSession(url) as http, http.ws_connect("/listen") as socket:
        await socket.send_json({"hello": {"rate": RATE}})
        ready = await socket.receive_json(timeout=_PATIENCE)
        if ready.get("event") != "ready":
            raise NotHeard(f"not let in: {ready}")
        yield Caller(http, socket)
