"""A doubtful utterance is heard again, any other is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import numpy as np
import pytest

from voice.audio import Samples
from voice.hearing.recogniser import CannotHear, Heard, Partial
from voice.service.twice import DOUBTFUL, TwiceHearing

BETTER = Heard("社保卡", (), 0.9)


class First:
    """Hears what it is told to, for all sessions."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.closed = False

    def open(self, phrases: Sequence[str] = ()) -> First:
        return self

    def feed(self, samples: Samples) -> Optional[Partial]:
        return Partial("设保")

    def finish(self) -> Heard:
        return self.heard

    def close(self) -> None:
        self.closed = True


class Second:
    """Remembers what sound it was given."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.given: list[list[int]] = []

    def again(self, samples: Samples) -> Heard:
        self.given.append(samples.tolist())
        return self.heard


@pytest.mark.parametrize(
    ("first", "second", "phrases", "wanted", "asked"),
    [
        (Heard("设保卡", (), DOUBTFUL - 0.1), BETTER, (), "社保卡", 1),
        (Heard("设保卡", (), DOUBTFUL), BETTER, (), "设保卡", 0),
        (Heard("设保卡", (), 0.1), Heard(""), (), "设保卡", 1),
        (Heard(""), BETTER, (), "", 0),
        (Heard("是", (), 0.1), BETTER, ("是",), "是", 0),
    ],
    ids=["doubtful", "sure", "not understood either", "silence", "phrases"],
)
def test_what_is_asked_again(
    first: Heard, second: Heard, phrases: tuple[str, ...], wanted: str, asked: int
) -> None:
    slow = Second(second)
    recogniser = TwiceHearing(First(first), slow).open(phrases)
    recogniser.feed(np.zeros(3, np.int16))

    assert recogniser.finish().text == wanted
    assert len(slow.given) == asked


def test_each_utterance_is_heard_again_by_itself() -> None:
    first, slow = First(Heard("设", (), 0.1)), Second(BETTER)
    recogniser = TwiceHearing(first, slow).open()
    for sound in (1, 2):
        assert recogniser.feed(np.full(2, sound, np.int16)) == Partial("设保")
        recogniser.feed(np.full(1, sound, np.int16))
        recogniser.finish()
    recogniser.close()

    assert slow.given == [[1, 1, 1], [2, 2, 2]]
    assert first.closed


class Broken:
    """A second model that has gone."""

    def again(self, samples: Samples) -> Heard:
        raise CannotHear("复听模型没有了。")


def test_without_the_second_model_the_first_hearing_holds() -> None:
    recogniser = TwiceHearing(First(Heard("设保卡", (), 0.1)), Broken()).open()
    recogniser.feed(np.zeros(160, dtype=np.int16))
    assert recogniser.finish().text == "设保卡"
