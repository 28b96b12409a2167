"""A bound on what is done at once: who comes when all seats are taken is told so at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from voice.service.refusals import Refusal, Refused


class Seats:
    """A number of seats. Of one event loop, so nothing needs locking."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0

    @contextmanager
    def seat(self) -> Iterator[None]:
        """Hold a seat while the block runs.

        Raises:
            Refused: all are taken.
        """
        if self.taken >= self.most:
            raise Refused(Refusal.FULL, "现在用语音的人太多了。请过一会儿再试，或者先打字。")
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1
