"""The words of the knowledge base, each one token: names, aliases, materials, departments.

The lexicon is generated, never written by hand, so a new item file is enough for its
words to be known to the tokeniser of search and of Rasa alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import jieba

from knowledge.library import Library
from knowledge.normal import normal_form
from knowledge.schema import PolicyEntry

#: Longer names are sentences, not words; as one token they would only hide their parts.
LONGEST_WORD = 8
SHORTEST_WORD = 2


class WordClass(str, Enum):
    """What kind of thing a lexicon word names; the tag in the jieba dictionary."""

    ITEM = "item"
    MATERIAL = "material"
    DEPARTMENT = "department"
    DOCUMENT = "document"
    TERM = "term"
    REGION = "region"


class EmptyLexicon(Exception):
    """The lexicon is missing or has no words; a bot without it would be deaf to names."""


def words(library: Library) -> dict[str, WordClass]:
    """Every word with its class; on a clash the class named first wins."""
    found: dict[str, WordClass] = {}
    for word, kind in _candidates(library):
        clean = normal_form(word)
        if SHORTEST_WORD <= len(clean) <= LONGEST_WORD and not clean.isdigit():
            found.setdefault(clean, kind)
    return found


def _candidates(library: Library) -> Iterator[tuple[str, WordClass]]:
    for region in library.regions.values():
        yield from ((name, WordClass.REGION) for name in (region.name, *region.aliases))
    for item in library.items():
        yield from ((name, WordClass.ITEM) for name in (item.name, item.short, *item.aliases))
    for variant in library.all_variants():
        if isinstance(variant.entry, PolicyEntry):
            continue
        yield variant.entry.department, WordClass.DEPARTMENT
        yield from ((m.name, WordClass.MATERIAL) for m in variant.entry.materials)
    yield from ((document.short, WordClass.DOCUMENT) for document in library.documents.values())
    yield from ((term.word, WordClass.TERM) for term in library.terms.values())


def write(library: Library, path: Path) -> int:
    """Write a jieba user dictionary.

    Returns:
        The number of words.

    Raises:
        EmptyLexicon: the library has no words.
    """
    lexicon = words(library)
    if not lexicon:
        raise EmptyLexicon("知识库里没有一个词，先补上 knowledge/items 里的事项。")
    lines = (f"{word} {kind.value}" for word, kind in sorted(lexicon.items()))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lexicon)


def read(path: Path) -> dict[str, WordClass]:
    """Read a dictionary written by :func:`write`.

    Raises:
        EmptyLexicon: the file is missing or empty.
    """
    if not path.is_file():
        raise EmptyLexicon(f"词典 {path} 不见了，运行 ershun knowledge build 生成。")
    rows = (line.rsplit(" ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    lexicon = {word: WordClass(kind) for word, kind in rows}
    if not lexicon:
        raise EmptyLexicon(f"词典 {path} 是空的，运行 ershun knowledge build 重新生成。")
    return lexicon


def tokenizer(lexicon: dict[str, WordClass]) -> jieba.Tokenizer:
    """A jieba tokeniser of its own that knows the lexicon."""
    tokens = jieba.Tokenizer()
    tokens.initialize()
    for word in lexicon:
        tokens.add_word(word)
    return tokens
