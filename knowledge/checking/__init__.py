"""The gatekeeper: what must hold before an entry may answer a citizen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Optional

from knowledge.checking.facts import check_dates, check_limits, check_names
from knowledge.checking.references import check_references
from knowledge.checking.rule import Context, Rule
from knowledge.checking.statutes import check_statutes
from knowledge.checking.wording import check_wording
from knowledge.library import Library
from knowledge.loader import load
from knowledge.problems import Problem

RULES: tuple[Rule, ...] = (
    check_references,
    check_limits,
    check_dates,
    check_names,
    check_wording,
    check_statutes,
)


def check(
    root: Path, *, today: date, statutes: Optional[Path] = None
) -> tuple[Library, list[Problem]]:
    """Load ``root`` and run every rule over what loaded.

    Returns:
        The library of readable entries and all problems, ordered by file and line.
    """
    library, problems = load(root)
    context = Context(library, today, statutes)
    for rule in RULES:
        problems.extend(rule(context))
    return library, sorted(problems, key=lambda p: (str(p.file), p.line, p.rule))


__all__ = ["RULES", "check"]
