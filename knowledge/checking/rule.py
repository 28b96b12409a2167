"""What a rule sees and how it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Optional

from knowledge.library import Library, Variant
from knowledge.problems import Problem, Severity
from knowledge.yaml_source import Key


@dataclass(frozen=True)
class Context:
    """Everything a rule may look at.

    Attributes:
        today: day against which freshness is judged.
        statutes: folder of statute texts, or None when not at hand.
    """

    library: Library
    today: date
    statutes: Optional[Path] = None


Rule = Callable[[Context], Iterator[Problem]]


def finding(
    rule: str,
    variant: Variant,
    path: Key,
    what: str,
    mend: str,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A problem at ``path`` of the file ``variant`` was read from."""
    return Problem(rule, severity, variant.file, variant.source.line(path), what, mend)
