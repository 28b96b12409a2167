"""How much of what was said was heard: character error rate, alike for every recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.normal import normal_form
from voice.hearing.numbers import with_digits

_NOT_SAID = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Errors:
    """Edits that make what was heard what was said, and how much was said, in characters."""

    edits: int
    characters: int

    @property
    def rate(self) -> float:
        """Edits a character."""
        return self.edits / self.characters if self.characters else 0.0


def comparable(text: str) -> str:
    """``text`` without marks and blanks, numbers as digits however they were written."""
    return _NOT_SAID.sub("", with_digits(normal_form(text)))


def errors(pairs: Iterable[tuple[str, str]]) -> Errors:
    """Of (said, heard) pairs together: long ones count for more."""
    edits = characters = 0
    for said, heard in pairs:
        wanted = comparable(said)
        edits += distance(wanted, comparable(heard))
        characters += len(wanted)
    return Errors(edits, characters)


def distance(one: str, other: str) -> int:
    """Fewest characters to put in, take out or replace (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for count, sought in enumerate(one, start=1):
        above, row = row, [count]
        for at, found in enumerate(other):
            row.append(min(above[at] + (sought != found), above[at + 1] + 1, row[at] + 1))
    return row[-1]
