"""The speaker in a process of its own, beside the one that hears.

vosk 0.3.45 and wetext (kaldifst) each bring an OpenFst of their own and do not bear each
other in one process: loaded after wetext, vosk waits for ever; loaded before it, memory is
corrupted and the process crashes. So this module imports nothing of the speaker's until it
is in its own process.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator

# IteratorProxy is documented but not in typeshed.
from multiprocessing.managers import BaseManager, IteratorProxy  # type: ignore[attr-defined]
from pathlib import Path
from threading import Lock
from typing import Any, Optional

import structlog

from voice.audio import Clip
from voice.speaking.manner import CannotSpeak, Manner

log = structlog.get_logger(__name__)

#: Bytes of clips kept: some eleven hours of speech.
CLIPS_BYTES = 2 * 2**30

#: What the pipe to a process fails with that has ended.
_ENDED = (EOFError, ConnectionError)


class _Inside:
    """The speaker, in its own process."""

    def __init__(self, clips: Path, voice: Optional[Path]) -> None:
        from voice.speaking.cache import Cache
        from voice.speaking.espeak import EspeakVoice
        from voice.speaking.kokoro import KokoroVoice
        from voice.speaking.normalising import spoken_form
        from voice.speaking.speaker import Speaker

        natural = KokoroVoice(voice) if voice else None
        self._speaker = Speaker(natural, EspeakVoice(), Cache(clips, CLIPS_BYTES))
        self._spoken_form = spoken_form

    def say(self, text: str, manner: Manner) -> Iterator[Clip]:
        return self._speaker.say(text, manner)

    def spoken(self, text: str) -> str:
        return self._spoken_form(text)

    def close(self) -> None:
        self._speaker.close()


class _Manager(BaseManager):
    pass


_Manager.register("Iterator", proxytype=IteratorProxy, create_method=False)
_Manager.register(
    "Inside",
    _Inside,
    exposed=("say", "spoken", "close"),
    method_to_typeid={"say": "Iterator"},
)


class Mouth:
    """Speaks by that process; starts another when it has ended. Used by many threads."""

    def __init__(self, clips: Path, voice: Optional[Path]) -> None:
        """Start it.

        Args:
            clips: folder in which spoken sentences are kept.
            voice: folder of the natural voice, if it is there.
        """
        self._given = (clips, voice)
        self._lock = Lock()
        self._manager, self._inside = self._begin()

    def say(self, text: str, manner: Manner) -> Iterator[Clip]:
        """``text`` sentence by sentence, all clips of one rate.

        Raises:
            CannotSpeak: no voice said a sentence, or the process ended meanwhile.
        """
        inside = self._inside
        try:
            yield from inside.say(text, manner)
        except _ENDED as error:
            self._begin_again(inside)
            raise CannotSpeak("刚才声音断了。请再说一遍，或者看屏幕上的字。") from error

    def spoken(self, text: str) -> str:
        """The form in which a sentence is spoken; as it is written, if that can't be told."""
        inside = self._inside
        try:
            return str(inside.spoken(text))
        except _ENDED:
            self._begin_again(inside)
            return text

    def close(self) -> None:
        """End the process and its voices."""
        try:
            self._inside.close()
        except _ENDED:
            log.warning("mouth_had_ended")
        self._manager.shutdown()

    def _begin(self) -> tuple[_Manager, Any]:
        # Afresh, never forked: a fork would have vosk in it, and no threads.
        manager = _Manager(ctx=multiprocessing.get_context("spawn"))
        # Ctrl-C at a terminal reaches all: this one is ended by who started it.
        manager.start(signal.signal, (signal.SIGINT, signal.SIG_IGN))
        return manager, manager.Inside(*self._given)  # type: ignore[attr-defined]

    def _begin_again(self, ended: object) -> None:
        """Start another process, unless another thread has done so."""
        with self._lock:
            if self._inside is ended:
                log.warning("mouth_started_again")
                self._manager.shutdown()
                self._manager, self._inside = self._begin()
