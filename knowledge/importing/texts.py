"""What a text without a form says of itself: its title, its answer, its number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Optional

from knowledge.importing.sections import paragraphs
from knowledge.importing.text import SENTENCE, cut, sentences, statements

#: What a text is filed under if nobody says.
TOPIC = "政策"
#: A second sentence is said if both together are no longer, characters.
_BOTH = 120
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 100
#: What titles of documents end in (《党政机关公文处理工作条例》第八条, and what papers add).
_KINDS = (
    "通知|公告|通告|通报|意见|措施|办法|方案|规划|指南|指引|决定|决议|命令|细则|规定|条例|批复|报告|函|"
    "议案|纪要|令|解读|问答|解答|须知|提示|倡议书|公开信|一览|清单"
)
_TITLE_END = re.compile(rf"(?:{_KINDS})(?:[（(][^（()）]{{1,20}}[）)])?$")
_IN_SENTENCE = re.compile("[。！？；!?;]")
#: Words up to which a title may go on behind spaces.
_TITLE_WORDS = 3
#: Behind these a list or the same sentence goes on.
_GOES_ON = ("：", ":", "；", ";", "，", "、")
_SALUTATION = re.compile(r"^[^。！？；]{1,200}[：:]$|^各[^。！？；，]{1,200}[：:]")
_NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,12}[〔\[［（(](?:19|20)\d\d[〕\]］）)]\s?第?\s?\d{1,5}\s?号"
)
_HEAD = 400


def parted(text: str) -> tuple[str, str]:
    """Title and rest of a cleaned text that bears no title of its own.

    The title is its first line, or what stands before one of its first spaces, if that
    looks like a title; otherwise its first sentence, and then the rest is the whole text.
    """
    first, _, rest = text.partition("\n")
    title = _title(first, bool(rest))
    if _may_be_title(title):
        left = text[len(title) :].strip()
        if left:
            return title.lstrip("# "), left
    return cut((sentences(text) or [text])[0]), text


def _title(line: str, alone: bool) -> str:
    """What of a line may be a title.

    Args:
        line: the first line of a text.
        alone: whether more lines follow.
    """
    words = line.split(" ", _TITLE_WORDS)
    for end in range(1, min(len(words), _TITLE_WORDS) + 1):
        if _TITLE_END.search(words[end - 1]):
            return " ".join(words[:end])
    addressed = line.endswith(("：", ":"))
    return line if alone and not addressed and _may_be_title(line) else words[0]


def _may_be_title(text: str) -> bool:
    return _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE and not _IN_SENTENCE.search(text)


def answer(text: str, title: str = "") -> str:
    """What is said first: one sentence, or two if they are short.

    The title said again, headings, and whom a document is addressed to, are no answer.
    """
    parts = paragraphs(text)
    begins = (i for i, part in enumerate(parts) if part != title and _says(part))
    said = statements(_run_on(parts[next(begins, 0) :])) or [text]
    both = "".join(said[:2])
    return both if len(both) <= _BOTH else cut(said[0])


def _says(part: str) -> bool:
    return bool(_IN_SENTENCE.search(part)) and not _SALUTATION.search(part)


def _run_on(parts: Iterable[str]) -> str:
    """The beginning of a text, its lists on one line with what they belong to."""
    text = ""
    for part in parts:
        text += part if not text or text.endswith(_GOES_ON) else f"\n{part}"
        if len(text) > SENTENCE:
            break
    return text


def document_number(text: str) -> Optional[str]:
    """The number (文号) in the head of a document: 国办发〔2020〕53号."""
    found = _NUMBER.search(text[:_HEAD])
    return found[0] if found else None
