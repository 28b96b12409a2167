"""Numbers dictated digit by digit over several breaths: ID numbers, mobiles, 续办码.

What the citizen says is all that counts: a digit is added, replaced or taken back only by
their words, and a breath with anything in it that may be a digit misheard is not taken at
all. Nothing of it is ever logged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Optional

import yaml
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from voice.hearing.numerals import digit_of, value_of
from voice.hearing.sounds import readings

_MARKS = re.compile(r"[\W_]+")
_SAID = {str(value): said for value, said in enumerate("零幺二三四五六七八九")}


@dataclass(frozen=True)
class Shape:
    """What a number of a kind looks like.

    Attributes:
        groups: how many signs are read in one breath; together, how long it is.
        is_right: whether a number of that length can be one.
        ends_in_x: whether the last sign may be an X.
    """

    groups: Sequence[int]
    is_right: Callable[[str], bool]
    ends_in_x: bool = False

    @property
    def length(self) -> int:
        """Signs in all."""
        return sum(self.groups)


def _is_id_number(number: str) -> bool:
    """By check digit (MOD 11-2) and date of birth, GB 11643.

    Not by district: new ones come, and the table in python-stdnum is as old as it is.
    """
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return str(ric.calc_check_digit(number)) == number[-1]


ID_NUMBER = Shape((6, 4, 4, 4), _is_id_number, ends_in_x=True)
MOBILE = Shape((3, 4, 4), lambda number: re.match("1[3-9]", number) is not None)
CODE6 = Shape((3, 3), lambda _: True)


class DictatedDigits:
    """One number as far as it was said."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.value = ""
        #: How long the number was before the last breath.
        self._before = 0

    def clear(self) -> None:
        """Forget what was said."""
        self.value, self._before = "", 0

    @property
    def missing(self) -> int:
        """Signs still to come; below 0 if there are too many."""
        return self.shape.length - len(self.value)

    @property
    def is_whole(self) -> bool:
        """Whether it has as many signs as its kind."""
        return self.missing == 0

    @property
    def is_right(self) -> bool:
        """Whether a whole number can be one of its kind."""
        return self.shape.is_right(self.value)

    def take(self, text: str) -> bool:
        """Take a breath: digits, or a correction of what was said before.

        Returns:
            Whether it was understood. If not, nothing is changed.
        """
        said = _MARKS.sub("", text)
        return self._corrected(said) or self._added(said)

    def read_back(self) -> str:
        """As people say it, in groups: ``幺三八，零零幺三，八零零零``; one is 幺."""
        ends = [*accumulate(self.shape.groups, initial=0), max(len(self.value), self.shape.length)]
        groups = (self.value[start:end] for start, end in pairwise(ends))
        return "，".join("".join(_SAID.get(sign, sign) for sign in g) for g in groups if g)

    def _added(self, said: str) -> bool:
        digits = self._digits(said)
        if digits and len(digits) == self.shape.length:
            self.value = ""  # The whole number once more.
        if not digits or "X" in self.value:
            return False
        self._before = len(self.value)
        self.value += digits
        return True

    def _digits(self, said: str) -> Optional[str]:
        """The digits of a breath, or None if there is anything else in it."""
        around = words()
        core = re.sub(rf"^{around['before']}+|{around['after']}+$", "", said)
        core, x = _without_x(core) if self.shape.ends_in_x else (core, "")
        digits = [_digit(character) for character in re.sub(around["between"], "", core)]
        if None in digits:
            return None
        return "".join(digit for digit in digits if digit) + x

    def _corrected(self, said: str) -> bool:
        """Whether ``said`` corrects something and the correction is carried out."""
        corrections = words()["corrections"]
        no = re.match(corrections["wrong"], said)
        rest = said[no.end() :] if no else said
        for name, correct in (
            ("again", self._again),
            ("back", self._take_back),
            ("last", self._replace_last),
            ("nth", self._replace_nth),
        ):
            found = re.match(corrections[name], rest)
            if found:
                return correct(found, rest[found.end() :])
        return no is not None and self._replace_breath(rest)

    def _again(self, _: re.Match[str], rest: str) -> bool:
        digits = self._digits(rest)
        if digits is None:
            return False
        self.clear()
        self.value = digits
        return True

    def _take_back(self, found: re.Match[str], rest: str) -> bool:
        count = 1 if found["one"] else _count(found["n"])
        if count > len(self.value) or self._digits(rest) is None:
            return False
        self.value = self.value[: len(self.value) - count]
        self._before = min(self._before, len(self.value))
        return not rest or self._added(rest)

    def _replace_last(self, found: re.Match[str], rest: str) -> bool:
        digits = self._digits(rest) or ""
        count = _count(found["n"]) if found["n"] else 1
        return self._replace(len(self.value) - count, digits, count)

    def _replace_nth(self, found: re.Match[str], rest: str) -> bool:
        return self._replace(_count(found["n"]) - 1, self._digits(rest) or "", 1)

    def _replace_breath(self, rest: str) -> bool:
        """不对，是… with as many digits as the last breath had replaces that."""
        return self._replace(self._before, self._digits(rest) or "", len(self.value) - self._before)

    def _replace(self, at: int, digits: str, count: int) -> bool:
        if len(digits) != count or not count or at < 0 or at + count > len(self.value):
            return False
        if "X" in digits and at + count < len(self.value):
            return False
        self.value = self.value[:at] + digits + self.value[at + count :]
        return True


def _without_x(said: str) -> tuple[str, str]:
    """What stands before the X at the end of an ID number, and the X if there is one."""
    if re.search(f"{words()['x']}$", said):
        return said[:-1], "X"
    for sounds in words()["x_sounds"]:
        end = said[-len(sounds) :]
        if len(end) == len(sounds) and all(map(_sounds_like, end, sounds)):
            return said[: -len(sounds)], "X"
    return said, ""


def _sounds_like(character: str, syllable: str) -> bool:
    return syllable in readings(character)


def _count(said: str) -> int:
    return int(said) if said.isdecimal() else value_of(said) or 0


def _digit(character: str) -> Optional[str]:
    """What digit a character is, or must sound like; None if there is any doubt."""
    found = digit_of(character)
    known = words()
    if found or character in known["unclear"]:
        return found
    usual, *others = (known["sounds"].get(reading) for reading in readings(character))
    doubtful = usual is None or any(other not in (None, usual) for other in others)
    return None if doubtful else str(usual)


@cache
def words() -> Mapping[str, Any]:
    """What people say around what they dictate, and to correct it (dictation.yaml)."""
    file = Path(__file__).with_name("dictation.yaml")
    found: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found
