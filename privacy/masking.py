"""Finds personal numbers in what people type or say, and replaces them by their kind.

Works on digits as typed (also full width, with spaces or hyphens) and as spoken
(幺三八零…). Rules: ID number of 18 or 15 digits (GB 11643), mobile numbers, bank cards
by Luhn (ISO/IEC 7812), 统一社会信用代码 (GB 32100), number plates (GA 36), passports.
Checksums decide only the *kind*: an ID number with one wrong digit is masked as well,
because a citizen who mistypes an ID number still typed an ID number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum import luhn

_DIGIT_OF = {
    **{d: str(i) for i, d in enumerate("零一二三四五六七八九")},
    **{d: str(i) for i, d in enumerate("０１２３４５６７８９")},
    **{d: str(i) for i, d in enumerate("0123456789")},
    "〇": "0",
    "幺": "1",
    "两": "2",
    "Ｘ": "X",
    "ｘ": "X",
    "X": "X",
    "x": "X",
}
_DIGITS = "".join(d for d in _DIGIT_OF if _DIGIT_OF[d] != "X")
_GAP = r"[\s\-－—·.,，、。]{0,2}"
#: Eleven digits is the shortest personal number (a mobile); hotlines are shorter.
_RUN = re.compile(rf"[{_DIGITS}](?:{_GAP}[{_DIGITS}]){{9,}}(?:{_GAP}[{_DIGITS}XxＸｘ])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·\s]?"
    r"[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
)
_CREDIT_CODE = re.compile(
    r"(?<![A-Za-z0-9])[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}\d{6}"
    r"[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{10}(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{7,8}(?![A-Za-z0-9])")

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

    def replace(kind: str) -> str:
        kinds.append(kind)
        return f"〔{kind}〕"

    text = _CREDIT_CODE.sub(lambda m: replace(_credit_or_id(m.group())), text)
    text = _RUN.sub(lambda m: replace(_kind(_plain(m.group()))), text)
    text = _PLATE.sub(lambda m: replace(PLATE), text)
    text = _PASSPORT.sub(lambda m: replace(PASSPORT), text)
    return Masked(text, tuple(kinds))


def _credit_or_id(found: str) -> str:
    """An ID number also fits the pattern of a credit code; letters tell them apart."""
    return ID_NUMBER if found[:17].isdigit() else CREDIT_CODE


def _plain(run: str) -> str:
    return "".join(_DIGIT_OF.get(character, "") for character in run)


def _kind(digits: str) -> str:
    if len(digits) in (15, 18):
        return ID_NUMBER
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return MOBILE
    if re.fullmatch(r"0\d{9,11}", digits):
        return LANDLINE
    if 13 <= len(digits) <= 19 and digits.isdigit() and luhn.is_valid(digits):
        return BANK_CARD
    return OTHER
