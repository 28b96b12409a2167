"""One shape for all benchmarks (DESIGN section 7): a table and ``build/bench/NAME.json``."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Optional

from rich.console import Console
from rich.table import Table

from settings import REPOSITORY

FOLDER = REPOSITORY / "build" / "bench"


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        figure: what was measured.
        value: our value.
        unit: its unit.
        better: which direction is better.
        bar: the bar of DESIGN section 7 or of the issue, if there is one.
        baseline: the same figure of the baseline in the same run, if there is one.
    """

    figure: str
    value: float
    unit: str
    better: Literal["higher", "lower"]
    bar: Optional[float] = None
    baseline: Optional[float] = None

    @property
    def ratio(self) -> Optional[float]:
        """Our value over the baseline's."""
        return round(self.value / self.baseline, 3) if self.baseline else None

    @property
    def met(self) -> Optional[bool]:
        """Whether the bar is met; None without one."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.better == "higher" else self.value <= self.bar


def share_row(
    figure: str,
    value: float,
    bar: Optional[float] = None,
    baseline: Optional[float] = None,
    better: Literal["higher", "lower"] = "higher",
) -> Row:
    """A share from 0 to 1, which has no unit, to four places."""
    rounded = None if baseline is None else round(baseline, 4)
    return Row(figure, round(value, 4), "", better, bar, rounded)


def machine() -> str:
    """Processor, cores and memory, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.platform()}"


def commit() -> str:
    """Short hash of the checkout, marked when there are changes."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


def publish(name: str, rows: list[Row], folder: Path = FOLDER) -> None:
    """Print the table and write the JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    described = {
        "machine": machine(),
        "commit": commit(),
        "rows": [{**asdict(row), "ratio": row.ratio} for row in rows],
    }
    file = folder / f"{name}.json"
    file.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    table = Table("figure", "ours", "unit", "bar", "baseline", "ratio", "met", title=name)
    for row in rows:
        cells = (row.bar, row.baseline, row.ratio)
        table.add_row(
            row.figure,
            f"{row.value:g}",
            row.unit,
            *("" if cell is None else f"{cell:g}" for cell in cells),
            {True: "yes", False: "NO", None: ""}[row.met],
        )
    console = Console(width=120)
    console.print(table)
    console.print(f"{described['machine']}; commit {described['commit']}; {file}")
