"""How long and how much: time a question on one core, time and memory of a build."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil  # type: ignore[import-untyped]

from bench.load import Times, percentile

#: Questions put before the clock counts: files are read and caches filled by then.
WARM = 20
#: Seconds between two looks at the memory.
_LOOK = 0.02
_MB = 1e6

Made = TypeVar("Made")


@dataclass(frozen=True)
class Build:
    """What making something took.

    Attributes:
        seconds: wall-clock time.
        peak: most memory the process and its children had resident meanwhile, MB; looked at
            50 times a second.
        grown: how much more that is than before it began, MB.
    """

    seconds: float
    peak: float
    grown: float


@contextmanager
def one_core() -> Iterator[None]:
    """Holds all threads of this process on one core, as the bar is for a single one.

    Threads begun inside inherit it. Afterwards every thread may run where the first could.
    """
    allowed = os.sched_getaffinity(0)
    _bind({min(allowed)})
    try:
        yield
    finally:
        _bind(allowed)


def _bind(cores: set[int]) -> None:
    for thread in Path("/proc/self/task").iterdir():
        try:
            os.sched_setaffinity(int(thread.name), cores)
        except ProcessLookupError:
            continue  # it ended meanwhile


def latency(ask: Callable[[str], object], questions: Iterable[str], warm: int = WARM) -> Times:
    """p50 and p95 of one question after the other, milliseconds.

    Args:
        ask: puts a question.
        questions: what to put; the same one is not put twice, lest a cache answers.
        warm: so many of them, the first, are put before the clock counts.

    Raises:
        ValueError: none would be timed.
    """
    different = list(dict.fromkeys(questions))
    if len(different) <= warm:
        raise ValueError(f"{len(different)} different questions, {warm} of them to warm up")
    for question in different[:warm]:
        ask(question)
    gc.collect()
    times = []
    for question in different[warm:]:
        started = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - started) * 1000)
    return Times(round(percentile(times, 0.5), 2), round(percentile(times, 0.95), 2))


def built(make: Callable[[], Made]) -> tuple[Made, Build]:
    """What ``make`` makes, and what that took."""
    gc.collect()
    before = resident()
    with _watched() as peak:
        started = time.perf_counter()
        made = make()
        seconds = time.perf_counter() - started
    highest = max(peak)
    return made, Build(round(seconds, 3), round(highest, 1), round(highest - before, 1))


def resident() -> float:
    """Memory that this process and its children have resident, MB."""
    own = psutil.Process()
    total = own.memory_info().rss
    for child in own.children(recursive=True):
        try:
            total += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue  # it ended meanwhile
    return float(total / _MB)


@contextmanager
def _watched() -> Iterator[list[float]]:
    """Looks at the memory until the end; the list has at least the first and the last look."""
    seen, done = [resident()], threading.Event()

    def look() -> None:
        while not done.wait(_LOOK):
            seen.append(resident())

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()
        seen.append(resident())
