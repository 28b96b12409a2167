"""The question that best tells candidates apart: 您是要新办，还是丢了补办？"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

import yaml

_WAYS = Path(__file__).with_name("splitting.yaml")


@dataclass(frozen=True)
class Way:
    """One way in which candidates may differ.

    Attributes:
        ask: the question, with a place for the choices.
        values: what is said of a candidate, and the words that show it.
    """

    ask: str
    values: tuple[tuple[str, re.Pattern[str]], ...]

    def value(self, name: str) -> Optional[str]:
        """What is said of the candidate called ``name``; None if nothing or two things are."""
        shown = [label for label, words in self.values if words.search(name)]
        return shown[0] if len(shown) == 1 else None


@lru_cache(maxsize=1)
def _ways() -> tuple[Way, ...]:
    rows = yaml.safe_load(_WAYS.read_text(encoding="utf-8"))
    return tuple(
        Way(row["ask"], tuple((label, re.compile(w)) for label, w in row["values"].items()))
        for row in rows
    )


def splitting_question(names: Sequence[str]) -> Optional[str]:
    """A question whose answers tell ``names`` apart, or None if none does.

    The way that gives every candidate a value of its own splits best; the first such way
    is taken. With fewer, somebody would have to be asked twice.
    """
    for way in _ways():
        values = [way.value(name) for name in names]
        if len(names) > 1 and None not in values and len(set(values)) == len(names):
            return way.ask.format(choices="，还是".join(str(value) for value in values))
    return None
