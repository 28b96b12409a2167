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


def own(variant: Variant, *fields: str) -> bool:
    """Whether the variant's own file writes one of ``fields``.

    What a region inherits is judged where it is written, once.
    """
    return any(field in variant.source.data for field in fields)


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
