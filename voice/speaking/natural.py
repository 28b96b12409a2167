"""The natural voice at work beside who speaks: now, if it is free and quick enough, or later."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Optional

import structlog

from voice.audio import Clip
from voice.speaking.cache import Cache, Key
from voice.speaking.manner import Manner, Voice, VoiceFailed
from voice.speaking.pace import Pace

_LOG = structlog.get_logger(__name__)
#: Sentences that wait to be rendered; of more, the first are forgotten.
_MOST_WAITING = 500
#: Seconds after a failure in which nothing is rendered for later.
_REST = 10.0
#: Seconds without a sentence after which the model leaves the memory (0.9 GB of it).
_IDLE = 180.0
#: Said unheard to load the voice, when nothing that may be kept is waiting.
_FIRST = "您好。"


@dataclass(frozen=True)
class _Job:
    text: str
    manner: Manner
    keep: bool
    clip: Future[Clip] = field(default_factory=Future)


class NaturalWork:
    """One thread that owns a voice. A sentence somebody waits for comes before those for later."""

    def __init__(self, voice: Voice, cache: Cache) -> None:
        """The thread is started by the first sentence."""
        self._voice = voice
        self._cache = cache
        self._pace = Pace()
        self._changed = threading.Condition()
        self._now: Optional[_Job] = None
        self._later: OrderedDict[Key, _Job] = OrderedDict()
        self._is_busy = False
        self._is_closed = False
        self._thread: Optional[threading.Thread] = None

    def cached(self, text: str, manner: Manner) -> Optional[Clip]:
        """What it said before."""
        return self._cache.get(self._key(text, manner))

    def in_time(
        self, text: str, manner: Manner, within: float, *, keep: bool
    ) -> Optional[Future[Clip]]:
        """Have a sentence said now, or nothing if it would not be done in time.

        Args:
            text: one sentence.
            manner: its rate and voice count.
            within: seconds in which it must be likely to be done.
            keep: put it into the cache.
        """
        with self._changed:
            if not self._pace.is_known:
                first = _Job(_FIRST, manner, keep=False)
                self._later.setdefault(self._key(_FIRST, manner), first)
                self._wake()
            likely = self._pace.seconds_for(text, manner.rate)
            if self._is_closed or self._is_busy or self._now or likely > within:
                return None
            return self._begin(_Job(text, manner, keep))

    def at_any_time(self, text: str, manner: Manner, *, keep: bool) -> Future[Clip]:
        """Have a sentence said as soon as the voice is free.

        Raises:
            VoiceFailed: it is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or not self._now)
            if self._is_closed:
                raise VoiceFailed("自然语音已经关了")
            return self._begin(_Job(text, manner, keep))

    def later(self, text: str, manner: Manner) -> None:
        """Have a sentence rendered into the cache when nothing else is to be done."""
        with self._changed:
            if self._is_closed:
                return
            self._later.setdefault(self._key(text, manner), _Job(text, manner, keep=True))
            while len(self._later) > _MOST_WAITING:
                self._later.popitem(last=False)
            self._wake()

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether all that waits has been said within ``seconds``."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not (self._later or self._now or self._is_busy), seconds
            )

    def close(self) -> None:
        """Forget what waits; end the thread, and the voice even half-way through a sentence."""
        with self._changed:
            self._is_closed = True
            self._later.clear()
            self._changed.notify_all()
        self._voice.close()
        if self._thread:
            self._thread.join()

    def _key(self, text: str, manner: Manner) -> Key:
        return Key.of(text, self._voice.name, manner)

    def _begin(self, job: _Job) -> Future[Clip]:
        self._now = job
        self._wake()
        return job.clip

    def _wake(self) -> None:
        if not self._thread:
            self._thread = threading.Thread(target=self._work, name="natural-voice", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _work(self) -> None:
        rests_until = 0.0
        while (job := self._next(rests_until)) is not None:
            began = time.monotonic()
            try:
                clip = self._voice.synthesise(job.text, job.manner)
            except VoiceFailed as error:
                self._pace.forget()
                rests_until = time.monotonic() + _REST
                job.clip.set_exception(error)
                _LOG.warning("natural voice failed", why=str(error))
            else:
                self._pace.took(time.monotonic() - began, job.text, job.manner.rate)
                job.clip.set_result(clip)
                if job.keep and len(clip.samples):
                    self._cache.put(self._key(job.text, job.manner), clip)

    def _next(self, rests_until: float) -> Optional[_Job]:
        with self._changed:
            self._is_busy = False
            self._changed.notify_all()
            while not self._is_closed:
                rest = rests_until - time.monotonic()
                if self._now or (self._later and rest <= 0):
                    self._is_busy = True
                    job, self._now = self._now, None
                    return job or self._later.popitem(last=False)[1]
                if not self._changed.wait(rest if self._later else _IDLE) and not self._later:
                    self._pace.forget()
                    self._voice.close()
            if self._now:
                self._now.clip.set_exception(VoiceFailed("自然语音已经关了"))
            return None
