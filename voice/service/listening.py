"""Listening for a page or a console. docs/voice-service.md describes the protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from voice.service.admission import no_token
from voice.service.ears import Ears
from voice.service.hearing import Hearing
from voice.service.hello import hello
from voice.service.limits import Limits
from voice.service.sockets import Socket
from voice.service.working import InTurn


class Listening:
    """One client of ``/listen``, from its first message to its last."""

    def __init__(self, hearing: Hearing, limits: Limits, admits: Callable[[str], bool]) -> None:
        """Hear with ``hearing``; ``admits`` tells whether a token is good enough."""
        self._hearing = hearing
        self._limits = limits
        self._admits = admits
        self._ears: Optional[Ears] = None

    async def converse(self, socket: Socket, work: InTurn) -> None:
        """Tell what is heard until the client closes."""
        first = await socket.receive(self._limits.idle_seconds)
        if first is None:
            return
        greeting = hello(first)
        if not self._admits(greeting.token):
            raise no_token()
        try:
            self._ears = await work.call(Ears, self._hearing, greeting, self._limits)
            await socket.send({"event": "ready"})
            await self._listen(socket, work, self._ears)
        finally:
            await work.end(self._close)

    async def _listen(self, socket: Socket, work: InTurn, ears: Ears) -> None:
        while True:
            limits = self._limits
            patience = limits.paused_seconds if ears.paused else limits.idle_seconds
            message = await socket.receive(patience)
            if message is None:
                return
            heed = ears.hear if isinstance(message, bytes) else ears.control
            for told in await work.call(heed, message):
                await socket.send(told)

    def _close(self) -> None:
        if self._ears is not None:
            self._ears.close()
