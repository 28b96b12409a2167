"""Parts a text into sections: by paragraph, by numbered heading, and never mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Optional

from knowledge.importing.text import cut, pieces
from knowledge.schema import Section

#: Longest section, characters (``knowledge.schema.imported.SectionText``).
LONGEST = 20_000
#: Most sections of one text; beyond it, neighbours are joined.
MOST = 3000
#: A paragraph that is shorter opens the next one (各有关单位：) rather than being one.
_OPENING = 15
#: Items of a list shorter than this stand together, up to a passage, both in characters.
_ITEM = 60
_PASSAGE = 300
#: A numbered line that is longer says something itself.
_HEADING = 40

_NUMERAL = "一二三四五六七八九十"
#: 一、 then （一） then 1. then （1） (GB/T 9704-2012 《党政机关公文格式》 7.3.3).
_MAJOR = re.compile(rf"[{_NUMERAL}]{{1,3}}、|第[{_NUMERAL}百]{{1,4}}[章节部编]")
_MIDDLE = re.compile(rf"[（(][{_NUMERAL}]{{1,3}}[）)]")
_MINOR = re.compile(r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]")
_NUMBER = rf"(?:{_MAJOR.pattern}|{_MIDDLE.pattern}|{_MINOR.pattern})"
#: Where a paragraph begins in a text whose line ends were lost: behind a sentence and a
#: space, or before a number that stands behind a sentence or a space.
_PARAGRAPH = re.compile(
    rf"(?<=[。！？；：]) +(?=[^\s”’）)])|(?<=[。！？][”’）]) +|(?<=[。！？；：;:]) *(?={_NUMBER})"
    rf"|(?<=[^\s、]) +(?={_NUMBER})"
)
#: What is left of a sentence parted before it.
_LEFT = "。；;，,、"
_ENDS = tuple("。；;！？，,：:")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a cleaned text, also of one that stands on a single line."""
    lines = (part for line in text.split("\n") for part in _PARAGRAPH.split(line))
    joined: list[str] = []
    opens = False
    for line in filter(None, (line.strip().lstrip(_LEFT) for line in lines)):
        if opens:
            joined[-1] += line
            opens = False
        else:
            joined.append(line)
            opens = len(line) < _OPENING and not re.match(_NUMBER, line)
    return joined


def sections(text: str) -> list[Section]:
    """The sections of a cleaned text, each under the headings it stands below."""
    passages: list[tuple[str, str]] = []
    for heading, part in _under_headings(paragraphs(text)):
        last = passages[-1] if passages else ("", "")
        item = len(part) < _ITEM and len(last[1]) + len(part) < _PASSAGE
        if item and passages and last[0] == heading:
            passages[-1] = (heading, f"{last[1]}\n{part}")
        else:
            passages.append((heading, part))
    found = [one for heading, part in passages for one in split(part, heading=heading)]
    return _joined(found) if len(found) > MOST else found


def split(text: str, *, heading: str = "", article: Optional[int] = None) -> list[Section]:
    """One section, or several where ``text`` is too long for one."""
    below = cut(heading) if heading else None
    plain = {"heading": below, "article": article}
    return [Section.parse_obj({**plain, "text": part}) for part in pieces(text, LONGEST)]


def _under_headings(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(headings, paragraph) of each paragraph that is no heading itself."""
    major = middle = ""
    for part, following in zip(parts, [*parts[1:], ""], strict=False):
        if _MAJOR.match(part):
            major, middle = (part, "") if _heads(part, following) else ("", "")
        elif _MIDDLE.match(part):
            middle = part if _heads(part, following) else ""
        if part not in (major, middle):
            yield f"{major} {middle}".strip(), part


def _heads(part: str, following: str) -> bool:
    """Whether ``part`` is a heading and not all that is said under its number."""
    if not following or len(part) > _HEADING or part.endswith(_ENDS):
        return False
    # The next number of the same level, or one above, means that nothing stood below.
    return not (_MAJOR.match(following) or (_MIDDLE.match(part) and _MIDDLE.match(following)))


def _joined(found: list[Section]) -> list[Section]:
    """Neighbours under one heading joined until there are few enough."""
    size = min(LONGEST, 2 * sum(len(section.text) for section in found) // MOST)
    joined: list[Section] = []
    for section in found:
        last = joined[-1] if joined else None
        if last and last.heading == section.heading and len(last.text) + len(section.text) < size:
            joined[-1] = last.copy(update={"text": f"{last.text}\n{section.text}"})
        else:
            joined.append(section)
    return joined
