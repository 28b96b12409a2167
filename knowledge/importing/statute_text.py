"""The text of a law or regulation: its head, its chapters, its articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Optional

import cn2an

from knowledge.importing.day import days
from knowledge.importing.sections import sections, split
from knowledge.importing.text import visible
from knowledge.schema import Section

_N = "零〇一二三四五六七八九十百千"
#: The first line of an article. Where nothing parts number and text, only the number that
#: comes next is believed: 第十条规定的 begins sentences too.
_ARTICLE = re.compile(rf"\**第([{_N}]+|\d{{1,4}})条(之[{_N}]+)?\**([\s:：]*)(.*)", re.DOTALL)
_CHAPTER = re.compile(rf"(#*)\s*(第[{_N}\d]+(?:分?编|章|节)|附\s*则|序\s*言)(?=\s|$)\s*(.*)")
_LEVELS = {"编": 1, "章": 2, "节": 3}
#: A line of a contents list or a heading, not a sentence, in characters.
_HEADING = 40
_HIGHEST_ARTICLE = 2000
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEAD_ENDS = "<!-- INFO END -->"

_IN_FORCE = re.compile("施行|生效")
_SESSION = re.compile(rf"第[{_N}\d]+届")
_ISSUER = re.compile(rf"[^《]*?(?=令第|第[{_N}\d]+次|会议|审议|通过|公布|发布|批准|颁布|修订|修正)")
_ORDER = re.compile(r"[\u4e00-\u9fff、]+令第?\d+号")
_STATE = "中华人民共和国"


@dataclass
class Statute:
    """A law or regulation.

    Attributes:
        title: from its head.
        issuer: who passed or issued it first, if the head says so.
        number: number of the order it was last issued by.
        issued: day of this version: the latest in the head that is not one of coming into
            force.
        articles: how many articles it has.
        sections: its articles, each under its chapter; without articles, its paragraphs.
    """

    title: str
    issuer: Optional[str] = None
    number: Optional[str] = None
    issued: Optional[date] = None
    articles: int = 0
    sections: list[Section] = field(default_factory=list)


def read_statute(text: str, title: str) -> Statute:
    """Read the text of a statute.

    Args:
        text: Markdown or plain text.
        title: what it is called if it has no head.
    """
    head, rest = _parted(text)
    titles = [line.lstrip("# ") for line in head if line.startswith("#")] or head[:1]
    statute = Statute(title=" ".join(titles) or title)
    _read_head(statute, [line for line in head if days(line)])
    found = [one for one in _articles(rest) if one.paragraphs != [statute.title]]
    statute.articles = sum(article.number is not None for article in found)
    statute.sections = [section for article in found for section in article.sections()]
    if not statute.articles:
        statute.sections = sections("\n".join(rest))
    return statute


def _parted(text: str) -> tuple[list[str], list[str]]:
    """Lines of the head and of the rest."""
    head, mark, rest = text.partition(_HEAD_ENDS)
    if mark:
        return _lines(head), _lines(rest)
    lines = _lines(text)
    begins = (i for i, line in enumerate(lines) if i and (_ARTICLE.match(line) or _heading(line)))
    end = next(begins, 1)
    return lines[:end], lines[end:]


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in visible(_COMMENT.sub("", text)).split("\n"))
    return [line for line in lines if line]


def _read_head(statute: Statute, dated: list[str]) -> None:
    """Fill in who issued it, by what order and when, from the lines with a date."""
    decided = [line for line in dated if not _IN_FORCE.search(line)]
    for line in decided:
        if statute.issuer is None:
            statute.issuer = _issuer(line)
        order = _ORDER.search(line)
        if order:
            statute.number = order[0].replace(_STATE, "")
    statute.issued = max((days(line)[0] for line in decided), default=None)


def _issuer(line: str) -> Optional[str]:
    """Who decided, without the number of session and meeting."""
    said = re.sub(r"^.*?\d日\s*", "", line)
    found = _ISSUER.match(_SESSION.sub("", said))
    return found[0].replace(_STATE, "").strip() or None if found else None


@dataclass
class _Article:
    """An article while its paragraphs come in; without a number, what stands elsewhere."""

    number: Optional[int] = None
    label: str = ""
    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)

    def sections(self) -> list[Section]:
        text = "\n".join(self.paragraphs)
        return split(f"{self.label}{text}", heading=self.heading, article=self.number)


def _articles(lines: list[str]) -> Iterator[_Article]:
    """The articles, and what stands outside them, if it is anything."""
    headings: dict[int, str] = {}
    last, current = 0, _Article()
    for line in lines:
        heading = _heading(line)
        if heading:
            level, name = heading
            headings = {k: v for k, v in headings.items() if k < level} | {level: name}
        opened = _Article() if heading else _opened(line, last)
        if opened is None:
            current.paragraphs.append(line)
            continue
        if current.paragraphs:
            yield current
        last, current = opened.number or last, opened
        current.heading = " ".join(headings[level] for level in sorted(headings))
    if current.paragraphs:
        yield current


def _opened(line: str, last: int) -> Optional[_Article]:
    """The article whose first line this is, None if it is none.

    Args:
        line: the line.
        last: number of the article before.
    """
    match = _ARTICLE.match(line)
    if match is None:
        return None
    said, also, gap, first = match.groups()
    try:
        number = int(said) if said.isdigit() else int(cn2an.cn2an(said.replace("〇", "零")))
    except ValueError:
        return None  # 第百百条
    if not 1 <= number <= _HIGHEST_ARTICLE or not (gap or not first or number == last + 1):
        return None
    # The number alone doesn't name 第十条之一.
    label = f"第{said}条{also} " if also else ""
    return _Article(number, label, paragraphs=[first] if first else [])


def _heading(line: str) -> Optional[tuple[int, str]]:
    """Level and text of a heading, None if the line is none."""
    match = _CHAPTER.match(line)
    if match and (match[1] or len(line) <= _HEADING) and not line.endswith("。"):
        words = match[3].split()
        spaced = all(len(word) == 1 for word in words)  # 总　则
        name = ("" if spaced else " ").join(words)
        return _LEVELS.get(match[2][-1], 2), f"{''.join(match[2].split())} {name}".strip()
    plain = line.lstrip("#")
    return (len(line) - len(plain), plain.strip()) if line.startswith("#") else None
