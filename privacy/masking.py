"""Finds personal numbers in what people type or say, and replaces them by their kind.

Works on digits as typed (also full width, with spaces or hyphens) and as spoken
(幺三八零…). Rules: ID number of 18 or 15 digits (GB 11643), mobile numbers, bank cards
by Luhn (ISO/IEC 7812), 统一社会信用代码 (GB 32100), number plates (GA 36), passports.
Checksums decide only the *kind*: an ID number with one wrong digit is masked as well,
because a citizen who mistypes an ID number still typed an ID number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

from stdnum import luhn

_DIGIT_OF = {
    **{d: str(i) for i, d in enumerate("零一二三四五六七八九")},
    **{d: str(i) for i, d in enumerate("0123456789")},
    "〇": "0",
    "幺": "1",
    "两": "2",
}
#: Spoken digits to written ones, one character for one.
_WRITTEN = {ord(spoken): digit for spoken, digit in _DIGIT_OF.items()}
_FULL_WIDTH = "０１２３４５６７８９" + "".join(
    map(chr, (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))
)
#: Full width to half width, one character for one, so that places stay the same.
_HALF_WIDTH = {ord(full): chr(ord(full) - 0xFEE0) for full in _FULL_WIDTH}

_DIGITS = "".join(_DIGIT_OF)
_GAP = r"[\s\-－—·.,，、。]{0,3}"
#: Between the groups of a code or a plate. No comma: letters and digits are also words.
_SPACE = r"[\s\-·•]{0,3}"
#: Eleven digits is the shortest personal number (a mobile); hotlines are shorter.
_RUN = re.compile(rf"[{_DIGITS}](?:{_GAP}[{_DIGITS}]){{9,}}(?:{_GAP}[{_DIGITS}Xx])")
#: What adds up to as many digits and is nobody's: hotlines, dates and hours, years (养老
#: 2019、2020、2021 年), round amounts (每年交 200、300、500、1000) in a row.
_PUBLIC = (
    r"(?:1[12]\d|1[02]\d{3}|9[56]\d{3}"
    r"|(?:19|20)\d\d[.-](?:0?[1-9]|1[0-2])[.-](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:[01]?\d|2[0-3])\.[0-5]\d"
    r"|(?:19|20)\d\d|[1-9]\d{0,2}00)"
)
_ALL_PUBLIC = re.compile(rf"{_PUBLIC}(?:[\s\-－—·.,，、。]{{1,3}}{_PUBLIC})+", re.ASCII)
_PLATE = re.compile(
    rf"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{_SPACE}[A-Za-z]"
    rf"(?:{_SPACE}[A-Za-z{_DIGITS}]){{5,6}}(?![A-Za-z0-9])"
)
_CODE_LETTERS = "A-HJ-NPQRTUWXYa-hj-npqrtuwxy"
_CREDIT_CODE = re.compile(
    rf"(?<![A-Za-z0-9])[{_DIGITS}{_CODE_LETTERS}](?:{_SPACE}[{_DIGITS}{_CODE_LETTERS}])"
    rf"(?:{_SPACE}[{_DIGITS}]){{6}}(?:{_SPACE}[{_DIGITS}{_CODE_LETTERS}]){{10}}(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(
    rf"(?<![A-Za-z0-9])[A-Za-z]{{1,2}}{_SPACE}[{_DIGITS}](?:{_SPACE}[{_DIGITS}]){{6,7}}(?![A-Za-z0-9])"
)

ID_NUMBER = "身份证号"
MOBILE = "手机号"
BANK_CARD = "银行卡号"
LANDLINE = "电话号码"
OTHER = "号码"
PLATE = "车牌号"
CREDIT_CODE = "信用代码"
PASSPORT = "证件号"


@dataclass(frozen=True)
class Masked:
    """Text that may be stored, and the kinds of numbers taken out of it, in order."""

    text: str
    kinds: tuple[str, ...] = ()


def mask(text: str) -> Masked:
    """Replace every personal number in ``text`` by its kind, e.g. ``〔身份证号〕``.

    Idempotent: masking masked text changes nothing.
    """
    kinds: list[str] = []
    before = None
    # What was taken out may have hidden where its neighbour begins: look until all is found.
    while text != before:
        before = text
        for pattern, kind_of in _RULES:
            text = _replace(text, pattern, kind_of, kinds)
    return Masked(text, tuple(kinds))


def _replace(text: str, pattern: re.Pattern[str], kind_of: _KindOf, kinds: list[str]) -> str:
    """``text`` with what ``pattern`` finds replaced by its kind, noted in ``kinds``."""
    parts, end = [], 0
    for found in pattern.finditer(text.translate(_HALF_WIDTH)):
        kind = kind_of(found.group())
        if kind:
            kinds.append(kind)
            parts += [text[end : found.start()], f"〔{kind}〕"]
            end = found.end()
    return "".join([*parts, text[end:]])


def _credit_or_id(found: str) -> Optional[str]:
    """An ID number also fits the pattern of a credit code; letters tell them apart."""
    plain = _plain(found)
    if plain.isdigit():
        return None
    return ID_NUMBER if plain[:17].isdigit() else CREDIT_CODE


def _plain(run: str) -> str:
    """Digits and letters of ``run`` without what stands between them."""
    return "".join(
        _DIGIT_OF.get(character, character)
        for character in run
        if character in _DIGIT_OF or (character.isascii() and character.isalpha())
    )


def _kind(found: str) -> Optional[str]:
    digits = _plain(found)
    if _ALL_PUBLIC.fullmatch(found.translate(_WRITTEN)):
        return None
    if re.fullmatch(r"(?:(?:00)?86)?1[3-9]\d{9}", digits):
        return MOBILE
    if len(digits) in (15, 18):
        return ID_NUMBER
    if re.fullmatch(r"0\d{9,11}", digits):
        return LANDLINE
    if 13 <= len(digits) <= 19 and digits.isdigit() and luhn.is_valid(digits):
        return BANK_CARD
    return OTHER


_KindOf = Callable[[str], Optional[str]]

#: What is looked for, in this order, and what kind a find is; None leaves it alone.
_RULES: tuple[tuple[re.Pattern[str], _KindOf], ...] = (
    (_CREDIT_CODE, _credit_or_id),
    (_RUN, _kind),
    (_PLATE, lambda _: PLATE),
    (_PASSPORT, lambda _: PASSPORT),
)
