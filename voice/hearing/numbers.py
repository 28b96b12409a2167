"""Spoken numbers in digits, where people would write digits: 二零二六年 -> 2026年.

GB/T 15835-2011 says where: digits for quantities, dates, times and codes (4.1), Chinese
numerals for the Chinese calendar, for rough numbers (三四个, 六七十岁) and for words (4.2).
What both are right for (4.3) stays as it was said: counts and ordinals below ten (三个月,
第一次, 二级), because they are words of the knowledge base; from ten on they are digits.

wetext is not used for it: it writes 2026/03/05, ¥35600 and 3:30p.m., which nobody says and
none of our readers knows, and reads 十字路口 as 10字路口 and 一二三级 as 123级.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Optional

import yaml

from voice.hearing.numerals import (
    CODE,
    DIGIT,
    NUMERAL,
    PLACE,
    digits_of,
    is_elided,
    value_of,
    written,
)

_RUN = rf"[{NUMERAL}]+"
_SOME = DIGIT[2:]
#: What follows a count; a digit before it is the count's, not the last of a code: 12345一下.
_COUNTED = "个次张份位名人遍趟条件家种天下样些点起直般定共切时"
#: That, and what names a grade: 一二三级 are three of them.
_GRADED = _COUNTED + "级类等档款项步楼层号年月岁"
_PARTS_OF_DAY = "上午|下午|早上|早晨|清晨|中午|晚上|凌晨|傍晚|夜里|半夜|今晚|明早"
#: An ID number's last sign as it is said.
_X = "[Xx叉]|[艾埃爱]克斯"
_SIGNS_OF_ID = 17
#: Digits in groups are one number from so many on: the shortest telephone number.
_SHORTEST_LONG = 7

#: vosk writes 要 for 幺: nothing else can stand before ten digits that make a mobile number
#: with it, or between 打 and the digits of a hotline.
_FOR_ONE = (
    rf"要(?=[三四五六七八九][{CODE}]{{9}}(?![{NUMERAL}]))"
    rf"|(?<=打)要(?=[{CODE}]{{2,4}}(?![{NUMERAL}]))"
)


def _within(numeral: str, low: int, high: int) -> Optional[int]:
    value = value_of(numeral)
    return value if value is not None and low <= value <= high else None


def _percent(match: re.Match[str]) -> Optional[str]:
    whole = 100 if match["n"] == "百" else value_of(match["n"])
    fraction = f".{digits_of(match['f'])}" if match["f"] else ""
    return None if whole is None else f"{written(whole)}{fraction}%"


def _decimal(match: re.Match[str]) -> Optional[str]:
    whole = value_of(match["n"])
    return None if whole is None else f"{written(whole)}.{digits_of(match['f'])}"


def _hour(match: re.Match[str]) -> Optional[str]:
    hour = _within(match["h"], 0, 24)
    return None if hour is None else str(hour)


def _hour_and_minute(match: re.Match[str]) -> Optional[str]:
    hour, said = _hour(match), match["m"]
    minute = digits_of(said) if said[0] in "零〇" else value_of(said)
    return None if hour is None or minute is None else f"{hour}点{minute}"


def _with_rest(match: re.Match[str]) -> Optional[str]:
    """三块五, 一米七: the unit stands between."""
    value = _number(match)
    return None if value is None else f"{value}{match['u']}{digits_of(match['t'])}"


def _number(match: re.Match[str]) -> Optional[str]:
    value = value_of(match["n"])
    return None if value is None else written(value)


def _day(match: re.Match[str]) -> Optional[str]:
    month, day = _within(match["m"], 1, 12), _within(match["d"], 1, 31)
    return None if month is None or day is None else f"{month}月{day}"


def _month(match: re.Match[str]) -> Optional[str]:
    month = _within(match["n"], 1, 12)
    return None if month is None else str(month)


def _groups(match: re.Match[str]) -> Optional[str]:
    """A long number said in groups, with breaths between."""
    groups = re.split(r"\W+", match["n"])
    digits = digits_of("".join(groups))
    are_years = all(re.fullmatch(r"(?:19|20)\d\d", digits_of(group)) for group in groups)
    return None if len(digits) < _SHORTEST_LONG or are_years else digits


def _one_and(match: re.Match[str]) -> str:
    """A number whose first 幺 was heard as 要."""
    return "1" + digits_of(match["n"])


def _id_number(match: re.Match[str]) -> str:
    return f"{digits_of(match['n'])}X"


def _called(match: re.Match[str]) -> Optional[str]:
    """A number with 洞, 拐 or 勾 in it."""
    return digits_of(match["n"]) if re.search("[洞拐勾]", match["n"]) else None


def _run(match: re.Match[str]) -> str:
    """A numeral without a unit that a rule knows; left if it is rough or half written."""
    run, text = match.group(), match.string
    at, end = match.span()
    before, after = text[max(at - 1, 0) : at], text[end : end + 1]
    if before == "几" or after == "几" or after.isdecimal():
        return run
    return (_counted if set(run) & set(PLACE) else _sequence)(run, after)


def _counted(run: str, after: str) -> str:
    """A numeral of tens and hundreds; 一百一个月 is a hundred for one month."""
    left = ""
    if is_elided(run) and after and after in _COUNTED + "年月":
        run, left = run[:-1], run[-1]
    value = value_of(run)
    return run + left if value is None or run == "十" else written(value) + left


def _sequence(run: str, after: str) -> str:
    """Digits one after the other: a year, a hotline, a code, or a rough number."""
    digits = digits_of(run)
    rising = all(int(b) - int(a) == 1 for a, b in pairwise(digits))
    if len(run) == 2:
        rough = rising or digits == "35" or "两" in run
        return digits if after == "年" and not rough else run
    if len(run) < 2 or (rising and after and after in _GRADED):
        return run
    left = ""
    if after and after in _COUNTED:
        run, left = run[:-1], run[-1]
    return (run if len(run) < 3 else digits_of(run)) + left


_Rule = Callable[[re.Match[str]], Optional[str]]


def _rule(pattern: str, read: _Rule) -> tuple[re.Pattern[str], _Rule]:
    return re.compile(pattern), read


#: What may stand where a numeral begins, the surest first. One that declines gives way.
_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = (
    _rule(rf"要(?P<n>[{CODE}]+)", _one_and),
    _rule(rf"百分之(?P<n>百|{_RUN})(?:点(?P<f>[{DIGIT}]+))?(?![{NUMERAL}几点])", _percent),
    _rule(
        rf"(?P<h>{_RUN})点(?P<m>零[{_SOME}]|[{_SOME}]?十[{_SOME}]?|[{_SOME}](?=分(?![之钟])))"
        rf"(?![{NUMERAL}几])",
        _hour_and_minute,
    ),
    _rule(rf"(?P<h>{_RUN})(?=点(?:半|钟|整|[一三]刻))", _hour),
    _rule(rf"(?<={_PARTS_OF_DAY})(?P<h>{_RUN})(?=点(?![{NUMERAL}几\d]))", _hour),
    _rule(rf"(?<![一{NUMERAL}])(?P<h>(?!一点){_RUN})(?=点[到至])", _hour),
    _rule(rf"(?<=[到至])(?P<h>(?!一点){_RUN})(?=点(?![{NUMERAL}几\d]))", _hour),
    _rule(rf"(?P<n>{_RUN})点(?P<f>[{DIGIT}]+)(?![{CODE}十百千几点分刻是个次])", _decimal),
    _rule(
        rf"(?P<n>{_RUN})(?P<u>[块元毛度米])(?P<t>[{_SOME}])(?!(?P=u)|[{NUMERAL}{_COUNTED}块元度米])",
        _with_rest,
    ),
    _rule(
        rf"(?<!几)(?P<n>一(?=块[钱{_SOME}]|毛钱)|[{_SOME[1:]}两十](?=块(?![儿地头])|毛)"
        rf"|[{_SOME}两十](?=元(?![旦宵化论素件])|周?岁)|[{_SOME}](?=号)|(?<=第)十(?![{NUMERAL}]))",
        _number,
    ),
    _rule(
        rf"(?P<m>[{_SOME}十]{{1,2}})月(?P<d>[{_SOME}十]{{1,3}})(?![{NUMERAL}{_COUNTED}几年月])",
        _day,
    ),
    _rule(rf"(?P<n>[{_SOME}十]{{1,2}})(?=月)", _month),
    _rule(rf"(?P<n>[{CODE}]{{{_SIGNS_OF_ID}}})(?:{_X})", _id_number),
    _rule(rf"(?P<n>[{CODE}洞拐勾]{{{_SHORTEST_LONG},}})(?![{PLACE}弯角杖])", _called),
    _rule(
        rf"(?P<n>[{CODE}]+(?: [{CODE}]+|(?<=[{CODE}]{{2}}) ?[，,－—-] ?[{CODE}]{{2,}})+)"
        rf"(?![{NUMERAL}{_COUNTED}])",
        _groups,
    ),
    _rule(_RUN, _run),
)

#: A numeral right behind digits is half of something; with them it would make another number.
_GLUED = re.compile(rf"(?<=\d){_RUN}")


@cache
def _words() -> re.Pattern[str]:
    """Words that stay as they are said."""
    file = Path(__file__).with_name("numbers.yaml")
    words = yaml.safe_load(file.read_text(encoding="utf-8"))["words"]
    return re.compile("|".join(words))


@cache
def _beginning() -> re.Pattern[str]:
    """Where a word that stays or something to be written in digits may begin."""
    called = rf"[洞拐勾](?=[{CODE}洞拐勾]{{{_SHORTEST_LONG - 1}}})"
    return re.compile(rf"(?P<word>{_words().pattern})|[{NUMERAL}]|{called}|{_FOR_ONE}")


def with_digits(text: str) -> str:
    """``text`` with digits where people would write them; applied again it changes nothing.

    A number that is not said clearly stays as it was heard: nothing is guessed.
    """
    parts, end = [], 0
    while found := _beginning().search(text, end):
        parts.append(text[end : found.start()])
        end, written_so = found.end(), found.group()
        if not found["word"]:
            end, written_so = _read(text, found.start(), end)
        parts.append(written_so)
    return "".join([*parts, text[end:]])


def _read(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the number at ``start`` ends, and how it is written."""
    glued = _GLUED.match(text, start)
    if glued:
        return glued.end(), glued.group()
    for pattern, read in _RULES:
        match = pattern.match(text, start)
        said = match and read(match)
        if match and said is not None:
            return match.end(), said
    return end, text[start:end]
