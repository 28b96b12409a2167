"""Work that takes time, done beside the event loop by a bounded number of threads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Optional, TypeVar

T = TypeVar("T")


class InTurn:
    """The work of one session: one call at a time, in any thread of a pool.

    Recognisers are not to be used by two threads at once, so whoever ends a session waits
    for the call that is running.
    """

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._running: Optional[asyncio.Future[Any]] = None

    async def call(self, work: Callable[..., T], *given: Any) -> T:
        """Do ``work`` in a thread. The call before must have ended."""
        self._running = asyncio.get_running_loop().run_in_executor(self._pool, work, *given)
        # The thread works on though nobody waits any more.
        return await asyncio.shield(self._running)

    async def end(self, last: Callable[[], object]) -> None:
        """Do ``last`` after the call that is running, whatever becomes of it."""
        if self._running is not None:
            await asyncio.wait([self._running])
        await asyncio.get_running_loop().run_in_executor(self._pool, last)
