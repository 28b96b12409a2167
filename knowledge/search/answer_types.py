"""What kind of answer a question wants: an amount, a day, a place, papers, reasons.

The kinds are data (``answer_types.yaml``); they tell apart sentences that speak of the
same matter but don't answer the same question.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

ANSWER_TYPES = Path(__file__).with_name("answer_types.yaml")


@lru_cache(maxsize=1)
def _types() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    rows: dict[str, dict[str, str]] = yaml.safe_load(ANSWER_TYPES.read_text(encoding="utf-8"))
    return {
        name: (re.compile(row["question"]), re.compile(row["answer"])) for name, row in rows.items()
    }


def wanted(question: str) -> tuple[str, ...]:
    """Kinds of answers ``question`` may want, none if it can't be told."""
    return tuple(name for name, (asks, _) in _types().items() if asks.search(question))


def given(sentence: str, kinds: tuple[str, ...]) -> float:
    """Share of ``kinds`` of which ``sentence`` shows a sign; 0 if none is wanted."""
    if not kinds:
        return 0.0
    return sum(bool(_types()[kind][1].search(sentence)) for kind in kinds) / len(kinds)
