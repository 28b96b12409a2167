"""Every fixed sentence of the assistant, as data: ``phrases.yaml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

PHRASES = Path(__file__).with_name("phrases.yaml")


@lru_cache(maxsize=1)
def phrases() -> dict[str, str]:
    """All phrases by key, as ``str.format`` templates."""
    loaded: dict[str, str] = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return loaded


def phrase(key: str, **values: object) -> str:
    """The phrase ``key`` with its places filled in.

    Raises:
        KeyError: no such phrase, or a value is missing.
    """
    return phrases()[key].format(**values)
