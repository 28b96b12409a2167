"""Query and document text as search sees it: tokens, character pairs, pinyin pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import jieba
from pypinyin import lazy_pinyin
from pypinyin.constants import RE_HANS
from pypinyin.seg import mmseg, simpleseg

from knowledge.dialect import in_mandarin
from knowledge.normal import normal_form

#: Longer questions carry no more meaning for search; the door refuses > 500 anyway.
LONGEST_QUERY = 200

#: What people wrap around a question. Taken out for the lexical side only.
_FILLERS = re.compile(
    r"麻烦(你|您)?(问一下|问下|帮我)?|请问(一下)?|我想(问问|问一下|问下|知道|了解一下)|"
    r"(同志|师傅|姑娘|小伙子|大姐|大哥|闺女)|那个|就是说?|嗯+|呃+|啊+|呀|嘛|呢|吧"
)
_STOP_TOKENS = frozenset("的了是在我你您他她也都就和与吗啦哦个要想给这那有") | {"什么", "怎么"}


def clean_query(query: str) -> str:
    """``query`` in Mandarin without fillers and punctuation, at most :data:`LONGEST_QUERY` long."""
    heard = in_mandarin(query[:LONGEST_QUERY])
    return normal_form(_FILLERS.sub("", heard)) or normal_form(heard)


def tokenise(tokenizer: jieba.Tokenizer, text: str) -> list[str]:
    """Search-mode tokens: long words and the words inside them; no stop words."""
    return [t for t in tokenizer.cut_for_search(plain(text)) if t not in _STOP_TOKENS]


def plain(text: str) -> str:
    """``text`` in Mandarin, in normal form."""
    return normal_form(in_mandarin(text))


def neighbours(symbols: Sequence[str], between: str = "") -> list[str]:
    """Adjacent symbols joined, each pair one term; a lone symbol is a term itself."""
    return [f"{a}{between}{b}" for a, b in pairwise(symbols)] or list(symbols)


def pairs(symbols: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Adjacent pairs with both ends marked, for order-aware overlap."""
    padded = ["^", *symbols, "$"]
    return frozenset(pairwise(padded))


#: Beginnings that southern accents and the recogniser confuse, mapped to one of the two.
_ACCENTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"), ("f", "h"))


def sounds(text: str) -> list[str]:
    """Toneless syllables with the common accent confusions folded together.

    zh/z, ch/c, sh/s, n/l, r/l, f/h and -ng/-n are merged (DESIGN section 3).
    """
    chunks = simpleseg.seg(normal_form(text))
    return [syllable for chunk in chunks for word in _cut(chunk) for syllable in _spoken(word)]


def _cut(chunk: str) -> Iterable[str]:
    """A run of Chinese in the words whose readings pypinyin knows; all else as it is."""
    words: Iterable[str] = mmseg.seg.cut(chunk) if RE_HANS.match(chunk) else (chunk,)
    return words


@lru_cache(maxsize=1 << 17)
def _spoken(word: str) -> tuple[str, ...]:
    """Syllables of one word. The same words come again and again: ten times as fast."""
    return tuple(_fold(syllable) for syllable in lazy_pinyin(word))


@lru_cache(maxsize=4096)
def _fold(syllable: str) -> str:
    for said, meant in _ACCENTS:
        if syllable.startswith(said):
            syllable = meant + syllable[len(said) :]
            break
    return syllable[:-1] if syllable.endswith("ng") else syllable


def dice(left: frozenset[tuple[str, str]], right: frozenset[tuple[str, str]]) -> float:
    """Overlap of two sets of pairs, 0 to 1."""
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 0.0
