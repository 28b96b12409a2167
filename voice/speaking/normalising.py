"""What stands in a text, put as it is said: 8:30-12:00 as 八点三十分到十二点."""

from __future__ import annotations

import re

from voice.speaking.digits import one_by_one, put_into_words
from voice.speaking.readable import HAN, readable
from voice.speaking.wording import shared

#: wetext's time grows with the square of the length: 200 characters take 20 ms.
_LONGEST_PIECE = 60
_PIECE = re.compile(r"[^，。、；：？！\s]+")
_CUT = re.compile(rf"(?s).{{1,{_LONGEST_PIECE}}}(?![\d.:/%+-])|.{{1,{_LONGEST_PIECE}}}")

#: Letters as Chinese speakers say them; what is not Chinese both voices get wrong.
_LETTERS = {
    **dict(zip("ABCDEGHIJKNOPQTUVYZ", "诶必西弟伊计尺艾杰开恩欧批球踢优微歪贼", strict=True)),
    "F": "艾弗",
    "H": "艾尺",
    "L": "艾勒",
    "M": "艾姆",
    "R": "阿尔",
    "S": "艾斯",
    "W": "达不溜",
    "X": "艾克斯",
}
_SIGNS = str.maketrans(
    {
        "℃": "摄氏度",
        "°": "度",
        "²": "平方",
        "³": "立方",
        "×": "乘",
        "÷": "除以",
        "±": "正负",
        "≥": "大于等于",
        "≤": "小于等于",
        "<": "小于",
        ">": "大于",
        "=": "等于",
        "+": "加",
        "&": "和",
        "/": "、",
        "-": "，",
        ".": "。",
        ",": "，",
        ":": "：",
        **dict.fromkeys("%‰$¥£€^", ""),
    }
)
_RUN_OF_STOPS = re.compile(r"[，。、；：？！\s]{2,}|\s")


def spoken_form(text: str) -> str:
    """``text`` in Han characters and Chinese punctuation alone, ready for a voice.

    Never fails; what cannot be said is left out, so the result may be empty. Put in again,
    the result comes out as it is.
    """
    text = put_into_words(_sentence_signs(readable(text)))
    text = _PIECE.sub(lambda piece: _normalised(piece[0]), text)
    text = one_by_one(text).translate(_SIGNS)
    text = "".join(_LETTERS.get(character.upper(), character) for character in text)
    text = re.sub(rf"[^{HAN}，。、；：？！\s]", "", text)
    return _RUN_OF_STOPS.sub(_one_stop, text).strip("，、：；").lstrip("。！？")


def _sentence_signs(text: str) -> str:
    """Commas, full stops and colons that are no part of a number as Chinese ones."""
    for sign, chinese in ((",", "，"), (".", "。"), (":", "：")):
        text = re.sub(rf"(?<!\d){re.escape(sign)}|{re.escape(sign)}(?!\d)", chinese, text)
    return text


def _normalised(piece: str) -> str:
    if not re.search(r"\d", piece):
        return piece
    return "".join(shared().in_words(part) for part in _CUT.findall(piece))


def _one_stop(run: re.Match[str]) -> str:
    """The strongest of several stops in a row; the first, where none is stronger."""
    for strongest in ("。？！", "；：", "，、"):
        for sign in run[0]:
            if sign in strongest:
                return sign
    return ""
