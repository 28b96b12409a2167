"""Dates and amounts of money, said at once or over several breaths."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Optional

import cn2an

from voice.hearing.dictated_digits import words
from voice.hearing.numbers import with_digits
from voice.hearing.numerals import DIGIT, value_of

_ALOUD = str.maketrans("0123456789", "零一二三四五六七八九")
#: A day of the Chinese calendar is another day; which, is not ours to reckon.
_CHINESE_CALENDAR = re.compile("[农阴旧]历|[正腊]月|初[一二三四五六七八九十]|闰")
_ALL_IN_ONE = re.compile(r"(?<!\d)(?P<y>(?:18|19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
#: with_digits leaves 五日 alone without a month before it; asked for a date, it is a day.
_PARTS = re.compile(
    rf"(?<!\d)(?:(?P<y>\d{{4}})年|(?P<m>\d{{1,2}})月|(?P<d>\d{{1,2}}|[{DIGIT}十]{{1,3}})[日号]"
    r"|(?<=月)(?P<e>\d{1,2})$)"
)
_SUM = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?|[{DIGIT}两十])(?P<u>亿|万|[块元圆]钱?|[毛角]|分)?", re.ASCII
)
_WORTH = {"亿": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}
_JIAO, _FEN = Decimal("0.1"), Decimal("0.01")
_WORTH |= dict.fromkeys("块元圆", Decimal(1)) | dict.fromkeys("毛角", _JIAO) | {"分": _FEN}
#: What a digit without a unit is worth after a unit: 三块五, 五毛六.
_AFTER = dict.fromkeys("块元圆", _JIAO) | dict.fromkeys("毛角", _FEN)


class DictatedDate:
    """A date; of what was said of its year, month and day, the last holds."""

    missing = 0

    def __init__(self) -> None:
        self._parts: dict[str, int] = {}

    def clear(self) -> None:
        """Forget what was said."""
        self._parts.clear()

    @property
    def is_whole(self) -> bool:
        """Whether year, month and day were said."""
        return len(self._parts) == len("ymd")

    @property
    def is_right(self) -> bool:
        """Whether the calendar has such a day."""
        return self._date() is not None

    @property
    def value(self) -> str:
        """ISO date once it is whole and right; else what was said of it, or nothing."""
        found = self._date() if self.is_whole else None
        return found.isoformat() if found else self.read_back()

    def take(self, text: str) -> bool:
        """Take a breath. Returns whether it told anything of a date; if not, nothing changes."""
        if _CHINESE_CALENDAR.search(text):
            return False
        again = re.match(words()["corrections"]["again"], text)
        said = with_digits(text)
        found = _ALL_IN_ONE.search(said)
        told = (
            {name: int(part) for name, part in found.groupdict().items()}
            if found
            else dict(part for match in _PARTS.finditer(said) for part in _told(match))
        )
        if again:
            self.clear()
        self._parts.update(told)
        return bool(told or again)

    def read_back(self) -> str:
        """``二零二六年三月五号``, as far as it was said."""
        year, month, day = (self._parts.get(name) for name in "ymd")
        return "".join(
            [
                f"{year:04d}年".translate(_ALOUD) if year is not None else "",
                f"{cn2an.an2cn(month)}月" if month is not None else "",
                f"{cn2an.an2cn(day)}号" if day is not None else "",
            ]
        )

    def _date(self) -> Optional[date]:
        if not self.is_whole:
            return None
        try:
            return date(self._parts["y"], self._parts["m"], self._parts["d"])
        except ValueError:
            return None


def _told(match: re.Match[str]) -> list[tuple[str, int]]:
    name = match.lastgroup or ""
    said = match[name]
    value = int(said) if said.isdecimal() else value_of(said)
    return [] if value is None else [("d" if name == "e" else name, value)]


class DictatedAmount:
    """An amount of money: 三千, then 五百块 in the next breath, are three thousand five hundred."""

    missing = 0
    is_right = True

    def __init__(self) -> None:
        self._yuan: Optional[Decimal] = None

    def clear(self) -> None:
        """Forget what was said."""
        self._yuan = None

    @property
    def is_whole(self) -> bool:
        """Whether an amount was said."""
        return self._yuan is not None

    @property
    def value(self) -> str:
        """Yuan, as ``3500`` or ``123.50``; nothing if no amount was said."""
        if self._yuan is None:
            return ""
        return f"{self._yuan:.2f}".removesuffix(".00")

    def take(self, text: str) -> bool:
        """Take a breath: an amount, what is added to it (三千, 五百), or 不对 and another.

        Returns:
            Whether it was understood. If not, nothing changes.
        """
        corrections = words()["corrections"]
        anew = re.match(rf"{corrections['again']}|{corrections['wrong']}", text)
        told = _amount(text[anew.end() :] if anew else text)
        if anew or self._yuan is None:
            self._yuan = told
            return told is not None or anew is not None
        if told is None or not _goes_on(self._yuan, told):
            return False
        self._yuan += told
        return True

    def read_back(self) -> str:
        """``三千五百元``, ``一百二十三元五角``."""
        if self._yuan is None:
            return ""
        yuan, rest = divmod(self._yuan, 1)
        jiao, fen = divmod(int(rest * 100), 10)
        parts = ((int(yuan), "元"), (jiao, "角"), (fen, "分"))
        said = "".join(f"{cn2an.an2cn(count)}{unit}" for count, unit in parts if count)
        return re.sub("^二(?=[元角分])", "两", said) or "零元"


def _amount(text: str) -> Optional[Decimal]:
    """Yuan, or None if ``text`` says no amount or more than one."""
    said = with_digits(text)
    start = _SUM.search(said)
    if not start:
        return None
    total, at, unit = Decimal(0), start.start(), ""
    while part := _SUM.match(said, at):
        worth = _AFTER.get(unit, _WORTH[""]) if not part["u"] else _WORTH[part["u"][0]]
        total += _number(part["n"]) * worth
        at, unit = part.end(), (part["u"] or "")[:1]
    return None if re.search(r"\d", said[at:]) else total


def _number(said: str) -> Decimal:
    return Decimal(said) if said[0].isdecimal() else Decimal(value_of(said) or 0)


def _goes_on(before: Decimal, told: Decimal) -> bool:
    """Whether ``told`` fits into the zeros at the end of ``before``: 三千 and 五百.

    三万 and 五 does not: nobody can tell whether five or five thousand is meant.
    """
    if told < 1:
        return before == before.to_integral_value()
    zeros = Decimal(10) ** len(str(int(told)))
    return before >= zeros and before % zeros == 0 and (told >= zeros / 10 and told > 9)
