"""Syllables as they are heard, and what southern accents make of them (DESIGN section 3)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import jieba
from pypinyin import lazy_pinyin

CHINESE = re.compile("[\u4e00-\u9fff]")
#: Beginnings that are taken for each other, either way.
BEGINNINGS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"), ("r", "l"))
_RETROFLEX = ("zh", "ch", "sh")
_ENDINGS = ("n", "ng")
#: How many characters count as common: what the compulsory table (常用字表) has, roughly.
_COMMON = 3000


def readings(text: str) -> list[str]:
    """Toneless pinyin of each character as it reads in ``text``; others stand for themselves."""
    return lazy_pinyin(text, errors=list)  # type: ignore[arg-type]  # a list is taken too


def accented(syllable: str) -> frozenset[str]:
    """What it becomes by one confusion: zh/z, ch/c, sh/s, n/l, f/h, r/l, -ng/-n.

    Not all are syllables that exist.
    """
    beginning = syllable[:2] if syllable.startswith(_RETROFLEX) else syllable[:1]
    rest = syllable[len(beginning) :]
    found = {
        to + rest
        for pair in BEGINNINGS
        for one, to in (pair, pair[::-1])
        if one == beginning and rest
    }
    if rest.endswith(_ENDINGS[1]):
        found.add(syllable[:-1])
    elif rest.endswith(_ENDINGS[0]):
        found.add(syllable + "g")
    return frozenset(found)


@cache
def common_characters() -> tuple[str, ...]:
    """The commonest characters, most frequent first, by jieba's dictionary."""
    lines = Path(jieba.get_dict_file().name).read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    counted = {row[0]: int(row[1]) for row in rows if CHINESE.fullmatch(row[0])}
    ordered = sorted(counted, key=lambda character: (-counted[character], character))
    return tuple(ordered[:_COMMON])


def by_sound(characters: Iterable[str]) -> dict[str, Sequence[str]]:
    """Characters by their usual toneless reading, in the order given."""
    found: dict[str, list[str]] = defaultdict(list)
    for character in characters:
        found[readings(character)[0]].append(character)
    return dict(found)
