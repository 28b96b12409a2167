"""Recognition for the clients of vosk-server, with our endpointer and our understanding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Optional

import structlog

from voice.audio import Samples
from voice.endpointing.endpointer import Endpointer, Turn
from voice.endpointing.vad import Vad
from voice.hearing.recogniser import RATE, Heard, Recogniser
from voice.service.dialect import Final, Options, configured, partial, result
from voice.service.hearing import Hearing
from voice.service.intake import Intake
from voice.service.limits import Limits
from voice.service.refusals import Refusal, Refused
from voice.service.sockets import Message, Socket
from voice.service.working import InTurn

log = structlog.get_logger(__name__)

#: Samples after which it is looked whether an utterance has ended: 0.1 s.
_PIECE = RATE // 10
_ENDS = (Turn.ENDED, Turn.TOO_LONG, Turn.NOTHING_SAID)


class Utterances:
    """Cuts the sound of one client into utterances. Not for two threads at the same time."""

    def __init__(
        self,
        recogniser: Recogniser,
        endpointer: Endpointer,
        understand: Callable[[Heard], str],
    ) -> None:
        self._recogniser = recogniser
        self._endpointer = endpointer
        self._understand = understand
        self._vad = Vad()
        self._fed = 0
        self._start = 0.0
        self.so_far = ""

    def feed(self, samples: Samples) -> list[Final]:
        """Hear ``samples`` (16 kHz); the utterances that ended with them."""
        finals = []
        for at in range(0, len(samples), _PIECE):
            piece = samples[at : at + _PIECE]
            heard_now = self._recogniser.feed(piece)
            self.so_far = heard_now.text if heard_now else self.so_far
            self._fed += len(piece)
            turns = [self._endpointer.feed(*window) for window in self._vad.feed(piece)]
            if any(turn in _ENDS for turn in turns):
                finals.append(self.finish())
        return finals

    def finish(self) -> Final:
        """End the utterance now."""
        heard = self._recogniser.finish()
        final = Final(heard, self._understand(heard), self._start)
        self._start = self._fed / RATE
        self.so_far = ""
        return final

    def close(self) -> None:
        """Free what the recogniser holds."""
        self._recogniser.close()


class Recognition:
    """One client of the dialect, from its first message to its last."""

    def __init__(self, hearing: Hearing, limits: Limits) -> None:
        """Hear with ``hearing``."""
        self._hearing = hearing
        self._limits = limits
        self._options = Options()
        self._intake: Optional[Intake] = None
        self._utterances: Optional[Utterances] = None

    async def converse(self, socket: Socket, work: InTurn) -> None:
        """Answer each frame until the client says that it was the last, or closes."""
        try:
            while (message := await socket.receive(self._limits.idle_seconds)) is not None:
                answer = await self._answer(message, work)
                if answer is not None:
                    await socket.send(answer)
                if isinstance(message, Mapping) and "eof" in message:
                    return
        finally:
            await work.end(self._close)

    async def _answer(self, message: Message, work: InTurn) -> Optional[Mapping[str, Any]]:
        if isinstance(message, bytes):
            return await work.call(self._hear, message)
        if "config" in message:
            self._options = configured(self._options, message["config"], self._limits)
            return None
        if "eof" in message:
            return await work.call(self._last)
        raise Refused(
            Refusal.NOT_UNDERSTOOD, "看不懂这条消息。能用的有 config 和 eof，声音请用二进制帧发。"
        )

    def _hear(self, data: bytes) -> Mapping[str, Any]:
        intake, utterances = self._opened()
        finals = utterances.feed(intake.at_hearing_rate(intake.take(data)))
        return result(finals, self._options) if finals else partial(utterances.so_far)

    def _last(self) -> Mapping[str, Any]:
        intake, utterances = self._opened()
        return result([*utterances.feed(intake.rest()), utterances.finish()], self._options)

    def _opened(self) -> tuple[Intake, Utterances]:
        """With the first sound: what is configured later changes only how results look."""
        if self._intake is None or self._utterances is None:
            recogniser = self._hearing.recognisers.open(self._options.phrases)
            self._intake = Intake(self._options.rate, self._limits)
            endpointer = Endpointer(self._options.profile)
            self._utterances = Utterances(recogniser, endpointer, self._hearing.understand)
        return self._intake, self._utterances

    def _close(self) -> None:
        if self._utterances is not None:
            self._utterances.close()
