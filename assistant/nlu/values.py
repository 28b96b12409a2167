"""Values people say: ages, birth years, dates, amounts, ordinals (pure functions).

Chinese numerals are read by cn2an; what is left here is which numeral means what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import cn2an

_NUMBER = r"[0-9０-９零〇一二三四五六七八九十百千万两]+"
#: Said before an age not reached yet: 不到六十, 快七十了.
_NOT_YET = r"(?:不|没|未)(?:到|满)|不足|快(?:要|到|满)?"
_AGE = re.compile(
    rf"(?P<n>{_NUMBER})(?:多|来)?(?:\s*周?岁|了(?=[。，,\s]|$))"
    rf"|(?:今年|虚岁|虚|实岁|都|{_NOT_YET})\s*(?P<m>{_NUMBER})(?!\s*[年月日号块元个])"
)
_BEFORE_AGE = re.compile(rf"(?:{_NOT_YET})\s*$")
#: Two digits before 年的 may also be a length of time: 交了15年的, 15年的社保.
_BIRTH_YEAR = re.compile(
    r"(?P<y>(?:1[89]|20)\d{2}|[一二][零〇一二三四五六七八九]{3}"
    r"|(?<![了满够过交缴\d])(?:[零〇三四五六七八九][零〇一二三四五六七八九]|\d{2}))"
    r"年(?:的(?!社保|医保|养老|保险|工龄|缴费|公积金)|生|出生|生人)"
)
_DATE = re.compile(
    rf"(?:(?P<y>\d{{4}}|[零〇一二三四五六七八九]{{4}})年)?(?P<m>{_NUMBER})月(?P<d>{_NUMBER})[日号]"
)
_AMOUNT = re.compile(rf"(?P<n>\d+(?:\.\d+)?[百千万]*|{_NUMBER})(?:多)?(?P<u>块钱?|元钱?|圆|毛)")
_ORDINAL = re.compile(
    rf"(?:第|选|要)\s*(?P<n>{_NUMBER})\s*(?:[个步条项种样])?|(?P<last>最后(?:一[个步条项])?|末了?(?:那个|一个))|(?P<front>前面那?个|前一个|头一个)|(?P<back>后面那?个|后一个)"
)
_BARE = re.compile(rf"^(?:{_NUMBER})$")
_FILLER = re.compile(r"[\s，,。.、]|我|今年|嗯+|呃+|啊|呀|了|吧")

LAST = -1
#: Nobody is older.
OLDEST = 130
#: A year that has every day of the calendar.
_LEAP = 2000

Plain = int | float | str
#: Kind and value, or nothing.
Reading = tuple[str, Plain] | None


@dataclass(frozen=True)
class Value:
    """A value found in a text.

    Attributes:
        kind: ``age``, ``date``, ``amount``, ``ordinal`` or ``number``.
        value: years, ISO date or ``--MM-DD``, yuan, position (``-1`` is the last), number.
        start: first character in the text.
        end: one past the last.
    """

    kind: str
    value: Plain
    start: int
    end: int


def values(text: str, today: date) -> list[Value]:
    """All values in ``text``, each stretch of text read once."""
    found: list[Value] = []
    for value in _candidates(text, today):
        if all(value.end <= other.start or value.start >= other.end for other in found):
            found.append(value)
    return found or _bare_number(text)


def _candidates(text: str, today: date) -> Iterator[Value]:
    """Everything that could be a value, the surest readings first."""
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            found = read(match, today)
            if found is not None:
                yield Value(*found, *match.span())


def _read_birth_year(match: re.Match[str], today: date) -> Reading:
    age = today.year - _year(match["y"], today)
    return ("age", age) if 0 <= age <= OLDEST else None


def _read_date(match: re.Match[str], _today: date) -> Reading:
    found = _iso(match["y"], number(match["m"]), number(match["d"]))
    return ("date", found) if found else None


def _read_amount(match: re.Match[str], _today: date) -> Reading:
    amount = number(match["n"])
    if amount is None:
        return None
    return ("amount", amount / 10 if match["u"] == "毛" else amount)


def _read_age(match: re.Match[str], _today: date) -> Reading:
    """An age; one not reached yet counts as the year before (不到六十岁 -> 59)."""
    group = "n" if match["n"] else "m"
    age = number(match[group])
    if age is None or not 0 < age <= OLDEST:
        return None
    not_yet = _BEFORE_AGE.search(match.string[: match.start(group)])
    return ("age", int(age) - bool(not_yet))


def _read_ordinal(match: re.Match[str], _today: date) -> Reading:
    position = _position(match)
    return ("ordinal", position) if position else None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Reading]], ...] = (
    (_BIRTH_YEAR, _read_birth_year),
    (_DATE, _read_date),
    (_AMOUNT, _read_amount),
    (_AGE, _read_age),
    (_ORDINAL, _read_ordinal),
)


def number(text: str | None) -> float | None:
    """A numeral in digits or Chinese characters, or None if it is not one."""
    if not text:
        return None
    # 百岁老人: cn2an wants 一百.
    spelt = "一" + text if text[0] == "百" else text
    try:
        return float(cn2an.cn2an(spelt.replace("〇", "零"), "smart"))
    except (ValueError, LookupError, OverflowError):  # 0一11: cn2an stumbles
        return None


def _position(match: re.Match[str]) -> int:
    if match["last"]:
        return LAST
    if match["front"]:
        return 1
    if match["back"]:
        return 2
    return int(number(match["n"]) or 0)


def _year(text: str, today: date) -> int:
    """A birth year of four or two digits; two digits are the latest such year gone by."""
    digits = "".join(
        str("零一二三四五六七八九".find(c)) if not c.isdigit() else c
        for c in text.replace("〇", "零")
    )
    year = int(digits)
    if year >= 100:
        return year
    return (
        1900 + year
        if 1900 + year > today.year - OLDEST and year > today.year % 100
        else 2000 + year
    )


def _iso(year: str | None, month: float | None, day: float | None) -> str | None:
    """An ISO date, or None for a day no calendar has; without a year 29 February exists."""
    if month is None or day is None:
        return None
    try:
        found = date(_year(year, date.max) if year else _LEAP, int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if year else f"--{found:%m-%d}"


def _bare_number(text: str) -> list[Value]:
    """A number alone, as an answer to a question of ours."""
    core = _FILLER.sub("", text)
    found = number(core) if _BARE.match(core) else None
    return [Value("number", found, 0, len(text))] if found is not None else []
