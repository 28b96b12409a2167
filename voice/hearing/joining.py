"""A recogniser writes blanks between its words; Chinese is written without."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Letters of words that do need a blank between them: Latin ones with their accents.
_LETTER = "[A-Za-zÀ-ÖØ-öø-ɏ]"
_NEEDLESS = re.compile(rf"(?<!{_LETTER}|\s)\s+|\s+(?!{_LETTER}|\s)")
_BLANKS = re.compile(r"\s+")


def joined(words: Iterable[str]) -> str:
    """Words as one text; a blank stays only where two Latin words meet.

    Digits that were heard one by one stand together: 1 3 8 is 138.
    """
    return _BLANKS.sub(" ", _NEEDLESS.sub("", " ".join(words)))
