"""Finding the right thing on data that nobody here wrote, beside plain BM25 in the same run.

``make bench-search`` runs all of it; ``python -m bench.search policy`` one task. Growth to
100 000 entries is measured by ``make bench-growth``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Optional

from rich.console import Console

import settings
from bench.report import Row, publish, share_row
from bench.search import metrics
from bench.search.baseline import Bm25, indexed
from bench.search.declining import declined, questions_to_decline
from bench.search.latency import latency, one_core
from bench.search.measuring import answers, judged, ranks
from bench.search.noise import Accents, Homophones, spoiled
from bench.search.plots import recall_bars, reliability_diagram
from bench.search.product import Prepared, prepare
from bench.search.tasks import BEIJING, GUANGDONG, POLICY, Task, data_folder, load
from knowledge.search.encoder import Encoder
from knowledge.search.meaning import load_encoder, model_name

console = Console()
#: Where the pictures of docs/benchmarks.md go.
_PLOTS = settings.REPOSITORY / "docs"

#: Bars of DESIGN section 7 and of the issue: recall at one and at three.
BARS = {GUANGDONG: (0.72, 0.87), BEIJING: (0.70, 0.86), POLICY: (0.82, 0.92)}
#: Points of recall at one that noise may cost.
NOISE_BAR = 0.04


def task_rows(task: Task, ours: Prepared, plain: Bm25, folder: Path) -> Iterator[Row]:
    """All figures of one task."""
    clean = ranks(ours.engine, task.queries)
    plainly = ranks(plain, task.queries)
    yield from _recall_rows(task, clean, plainly)
    for name, noise in (("homophones", Homophones.read(folder)), ("accents", Accents())):
        console.print(f"{task.name}: {name} …")
        noisy = spoiled(task.queries, noise)
        lost = [
            metrics.recall_at(before, 1) - metrics.recall_at(ranks(engine, noisy), 1)
            for engine, before in ((ours.engine, clean), (plain, plainly))
        ]
        yield share_row(f"{task.name}: R@1 lost to {name}", lost[0], NOISE_BAR, lost[1], "lower")
    yield from _sureness_rows(task, ours)
    if any(query.answer for query in task.queries):
        yield from _answer_rows(task, ours)
    # Questions not put before, lest the searcher's memory of the newest ones answers.
    fresh = spoiled(task.queries, Homophones.read(folder), seed=99)
    with one_core():
        times = latency(lambda q: ours.engine.rank(q, 10), (q.text for q in fresh))
    yield Row(f"{task.name}: p50", times.p50, "ms", "lower")
    yield Row(f"{task.name}: p95", times.p95, "ms", "lower", 25)


def _recall_rows(
    task: Task, clean: Sequence[metrics.Rank], plainly: Sequence[metrics.Rank]
) -> Iterator[Row]:
    bars: dict[int, Optional[float]] = dict(zip((1, 3), BARS[task.name], strict=True))
    for depth in (1, 3, 10):
        ours, theirs = metrics.recall_at(clean, depth), metrics.recall_at(plainly, depth)
        yield share_row(f"{task.name}: R@{depth}", ours, bars.get(depth), theirs)
    low, high = metrics.interval([float(rank == 1) for rank in clean])
    yield share_row(f"{task.name}: R@1, lower end of 95 %", low)
    yield share_row(f"{task.name}: R@1, upper end of 95 %", high)
    yield share_row(f"{task.name}: MRR@10", metrics.mrr(clean), None, metrics.mrr(plainly))


def _sureness_rows(task: Task, ours: Prepared) -> Iterator[Row]:
    sure = judged(ours.engine, task.queries)
    reliability_diagram(metrics.reliability(sure), _PLOTS / f"search-sureness-{task.name}.svg")
    line = metrics.answer_line(sure)
    if line.precision is not None:
        yield share_row(f"{task.name}: precision at the answer line", line.precision, 0.95)
    yield share_row(f"{task.name}: coverage at the answer line", line.coverage, 0.55)
    yield share_row(f"{task.name}: coverage at 95 % precision", metrics.coverage_at(sure))
    yield share_row(f"{task.name}: expected calibration error", metrics.ece(sure), better="lower")


def _answer_rows(task: Task, ours: Prepared) -> Iterator[Row]:
    told = answers(ours.engine, task.queries)
    rouge = sum(metrics.rouge_l(said, gold) for said, gold in told) / len(told)
    within = sum(metrics.gold_within(said, gold) for said, gold in told) / len(told)
    yield share_row(f"{task.name}: answer ROUGE-L", rouge)
    yield share_row(f"{task.name}: answer holds the exact span", within)


def measure(names: Sequence[str], folder: Path, encoder: Optional[Encoder]) -> list[Row]:
    """All rows of the tasks called ``names``, and of what must be declined."""
    rows = []
    with TemporaryDirectory() as work:
        for task in load(folder):
            if names and task.name not in names:
                continue
            place = Path(work) / task.name
            place.mkdir()
            console.print(f"{task.name}: importing and building {len(task.documents)} …")
            ours = prepare(task, place, encoder, model_name())
            rows.append(Row(f"{task.name}: build", round(ours.seconds, 1), "s", "lower"))
            rows.append(Row(f"{task.name}: index", round(ours.size / 1e6, 1), "MB", "lower"))
            rows.extend(task_rows(task, ours, indexed(task), folder))
            ours.searcher.close()
    if not names:
        rows.append(share_row("declined of what must be", declined(questions_to_decline()), 0.95))
    return rows


def bars(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Recall at one by task and engine, clean and with noise, as the plot wants them."""
    by_figure = {row.figure: row for row in rows}
    drawn = {}
    for task in BARS:
        first = by_figure.get(f"{task}: R@1")
        if first is None or first.baseline is None:
            continue
        drawn[task] = {"ours": first.value, "BM25": first.baseline}
        for noise in ("homophones", "accents"):
            lost = by_figure[f"{task}: R@1 lost to {noise}"]
            drawn[task][f"ours, {noise}"] = first.value - lost.value
            drawn[task][f"BM25, {noise}"] = first.baseline - (lost.baseline or 0.0)
    return drawn


def main() -> None:
    """Measure, publish and draw."""
    encoder = load_encoder(settings.load().weights)
    if encoder is None:
        console.print("没有语义模型，只用词语测量。先运行 make setup。")
    rows = measure(sys.argv[1:], data_folder(), encoder)
    publish("search", rows)
    recall_bars(bars(rows), _PLOTS / "search-recall.svg")


if __name__ == "__main__":
    main()
