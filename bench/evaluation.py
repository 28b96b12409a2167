"""Rasa's own evaluation of an NLU pipeline, for benchmarks and for the floor in the tests."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from ershun.launch.training import quiet
from settings import REPOSITORY

#: What the bot is trained on, one file a move.
EXAMPLES = REPOSITORY / "assistant" / "nlu" / "examples"
#: Utterances of five different people that were never trained on.
HELD_OUT = REPOSITORY / "tests" / "nlu" / "heldout.yml"


class RasaFailed(RuntimeError):
    """Rasa's command line gave up; the message holds its last words."""


def rasa(*arguments: str) -> str:
    """What Rasa's command line prints, run on this project.

    Raises:
        RasaFailed: it ended with an error.
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", *arguments],
        cwd=REPOSITORY,
        env=quiet(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    printed = done.stdout + done.stderr
    if done.returncode != 0:
        raise RasaFailed(printed[-2000:])
    return printed


def cross_validated(
    config: Path, folder: Path, examples: Path = EXAMPLES, folds: int = 3
) -> dict[str, Any]:
    """Intent report over ``examples``, each judged by a model that never saw it."""
    return _report(
        folder, "--cross-validation", "--folds", str(folds), "-u", str(examples), "-c", str(config)
    )


def sample(folder: Path, each: int, seed: int = 7) -> Path:
    """``each`` examples of every move, drawn once and for all; the file they are in."""
    draw = random.Random(seed)
    drawn = []
    for file in sorted(EXAMPLES.glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = block["examples"].splitlines()
            few = "".join(f"{line}\n" for line in draw.sample(lines, min(each, len(lines))))
            drawn.append({"intent": block["intent"], "examples": few})
    path = folder / "sample.yml"
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": drawn}, allow_unicode=True), "utf-8")
    return path


def held_out(model: Path, folder: Path) -> dict[str, Any]:
    """Intent report over :data:`HELD_OUT`."""
    return _report(folder, "-m", str(model), "-u", str(HELD_OUT))


def _report(folder: Path, *arguments: str) -> dict[str, Any]:
    rasa("test", "nlu", "--out", str(folder), "--no-plot", "--no-errors", *arguments)
    report: dict[str, Any] = json.loads((folder / "intent_report.json").read_text("utf-8"))
    return report


def macro_f1(report: dict[str, Any]) -> float:
    """Macro-averaged F1 of an intent report."""
    return float(report["macro avg"]["f1-score"])
