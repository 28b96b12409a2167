"""What the person at the terminal sees: steps, progress, and what is wrong in one sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, Optional

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(highlight=False, soft_wrap=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """A step with a spinner while it runs and its time when it is done."""
    started = time.monotonic()
    with console.status(title):
        yield
    console.print(f"✓ {title}  [dim]{time.monotonic() - started:.1f} s[/dim]")


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, Optional[int]], None]]:
    """A progress bar; the function it gives is called with (done, total)."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def warn(sentence: str) -> None:
    """Something is missing but the start goes on."""
    console.print(f"! {sentence}", style="yellow", markup=False)


def fail(sentence: str) -> NoReturn:
    """Say what is wrong and how to mend it, and stop."""
    console.print(f"✗ {sentence}", style="red", markup=False)
    raise typer.Exit(1)
