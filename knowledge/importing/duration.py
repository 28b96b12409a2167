"""Time limits as platforms write them: 20(工作日), 即办."""

from __future__ import annotations

import re
from typing import Optional

from knowledge.importing.text import line

_DURATION = re.compile(
    r"(\d{1,4})\s*个?\s*[(（]?\s*(个?工作日|自然日|日历日|天|日|个?月)\s*[)）]?", re.ASCII
)
_AT_ONCE = ("即办", "即时", "当场", "立等")
_UNITS = {"工作日": "工作日", "自然日": "日", "日历日": "日", "天": "日", "日": "日", "月": "月"}
#: ``TimeLimit`` allows no more.
_LONGEST = 1000


def duration(value: object) -> Optional[tuple[int, str]]:
    """(amount, unit) of a limit, unit 工作日, 日 or 月; None if it says none we can read.

    What is done on the spot takes 0 日.
    """
    text = line(value)
    if any(word in text for word in _AT_ONCE):
        return 0, "日"
    match = _DURATION.search(text)
    if match is None or int(match[1]) > _LONGEST:
        return None
    return int(match[1]), _UNITS[match[2].removeprefix("个")]
