"""Cuts a text into pieces that are said one after the other."""

from __future__ import annotations

import re

#: Characters. espeak-ng's time grows faster than the text (MODELS.md §3), and who listens
#: waits for the first piece.
LONGEST = 200
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+[”’』」）)]*|[^。！？；\n]+")
_DIGIT = "零幺一二三四五六七八九"
#: Not cut between the groups of a number: what is no longer whole is not known for a number.
_CLAUSE = re.compile(rf"(?:[^，、：]|(?<=[{_DIGIT}])，(?=[{_DIGIT}]))*[，、：]+|[^，、：]+")
#: Where to cut what is too long, best first.
_PAUSES = ("；：;:", "，,", "、", " ")


def sentences(text: str) -> list[str]:
    """The sentences of ``text`` in order, each of at most 200 characters, none blank.

    Joined, they are ``text`` but for blanks between them. A longer sentence is cut at the
    best pause in the second half of what fits, or where it must.
    """
    found = (match[0].strip() for match in _SENTENCE.finditer(text))
    return [piece for sentence in found for piece in cut(sentence, LONGEST)]


def clauses(sentence: str, shortest: int = 4) -> list[str]:
    """A sentence cut at its commas; what is shorter than ``shortest`` stays with the next."""
    parts: list[str] = []
    for match in _CLAUSE.finditer(sentence):
        if parts and len(parts[-1]) < shortest:
            parts[-1] += match[0]
        else:
            parts.append(match[0])
    if len(parts) > 1 and len(parts[-1]) < shortest:
        parts[-2:] = ["".join(parts[-2:])]
    return parts


def cut(text: str, longest: int) -> list[str]:
    """``text`` in pieces of at most ``longest`` characters, cut where a pause does least harm."""
    pieces = []
    while len(text) > longest:
        at = _best_place(text[:longest])
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [piece for piece in (*pieces, text) if piece]


def _best_place(text: str) -> int:
    """After which character of ``text`` to cut; it goes on behind its end."""
    for pauses in _PAUSES:
        place = max(text.rfind(pause) for pause in pauses)
        if place >= len(text) // 2:
            return place + 1
    return len(text)
