"""Dialect words in standard Chinese, for search and for understanding moves.

A man from Guangdong says 社保卡唔见咗, 点补办; every entry and most training examples say
丢了, 怎么补办. The words are data (``dialect.yaml``), so that an office adds its own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

DIALECTS = Path(__file__).with_name("dialect.yaml")
#: 点办 asks how; 八点办, 早点办 and 几点办 are standard Chinese.
_NO_CLOCK = "(?<![0-9一二两三四五六七八九十几早快慢晚半有地差整多])"


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """Dialect word -> standard Chinese, all dialects together."""
    by_dialect: dict[str, dict[str, str]] = yaml.safe_load(DIALECTS.read_text(encoding="utf-8"))
    return {word: meant for group in by_dialect.values() for word, meant in group.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(words(), key=len, reverse=True)
    return re.compile("|".join(_whole(word) for word in longest_first))


def _whole(word: str) -> str:
    return (_NO_CLOCK if word.startswith("点") else "") + re.escape(word)


def in_mandarin(text: str) -> str:
    """``text`` with its dialect words replaced; all else stays as it was said."""
    return _pattern().sub(lambda found: words()[found.group()], text)
