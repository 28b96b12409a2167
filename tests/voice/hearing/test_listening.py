"""Samples become events.

The detector of speech and the recogniser are scripted here: what is tested is how they are
put together, and that must not depend on what a model hears. The sound tells the script: a
loud sample is speech, and each fifth of a second of it is the next character of 数. With
real models and voices see test_hearing_people.py.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from typing import Optional

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.audio import Samples
from voice.endpointing.endpointer import Endpointer
from voice.endpointing.profiles import ELDER, NORMAL
from voice.endpointing.vad import WINDOW, Vad
from voice.hearing.listening import (
    PREROLL,
    Began,
    Caption,
    Event,
    Listener,
    NothingSaid,
    Said,
    TooLong,
)
from voice.hearing.recogniser import RATE, Heard, Partial, Word

LOUD = 8_000
SYLLABLE = RATE // 5


class Loudness:
    """Speech is what is loud, in windows of the real size."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.int16)

    def feed(self, samples: Samples) -> list[tuple[float, bool]]:
        ready = np.concatenate([self._rest, samples])
        whole = len(ready) - len(ready) % WINDOW
        self._rest = ready[whole:]
        windows = ready[:whole].reshape(-1, WINDOW)
        return [(WINDOW / RATE, bool(np.abs(window).max() >= LOUD)) for window in windows]


class Scripted:
    """Hears a character in each fifth of a second of loud sound; remembers the sound."""

    def __init__(self) -> None:
        self.utterances: list[Samples] = []
        self._fed: list[Samples] = []
        self._loud = 0
        self._text = ""

    def feed(self, samples: Samples) -> Optional[Partial]:
        self._fed.append(samples)
        self._loud += int((np.abs(samples) >= LOUD).sum())
        text = self._heard()
        if text == self._text:
            return None
        self._text = text
        return Partial(text)

    def finish(self) -> Heard:
        text = self._heard()
        self.utterances.append(np.concatenate([np.zeros(0, np.int16), *self._fed]))
        self._fed, self._loud, self._text = [], 0, ""
        return Heard(text, (Word(text, 0.0, 1.0, 0.9),), 0.9)

    def close(self) -> None:
        self._fed = []

    def _heard(self) -> str:
        return "数" * (self._loud // SYLLABLE)


def understood(heard: Heard) -> str:
    return f"«{heard.text}»"


def loud(seconds: float) -> Samples:
    return np.full(round(seconds * RATE), LOUD, np.int16)


def quiet(seconds: float, level: int = 0) -> Samples:
    return np.full(round(seconds * RATE), level, np.int16)


def sound(*parts: Samples) -> Samples:
    return np.concatenate(parts)


def listener(
    recogniser: Optional[Scripted] = None, endpointer: Optional[Endpointer] = None
) -> Listener:
    return Listener(
        recogniser or Scripted(), Loudness(), endpointer or Endpointer(NORMAL), understood
    )


def texts(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, (Said, TooLong))]


def test_a_turn_is_told_from_its_beginning_to_its_end() -> None:
    events = listener().feed(sound(quiet(1), loud(1), quiet(1)))
    assert events[0] == Began()
    captions = [event.text for event in events if isinstance(event, Caption)]
    assert captions == ["数" * n for n in range(1, 6)]
    (said,) = [event for event in events if isinstance(event, Said)]
    assert said is events[-1]
    assert (said.text, said.heard.text) == ("«数数数数数»", "数数数数数")


def test_what_was_before_a_turn_is_heard_with_it() -> None:
    # given the soft sound of a first syllable, too soft to be told from silence
    recogniser = Scripted()
    soft = quiet(0.2, level=700)
    # when somebody speaks
    listener(recogniser).feed(sound(quiet(1), soft, loud(1), quiet(1)))
    # then the recogniser has got it, and silence from before it as well, but not all
    (heard,) = recogniser.utterances
    assert (heard == 700).sum() == len(soft)
    assert 0 < np.argmax(heard == 700) < (PREROLL - 0.2) * RATE
    assert (heard == LOUD).sum() == RATE


def test_the_recogniser_gets_the_sound_once_and_unchanged() -> None:
    # given a sound without two equal stretches
    rising = (np.arange(2 * RATE) % 20_000).astype(np.int16) + LOUD
    recogniser = Scripted()
    # when it is fed between silences in odd pieces
    hears = listener(recogniser)
    for piece in np.array_split(sound(quiet(1), rising, quiet(1)), 37):
        hears.feed(piece)
    # then it arrives as it was
    (heard,) = recogniser.utterances
    start = int(np.argmax(heard > 0))
    assert (heard[start : start + len(rising)] == rising).all()


def test_an_utterance_ends_with_its_turn_and_leaves_nothing_for_the_next() -> None:
    recogniser = Scripted()
    events = listener(recogniser).feed(sound(loud(1), quiet(3), loud(0.4), quiet(3)))
    assert texts(events) == ["«数数数数数»", "«数数»"]
    assert [round(len(heard) / RATE, 1) for heard in recogniser.utterances] == [1.7, 1.5]


def test_between_turns_the_recogniser_rests() -> None:
    recogniser = Scripted()
    hears = listener(recogniser)
    hears.feed(sound(quiet(5), loud(0.1), quiet(5)))
    assert hears.finish() == [] and recogniser.utterances == []


def test_who_speaks_too_long_loses_nothing() -> None:
    recogniser = Scripted()
    events = listener(recogniser).feed(sound(loud(20), quiet(1)))
    kinds = [type(event) for event in events if not isinstance(event, Caption)]
    assert kinds == [Began, TooLong, Began, Said]
    # then each sample was heard in the one turn or the other
    assert sum((heard == LOUD).sum() for heard in recogniser.utterances) == 20 * RATE
    assert [text.count("数") for text in texts(events)] == [75, 24]


def test_a_number_is_not_cut_at_its_pauses() -> None:
    number = sound(*[sound(loud(0.6), quiet(2.0))] * 3, quiet(2))
    # given somebody who was not asked for a number
    assert len(texts(listener().feed(number))) == 3
    # when they were
    asked = listener()
    asked.dictating = True
    # then it is one
    assert texts(asked.feed(number)) == ["«数数数数数数数数数»"]


def test_nobody_speaking_is_told_but_not_while_we_speak() -> None:
    hears = listener()
    hears.we_speak = True
    assert hears.feed(quiet(30)) == []
    hears.we_speak = False
    assert hears.feed(quiet(7.9)) == []
    assert hears.feed(quiet(0.2)) == [NothingSaid()]


def test_speech_and_caption_are_there_for_barging_in() -> None:
    hears = listener()
    hears.we_speak = True
    hears.feed(sound(quiet(1), loud(0.704)))
    assert hears.speech == pytest.approx(0.7, abs=0.07)
    assert hears.caption == "数数数"
    hears.feed(quiet(1))
    assert (hears.speech, hears.caption) == (0, "")


def test_a_key_let_go_ends_a_turn() -> None:
    hears = listener()
    hears.feed(loud(1.024))
    assert texts(hears.finish()) == ["«数数数数数»"]
    assert hears.finish() == []


def test_a_key_let_go_after_a_short_word_still_gives_it() -> None:
    hears = listener(endpointer=Endpointer(ELDER))
    assert hears.feed(sound(quiet(0.32), loud(0.128), quiet(0.064))) == []
    assert [type(event) for event in hears.finish()] == [Began, Said]


def test_nothing_fed_changes_nothing() -> None:
    hears = listener()
    events = []
    for piece in (quiet(0.5), loud(0.5), quiet(1)):
        events += [*hears.feed(quiet(0)), *hears.feed(piece), *hears.feed(quiet(0))]
    assert texts(events) == ["«数数»"]


def test_speech_without_words_is_said_to_have_none() -> None:
    # given a sound too short for a character
    events = listener().feed(sound(loud(0.192), quiet(1)))
    assert [type(event) for event in events] == [Began, Said]
    assert texts(events) == ["«»"]


def test_an_hour_of_silence_costs_seconds_and_keeps_nothing() -> None:
    # given the real detector
    recogniser = Scripted()
    hears = Listener(recogniser, Vad(), Endpointer(NORMAL), understood)
    started = time.process_time()
    # when nobody comes for an hour
    events = list(itertools.chain.from_iterable(hears.feed(quiet(60)) for _ in range(60)))
    # then it is told each eight seconds, with little work
    assert len(events) == pytest.approx(450, abs=3) and set(events) == {NothingSaid()}
    assert time.process_time() - started < 30
    assert recogniser.utterances == []


def test_floats_are_refused() -> None:
    hears = Listener(Scripted(), Vad(), Endpointer(NORMAL), understood)
    with pytest.raises(TypeError, match="int16"):
        hears.feed(np.zeros(RATE))  # type: ignore[arg-type]


PARTS = st.lists(st.tuples(st.floats(0.05, 1.5), st.booleans()), min_size=1, max_size=8)


@given(PARTS, st.lists(st.integers(0, 9_000), max_size=20))
@settings(deadline=None)
def test_any_pieces_give_the_same_turns(
    parts: list[tuple[float, bool]], lengths: list[int]
) -> None:
    whole = sound(*(loud(seconds) if is_loud else quiet(seconds) for seconds, is_loud in parts))
    pieces = np.split(whole, np.clip(np.cumsum(lengths, dtype=int), 0, len(whole)))
    hears = listener()
    events = [event for piece in pieces for event in hears.feed(piece)]
    assert events == listener().feed(whole)
    # and captions come only when they have changed, within a turn
    for one, other in itertools.pairwise(events):
        assert one != other
