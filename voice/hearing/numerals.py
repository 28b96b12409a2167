"""Chinese numerals as they are said: what they are worth, and how a value is written."""

from __future__ import annotations

import re
from typing import Optional

import cn2an

_PLAIN = "零一二三四五六七八九"
#: Telephone practice and what soldiers and drivers say for digits among digits.
_CALLED = {"〇": "0", "幺": "1", "两": "2", "洞": "0", "拐": "7", "勾": "9"}
_DIGIT_OF = {**{said: str(value) for value, said in enumerate(_PLAIN)}, **_CALLED}
_WRITTEN = str.maketrans(_DIGIT_OF)

#: One digit, as in regular expressions.
DIGIT = "零〇一二三四五六七八九"
#: A digit of a code: telephone numbers know 幺 and 两 too.
CODE = DIGIT + "幺两"
PLACE = "十百千万亿"
NUMERAL = CODE + PLACE

#: A numeral that cn2an reads right, with a digit left over at the end (三万五) or none.
_WHOLE = re.compile(rf"(?:[{DIGIT}两]?[{PLACE}]{{1,2}}零?)+[{DIGIT}]?")
_ROUND = re.compile(rf"(?P<head>.*[百千万])(?P<tail>[{DIGIT[2:]}])")
#: 三千万五 may be 30 005 000 or 35 000 000.
_UNSURE = re.compile(rf"[百千]万[{DIGIT[2:]}]$")
_LONGEST = 20
_MYRIAD = 10_000


def digits_of(said: str) -> str:
    """Digits one for one, ``幺三八`` -> ``138``; what is no digit stays."""
    return said.translate(_WRITTEN)


def digit_of(said: str) -> Optional[str]:
    """One digit as it is said or written, or None if it is none."""
    return said if said.isascii() and said.isdigit() else _DIGIT_OF.get(said)


def value_of(numeral: str) -> Optional[int]:
    """What a numeral is worth: ``一百二`` -> 120; None for 六七十, 百八十 and what is none.

    A numeral that begins with 百, 千 or 万 is a word (千万, 百姓), not a number.
    """
    if len(numeral) == 1 and numeral in DIGIT + "两十":
        return 10 if numeral == "十" else int(digits_of(numeral))
    if len(numeral) > _LONGEST or numeral[:1] not in (*DIGIT[2:], "两", "十"):
        return None
    if not _WHOLE.fullmatch(numeral) or _UNSURE.search(numeral):
        return None
    try:
        return int(cn2an.cn2an(numeral.replace("〇", "零"), "normal"))
    except (ValueError, LookupError):  # 一亿二: cn2an stumbles
        return None


def is_elided(numeral: str) -> bool:
    """Whether the last digit leaves out its place: 一百二 for 一百二十, 三万五 for 三万五千."""
    return _ROUND.fullmatch(numeral) is not None


def written(value: int) -> str:
    """In digits as people read them: 3500, 35000, but 3万 and 1亿2000万 where they are round."""
    if value < _MYRIAD or value % _MYRIAD:
        return str(value)
    hundred_millions, myriads = divmod(value // _MYRIAD, _MYRIAD)
    return (f"{hundred_millions}亿" if hundred_millions else "") + (
        f"{myriads}万" if myriads else ""
    )
