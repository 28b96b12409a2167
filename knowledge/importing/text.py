"""Text as offices hand it over: hidden characters, empty values, sentences, cuts."""

from __future__ import annotations

import re
from typing import Any

#: Longest ``knowledge.schema.base.Sentence``, characters.
SENTENCE = 400

#: Controls, format characters (zero width, bidi, tags), surrogates, private use, fillers:
#: nobody sees them, and search, SQLite or a screen reader would stumble over them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)
_NEW_LINE = re.compile("\r\n?|[\x85\u2028\u2029]")
#: Two spaces or more that are no plain ones are how office software begins a paragraph.
_INDENT = re.compile("[ \t]*[\xa0\u2000-\u200a\u3000]{2,}[ \t\xa0\u2000-\u200a\u3000]*")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n[ \n]*")

#: Tags that tables exported from a web editor carry. Names are listed so that a law's
#: 《关于修改<…>的决定》 stays whole.
_TAGS = "a|b|br|div|em|font|h[1-6]|hr|i|img|li|ol|p|span|strong|table|tbody|td|th|tr|u|ul"
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|div|h[1-6]|hr|li|p|table|tr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}

#: What a form says when it has nothing to say.
_ABSENT = frozenset(
    ("", "无", "无。", "暂无", "空", "null", "none", "nan", "-", "--", "—", "——", "/", "\\", "n/a")
)

_CLOSING = "”’」』）)》〉】\"'"
_SENTENCE = re.compile(rf"[^。！？!?；;\n]*(?:[。！？!?；;]+[{_CLOSING}]*|\n|$)")
_STATEMENT = re.compile(rf"[^。！？!?\n]*(?:[。！？!?]+[{_CLOSING}]*|\n|$)")
_COMMA = "，,、：: "


def visible(text: str) -> str:
    """``text`` without hidden characters; every line ends as on Unix."""
    return _HIDDEN.sub("", _NEW_LINE.sub("\n", text))


def line(value: Any) -> str:
    """A value of a form as one line without hidden characters; ``""`` if it says nothing.

    A list is joined by 、; a whole number that a spreadsheet holds as 12345.0 loses its tail.
    """
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, (list, tuple)):
        return "、".join(filter(None, map(line, value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split())
    if _HIDDEN.search(text):
        text = " ".join(_HIDDEN.sub("", text).split())
    return "" if text.lower() in _ABSENT else text


def body(value: Any) -> str:
    """A longer text: paragraphs on lines of their own, tags of a web page taken out."""
    text = visible(value if isinstance(value, str) else line(value))
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    text = _SPACES.sub(" ", _INDENT.sub("\n", text))
    text = _BLANK_LINES.sub("\n", text).strip()
    return "" if text.lower() in _ABSENT else text


def sentences(text: str) -> list[str]:
    """The sentences of ``text``: each ends at 。！？； or a line end, closing quotes included."""
    return [found for match in _SENTENCE.findall(text) if (found := match.strip())]


def statements(text: str) -> list[str]:
    """As ``sentences``, but what a semicolon parts stays together."""
    return [found for match in _STATEMENT.findall(text) if (found := match.strip())]


def cut(text: str, limit: int = SENTENCE) -> str:
    """``text`` if it has at most ``limit`` characters, otherwise its beginning.

    It is cut where a sentence ends, else at a comma, and only for want of both anywhere;
    what is not a whole sentence ends in ……
    """
    if len(text) <= limit:
        return text
    whole = ""
    for sentence in sentences(text):
        if len(whole) + len(sentence) >= limit:
            break
        whole += sentence
    if whole:
        return f"{whole[:-1]}……" if whole.endswith(("；", ";")) else whole
    head = text[: limit - 2]
    comma = max(map(head.rfind, _COMMA))
    return (head[:comma] if comma > limit // 2 else head).rstrip(_COMMA) + "……"


def pieces(text: str, limit: int) -> list[str]:
    """``text`` in parts of at most ``limit`` characters, parted where sentences end.

    Only a sentence longer than ``limit`` is itself parted, at a comma if it has one.
    """
    if len(text) <= limit:
        return [text] if text.strip() else []
    parts = [""]
    for match in _SENTENCE.finditer(text):
        for part in _within(match.group(), limit):
            if len(parts[-1]) + len(part) > limit:
                parts.append("")
            parts[-1] += part
    return [stripped for part in parts if (stripped := part.strip())]


def _within(sentence: str, limit: int) -> list[str]:
    parts = []
    while len(sentence) > limit:
        comma = max(sentence.rfind(sign, 0, limit) for sign in _COMMA) + 1
        end = comma if comma > limit // 2 else limit
        parts.append(sentence[:end])
        sentence = sentence[end:]
    return [*parts, sentence]
