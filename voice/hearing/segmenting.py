"""A phrase cut into the words of a recogniser's vocabulary.

A recogniser that is told what to expect must be told in its own words: of one that it
does not have it would silently expect a hole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

#: Characters of the longest words looked for. Vosk's Chinese model has few beyond.
_LONGEST = 8


def segmented(phrase: str, is_known: Callable[[str], bool]) -> Optional[list[str]]:
    """The fewest words that make up ``phrase``, blanks apart.

    Returns:
        None if there are none that do, or nothing is to be made up.
    """
    text = "".join(phrase.split())
    best: list[Optional[list[str]]] = [[]]
    for end in range(1, len(text) + 1):
        best.append(None)
        for start in range(max(0, end - _LONGEST), end):
            before, word = best[start], text[start:end]
            if before is None or not is_known(word):
                continue
            shortest = best[end]
            if shortest is None or len(before) + 1 < len(shortest):
                best[end] = [*before, word]
    return best[-1] or None
