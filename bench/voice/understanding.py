"""What becomes of utterances that were heard: character errors, moves, items found.

Three readings of the same sound are compared: stock vosk's, ours without the correction
towards the words of the knowledge base, and ours with it. All three are asked of the same
search and the same Rasa model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from bench.report import Row, share_row
from bench.voice.clips import Spoken
from bench.voice.corpus import Utterance
from bench.voice.scoring import errors
from voice.hearing.correcting import Corrector
from voice.hearing.numbers import with_digits
from voice.hearing.recogniser import Heard

#: Bars of the issue on items found first, on speech of the natural voices.
BARS = {"clean": 0.92, "street": 0.80}

#: The first entry found for a text.
Find = Callable[[str], str]
#: The move of each text.
Moves = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True)
class Reading:
    """One sound as it was heard.

    Attributes:
        spoken: what was said, by which voice.
        ours: what our recogniser wrote.
        stock: what stock vosk wrote.
    """

    spoken: Spoken
    ours: Heard
    stock: str

    @property
    def said(self) -> Utterance:
        """What was said."""
        return self.spoken.utterance


#: By whom it was heard → text of each reading.
Texts = Mapping[str, Sequence[str]]
OURS, PLAIN, STOCK, TYPED = "ours", "without correction", "stock", "typed"


def texts(readings: Sequence[Reading], corrector: Corrector) -> Texts:
    """The texts that are understood, and what was to be."""
    return {
        OURS: [with_digits(corrector.correct(reading.ours).text) for reading in readings],
        PLAIN: [with_digits(reading.ours.text) for reading in readings],
        STOCK: [reading.stock for reading in readings],
        TYPED: [reading.said.text for reading in readings],
    }


def rows(
    name: str, readings: Sequence[Reading], heard: Texts, find: Find, moves: Moves
) -> list[Row]:
    """All figures of one voice in one condition, called ``name``."""
    bar = BARS.get(name.removeprefix("Kokoro, "))
    return [
        *_error_rows(name, heard),
        *_move_rows(name, readings, _in_one(heard, moves)),
        *_item_rows(name, readings, heard, find, bar),
    ]


def _error_rows(name: str, heard: Texts) -> Iterator[Row]:
    rate = {
        who: errors(zip(heard[TYPED], heard[who], strict=True)).rate for who in (OURS, PLAIN, STOCK)
    }
    yield share_row(f"{name}: CER", rate[OURS], baseline=rate[STOCK], better="lower")
    yield share_row(f"{name}: CER without correction", rate[PLAIN], better="lower")


def _in_one(heard: Texts, moves: Moves) -> Texts:
    """The moves of all texts, for the price of loading the model once."""
    different = list(dict.fromkeys(text for texts_ in heard.values() for text in texts_))
    found = dict(zip(different, moves(different), strict=True))
    return {who: [found[text] for text in heard[who]] for who in heard}


def _move_rows(name: str, readings: Sequence[Reading], moved: Texts) -> Iterator[Row]:
    """Where nobody has labelled the move, that of the typed text is taken for right."""
    wanted = {
        "as when typed": [(at, moved[TYPED][at]) for at in range(len(readings))],
        "right": [(at, r.said.move) for at, r in enumerate(readings) if r.said.move],
    }
    for what, right in wanted.items():
        share = {who: _share(moved[who][at] == move for at, move in right) for who in moved}
        yield share_row(f"{name}: move {what}", share[OURS], baseline=share[STOCK])
        yield share_row(f"{name}: move {what}, without correction", share[PLAIN])
    yield share_row(f"{name}: move right, typed", share[TYPED])


def _item_rows(
    name: str, readings: Sequence[Reading], heard: Texts, find: Find, bar: Optional[float]
) -> Iterator[Row]:
    asking = [at for at, reading in enumerate(readings) if reading.said.entry]
    share = {
        who: _share(find(heard[who][at]) == readings[at].said.entry for at in asking)
        for who in heard
    }
    yield share_row(f"{name}: R@1", share[OURS], bar, share[STOCK])
    yield share_row(f"{name}: R@1 without correction", share[PLAIN])
    yield share_row(f"{name}: R@1 typed", share[TYPED])


def _share(right: Iterator[bool]) -> float:
    judged = list(right)
    return sum(judged) / len(judged) if judged else 0.0
