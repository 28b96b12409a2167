"""What the first recogniser is unsure of is heard again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

import numpy as np
import pytest
from structlog.testing import capture_logs

from voice.audio import Samples
from voice.hearing.doubting import UNSURE, DoubtingRecogniser
from voice.hearing.recogniser import CannotHear, Heard, Partial

SOUND = np.arange(1_000, dtype=np.int16)
BETTER = Heard("老年优待证", (), 0.9)


class Sure:
    """Hears the same each time, as surely as it is told to be."""

    def __init__(self, text: str, confidence: float) -> None:
        self.closed = False
        self._heard = Heard(text, (), confidence)

    def feed(self, samples: Samples) -> Optional[Partial]:
        return Partial(str(len(samples)))

    def finish(self) -> Heard:
        return self._heard

    def close(self) -> None:
        self.closed = True


def hears(first: Sure, again: Callable[[Samples], Heard]) -> Heard:
    recogniser = DoubtingRecogniser(first, again)
    for piece in np.split(SOUND, [100, 350]):
        assert recogniser.feed(piece) == Partial(str(len(piece)))
    return recogniser.finish()


def nobody(samples: Samples) -> Heard:
    raise AssertionError("was heard again")


def test_what_is_sure_is_not_heard_again() -> None:
    assert hears(Sure("老年", UNSURE), nobody).text == "老年"


@pytest.mark.parametrize("first", [Sure("老连", UNSURE - 0.01), Sure("", 0.0)])
def test_what_is_unsure_is_heard_again_in_one_piece(first: Sure) -> None:
    given: list[Samples] = []

    def again(samples: Samples) -> Heard:
        given.append(samples)
        return BETTER

    assert hears(first, again) is BETTER
    (whole,) = given
    assert (whole == SOUND).all()


def test_where_the_second_hears_nothing_the_first_counts() -> None:
    assert hears(Sure("老连", 0.3), lambda samples: Heard("")).text == "老连"


def test_where_there_is_no_second_the_first_counts_and_the_log_says_why() -> None:
    def missing(samples: Samples) -> Heard:
        raise CannotHear("没有复听模型。")

    with capture_logs() as logs:
        assert hears(Sure("老连", 0.3), missing).text == "老连"
    assert [(entry["event"], entry["reason"]) for entry in logs] == [
        ("not_heard_again", "没有复听模型。")
    ]


def test_logs_do_not_contain_what_was_said() -> None:
    with capture_logs() as logs:
        hears(Sure("老连", 0.3), lambda samples: BETTER)
    assert logs and "老" not in str(logs)


def test_each_utterance_is_heard_again_by_itself() -> None:
    lengths: list[int] = []

    def again(samples: Samples) -> Heard:
        lengths.append(len(samples))
        return BETTER

    recogniser = DoubtingRecogniser(Sure("老连", 0.3), again)
    for length in (100, 200):
        recogniser.feed(SOUND[:length])
        recogniser.finish()
    recogniser.finish()
    assert lengths == [100, 200]


def test_closing_closes_the_first() -> None:
    first = Sure("", 0.0)
    DoubtingRecogniser(first, nobody).close()
    assert first.closed
