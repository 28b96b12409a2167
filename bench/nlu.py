"""``make bench-nlu``: classifiers for the move compared on the same examples, same machine.

Each pipeline is cross-validated over the same fifteen examples of every move (with all of
them DIET takes an hour on two cores), then trained on them and asked the held-out
utterances; loading, time a message and memory are taken in a process of its own. The
baseline of each ratio is the stock Rasa pipeline (jieba and DIET).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.evaluation import cross_validated, held_out, macro_f1, rasa, sample
from bench.report import Row, publish
from ershun.launch.training import quiet
from settings import REPOSITORY

PIPELINES = Path(__file__).with_name("pipelines")
STOCK = "stock DIET"
#: Examples of each move that are used.
EACH = 15
#: Name in the table -> configuration.
CANDIDATES = {
    STOCK: PIPELINES / "stock-diet.yml",
    "Rasa's LogisticRegression": PIPELINES / "rasa-logistic.yml",
    "ours": REPOSITORY / "config.yml",
}


@dataclass(frozen=True)
class Measured:
    """One pipeline: macro-F1 twice, seconds, milliseconds, megabytes."""

    cross_validated: float
    held_out: float
    load: float
    p50: float
    p95: float
    memory: float


def measure(config: Path, folder: Path) -> Measured:
    """Evaluate one pipeline."""
    examples = sample(folder, EACH)
    validated = macro_f1(cross_validated(config, folder / "cross", examples))
    rasa("train", "nlu", "-u", str(examples), "-c", str(config),
         "--out", str(folder), "--fixed-model-name", "nlu")  # fmt: skip
    model = folder / "nlu.tar.gz"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.nlu_speed", str(model)],
        cwd=REPOSITORY,
        env=quiet(os.environ),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    speed = json.loads(done.stdout.splitlines()[-1])
    return Measured(validated, macro_f1(held_out(model, folder / "held")), **speed)


def rows(measured: dict[str, Measured]) -> list[Row]:
    """The table: every figure of every pipeline beside the stock one."""
    stock = measured[STOCK]
    found = []
    for name, ours in measured.items():
        found += [
            Row(f"{name}: macro-F1, cross-validated", round(ours.cross_validated, 3), "", "higher",
                None, round(stock.cross_validated, 3)),
            Row(f"{name}: macro-F1, held out", round(ours.held_out, 3), "", "higher",
                None, round(stock.held_out, 3)),
            Row(f"{name}: p50", ours.p50, "ms", "lower", None, stock.p50),
            Row(f"{name}: p95", ours.p95, "ms", "lower", None, stock.p95),
            Row(f"{name}: import and load", ours.load, "s", "lower", None, stock.load),
            Row(f"{name}: memory", ours.memory, "MB", "lower", None, stock.memory),
        ]  # fmt: skip
    return found


def main() -> None:
    """Measure all candidates and publish the table."""
    measured = {}
    for name, config in CANDIDATES.items():
        print(f"{name} …", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            measured[name] = measure(config, Path(folder))
    publish("nlu", rows(measured))


if __name__ == "__main__":
    main()
