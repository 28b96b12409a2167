"""From text on a screen to words for the ear: what a voice must say for codes and marks."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
#: Telephone practice: one is said yāo among digits, so that it can't be heard as seven.
_CODE_DIGITS = _DIGITS[0] + "幺" + _DIGITS[2:]
#: Hotlines, area codes, 续办码: read digit by digit. Amounts and years are shorter or
#: carry a unit.
_CODE = re.compile(
    r"(?<![\d.])(\d{5,}|1[12]\d|0\d{2,3}-\d{7,8})"
    r"(?![\d.]|\s*(?:元|块|年|岁|日|天|人(?!工)|万|个|周|小时|分钟|平方|平米|米|公里|斤|倍|％|%))"
)
_URL = re.compile(r"https?://[!-~]+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_#`>|]+")
_BREAKS = re.compile(r"\s*\n+\s*")


def digits_aloud(code: str) -> str:
    """Digits one by one, e.g. ``12333`` -> ``幺 二 三 三 三``."""
    return " ".join(_CODE_DIGITS[int(digit)] for digit in code if digit.isdigit())


def for_the_ear(text: str) -> str:
    """``text`` without addresses and marks, codes digit by digit, lines as sentences."""
    text = _MARKS.sub("", _URL.sub("", _LINK.sub(r"\1", text)))
    text = _CODE.sub(lambda m: digits_aloud(m.group()), text)
    lines = (line.strip() for line in _BREAKS.split(text.strip()))
    return "".join(line if line[-1:] in "。？；：，" else f"{line}。" for line in lines if line)
