"""Ids of imported entries: the same row gets the same id at every import."""

from __future__ import annotations

import hashlib
import re

from knowledge.schema import EntryId

#: ``knowledge.schema.base.EntryId`` allows 64 characters.
_LONGEST = 64
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*", re.ASCII)
_HASH = 24


def by_code(prefix: str, code: str, shortest: int) -> EntryId | None:
    """``prefix`` and the office's own code, or None if the code doesn't tell entries apart.

    Args:
        prefix: kind of the entry.
        code: code in the office's file.
        shortest: shortest code, in characters, that nobody else is likely to use: running
            numbers of two offices would collide.
    """
    if len(code) < shortest or not _CODE.fullmatch(code):
        return None
    found = f"{prefix}-{code.lower()}"
    return EntryId(found) if len(found) <= _LONGEST else by_words(prefix, code.lower())


def by_words(prefix: str, *words: str) -> EntryId:
    """``prefix`` and a hash of ``words``."""
    digest = hashlib.sha256("\0".join(words).encode()).hexdigest()
    return EntryId(f"{prefix}-{digest[:_HASH]}")
