"""Numbers that are said digit by digit, and others that wetext reads wrongly.

wetext reads a number as a quantity wherever it can. These rules go before it and leave to it
what it does right: dates, times, money, percentages, units, 第12条 (MODELS.md §5).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Union

import cn2an

_PLAIN = str.maketrans("0123456789", "零一二三四五六七八九")
#: Over the telephone 一 is heard as 七; 幺 is not.
_TELEPHONE = str.maketrans("0123456789", "零幺二三四五六七八九")

_ALONE, _NO_MORE = r"(?<![A-Za-z\d.\-第])", r"(?![A-Za-z\d\-])"
_METRIC = r"(?:kg|km|cm|mm|ml|mg|g|m|h|l|L|s|min|GB|MB|KB|kWh|V|W)"
#: What follows a number that says how much, however long the number is.
_UNIT = (
    r"\s?(?:[元块角万亿千百个人名位次天日周月年岁秒时米公里克斤两吨升平立亩度倍份张本件台辆户"
    r"家条项页字步层级届余多美欧港英%‰℃°²³$€£]|分钟|分[，。之])"
)
_NOT_HOW_MUCH = rf"(?!{_UNIT}|[.:/]\d|,\d{{3}})"
#: What stands before a number that is to be dialled or noted down.
_NOTED = (
    "(?:电话|热线|专线|拨打|拨|致电|手机|座机|传真|号码|短信|客服|分机|尾号|后四位|验证码|续办码"
    "|密码|邮编|邮政编码|编号|代码|，转|证号|单号|账号|卡号|工号)"
)


def put_into_words(text: str) -> str:
    """``text`` with those numbers in Han characters; the others are left as they are.

    Args:
        text: as ``readable`` gives it.
    """
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    return text


def one_by_one(digits: str) -> str:
    """Every digit by its name, 一 for 1."""
    return digits.translate(_PLAIN)


def _dialled(*groups: str) -> str:
    """Digits one by one as over the telephone, with a pause between the groups."""
    return "，".join(group.translate(_TELEPHONE) for group in groups if group)


def _identity(match: re.Match[str]) -> str:
    """Grouped as people say it: where they were registered, when born, the rest."""
    return _dialled(match[0][:6], match[0][6:14], match[0][14:])


def _mobile(match: re.Match[str]) -> str:
    return ("加八六，" if match[1] else "") + _dialled(match[2], match[3], match[4])


def _landline(match: re.Match[str]) -> str:
    area, number, extension = match.groups()
    said = _dialled(area, number[:-4], number[-4:])
    return f"{said}，转{_dialled(extension)}" if extension else said


def _noted(match: re.Match[str]) -> str:
    return match[1] + _in_fours(match[2])


def _in_fours(digits: str) -> str:
    """Digits in groups of four; up to six hold together."""
    size = 6 if len(digits) <= 6 else 4
    return _dialled(*(digits[at : at + size] for at in range(0, len(digits), size)))


def _code(match: re.Match[str]) -> str:
    """A012, GB/T33358, COVID-19: each as it stands. Measures (100km/h) are for wetext."""
    if not re.search(r"\d", match[0]) or not re.search("[A-Za-z]", match[0]):
        return match[0]
    if re.fullmatch(rf"\d+{_METRIC}(?:/{_METRIC})?", match[0]):
        return match[0]
    signs = one_by_one(re.sub("[-_/]", "", match[0]))
    if len(signs) < 12:
        return signs
    return "，".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def _counted(match: re.Match[str]) -> str:
    return str(cn2an.an2cn(match[0]))


def _date(match: re.Match[str]) -> str:
    return f"{match[1]}年{int(match[3])}月{int(match[4])}日"


def _each(match: re.Match[str]) -> str:
    return one_by_one(match[0])


def _dotted(match: re.Match[str]) -> str:
    return one_by_one(match[0]).replace(".", "点")


_Said = Union[str, Callable[[re.Match[str]], str]]
_YEAR = r"(?:19|20)\d\d"

#: In this order: what one has put into words, no later one sees.
_RULES: tuple[tuple[re.Pattern[str], _Said], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"(?<=\d)：(?=\d\d(?!\d))", ":"),
        # Identity numbers (GB 11643): 18 characters, the last may be X; 15 before 1999.
        (rf"{_ALONE}(?:\d{{17}}[\dXx]|\d{{15}}){_NO_MORE}", _identity),
        (rf"{_ALONE}(\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{{4}})[- ]?(\d{{4}}){_NO_MORE}", _mobile),
        (
            rf"{_ALONE}(0\d{{2,3}})[-， ]{{1,2}}(\d{{7,8}})(?:[-转](\d{{1,6}}))?{_NO_MORE}",
            _landline,
        ),
        (
            rf"{_ALONE}([48]00)[- ]?(\d{{3,4}})[- ]?(\d{{3,4}}){_NO_MORE}{_NOT_HOW_MUCH}",
            lambda match: _dialled(*match.groups()),
        ),
        (rf"(?<!\d)({_YEAR})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)", _date),
        # 国办发〔2020〕45号: the brackets are pauses by now.
        (rf"，({_YEAR})，(?=第?\d+号)", lambda match: f"{one_by_one(match[1])}年"),
        (rf"(?<!\d){_YEAR}(?=年?-{_YEAR}年)", _each),
        (rf"({_NOTED}(?:号码|号)?[是为：:]?\s?)(\d{{3,}}){_NO_MORE}{_NOT_HOW_MUCH}", _noted),
        # 110, 120 and their like; longer hotlines with all else that is no quantity, below.
        (rf"{_ALONE}1[12]\d{_NO_MORE}{_NOT_HOW_MUCH}", lambda match: _dialled(match[0])),
        (r"(?<![A-Za-z\d.:])[A-Za-z\d]+(?:[-_/][A-Za-z\d]+)*(?![A-Za-z²³])", _code),
        # House, stair and flat.
        (
            r"(?<![\d-])(\d{1,3})-(\d{1,3})-(\d{3,4})(?![\d-])",
            lambda match: f"{match[1]}杠{match[2]}杠{_dialled(match[3])}",
        ),
        (r"(?<!\d)\d{3,4}(?=[室房](?!间)|路(?![段口]))", lambda match: _dialled(match[0])),
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),
        (rf"{_ALONE}\d{{5,}}{_NO_MORE}{_NOT_HOW_MUCH}", lambda match: _in_fours(match[0])),
        (r"(?<!\d)0(?=\d[月日时])", ""),
        (r"(?<![\d.:])0\d+(?![\d.:])", _each),
        (r"\d+(?:\.\d+){2,}", _dotted),
        (r"[¥]\s?(\d+(?:\.\d+)?)([万亿]?)", r"\1\2元"),
        (r"(?<=\d)(\.\d*?)0+(?=[万亿]?[元块])", lambda match: match[1].rstrip(".")),
        (r"(\d+(?:\.\d+)?)‰", r"千分之\1"),
        (r"(\d+(?:\.\d+)?)%?-(\d+(?:\.\d+)?)%", r"\1%到\2%"),
        (r"(?<=[\d零一二三四五六七八九元年月日号天岁点分时周个℃%])\s?-\s?(?=\d)", "到"),
        (r"(?<=[周期][一二三四五六日天])-(?=周|星期)", "到"),
        (r"(?<=\d)\+(?!\s?\d)", "以上"),
        (r"(?<=\d)\s+(?=\d)|(?<=[零幺二三四五六七八九])\s+(?=[+零幺二三四五六七八九\d])", "，"),
        (r"(?<!\d)2(?=单元)", "二"),
        # wetext takes these for telephone numbers even so.
        (rf"(?<![\d.,:/])(?:1[12]\d(?={_UNIT})|\d{{3,8}}(?=次))", _counted),
        (r"(\d+(?:\.\d+)?[元块])/([人次份张本件年月天日户科门台辆])", r"每\2\1"),
        # Before these 两 is said, and wetext says 二.
        (r"(?<![\d.第:])2(?=到\d+(?:[次份点遍回趟处步种项册倍台间]|年(?!级)))", "两"),
        (r"(?<![\d.第:])2(?=[次份点遍回趟处步种项册倍台间]|年(?!级))", "两"),
    )
)
