"""Search over 1 000, 10 000 and 100 000 entries: time a question, build, size, memory.

The entries are composed (:mod:`bench.search.growth` says how). Up to 10 000 their passages
are encoded for real. At 100 000 that would take an hour of two cores and change nothing of
what is measured here, so vectors of the same shape are drawn instead; the time to encode is
told as a rate. Each size is measured in a process of its own, so that memory is its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import numpy as np

import settings
from bench.report import Row, publish
from bench.search.growth import SIZES, questions, write
from bench.search.latency import built, latency, one_core, resident
from bench.search.plots import Size, latency_curve
from bench.search.product import Kind, Prepared, prepare_file
from knowledge.search.encoder import DIMENSIONS, Encoder, Vectors
from knowledge.search.meaning import load_encoder, model_name

#: From so many entries on vectors are drawn.
_DRAWN = 50_000
_QUESTIONS = 220
#: p95 in milliseconds on one core (issue 3).
BARS = {10_000: 25.0, 100_000: 60.0}
PLOT = settings.REPOSITORY / "docs" / "search-growth.svg"


class Drawn:
    """Encodes questions for real, and draws a vector for everything else."""

    def __init__(self, encoder: Encoder) -> None:
        """Questions go to ``encoder``."""
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text; two texts are a question, more are passages."""
        if len(texts) <= 2:
            return self._encoder.encode(texts)
        rows = np.stack(
            [np.random.default_rng(crc32(t.encode())).standard_normal(DIMENSIONS) for t in texts]
        ).astype(np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def measure(size: int) -> list[Row]:
    """All figures of one size."""
    encoder = load_encoder(settings.load().weights)
    drawn = encoder is not None and size >= _DRAWN
    used = Drawn(encoder) if drawn and encoder is not None else encoder
    model = f"drawn-{model_name()}" if drawn else model_name()
    with TemporaryDirectory() as work:
        file = Path(work) / "growth_2026.jsonl"
        write(file, size)
        before = resident()
        ours, cost = built(lambda: _prepared(file, used, model))
        asked = [q.text for q in questions(_QUESTIONS, size)]
        with one_core():
            times = latency(lambda q: ours.engine.rank(q, 10), asked)
        memory = _serving_memory(Path(work))
        changed = _after_a_change(file, used, model)
    tell = f"{size:,} entries".replace(",", " ")
    return [
        Row(f"{tell}: p50", times.p50, "ms", "lower"),
        Row(f"{tell}: p95", times.p95, "ms", "lower", BARS.get(size)),
        Row(f"{tell}: build", round(ours.seconds, 1), "s", "lower"),
        Row(f"{tell}: one entry changed", changed, "s", "lower", 2 if size == 10_000 else None),
        Row(f"{tell}: index", round(ours.size / 1e6, 1), "MB", "lower"),
        Row(f"{tell}: memory while building", round(cost.peak - before), "MB", "lower"),
        Row(f"{tell}: memory while serving", memory, "MB", "lower"),
    ]


def _prepared(file: Path, encoder: Encoder | None, model: str) -> Prepared:
    return prepare_file(file, Kind("documents", file.name), file.parent, encoder, model)


def _after_a_change(file: Path, encoder: Encoder | None, model: str) -> float:
    """Seconds to build after one entry was changed and imported again."""
    first, _, rest = file.read_text(encoding="utf-8").partition("\n")
    row = json.loads(first)
    row["text"] += "自下月起，窗口周六上午也办。"
    changed = f"{json.dumps(row, ensure_ascii=False)}\n{rest}"
    file.write_text(changed, encoding="utf-8")
    return round(_prepared(file, encoder, model).seconds, 2)


def _serving_memory(work: Path) -> float:
    """MB that a process holds which serves the build and has answered one question."""
    code = (
        "import sys, settings; from pathlib import Path;"
        "from bench.search.latency import resident; from knowledge.serving import Serving;"
        "from knowledge.search.meaning import load_encoder;"
        "s = Serving(Path(sys.argv[1]), load_encoder(settings.load().weights)).searcher();"
        "s.search('社保卡丢了怎么补', region='000000'); print(round(resident()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(work / "builds")],
        cwd=settings.REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout.split()[-1])


def main() -> None:
    """Measure each size in a process of its own, publish, plot."""
    if len(sys.argv) > 1:
        rows = measure(int(sys.argv[1]))
        print(json.dumps([row.__dict__ for row in rows]))
        return
    every: list[Row] = []
    started = time.monotonic()
    for size in SIZES:
        print(f"{size} entries … {time.monotonic() - started:.0f} s", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "bench.growing", str(size)],
            cwd=settings.REPOSITORY, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        every.extend(Row(**row) for row in json.loads(done.stdout.splitlines()[-1]))
    publish("growth", every)
    pairs = list(zip(every[0::7], every[1::7], strict=True))
    sizes = [Size(n, p50.value, p95.value) for n, (p50, p95) in zip(SIZES, pairs, strict=True)]
    latency_curve({"ours": sizes}, PLOT)


if __name__ == "__main__":
    main()
