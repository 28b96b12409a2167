"""Says a text sentence by sentence, each by the best voice that has it in time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from typing import Optional

import structlog

from voice.audio import Clip
from voice.speaking.cache import Cache
from voice.speaking.loudness import at_volume, with_pause
from voice.speaking.manner import CannotSpeak, Manner, Voice, VoiceFailed
from voice.speaking.natural import NaturalWork
from voice.speaking.normalising import spoken_form
from voice.speaking.sentences import clauses, sentences

__all__ = ["CannotSpeak", "Manner", "Speaker", "Voice", "VoiceFailed", "impersonal"]

_LOG = structlog.get_logger(__name__)
#: Seconds until the first sound (DESIGN §7: p95 of .8 s from the end of speech, of which
#: recognition and the reply take some).
_FIRST_SOUND = 0.5
#: Of the pause after a sentence, so much after a clause.
_AFTER_CLAUSE = 0.4
#: Seconds to wait for the natural voice when it is the only one.
_LAST_RESORT = 60.0
#: Four figures in a row may be somebody's number.
_FIGURES = re.compile("[零幺一二三四五六七八九]{4}")
_DUMB = "现在放不出声音。请看屏幕上的字，或者请工作人员帮忙。"


def impersonal(sentence: str) -> bool:
    """Whether a sentence holds no number long enough to be somebody's.

    Names it cannot tell: who composes a speaker for replies with names in them gives a better
    judgement.
    """
    return not _FIGURES.search(sentence)


class Speaker:
    """Speaks with two voices, of which either may be missing or fail. Used by many threads."""

    def __init__(
        self,
        natural: Optional[Voice],
        plain: Optional[Voice],
        cache: Cache,
        *,
        may_keep: Callable[[str], bool] = impersonal,
    ) -> None:
        """Nothing is loaded yet.

        Args:
            natural: pleasant and slow; what it has said is kept in ``cache``.
            plain: quick and always there.
            cache: clips of the natural voice, also those rendered ahead.
            may_keep: whether the sound of a sentence may be kept on disk: not if it tells
                something about somebody.
        """
        self._natural = NaturalWork(natural, cache) if natural else None
        self._plain = plain
        self._may_keep = may_keep

    def say(self, text: str, manner: Manner = Manner()) -> Iterator[Clip]:  # noqa: B008 (frozen)
        """Clips of ``text`` in order, all at 24 kHz, each with the pause that follows it.

        Take the next while the last is playing: how much is still to be heard decides how much
        time the natural voice gets. A text in which nothing can be said gives no clip.

        Raises:
            CannotSpeak: neither voice said a sentence.
        """
        said = _Said()
        for sentence in sentences(spoken_form(text)):
            for part, pause in self._parts(sentence, manner):
                clip = self._clip(part, manner, said.seconds_left())
                if not len(clip.samples):
                    continue
                finished = with_pause(at_volume(clip, manner.volume), pause)
                said.add(finished)
                yield finished

    def wait_until_rendered(self, seconds: float) -> bool:
        """Whether all that was to be rendered for later has been, within ``seconds``."""
        return self._natural is None or self._natural.wait_until_idle(seconds)

    def close(self) -> None:
        """End both voices and forget what was to be rendered."""
        if self._natural:
            self._natural.close()
        if self._plain:
            self._plain.close()

    def _parts(self, sentence: str, manner: Manner) -> list[tuple[str, float]]:
        """A sentence that is known, whole; another in clauses, of which some may be known.

        A reply with a number in it differs from the next in that clause alone.
        """
        whole = [(sentence, manner.pause)]
        if self._natural is None or self._natural.cached(sentence, manner):
            return whole
        parts = clauses(sentence)
        if self._may_keep(sentence):
            self._natural.later(sentence, manner)
        else:
            self._keep_clauses(parts, manner)
        between = manner.pause * _AFTER_CLAUSE
        return [(part, between) for part in parts[:-1]] + [(parts[-1], manner.pause)]

    def _keep_clauses(self, parts: list[str], manner: Manner) -> None:
        assert self._natural
        for part in parts:
            if self._may_keep(part) and not self._natural.cached(part, manner):
                self._natural.later(part, manner)

    def _clip(self, text: str, manner: Manner, seconds: float) -> Clip:
        """One piece by the voice that has it in ``seconds``, or by whichever does not fail."""
        clip = self._known_or_in_time(text, manner, seconds)
        if clip is None:
            clip = self._by_plain(text, manner)
        if clip is None:
            clip = self._by_natural_at_last(text, manner)
        return clip

    def _known_or_in_time(self, text: str, manner: Manner, seconds: float) -> Optional[Clip]:
        if self._natural is None:
            return None
        known = self._natural.cached(text, manner)
        if known:
            return known
        future = self._natural.in_time(text, manner, seconds, keep=self._may_keep(text))
        return _result(future, seconds) if future else None

    def _by_plain(self, text: str, manner: Manner) -> Optional[Clip]:
        if self._plain is None:
            return None
        try:
            return self._plain.synthesise(text, manner)
        except VoiceFailed as error:
            _LOG.warning("plain voice failed", why=str(error))
            return None

    def _by_natural_at_last(self, text: str, manner: Manner) -> Clip:
        if self._natural is None:
            raise CannotSpeak(_DUMB)
        try:
            future = self._natural.at_any_time(text, manner, keep=self._may_keep(text))
        except VoiceFailed as error:
            raise CannotSpeak(_DUMB) from error
        clip = _result(future, _LAST_RESORT)
        if clip is None:
            raise CannotSpeak(_DUMB)
        return clip


class _Said:
    """How much of what was given out is still to be heard."""

    def __init__(self) -> None:
        self._ends: Optional[float] = None

    def add(self, clip: Clip) -> None:
        now = time.monotonic()
        self._ends = max(now, self._ends or now) + clip.seconds

    def seconds_left(self) -> float:
        """Until silence; before the first clip, until it is waited for."""
        if self._ends is None:
            return _FIRST_SOUND
        return self._ends - time.monotonic()


def _result(future: Future[Clip], seconds: float) -> Optional[Clip]:
    """What a voice says within ``seconds``; None if it fails or takes longer."""
    try:
        return future.result(timeout=max(0.0, seconds))
    except (NotInTime, VoiceFailed):
        return None
