"""What citizens say: utterances drawn from the knowledge base and from the held-out moves.

Of the knowledge base one alias of an item and one question of a policy at a time, two fifths
items, as evenly spread over entries as can be. Which, is decided by a hash, so that the same
files give the same utterances. They are asked of the search that has them among its entries'
texts: what is measured is what speech loses, not what search finds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.library import Library

#: Of the utterances drawn from the knowledge base, so many name items.
_ITEMS = 0.4
#: Characters: a single word is no utterance, and a longer one is a paragraph.
_SHORTEST, _LONGEST = 3, 30
_CHINESE = re.compile("[一-鿿]")


@dataclass(frozen=True)
class Utterance:
    """Something to be said.

    Attributes:
        text: as it is written.
        entry: of the knowledge base that it asks for; empty if it asks for none.
        move: what it does in a dialogue, where somebody has labelled it; else empty.
    """

    text: str
    entry: str = ""
    move: str = ""


def from_knowledge(library: Library, count: int) -> list[Utterance]:
    """``count`` aliases and questions, or all there are."""
    items = {str(item.id): item.aliases for item in library.items()}
    policies = {str(policy.id): policy.questions for policy in library.policies()}
    wanted = min(round(count * _ITEMS), len(items))
    named = [*_spread(items)][:wanted]
    asked = [*_spread(policies)][: count - len(named)]
    return [*named, *asked]


def labelled(file: Path, each: int) -> list[Utterance]:
    """``each`` utterances of every move in a file of Rasa's NLU examples."""
    found = []
    for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
        lines = [line.removeprefix("- ") for line in block["examples"].splitlines()]
        drawn = sorted(filter(_is_utterance, lines), key=_drawn)[:each]
        found += [Utterance(text, move=block["intent"]) for text in drawn]
    return found


def _spread(texts: Mapping[str, Sequence[str]]) -> Iterator[Utterance]:
    """One text of each entry, then another of each, and so on; entries in a drawn order."""
    drawn = {entry: sorted(filter(_is_utterance, texts[entry]), key=_drawn) for entry in texts}
    order = sorted(drawn, key=_drawn)
    for turn in range(max(map(len, drawn.values()), default=0)):
        for entry in order:
            if turn < len(drawn[entry]):
                yield Utterance(drawn[entry][turn], entry=entry)


def _is_utterance(text: str) -> bool:
    return _SHORTEST <= len(_CHINESE.findall(text)) <= _LONGEST


def _drawn(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def texts(utterances: Iterable[Utterance]) -> set[str]:
    """What is said in them."""
    return {utterance.text for utterance in utterances}
