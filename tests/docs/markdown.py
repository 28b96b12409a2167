"""Reads what the documentation says: headings, tables, code, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from settings import REPOSITORY

DOCS = REPOSITORY / "docs"
README = REPOSITORY / "README.md"
README_ZH = REPOSITORY / "README.zh-CN.md"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """A fenced block of code."""

    language: str
    text: str


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def prose(self) -> str:
        """Everything but fenced code."""
        return _FENCE.sub("", self.text)

    @property
    def blocks(self) -> list[Block]:
        return [Block(language, text) for language, text in _FENCE.findall(self.text)]

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of each heading."""
        return [(len(marks), text) for marks, text in _HEADING.findall(self.prose)]

    @property
    def anchors(self) -> set[str]:
        """What a link to this page may name after ``#``."""
        return {anchor(text) for _, text in self.headings}

    @property
    def links(self) -> list[str]:
        return _LINK.findall(_CODE.sub("", self.prose))

    @property
    def code(self) -> list[str]:
        """Every piece of code within a sentence."""
        return _CODE.findall(self.prose)

    def section(self, heading: str) -> str:
        """What stands under a heading, up to the next of the same or a higher level."""
        marks = re.search(rf"^(#+) {re.escape(heading)}$", self.text, re.MULTILINE)
        assert marks, f"{self.path.name} has no section {heading}"
        rest = self.text[marks.end() :]
        end = re.search(rf"^#{{1,{len(marks[1])}}} ", _hidden(rest), re.MULTILINE)
        return rest[: end.start()] if end else rest

    def rows(self, heading: str | None = None) -> list[list[str]]:
        """The cells of every table row, without heads, in the page or in one section."""
        return table_rows(self.section(heading) if heading else self.prose)


def _hidden(text: str) -> str:
    """``text`` with fenced code blanked, so that a comment in it is no heading."""
    return _FENCE.sub(lambda block: re.sub(r"[^\n]", " ", block.group()), text)


def table_rows(text: str) -> list[list[str]]:
    """The cells of every table row in ``text``, without heads."""
    rows: list[list[str]] = []
    lines = text.splitlines()
    for i, line in enumerate(lines):
        is_head = i + 1 < len(lines) and lines[i + 1].startswith("|---")
        if line.startswith("|") and not line.startswith("|---") and not is_head:
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def names(cell: str) -> list[str]:
    """What stands as code in a cell."""
    return _CODE.findall(cell)


def anchor(heading: str) -> str:
    """The anchor GitHub gives a heading."""
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return plain.replace(" ", "-")


def pages() -> list[Page]:
    """All documentation."""
    return [Page(p) for p in (*REPOSITORY.glob("*.md"), *sorted(DOCS.rglob("*.md")))]
