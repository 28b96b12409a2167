"""Entries by the thousand, to see what becomes of time and memory; and questions to them.

How they are made: place × matter × case gives each entry its subject, no two the same.
One of three shapes (item, answered question, notice) lends it sentences, each chosen
from several ways to say it, those in the middle in any order; then words are replaced by
synonyms, the same one throughout an entry. Grammar, words and synonyms are ours and
invented (``growth.yaml``). A question says place, matter and case as people do, not as
offices write.

It is less varied than what people write, so it is good for time and size, not for recall.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from math import gcd
from pathlib import Path
from typing import Any

import yaml

from bench.search.tasks import Query

SIZES = (1_000, 10_000, 100_000)
SEED = 20240601
_GRAMMAR = Path(__file__).with_suffix(".yaml")
#: How often each shape comes: catalogues are mostly items.
_SHAPES = ("item", "item", "item", "question", "question", "notice")
#: Near the golden ratio: neighbours in the list are far apart in subject.
_STRIDE = 0.618


@dataclass(frozen=True)
class Entry:
    """One row of the file, as ``ershun knowledge import documents`` takes it."""

    docid: str
    title: str
    text: str


class TooMany(ValueError):
    """More entries than there are subjects; says how many there are."""


@cache
def _grammar() -> dict[str, Any]:
    return dict(yaml.safe_load(_GRAMMAR.read_text(encoding="utf-8")))


def most() -> int:
    """How many different subjects there are."""
    grammar = _grammar()
    parts = ("cities", "districts", "matters", "cases")
    product = 1
    for part in parts:
        product *= len(grammar[part])
    return product


def entries(count: int, seed: int = SEED) -> Iterator[Entry]:
    """``count`` entries; the first of them are those of any smaller count.

    Raises:
        TooMany: there are not so many subjects.
    """
    if count > most():
        raise TooMany(f"at most {most()} entries can be told apart, {count} were wanted")
    for number in range(count):
        yield _entry(number, seed)


def write(path: Path, count: int, seed: int = SEED) -> None:
    """Write ``count`` entries as JSONL.

    Raises:
        TooMany: there are not so many subjects.
    """
    with path.open("w", encoding="utf-8") as file:
        for entry in entries(count, seed):
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")


def questions(count: int, among: int, seed: int = SEED) -> list[Query]:
    """``count`` questions, each to another of the first ``among`` entries.

    Raises:
        ValueError: there are fewer entries than questions.
    """
    chosen = random.Random(f"{seed} questions {among}").sample(range(among), count)
    return [_question(number, seed) for number in chosen]


def _subject(number: int, seed: int) -> dict[str, str]:
    """Slots of the entry; a walk that comes to every subject once before any comes again."""
    grammar, total = _grammar(), most()
    stride = int(total * _STRIDE)
    while gcd(stride, total) != 1:
        stride += 1
    rest = (number * stride + seed) % total
    rest, case = divmod(rest, len(grammar["cases"]))
    rest, matter = divmod(rest, len(grammar["matters"]))
    city, district = divmod(rest, len(grammar["districts"]))
    name, said, office, papers = grammar["matters"][matter]
    written, asked = grammar["cases"][case]
    return {
        "place": f"{grammar['cities'][city]}市{grammar['districts'][district]}",
        "matter": name, "said": said, "office": office,
        "paper": papers[0], "paper2": papers[1], "case": written, "asked": asked,
    }  # fmt: skip


def _docid(number: int) -> str:
    return f"synthetic-{number:08}"


def _entry(number: int, seed: int) -> Entry:
    grammar, chance = _grammar(), random.Random(f"{seed} entry {number}")
    shape = grammar["kinds"][chance.choice(_SHAPES)]
    slots = _subject(number, seed)
    slots["days"], slots["number"] = str(chance.randint(1, 30)), str(chance.randint(1, 60))
    middle = [chance.choice(ways) for ways in shape["middle"]]
    chance.shuffle(middle)
    sentences = [chance.choice(shape["first"]), *middle, chance.choice(shape["last"])]
    text = _otherwise("".join(sentences), chance)
    title = chance.choice(shape["title"])
    return Entry(_docid(number), title.format(**slots), text.format(**slots))


def _otherwise(text: str, chance: random.Random) -> str:
    """One of each group of synonyms wherever the first of it is written.

    Slots are still open, so names of matters stay as they are.
    """
    for written, *others in _grammar()["synonyms"]:
        text = text.replace(written, chance.choice((written, *others)))
    return text


def _question(number: int, seed: int) -> Query:
    chance = random.Random(f"{seed} question {number}")
    asked = chance.choice(_grammar()["asks"]).format(**_subject(number, seed))
    return Query(asked, frozenset({_docid(number)}), _docid(number))
