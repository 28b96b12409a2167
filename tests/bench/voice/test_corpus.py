"""What is said: always the same, spread over what there is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.evaluation import HELD_OUT
from bench.voice.corpus import from_knowledge, labelled, texts
from knowledge.library import Library
from knowledge.loader import load
from settings import REPOSITORY


@pytest.fixture(scope="module")
def library() -> Library:
    return load(REPOSITORY / "knowledge")[0]


def test_the_same_knowledge_gives_the_same_utterances(library: Library) -> None:
    assert from_knowledge(library, 50) == from_knowledge(library, 50)


def test_a_smaller_sample_is_part_of_a_larger(library: Library) -> None:
    # then what was spoken for the one need not be spoken again for the other
    assert texts(from_knowledge(library, 40)) < texts(from_knowledge(library, 100))


def test_no_entry_is_asked_for_twice_while_there_are_others(library: Library) -> None:
    # when
    asked = from_knowledge(library, 200)
    # then
    assert len(asked) == len(texts(asked)) == 200
    assert max(Counter(one.entry for one in asked).values()) == 1


def test_two_fifths_name_items(library: Library) -> None:
    items = {item.id for item in library.items()}
    asked = from_knowledge(library, 100)
    assert sum(one.entry in items for one in asked) == 40


def test_what_is_said_asks_for_its_entry(library: Library) -> None:
    own = {str(item.id): item.aliases for item in library.items()}
    own |= {str(policy.id): policy.questions for policy in library.policies()}
    assert all(one.text in own[one.entry] for one in from_knowledge(library, 100))


def test_more_than_there_is_gives_all_questions(library: Library) -> None:
    asked = from_knowledge(library, 100_000)
    assert Counter(one.text for one in asked).most_common(1)[0][1] <= 2
    assert len(asked) > 1_000


def test_nothing_is_drawn_from_nothing() -> None:
    assert from_knowledge(Library(), 10) == []


def test_each_move_is_drawn_as_often() -> None:
    drawn = labelled(HELD_OUT, 2)
    assert set(Counter(one.move for one in drawn).values()) == {2}
    assert all(one.entry == "" for one in drawn)


def test_single_words_and_paragraphs_are_no_utterances(tmp_path: Path) -> None:
    # given a move with one of each
    file = tmp_path / "moves.yml"
    rows = ["hi", "嗯", "社保卡怎么办", "说" * 40]
    examples = "".join(f"      - {row}\n" for row in rows)
    file.write_text(f"nlu:\n  - intent: ask\n    examples: |\n{examples}", encoding="utf-8")
    # then
    assert [one.text for one in labelled(file, 9)] == ["社保卡怎么办"]
