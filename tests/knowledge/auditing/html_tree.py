"""Reads a page as it is written: its tags in order; every one is closed as it was opened."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

#: Elements that never have an end.
_VOID = ("meta", "br", "rect", "path", "circle")


class Tree(HTMLParser):
    """Tags in order with their attributes and the text inside them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), []))
        if tag not in _VOID:
            self._open.append(len(self.tags) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        assert self.tags[self._open.pop()][0] == tag, f"</{tag}>"

    def handle_data(self, data: str) -> None:
        for at in self._open:
            self.tags[at][2].append(data)

    def all(self, *names: str) -> Iterator[tuple[dict[str, str | None], str]]:
        for tag, attributes, texts in self.tags:
            if tag in names:
                yield attributes, "".join(texts).strip()
