"""Chinese text as the phonemes of Kokoro, in pieces that its context holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import jieba
import pypinyin
from misaki.zh import ZHG2P

from voice.speaking.sentences import cut

#: Of Kokoro-82M: 512 with the padding at both ends, and the style table has 510 rows.
MOST_IDS = 508


class Phonemes:
    """misaki's pronunciation, from dictionaries on disk; nothing is fetched."""

    def __init__(self, tokenizer: Path) -> None:
        """``tokenizer``: the model's tokenizer.json."""
        self._ids: Mapping[str, int] = json.loads(tokenizer.read_bytes())["model"]["vocab"]
        jieba.setLogLevel("ERROR")
        self._pronounce = ZHG2P()

    def pieces(self, text: str) -> list[list[int]]:
        """The ids of ``text`` in order, at most ``MOST_IDS`` a piece, none empty."""
        ids = self._ids_of(text)
        if len(ids) <= MOST_IDS:
            return [ids] if ids else []
        halves = cut(text, max(1, len(text) * 2 // 3))
        return [piece for half in halves for piece in self.pieces(half)]

    def _ids_of(self, text: str) -> list[int]:
        phonemes, _ = self._pronounce(_pronounceable(text))
        return [self._ids[phoneme] for phoneme in phonemes if phoneme in self._ids]


def _pronounceable(text: str) -> str:
    """``text`` without characters that have no pinyin: misaki would take them for sounds."""
    known = (c for c in text if not c.isalnum() or pypinyin.pinyin(c, errors="ignore"))
    return "".join(known)
