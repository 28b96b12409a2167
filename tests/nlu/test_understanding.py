"""What the bot understands: Rasa's own evaluation, with a floor under it.

Cross-validation tells how well the examples teach each other; the held-out utterances were
written apart from them by the tongue of five different people, and were never trained on.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench.evaluation import HELD_OUT, macro_f1
from settings import REPOSITORY
from tests.nlu.conftest import Evaluations

pytestmark = pytest.mark.running

#: Macro-F1 below which a change has broken something (measured: docs/nlu.md).
CROSS_VALIDATED_FLOOR = 0.82
HELD_OUT_FLOOR = 0.86


def examples(file: Path) -> list[str]:
    """All utterances of an NLU file."""
    blocks = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    return [line[2:] for block in blocks for line in block["examples"].splitlines()]


def test_every_move_is_told_apart_in_cross_validation(evaluations: Evaluations) -> None:
    assert macro_f1(evaluations.cross_validated.result()) >= CROSS_VALIDATED_FLOOR


def test_people_it_was_not_trained_on_are_understood(evaluations: Evaluations) -> None:
    assert macro_f1(evaluations.held_out.result()) >= HELD_OUT_FLOOR


def test_held_out_utterances_are_held_out() -> None:
    folder = REPOSITORY / "assistant" / "nlu" / "examples"
    taught = {text for file in folder.glob("*.yml") for text in examples(file)}

    assert [text for text in examples(HELD_OUT) if text in taught] == []
