"""The day of a file's facts, and dates as offices write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Optional

from knowledge.importing.text import line

_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})(?!\d)|"
    r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def days(text: str) -> list[date]:
    """Every date in ``text``: 2021年3月5日, 2021-03-05, 2021/3/5, 20210305."""
    found = []
    for match in _DAY.finditer(text):
        year, month, day = (int(part) for part in match.groups() if part is not None)
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue  # 2021-13-45 is a number of something
    return found


def day(value: Any) -> Optional[date]:
    """The first date a value holds, or None."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    found = days(line(value))
    return found[0] if found else None


def day_in_name(name: str, today: date) -> Optional[date]:
    """The day a file's name tells, not after ``today``: a date, or the last day of a year."""
    found = [found for found in days(name) if found <= today]
    if found:
        return found[-1]
    years = [int(year) for year in _YEAR.findall(name) if int(year) <= today.year]
    return min(date(years[-1], 12, 31), today) if years else None
