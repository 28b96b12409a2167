"""What the bot understands: Rasa's own evaluation, with a floor under it.

Cross-validation tells how well the examples teach each other; the held-out utterances were
written apart from them by the tongue of five different people, and were never trained on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import settings
from ershun.launch.run import ENCODER
from ershun.launch.training import quiet, trained
from settings import REPOSITORY
from weights import manifest

pytestmark = pytest.mark.running

#: Macro-F1 below which a change has broken something (measured: docs/nlu.md).
CROSS_VALIDATED = 0.82
HELD_OUT = 0.85
HELD_OUT_FILE = Path(__file__).with_name("heldout.yml")


def rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Rasa's own command line on this project."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", *arguments],
        cwd=REPOSITORY,
        env=quiet(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )


def evaluated(folder: Path, *arguments: str) -> dict[str, Any]:
    """Rasa's intent report."""
    done = rasa("test", "nlu", "--out", str(folder), "--no-plot", "--no-errors", *arguments)
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads((folder / "intent_report.json").read_text("utf-8"))
    return report


def examples(file: Path) -> dict[str, list[str]]:
    """Intent -> its utterances."""
    return {
        block["intent"]: [line[2:] for line in block["examples"].splitlines()]
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    }


def test_rasa_finds_the_project_valid() -> None:
    done = rasa("data", "validate", "--data", "data", "--fail-on-warnings")

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_every_move_is_told_apart_in_cross_validation(tmp_path: Path) -> None:
    report = evaluated(
        tmp_path, "--cross-validation", "--folds", "3", "-u", "data/nlu", "-c", "config.yml"
    )

    assert report["macro avg"]["f1-score"] >= CROSS_VALIDATED


def test_people_it_was_not_trained_on_are_understood(tmp_path: Path) -> None:
    model = trained(settings.load(), manifest()[ENCODER].folder)
    assert model is not None, "还没有训练。先运行 make setup。"

    report = evaluated(tmp_path, "-m", str(model), "-u", str(HELD_OUT_FILE))

    assert report["macro avg"]["f1-score"] >= HELD_OUT


def test_held_out_utterances_are_held_out() -> None:
    folder = REPOSITORY / "assistant" / "nlu" / "examples"
    taught = {
        text for file in folder.glob("*.yml") for all_ in examples(file).values() for text in all_
    }

    repeated = [
        text for texts in examples(HELD_OUT_FILE).values() for text in texts if text in taught
    ]

    assert repeated == []
