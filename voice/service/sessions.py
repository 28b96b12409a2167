"""Sessions of hearing: a bounded number of them, each freed whatever ends it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

import structlog
from aiohttp import web

from voice.hearing.recogniser import CannotHear
from voice.service.limits import Limits
from voice.service.refusals import Refusal, Refused
from voice.service.seats import Seats
from voice.service.sockets import Gone, Socket
from voice.service.working import InTurn

log = structlog.get_logger(__name__)

#: Talks with one client until it has closed or is done.
Converse = Callable[[Socket, InTurn], Awaitable[None]]


class Sessions:
    """The sessions that are open. Of what is said in them nothing is logged."""

    def __init__(self, pool: Executor, limits: Limits) -> None:
        """Do their work in the threads of ``pool``."""
        self._pool = pool
        self._limits = limits
        self.seats = Seats(limits.sessions)

    async def hold(self, request: web.Request, converse: Converse) -> web.StreamResponse:
        """Open a session and hold it until it ends.

        Raises:
            Refused: all seats are taken.
        """
        with self.seats.seat():
            socket = await Socket.open(request, self._limits)
            began = time.monotonic()
            ended = await self._ended(socket, converse)
            seconds = round(time.monotonic() - began, 1)
            log.info("session_ended", path=request.path, seconds=seconds, by=ended)
            return socket.response

    async def _ended(self, socket: Socket, converse: Converse) -> str:
        """Talk; what ended it, in a word."""
        try:
            await converse(socket, InTurn(self._pool))
            await socket.close()
        except Refused as refused:
            await socket.refuse(refused)
            return refused.refusal.word
        except CannotHear as error:
            log.warning("cannot_hear", reason=str(error))
            await socket.refuse(Refused(Refusal.FAILED, str(error)))
            return Refusal.FAILED.word
        except Gone as gone:
            return str(gone)
        return "client"
