"""One normal form for names and questions, so that equal things compare equal."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w]+|_")


def normal_form(text: str) -> str:
    """Full width to half width, lower case, no punctuation or spaces."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())
