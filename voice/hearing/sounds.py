"""What characters sound like to a recogniser and in a southern mouth: toneless syllables.

The confusions are those of DESIGN section 3: zh/z, ch/c, sh/s, n/l, r/l, f/h and -ng/-n
(so -ing/-in as well). Tones are left out: a recogniser that picks the wrong character has
mostly picked one of another tone.
"""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

#: Beginnings that are taken for each other, mapped to one of the two.
_BEGINNINGS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"), ("f", "h"))
_RETROFLEX = ("zh", "ch", "sh")
_VOWELS = frozenset("aoeiuv")


def syllables(text: str) -> list[str]:
    """Toneless pinyin of each character as it reads in ``text``; others stand for themselves."""
    return lazy_pinyin(text, errors=list)  # type: ignore[arg-type]  # a list is taken too


@lru_cache(maxsize=1 << 14)
def readings(character: str) -> tuple[str, ...]:
    """Every toneless reading of a character, the usual one first; itself if it has none."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors=list)  # type: ignore[arg-type]
    return tuple(found[0]) if found else (character,)


@lru_cache(maxsize=1 << 12)
def folded(syllable: str) -> str:
    """``syllable`` with what accents confuse made one: ``zhong`` -> ``zon``, ``nan`` -> ``lan``.

    What comes back is a key to compare by, not always a syllable that exists.
    """
    for said, meant in _BEGINNINGS:
        if syllable.startswith(said) and len(syllable) > len(said):
            syllable = meant + syllable[len(said) :]
            break
    return syllable[:-1] if syllable.endswith("ng") else syllable


@lru_cache(maxsize=1 << 14)
def heard_as(character: str) -> tuple[str, ...]:
    """Every reading of a character, folded, each once."""
    return tuple(dict.fromkeys(folded(reading) for reading in readings(character)))


@lru_cache(maxsize=1 << 16)
def is_near(one: str, other: str) -> bool:
    """Whether two folded syllables share their beginning or their ending: ``ban``, ``pan``."""
    (begins, ends), (other_begins, other_ends) = _parts(one), _parts(other)
    return bool(ends and other_ends) and (begins == other_begins or ends == other_ends)


def _parts(syllable: str) -> tuple[str, str]:
    """Beginning and ending; no ending for what is not a syllable."""
    for at, letter in enumerate(syllable):
        if letter in _VOWELS:
            return syllable[:at], syllable[at:]
    return syllable, ""
