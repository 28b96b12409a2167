"""Domain, rules, actions, moves and examples name the same things, and none is left out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant import actions
from assistant.actions.turns import TurnAction
from assistant.conversation.moves import MOVES
from knowledge.normal import normal_form
from settings import REPOSITORY

DOMAIN: dict[str, Any] = yaml.safe_load((REPOSITORY / "domain.yml").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = yaml.safe_load(
    (REPOSITORY / "assistant" / "dialogue" / "rules.yml").read_text(encoding="utf-8")
)["rules"]
EXAMPLES = REPOSITORY / "assistant" / "nlu" / "examples"
FAMILIES = [getattr(actions, name) for name in actions.__all__]
#: What Rasa predicts itself when nothing else fits; nobody can give examples of it.
FALLBACK = "nlu_fallback"
TAUGHT = [move for move in DOMAIN["intents"] if move != FALLBACK]
FEWEST_EXAMPLES = 25


def examples(file: Path) -> dict[str, list[str]]:
    """Move -> its examples, of one file."""
    blocks = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    return {
        block["intent"]: [line.removeprefix("- ") for line in block["examples"].splitlines()]
        for block in blocks
    }


def test_every_action_of_the_domain_exists_and_every_action_is_in_the_domain() -> None:
    assert sorted(family().name() for family in FAMILIES) == sorted(DOMAIN["actions"])


def test_every_family_is_offered_to_rasa() -> None:
    # given the actions that are written
    assert {family.__name__ for family in TurnAction.__subclasses__()} == set(actions.__all__)


def test_every_move_belongs_to_one_family_and_its_rule_says_so() -> None:
    # when the families' moves and the rules are compared
    by_family = sorted((move, family().name()) for family in FAMILIES for move in family.moves)
    by_rule = sorted((rule["steps"][0]["intent"], rule["steps"][1]["action"]) for rule in RULES)
    # then they are the same, each move once
    assert by_family == by_rule


def test_every_move_of_the_domain_has_a_rule_and_does_something() -> None:
    ruled = [rule["steps"][0]["intent"] for rule in RULES]

    assert sorted(ruled) == sorted(DOMAIN["intents"])
    assert set(MOVES) == set(DOMAIN["intents"])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["rule"])
def test_a_rule_is_one_move_and_one_action(rule: dict[str, Any]) -> None:
    # given that what to do is decided from the state, not by rules
    assert [set(step) for step in rule["steps"]] == [{"intent"}, {"action"}]
    assert rule["rule"] == rule["steps"][0]["intent"]


@pytest.mark.parametrize("move", TAUGHT)
def test_every_move_has_a_file_with_enough_examples(move: str) -> None:
    said = examples(EXAMPLES / f"{move}.yml")

    assert list(said) == [move]
    assert len({normal_form(text) for text in said[move]}) >= FEWEST_EXAMPLES


def test_no_file_teaches_a_move_the_domain_does_not_have() -> None:
    assert sorted(file.stem for file in EXAMPLES.glob("*.yml")) == sorted(TAUGHT)


def test_no_example_stands_for_two_moves() -> None:
    # when all examples are taken together, signs and spaces aside
    homes: dict[str, set[str]] = {}
    for file in EXAMPLES.glob("*.yml"):
        for text in examples(file)[file.stem]:
            homes.setdefault(normal_form(text), set()).add(file.stem)
    # then none is in two
    assert {text: moves for text, moves in homes.items() if len(moves) > 1} == {}


def test_no_example_stands_twice_in_one_move() -> None:
    twice = {
        file.stem: [text for text, times in Counter(examples(file)[file.stem]).items() if times > 1]
        for file in EXAMPLES.glob("*.yml")
    }

    assert {move: texts for move, texts in twice.items() if texts} == {}


@pytest.mark.parametrize("move", TAUGHT)
def test_no_example_is_empty_or_holds_markup(move: str) -> None:
    # given that entities are found by rule: an annotation would be taken as said
    for text in examples(EXAMPLES / f"{move}.yml")[move]:
        assert text.strip() == text
        assert not set(text) & set("[](){}<>")
        assert text


def test_slots_are_set_by_actions_only() -> None:
    # given that records are the truth and slots their mirror
    from assistant.actions.turns import slots
    from assistant.conversation.state import State

    assert set(slots(State(region="000000"))) == set(DOMAIN["slots"])
    for slot in DOMAIN["slots"].values():
        assert slot["mappings"] == [{"type": "custom"}]
        assert slot["influence_conversation"] is False


def test_a_conversation_never_expires_inside_rasa() -> None:
    assert DOMAIN["session_config"]["session_expiration_time"] == 0
