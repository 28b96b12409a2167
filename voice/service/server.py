"""The service: its paths, and its process from start to end."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Optional

import structlog
from aiohttp import web

from voice.service.admission import Admission
from voice.service.hearing import Hearing
from voice.service.limits import Limits
from voice.service.listening import Listening
from voice.service.recognising import Recognition
from voice.service.sessions import Sessions
from voice.service.speaking import Says, SpeakingDoor
from voice.service.tokens import Tokens

log = structlog.get_logger(__name__)

LISTEN = "/listen"

#: Bytes of the largest request; a text of the most letters, each escaped.
_LARGEST_REQUEST = 64 * 1024


@dataclass(frozen=True)
class Parts:
    """What the service is made of.

    Attributes:
        hearing: what hears.
        says: the speaker.
        origins: pages of which are let in beside those of this machine.
        tokens: by which pages show that they are the web door's; None asks for none.
        limits: how much clients may ask.
    """

    hearing: Hearing
    says: Says
    origins: Sequence[str] = ()
    tokens: Optional[Tokens] = None
    limits: Limits = field(default_factory=Limits)


def create_app(parts: Parts) -> web.Application:
    """The service as an application of aiohttp."""
    admission = Admission(parts.origins, parts.tokens)
    admit = admission.middleware(by_hello=LISTEN)
    app = web.Application(middlewares=[admit], client_max_size=_LARGEST_REQUEST)
    # aiohttp 3.9 types what is appended as a signal of signals.
    app.on_response_prepare.append(admission.mark)  # type: ignore[arg-type]
    # Decoding and synthesis let go of Python's lock, so that a thread a core keeps all busy.
    decoding = ThreadPoolExecutor(os.cpu_count(), "hearing")
    making = ThreadPoolExecutor(parts.limits.readings, "speaking")
    sessions = Sessions(decoding, parts.limits)
    door = SpeakingDoor(parts.says, making, parts.limits)

    async def recognise(request: web.Request) -> web.StreamResponse:
        return await sessions.hold(request, Recognition(parts.hearing, parts.limits).converse)

    async def listen(request: web.Request) -> web.StreamResponse:
        owes = admission.owes_token(request)
        listening = Listening(
            parts.hearing, parts.limits, lambda token: not owes or admission.good(token)
        )
        return await sessions.hold(request, listening.converse)

    async def healthz(_request: web.Request) -> web.Response:
        seats = {"sessions": sessions.seats.taken, "readings": door.seats.taken}
        return web.json_response({"status": "ok", **seats})

    async def may_ask(_request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def end(_app: web.Application) -> None:
        for pool in (decoding, making):
            pool.shutdown(wait=False, cancel_futures=True)

    app.on_cleanup.append(end)  # type: ignore[arg-type]
    app.router.add_get("/", recognise, allow_head=False)
    app.router.add_get("/recognise", recognise, allow_head=False)
    app.router.add_get(LISTEN, listen, allow_head=False)
    app.router.add_get("/speak", door.whole, allow_head=False)
    app.router.add_post("/speak", door.stream)
    app.router.add_options("/speak", may_ask)
    app.router.add_get("/healthz", healthz)
    return app


async def serve(parts: Parts, port: int) -> None:
    """Serve on loopback until told to stop (SIGTERM, SIGINT).

    Raises:
        OSError: the port can't be listened on.
    """
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    # No access log: what is to be spoken may stand in an address.
    runner = web.AppRunner(create_app(parts), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        log.info("speech_serving", port=port)
        await stopped.wait()
    finally:
        await runner.cleanup()
