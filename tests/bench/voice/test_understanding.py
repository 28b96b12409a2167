"""Rows of what was heard: from readings, a search and a classifier that tests have in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import numpy as np
import pytest

from bench.report import Row
from bench.voice.clips import Spoken
from bench.voice.corpus import Utterance
from bench.voice.understanding import Reading, rows, texts
from voice.audio import Clip
from voice.hearing.correcting import Corrector
from voice.hearing.recogniser import Heard

SILENCE = Clip(np.zeros(0, np.int16), 16_000)
CORRECTOR = Corrector([("社保卡", 20.0)])
ENTRIES = {"社保卡怎么办": "social-card", "低保怎么办": "living-allowance"}
MOVES = {"社保卡怎么办": "start_service", "低保怎么办": "start_service", "再说一遍": "repeat"}


def reading(said: Utterance, ours: str, stock: str) -> Reading:
    return Reading(Spoken(said, "Kokoro", SILENCE), Heard(ours), stock)


READINGS = [
    # Ours is misheard and can be put right, stock's is misheard for good.
    reading(Utterance("社保卡怎么办", entry="social-card"), "设保卡怎么办", "设报咖怎么办"),
    reading(Utterance("低保怎么办", entry="living-allowance"), "低保怎么办", "低保怎么办"),
    # Labelled, and heard as nothing by stock.
    reading(Utterance("再说一遍", move="repeat"), "再说一遍", ""),
]


def moves(asked: Sequence[str]) -> list[str]:
    return [MOVES.get(text, "") for text in asked]


@pytest.fixture
def by_figure() -> dict[str, Row]:
    heard = texts(READINGS, CORRECTOR)
    made = rows("Kokoro, clean", READINGS, heard, lambda text: ENTRIES.get(text, ""), moves)
    return {row.figure.removeprefix("Kokoro, clean: "): row for row in made}


def test_errors_are_counted_with_and_without_correction(by_figure: dict[str, Row]) -> None:
    # 15 characters: stock has three wrong and four missing, ours one wrong that is put right
    assert by_figure["CER"].value == 0
    assert by_figure["CER"].baseline == pytest.approx(7 / 15, abs=1e-4)
    assert by_figure["CER without correction"].value == pytest.approx(1 / 15, abs=1e-4)


def test_only_what_asks_for_an_entry_counts_as_found(by_figure: dict[str, Row]) -> None:
    assert by_figure["R@1"].value == 1
    assert by_figure["R@1"].baseline == 0.5
    assert by_figure["R@1 without correction"].value == 0.5
    assert by_figure["R@1 typed"].value == 1


def test_an_unlabelled_move_is_that_of_the_typed_text(by_figure: dict[str, Row]) -> None:
    assert by_figure["move as when typed"].value == 1
    assert by_figure["move as when typed"].baseline == pytest.approx(1 / 3, abs=1e-4)
    assert by_figure["move as when typed, without correction"].value == pytest.approx(
        2 / 3, abs=1e-4
    )


def test_a_labelled_move_is_judged_by_its_label(by_figure: dict[str, Row]) -> None:
    assert by_figure["move right"].value == 1
    assert by_figure["move right"].baseline == 0
    assert by_figure["move right, typed"].value == 1


@pytest.mark.parametrize(
    ("name", "bar"),
    [
        ("Kokoro, clean", 0.92),
        ("Kokoro, street", 0.80),
        ("Kokoro, slow", None),
        ("espeak, clean", None),
    ],
)
def test_bars_are_those_of_the_natural_voice(name: str, bar: Optional[float]) -> None:
    # espeak is not understood by people either (MODELS.md §4)
    made = rows(name, READINGS, texts(READINGS, CORRECTOR), str, moves)
    assert next(row.bar for row in made if row.figure == f"{name}: R@1") == bar


def test_each_text_is_understood_once() -> None:
    # given a classifier that is dear to ask
    asked: list[str] = []

    def dear(given: Sequence[str]) -> list[str]:
        asked.extend(given)
        return moves(given)

    # when
    rows("Kokoro, clean", READINGS, texts(READINGS, CORRECTOR), str, dear)
    # then it was asked all at once and nothing twice
    assert len(asked) == len(set(asked))


def test_nothing_heard_at_all_is_all_wrong() -> None:
    silent = [reading(one.said, "", "") for one in READINGS]
    made = {r.figure: r for r in rows("x", silent, texts(silent, CORRECTOR), lambda _: "", moves)}
    assert made["x: CER"].value == 1
    assert made["x: R@1"].value == 0
    assert made["x: R@1 typed"].value == 0
