"""The doors' own sentences."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

SENTENCES = Path(__file__).with_name("wording.yaml")


@lru_cache(maxsize=1)
def sentences() -> dict[str, str]:
    """All sentences by key."""
    loaded: dict[str, str] = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return loaded


def sentence(key: str, **values: object) -> str:
    """The sentence ``key`` with its places filled in.

    Raises:
        KeyError: no such sentence, or a value is missing.
    """
    return sentences()[key].format(**values)
