"""Takes out of a text what cannot be said: mark-up, addresses, emoji, control characters."""

from __future__ import annotations

import re
import unicodedata

#: Characters of Chinese, as a class of a pattern.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_URL = re.compile(
    r"(?:(?:https?|ftp)://|www\.)[\w./?=&%#:~+@!$*;-]*"
    r"|(?<![\w.])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:cn|com|net|org|gov)(?![\w.])(?:/[\w./?=&%#-]*)?",
    re.ASCII | re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_HEADING_OR_QUOTE = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•·][ \t]+)+", re.MULTILINE)
_RULE_OR_TABLE_LINE = re.compile(r"^[ \t|:*_-]{3,}$", re.MULTILINE)
_ENTRY = re.compile(r"^[ \t]*(\d{1,2})[.)][ \t]+", re.MULTILINE)
_NUMBERED = re.compile(r"(?<=第)[(（]([^()（）]{1,3})[)）]")
_EMPHASIS = re.compile(r"\*\*|__|~~|`+|(?<!\d)\*(?!\d)")
_BLANK_BETWEENHAN = re.compile(rf"(?<=[{HAN}，。、；：？！])\s+|\s+(?=[{HAN}，。、；：？！])")
_NOT_SAYABLE = re.compile(rf"[^{HAN}A-Za-z0-9，。、；：？！\s.,:%/+\-^=<>~×÷±≥≤°℃²³‰$￥¥¢£€&]")

#: Signs with a name or a plainer form. Brackets are spoken as a pause before and after.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("()（）[]【】〔〕{}｛｝〈〉|…｜", "，"),
        **dict.fromkeys("—–―−－~～〜∼﹣", "-"),
        **dict.fromkeys("《》「」『』“”‘’\"'＂＇·•・﹏", ""),
        **dict.fromkeys("!！", "！"),
        **dict.fromkeys("?？", "？"),
        **dict.fromkeys(";；", "；"),
        "⁄": "/",
        "㎡": "平方米",
        "㎥": "立方米",
        "㎏": "千克",
        "㎝": "厘米",
        "㎞": "公里",
        "℉": "华氏度",
        "〇": "零",
        "○": "零",
        "№": "第",
        "∶": ":",
        "＠": "@",
        "．": ".",
        "％": "%",
        "￥": "¥",
    }
)


def readable(text: str) -> str:
    """``text`` in Han characters, Latin letters, digits, a few signs and Chinese punctuation.

    A web address becomes 网址 and a mail address 邮箱地址: nobody notes them down by ear, and
    the screen shows them. What a bracket holds stays, between pauses.
    """
    text = _without_markup(_on_lines(text))
    text = "".join(map(_plain_letter, text.replace("——", "，").translate(_SIGNS)))
    return _NOT_SAYABLE.sub(" ", _BLANK_BETWEENHAN.sub("", text)).replace("~", "-")


def _on_lines(text: str) -> str:
    """Line breaks all alike, blanks single; no other control or formatting character."""
    text = re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    said = (c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")
    # Single, so that no pattern below walks over a run of blanks from each of its places.
    return re.sub(r" ?\n[ \n]*", "\n", re.sub(r"[^\S\n]+", " ", "".join(said)))


def _without_markup(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    text = _EMAIL.sub("邮箱地址", text)
    text = _URL.sub("网址", text)
    text = _TAG.sub("", text)
    text = _RULE_OR_TABLE_LINE.sub("", text)
    text = _HEADING_OR_QUOTE.sub("", text)
    text = _ENTRY.sub(r"\1、", text)
    text = _NUMBERED.sub(r"\1", _EMPHASIS.sub("", text))
    # A line is a sentence of its own, as it is on the screen.
    return re.sub(r"[ \n]*\n[ \n]*", "\n", text).strip().replace("\n", "。")


def _plain_letter(character: str) -> str:
    """A letter without accent, a digit of any script as 0-9, ① as 1, Ⅳ as 4."""
    if character.isascii() or character in _KEPT:
        return character
    kind = unicodedata.category(character)
    if kind in ("Nd", "Nl", "No") and (value := unicodedata.numeric(character)).is_integer():
        # ① stands before what it numbers.
        return f"{int(value)}、" if kind == "No" else str(int(value))
    plain = unicodedata.normalize("NFKD", character).translate(_SIGNS)
    return "".join(part for part in plain if unicodedata.category(part) != "Mn")


#: Of these the compatibility form says less.
_KEPT = frozenset("，。、；：？！°℃²³‰¥≥≤×÷±")
