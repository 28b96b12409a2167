"""What the kiosk itself says and shows; the assistant's replies come from elsewhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

SENTENCES = Path(__file__).with_name("wording.yaml")


@lru_cache(maxsize=1)
def _sentences() -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return loaded


def words(phone: str) -> dict[str, str]:
    """The sentences by key, with the telephone filled in.

    Places in braces other than ``{phone}`` are filled in by the page.

    Args:
        phone: number to call when nothing else helps, as people write it.
    """
    return {key: text.replace("{phone}", phone) for key, text in _sentences().items()}
