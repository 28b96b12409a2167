"""What a recogniser makes of speech: characters replaced by others that sound alike.

One Chinese character in eight of each question, at least one, is replaced, at random
places. A place whose character has nothing that sounds like it is passed over. The same
seed and question give the same noise, whatever else is asked.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from bench.search.sounds import CHINESE, accented, by_sound, common_characters, readings
from bench.search.tasks import DataUnusable, Query

#: One character in so many is replaced.
ONE_IN = 8
SEED = 8
#: Of the characters of an accented syllable so many, the most frequent, are heard instead.
_LIKELY = 5


class Noise(Protocol):
    """What may be heard instead of a character."""

    def instead(self, character: str, reading: str) -> Sequence[str]:
        """Other characters, each once, in a fixed order.

        Args:
            character: what was said.
            reading: toneless pinyin it has where it stands.
        """


class Homophones:
    """Characters of the same toneless pinyin, from the confusion sets of the data folder."""

    def __init__(self, confusions: Mapping[str, Sequence[str]]) -> None:
        """Take the sets as they are, character → those that may sound like it."""
        self._confusions = confusions

    @classmethod
    def read(cls, folder: Path) -> Homophones:
        """The sets of a data folder.

        Raises:
            DataUnusable: they are missing or broken.
        """
        file = folder / "homophones" / "pinyin_same.json"
        if not file.is_file():
            raise DataUnusable(f"测试数据里缺同音字表 {file}，请补齐。")
        try:
            return cls(json.loads(file.read_text(encoding="utf-8")))
        except json.JSONDecodeError as error:
            raise DataUnusable(f"同音字表 {file} 不是 JSON，请重新取这个文件。") from error

    def instead(self, character: str, reading: str) -> Sequence[str]:
        """The sets list every reading of a character; only that of this place sounds the same."""
        return [
            other
            for other in dict.fromkeys(self._confusions.get(character, ()))
            if other != character and CHINESE.fullmatch(other) and readings(other) == [reading]
        ]


class Accents:
    """Common characters whose sound is one southern confusion away."""

    def __init__(self, characters: Iterable[str] = ()) -> None:
        """Take characters, most frequent first; jieba's commonest if there are none."""
        self._by_sound = by_sound(characters or common_characters())

    def instead(self, character: str, reading: str) -> Sequence[str]:
        """The most frequent characters of every syllable it may become."""
        return [
            other
            for syllable in sorted(accented(reading))
            for other in self._by_sound.get(syllable, ())[:_LIKELY]
            if other != character  # one of several readings may be the other's
        ]


def spoil(text: str, noise: Noise, seed: int = SEED) -> str:
    """``text`` as it may be heard; the same length."""
    chance = random.Random(f"{seed} {text}")
    places = [place for place, character in enumerate(text) if CHINESE.fullmatch(character)]
    wanted = max(1, round(len(places) / ONE_IN))
    chance.shuffle(places)
    heard, read = list(text), readings(text)
    for place in places:
        if not wanted:
            break
        others = noise.instead(text[place], read[place])
        if others:
            heard[place] = chance.choice(others)
            wanted -= 1
    return "".join(heard)


def spoiled(queries: Iterable[Query], noise: Noise, seed: int = SEED) -> list[Query]:
    """The same questions, misheard."""
    return [replace(query, text=spoil(query.text, noise, seed)) for query in queries]
