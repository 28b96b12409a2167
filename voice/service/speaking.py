"""Speaking over HTTP: a stream of WAVs, one a sentence, or one WAV of all.

A WAV says in its bytes 4 to 7 how long it is (RIFF), so that those of a stream need nothing
between them, and a page can play the first while the second is being made.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Optional, Protocol

import numpy as np
import structlog
from aiohttp import web

from voice.audio import Clip, wav_bytes
from voice.service.limits import Limits
from voice.service.refusals import Refusal, Refused
from voice.service.seats import Seats
from voice.service.working import InTurn
from voice.speaking.manner import CannotSpeak, Manner

log = structlog.get_logger(__name__)

#: WAVs one after the other.
STREAM_TYPE = "audio/x-wav-sequence"

_FIGURES = ("rate", "volume", "pause")
_VOICE = re.compile(r"[a-z]{2}_[a-z0-9]{1,20}")


class Says(Protocol):
    """What the service speaks with (:class:`voice.speaking.speaker.Speaker`)."""

    def say(self, text: str, manner: Manner) -> Iterator[Clip]:
        """``text`` sentence by sentence, all clips of one rate.

        Raises:
            CannotSpeak: no voice said a sentence.
        """


@dataclass(frozen=True)
class Wish:
    """What is to be spoken, and how."""

    text: str
    manner: Manner


def wish(given: Mapping[str, Any], letters: int) -> Wish:
    """What a client wants spoken.

    Args:
        given: ``text``, and ``rate``, ``volume``, ``pause``, ``voice`` where they are to
            differ from a :class:`Manner`'s. Figures may be written as text.
        letters: of the longest text.

    Raises:
        Refused: something is missing, too long or no figure.
    """
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Refused(Refusal.NOT_UNDERSTOOD, "没有要念的文字。请把它写在 text 里。")
    if len(text) > letters:
        raise Refused(
            Refusal.TOO_BIG, f"文字太长了，有 {len(text)} 个字，最多 {letters} 个。请分几段念。"
        )
    figures = {name: _figure(name, given[name]) for name in _FIGURES if name in given}
    voice = given.get("voice", Manner.voice)
    if not isinstance(voice, str) or not _VOICE.fullmatch(voice):
        raise Refused(Refusal.NOT_UNDERSTOOD, "voice 不是嗓音的名字，例如 zf_xiaoyi。")
    return Wish(text, Manner(**figures, voice=voice))


def _figure(name: str, value: object) -> float:
    try:
        figure = float(value) if isinstance(value, (str, int, float)) else math.nan
    except (ValueError, OverflowError):
        figure = math.nan
    if not math.isfinite(figure):
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{name} 要是一个数，例如 1.0。")
    return figure


class SpeakingDoor:
    """Answers what is asked under ``/speak``."""

    def __init__(self, says: Says, pool: Executor, limits: Limits) -> None:
        """Speak with ``says``, in the threads of ``pool``."""
        self._says = says
        self._pool = pool
        self._limits = limits
        self.seats = Seats(limits.readings)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """``POST``: sentence by sentence."""
        wanted = wish(await _body(request), self._limits.text_letters)
        with self.seats.seat():
            clips = _Clips(self._says.say(wanted.text, wanted.manner), self._pool)
            try:
                return await self._sent(request, clips)
            finally:
                await clips.close()

    async def whole(self, request: web.Request) -> web.Response:
        """``GET``: in one piece."""
        wanted = wish(request.query, self._limits.clip_letters)
        with self.seats.seat():
            clips = _Clips(self._says.say(wanted.text, wanted.manner), self._pool)
            try:
                said = [clip async for clip in clips]
            finally:
                await clips.close()
        if not said:
            return web.Response(status=204)
        joined = Clip(np.concatenate([clip.samples for clip in said]), said[0].rate)
        return web.Response(body=wav_bytes(joined), content_type="audio/wav")

    async def _sent(self, request: web.Request, clips: _Clips) -> web.StreamResponse:
        # Before the first sentence is there, an answer can still say that there is none.
        clip = await clips.next()
        if clip is None:
            return web.Response(status=204)
        response = web.StreamResponse(headers={"Content-Type": STREAM_TYPE})
        try:
            await response.prepare(request)
            while clip is not None:
                sending = response.write(wav_bytes(clip))
                await asyncio.wait_for(sending, self._limits.read_seconds)
                clip = await clips.next()
            await response.write_eof()
        except ConnectionError:
            log.info("speaking_cut_short")
        except (TimeoutError, Refused) as error:
            # Too late to answer otherwise: that the stream breaks off is the message.
            log.warning("speaking_broken_off", reason=type(error).__name__)
            if request.transport is not None:
                request.transport.abort()
        return response


class _Clips:
    """Clips as they are made, in a thread."""

    def __init__(self, clips: Iterator[Clip], pool: Executor) -> None:
        self._clips = clips
        self._work = InTurn(pool)

    async def next(self) -> Optional[Clip]:
        """The next; None after the last.

        Raises:
            Refused: no voice can say it.
        """
        try:
            return await self._work.call(_next, self._clips)
        except CannotSpeak as error:
            raise Refused(Refusal.FAILED, str(error)) from error

    async def __aiter__(self) -> Any:
        while (clip := await self.next()) is not None:
            yield clip

    async def close(self) -> None:
        """Let go of what the iterator holds."""
        if isinstance(self._clips, Generator):
            await self._work.end(self._clips.close)


def _next(clips: Iterator[Clip]) -> Optional[Clip]:
    return next(clips, None)


async def _body(request: web.Request) -> Mapping[str, Any]:
    try:
        given = await request.json()
    except web.HTTPRequestEntityTooLarge as error:
        raise Refused(Refusal.TOO_BIG, "发来的内容太大了。请分几段念。") from error
    except (json.JSONDecodeError, UnicodeDecodeError, LookupError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Refused(Refusal.NOT_UNDERSTOOD, "发来的内容不是 JSON 对象，看不懂。")
    return given
