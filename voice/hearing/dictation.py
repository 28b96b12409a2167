"""Numbers people dictate, over as many breaths as they need, with corrections.

One :class:`Dictation` a number asked for. It never guesses: what is not clear is not taken,
what is too long is not cut, a wrong check digit is told and not put right. What it has is
read back to the citizen (:meth:`Dictation.read_back`), who says whether it is so. It holds
personal data: it logs nothing and shows nothing of it in ``repr``.
"""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from voice.hearing.dictated_digits import CODE6, ID_NUMBER, MOBILE, DictatedDigits
from voice.hearing.dictated_values import DictatedAmount, DictatedDate


class Kind(str, Enum):
    """What is dictated."""

    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    CODE6 = "code6"
    DATE = "date"
    AMOUNT = "amount"


class State(Enum):
    """How far a dictation is."""

    EMPTY = "nothing was said yet"
    UNCLEAR = "the last breath was not understood, and nothing of it was taken"
    PART = "more is to come"
    TOO_LONG = "more signs than such a number has"
    WRONG = "whole, but no such number can be: check digit, day or prefix"
    WHOLE = "whole"


class Dictated(Protocol):
    """One value as far as it was said."""

    @property
    def value(self) -> str:
        """What was said so far."""

    @property
    def missing(self) -> int:
        """Signs still to come, below 0 if there are too many; 0 where that is not known."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""

    @property
    def is_right(self) -> bool:
        """Whether what is whole can be."""

    def take(self, text: str) -> bool:
        """Take a breath; whether it was understood."""

    def read_back(self) -> str:
        """As it is said."""


def _opened(kind: Kind) -> Dictated:
    if kind is Kind.DATE:
        return DictatedDate()
    if kind is Kind.AMOUNT:
        return DictatedAmount()
    shapes = {Kind.ID_NUMBER: ID_NUMBER, Kind.MOBILE: MOBILE, Kind.CODE6: CODE6}
    return DictatedDigits(shapes[kind])


class Dictation:
    """One number from its first breath to the last.

    Attributes:
        kind: what is asked for.
        state: how far it is after the last breath.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.state = State.EMPTY
        self._dictated = _opened(kind)

    def feed(self, heard: str) -> State:
        """Take what was heard in one breath: more of the number, or a correction.

        Args:
            heard: as recognised, with or without digits put in (``with_digits``). Silence
                (empty, or only blanks and marks) changes nothing.

        Returns:
            The state after it.
        """
        if any(character.isalnum() for character in heard):
            understood = self._dictated.take(heard)
            self.state = self._how_far() if understood else State.UNCLEAR
        return self.state

    @property
    def value(self) -> str:
        """So far: digits (and X), an ISO date once it is whole, yuan."""
        return self._dictated.value

    @property
    def missing(self) -> int:
        """Signs still to come; 0 if that is not known or there are too many."""
        return max(self._dictated.missing, 0)

    def read_back(self) -> str:
        """What was understood, as people say it: ``幺三八，零零幺三，八零零零``."""
        return self._dictated.read_back()

    def _how_far(self) -> State:
        dictated = self._dictated
        if dictated.missing < 0:
            return State.TOO_LONG
        if dictated.is_whole:
            return State.WHOLE if dictated.is_right else State.WRONG
        return State.PART if dictated.read_back() else State.EMPTY

    def __repr__(self) -> str:
        return f"Dictation({self.kind.value}, {self.state.name})"
