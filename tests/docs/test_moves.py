"""docs/moves.md tells every move, what it does, and words that are trained."""

from __future__ import annotations

import re

import pytest
import yaml

from assistant.conversation.moves import MOVES
from settings import REPOSITORY
from tests.docs.markdown import DOCS, Page, names

EXAMPLES = REPOSITORY / "assistant" / "nlu" / "examples"
ROWS = {names(move)[0]: (does, example) for move, does, example in Page(DOCS / "moves.md").rows()}


def trained(move: str) -> set[str]:
    """The examples of a move, without marks of entities."""
    loaded = yaml.safe_load((EXAMPLES / f"{move}.yml").read_text(encoding="utf-8"))
    lines = loaded["nlu"][0]["examples"].splitlines()
    return {re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", line[2:]).strip() for line in lines}


def test_every_move_is_documented_and_no_other() -> None:
    # given the moves Rasa knows
    domain = yaml.safe_load((REPOSITORY / "domain.yml").read_text(encoding="utf-8"))
    # then the page has these, and something is done for each
    assert set(ROWS) == set(domain["intents"]) == set(MOVES)


@pytest.mark.parametrize("move", sorted(ROWS.keys() - {"nlu_fallback"}))
def test_the_words_given_for_a_move_are_trained(move: str) -> None:
    # given the page's words for a move
    does, example = ROWS[move]
    # then they are among its examples, and the page says what happens
    assert example in trained(move)
    assert len(does) > 5


def test_only_what_is_not_understood_has_no_words() -> None:
    # then every other move has an example to try
    assert [move for move, (_, example) in ROWS.items() if not example.strip("| ")] == [
        "nlu_fallback"
    ]
