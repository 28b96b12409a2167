"""``python -m bench.search.floors``: the floors of the data's README, counted again.

For each task: what the README says; the reading of it that gives these figures (why, and
how sure that is: :mod:`bench.search.baseline`), with ties for us and strictly; and the
baseline that ours is compared with, strictly, with all right documents counting and with
only the one the data names. For Guangdong also the README's fields taken literally.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.console import Console
from rich.table import Table

from bench.search.baseline import FIELDS, LITERAL_FIELDS, README_FIELDS, Bm25, indexed
from bench.search.measuring import ranks
from bench.search.metrics import Rank, recall_at
from bench.search.tasks import (
    BEIJING,
    GUANGDONG,
    POLICY,
    DataUnusable,
    Query,
    Task,
    data_folder,
    load,
)

DEPTHS = (1, 3, 10)
#: As printed in the README of the data, for the set that is not withheld.
SAID = {
    GUANGDONG: (0.626, 0.795, 0.908),
    BEIJING: (0.566, 0.739, 0.871),
    POLICY: (0.750, 0.882, 0.954),
}


@dataclass(frozen=True)
class Floor:
    """One way to count one task: R@1, R@3, R@10."""

    task: str
    counted: str
    recalls: tuple[float, ...]


def floors(task: Task) -> Iterator[Floor]:
    """Every way to count a task."""
    own = [replace(query, relevant=frozenset({query.own})) for query in task.queries]
    if LITERAL_FIELDS[task.name] != README_FIELDS[task.name]:
        literal = indexed(task, LITERAL_FIELDS)
        yield Floor(task.name, "README's fields, ties for us", _lucky(literal, task.queries))
        yield Floor(task.name, "… only the named document right", _lucky(literal, own))
    readme = indexed(task, README_FIELDS)
    yield Floor(task.name, "README as we read it", _lucky(readme, task.queries))
    yield Floor(task.name, "… strict", _recalls(ranks(readme, task.queries)))
    ours = indexed(task, FIELDS)
    yield Floor(task.name, "baseline in our runs, strict", _recalls(ranks(ours, task.queries)))
    yield Floor(task.name, "… only the named document right", _recalls(ranks(ours, own)))


def _lucky(engine: Bm25, queries: Iterable[Query]) -> tuple[float, ...]:
    return _recalls([engine.rank_ties_for_us(query.text, query.relevant) for query in queries])


def _recalls(found: Sequence[Rank]) -> tuple[float, ...]:
    return tuple(recall_at(found, depth) for depth in DEPTHS)


def main() -> None:
    """Print the table; without data say so and exit with status 1."""
    try:
        tasks = load(data_folder())
    except DataUnusable as unusable:
        sys.exit(str(unusable))
    table = Table("task", "n", "docs", "counted", *(f"R@{depth}" for depth in DEPTHS))
    for task in tasks:
        size = (str(len(task.queries)), str(len(task.documents)))
        rows = [Floor(task.name, "README says", SAID[task.name]), *floors(task)]
        for floor in rows:
            table.add_row(task.name, *size, floor.counted, *(f"{r:.3f}" for r in floor.recalls))
        table.add_section()
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
