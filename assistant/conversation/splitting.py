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
#: Characters that may stand beside an answer: 到期了, 补办吗. With more, something else is
#: named as well: 补办社保卡.
_BESIDE = 2
_DENIED = re.compile("[不没别]")
#: What befell her, not what she wants: who has lost a card may want it stopped first.
_BEFELL = re.compile("[弄搞]?丢(?:失|掉)?了?")
#: Characters with which variants of one matter begin alike.
_SAME_MATTER = 4


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

    def says(self, label: str, said: str) -> bool:
        """Whether ``said`` is ``label`` or shows it, and hardly anything else."""
        rest = dict(self.values)[label].sub("", said.replace(label, ""))
        return rest != said and len(rest) <= _BESIDE and not _DENIED.search(rest)


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
    found = _split(names)
    if found is None:
        return None
    way, values = found
    return way.ask.format(choices="，还是".join(values))


def named_already(names: Sequence[str], said: str) -> Optional[int]:
    """Which of ``names`` the question itself has told: 保安员证丢了补办 wants no 还是.

    Args:
        names: that could be asked about.
        said: the question.

    Returns:
        The place in ``names``; None if it tells none of them, or more than one.
    """
    found = _split(names)
    if found is None or _DENIED.search(said) or _alike(names) < _SAME_MATTER:
        return None
    way, values = found
    told = way.value(_BEFELL.sub("", said))
    return values.index(told) if told in values else None


def told_apart(labels: Sequence[str], names: Sequence[str]) -> list[str]:
    """Labels for buttons; where two would read the same, what differs in the whole names."""
    if len(set(labels)) == len(labels):
        return list(labels)
    start = _alike(names)
    pairs = zip(names, labels, strict=True)
    differing = [name[start:].strip("（()） ") or label for name, label in pairs]
    return differing if len(set(differing)) == len(labels) else list(labels)


def picked(names: Sequence[str], said: str) -> Optional[int]:
    """Which of ``names`` is meant by an answer to their splitting question: 新办, 到期了.

    Args:
        names: those that were asked about, in the same order.
        said: the answer in normal form, without 那个 and the like around it.

    Returns:
        The place in ``names``; None if it answers something else.
    """
    found = _split(names)
    if found is None:
        return None
    way, values = found
    meant = [at for at, value in enumerate(values) if way.says(value, said)]
    return meant[0] if len(meant) == 1 else None


def _alike(names: Sequence[str]) -> int:
    """Characters with which all ``names`` begin alike."""
    columns = enumerate(zip(*names, strict=False))
    return next((at for at, column in columns if len(set(column)) > 1), min(map(len, names)))


def _split(names: Sequence[str]) -> Optional[tuple[Way, list[str]]]:
    """The first way in which all ``names`` differ, and what it says of each."""
    for way in _ways():
        values = [value for name in names if (value := way.value(name)) is not None]
        if len(set(values)) == len(names) > 1:
            return way, values
    return None
