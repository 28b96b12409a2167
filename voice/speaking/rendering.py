"""Renders sentences into the cache before anybody asks for them.

Our replies are made of sentences known beforehand. Rendered at set-up or at night they start
at once and in the natural voice, which on two cores is slower than it is heard.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from voice.speaking.cache import Cache, Key
from voice.speaking.manner import Manner, Voice, VoiceFailed
from voice.speaking.normalising import spoken_form
from voice.speaking.sentences import sentences

#: So many sentences in a row that cannot be said mean that the voice cannot.
_TOO_MANY_FAILURES = 5


@dataclass
class Rendering:
    """How far it has come.

    Attributes:
        sentences: there are in all.
        present: were there already, or another run made them.
        rendered: made in this run.
        failed: the voice could not say, or the disk could not hold.
        seconds: of work so far.
        is_full: it ended because the cache is full.
        is_broken: it ended because the voice or the disk failed time and again.
    """

    sentences: int
    present: int = 0
    rendered: int = 0
    failed: int = 0
    seconds: float = 0.0
    is_full: bool = False
    is_broken: bool = False
    _failures: int = field(default=0, repr=False)

    @property
    def left(self) -> int:
        """Sentences still to do."""
        return self.sentences - self.present - self.rendered - self.failed

    @property
    def seconds_left(self) -> float:
        """For what is left, at the pace so far; 0 before the first is made."""
        return self.left * self.seconds / self.rendered if self.rendered else 0.0


#: Called after each sentence that was made or found.
Progress = Callable[[Rendering], None]


def wanted_sentences(
    texts: Iterable[str], wanted: Callable[[str], float] = lambda _: 1.0
) -> list[str]:
    """The different sentences of ``texts`` in spoken form, most wanted first.

    Args:
        texts: as they are shown; the same text may come again.
        wanted: how often a text is said. A sentence of several texts adds theirs up.
    """
    weights: dict[str, float] = defaultdict(float)
    for text in texts:
        weight = wanted(text)
        for sentence in sentences(spoken_form(text)):
            weights[sentence] += weight
    return sorted(weights, key=lambda sentence: -weights[sentence])


def render(
    wanted: Iterable[str],
    voice: Voice,
    cache: Cache,
    manner: Manner = Manner(),  # noqa: B008 (frozen)
    *,
    progress: Progress = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Rendering:
    """Render what is not in the cache, in the order given, until that is full.

    To be run again after it was stopped, or after some texts have changed: it goes on with
    what is missing. What another run is at is left to that one.

    Args:
        wanted: sentences, see ``wanted_sentences``.
        voice: says them.
        cache: keeps them.
        manner: its rate and voice count.
        progress: is told after each sentence.
        should_stop: is asked before each.
    """
    missing = list(wanted)
    rendering = Rendering(len(missing))
    # First all that nobody is at, then, waiting, what others were at.
    for wait in (False, True):
        postponed: list[str] = []
        for sentence in missing:
            if should_stop() or rendering.is_full or rendering.is_broken:
                return rendering
            if not _one(sentence, voice, cache, manner, rendering, wait=wait):
                postponed.append(sentence)
            progress(rendering)
        missing = postponed
    return rendering


def _one(
    sentence: str, voice: Voice, cache: Cache, manner: Manner, rendering: Rendering, *, wait: bool
) -> bool:
    """See to one sentence; False if another run is at it."""
    key = Key.of(sentence, voice.name, manner)
    with cache.claimed(key, wait=wait) as ours:
        if not ours:
            return False
        if cache.get(key) is not None:
            rendering.present += 1
        elif cache.is_full():
            rendering.is_full = True
        else:
            _make(sentence, key, voice, cache, manner, rendering)
    return True


def _make(
    sentence: str, key: Key, voice: Voice, cache: Cache, manner: Manner, rendering: Rendering
) -> None:
    began = time.monotonic()
    try:
        kept = cache.put(key, voice.synthesise(sentence, manner))
    except VoiceFailed:
        kept = False
    rendering.seconds += time.monotonic() - began
    if kept:
        rendering.rendered += 1
        rendering._failures = 0
        return
    rendering.failed += 1
    rendering._failures += 1
    rendering.is_broken = rendering._failures >= _TOO_MANY_FAILURES
