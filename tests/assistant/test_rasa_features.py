"""The features of Rasa we rely on work as released, on a Python it wasn't released for.

Rasa 3.6.21 declares Python < 3.11 (docs/decisions/0001). Should an upgrade of anything
below it break what we use, one of these says what. Our channel, tracker store and actions
are guarded in tests of their own, the trained components in tests/assistant/nlu.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import rasa
import rasa_sdk
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.events import ActionExecuted, FollowupAction, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

import assistant.actions as families
from assistant.nlu.lexicon_tokenizer import LexiconTokenizer
from assistant.nlu.move_classifier import MoveClassifier
from assistant.nlu.pinyin_featurizer import PinyinFeaturizer
from assistant.nlu.sentence_counts import SentenceCounts
from assistant.nlu.sentence_featurizer import SentenceFeaturizer
from assistant.nlu.value_extractor import ValueExtractor
from settings import REPOSITORY

T = TypeVar("T")

#: Ours, and as what each must be registered to be taken into a pipeline.
COMPONENTS = {
    LexiconTokenizer: DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER,
    SentenceCounts: DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
    PinyinFeaturizer: DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
    SentenceFeaturizer: DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
    MoveClassifier: DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER,
    ValueExtractor: DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR,
}
#: Move -> the action its rule names.
RULED = {
    move: getattr(families, name)().name()
    for name in families.__all__
    for move in getattr(families, name).moves
}


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Await something."""
    return asyncio.run(coroutine)


@pytest.fixture(scope="module")
def agent(small_bot: Path, environ: dict[str, str]) -> Iterator[Agent]:
    """Rasa's agent with the small bot, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environ.items():
            patch.setenv(name, value)
        yield Agent.load(str(small_bot))


def understood(agent: Agent, text: str) -> dict[str, Any]:
    """What Rasa makes of a message."""
    parsed: dict[str, Any] = run(agent.parse_message(text))
    return parsed


def after(agent: Agent, move: str) -> DialogueStateTracker:
    """A conversation in which a move was just heard."""
    assert agent.domain is not None
    tracker = DialogueStateTracker("s1", agent.domain.slots)
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered("说了", {"name": move, "confidence": 0.9}), agent.domain)
    return tracker


def next_action(agent: Agent, tracker: DialogueStateTracker) -> str:
    """What Rasa does next."""
    assert agent.processor is not None
    action, _ = agent.processor.predict_next_with_tracker_if_should(tracker)
    return str(action.name())


def test_this_is_the_last_open_rasa_on_the_python_we_ship() -> None:
    # given that every other guard here was written for these
    assert rasa.__version__ == "3.6.21"
    assert rasa_sdk.__version__ == "3.6.2"
    assert sys.version_info[:2] == (3, 11)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.__name__)
def test_our_components_are_registered_as_what_they_are(component: type[Any]) -> None:
    registered = DefaultV1Recipe._from_registry(component.__name__)

    assert registered.clazz is component
    assert registered.types == {COMPONENTS[component]}


def test_a_trained_model_holds_our_pipeline_and_policy(small_bot: Path) -> None:
    # when the model that Rasa trained from our config is opened
    metadata = LocalModelStorage.metadata_from_archive(small_bot)
    used = {node.uses for node in metadata.predict_schema.nodes.values()}
    # then all our components and RulePolicy are in it
    assert used >= {*COMPONENTS, RulePolicy}
    assert metadata.rasa_open_source_version == "3.6.21"
    assert metadata.language == "zh"


@pytest.mark.parametrize(
    ("said", "move", "entities"),
    [
        ("帮我办老年证", "start_service", []),
        ("我六十八岁", "inform", [("age", 68)]),
        ("下一步吧", "next_step", []),
        ("办社保卡要多少钱", "ask_fee", []),
        ("我在哈尔滨", "tell_region", [("region", "230100")]),
    ],
)
def test_a_loaded_model_understands(
    agent: Agent, said: str, move: str, entities: list[tuple[str, Any]]
) -> None:
    parsed = understood(agent, said)

    assert parsed["intent"]["name"] == move
    assert [(e["entity"], e["value"]) for e in parsed["entities"]] == entities


def test_what_fits_no_move_is_the_fallback(agent: Agent) -> None:
    # given the threshold of our config
    parsed = understood(agent, "ζζζ")

    assert parsed["intent"]["name"] == "nlu_fallback"
    assert parsed["intent_ranking"][1]["confidence"] < 0.25


@pytest.mark.parametrize(
    ("payload", "move", "entities"),
    [
        ("/affirm", "affirm", {}),
        ('/choose{"entry": "补卡"}', "choose", {"entry": "补卡"}),
        (
            '/inform{"question": "age", "answer": "yes"}',
            "inform",
            {"question": "age", "answer": "yes"},
        ),
    ],
)
def test_a_chosen_option_is_taken_at_its_word(
    agent: Agent, payload: str, move: str, entities: dict[str, str]
) -> None:
    # given a payload of the kind our options send
    parsed = understood(agent, payload)
    # then no classifier guesses at it
    assert parsed["intent"] == {"name": move, "confidence": 1.0}
    assert {e["entity"]: e["value"] for e in parsed["entities"]} == entities


@pytest.mark.parametrize(("move", "action"), sorted(RULED.items()))
def test_rules_give_each_move_its_action(agent: Agent, move: str, action: str) -> None:
    assert next_action(agent, after(agent, move)) == action


def test_after_an_action_a_followup_makes_rasa_listen_without_predicting(agent: Agent) -> None:
    # given an action that said so itself
    tracker = after(agent, "next_step")
    tracker.update(ActionExecuted("action_guide"))
    tracker.update(FollowupAction("action_listen"))
    # then Rasa listens, by that and not by a policy
    assert agent.processor is not None
    action, prediction = agent.processor.predict_next_with_tracker_if_should(tracker)
    assert action.name() == "action_listen"
    assert prediction.policy_name == "followup_action"


def test_without_the_followup_the_rule_listens_as_well(agent: Agent) -> None:
    # given `rasa test`, which runs no actions
    tracker = after(agent, "next_step")
    tracker.update(ActionExecuted("action_guide"))

    assert next_action(agent, tracker) == "action_listen"


def test_a_move_without_a_rule_gets_no_made_up_answer(agent: Agent) -> None:
    # given an intent that no rule knows
    assert next_action(agent, after(agent, "of_no_rule")) == "action_listen"


def test_slots_are_filled_by_actions_and_never_from_words(agent: Agent) -> None:
    # given slots with custom mappings and a message that names a region
    assert agent.domain is not None
    assert agent.processor is not None
    message = UserMessage("我在哈尔滨", sender_id="slots")
    tracker = run(agent.processor.log_message(message))
    # then Rasa itself sets nothing
    mirrored = {slot.name: type(slot) for slot in agent.domain.slots}
    assert mirrored.items() >= {"region": TextSlot, "service_item": TextSlot}.items()
    assert tracker.get_slot("region") is None
    # and what an action sets changes no prediction: records are the truth
    heard = after(agent, "affirm")
    heard.update(SlotSet("awaiting", "offer_guide"))
    assert next_action(agent, heard) == "action_reply"


def test_a_conversation_of_last_year_goes_on(agent: Agent) -> None:
    # given that a session expires never
    assert agent.processor is not None
    tracker = after(agent, "affirm")
    for event in tracker.events:
        event.timestamp -= 365 * 24 * 3600
    assert not agent.processor._has_session_expired(tracker)


def test_rasa_finds_nothing_to_warn_of_in_our_data(environ: dict[str, str]) -> None:
    # when Rasa checks domain, examples and rules against each other
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", "data", "validate", "--fail-on-warnings"],
        cwd=REPOSITORY,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    printed = done.stdout + done.stderr
    # then it goes through to the end
    assert done.returncode == 0, printed[-2000:]
    assert "No story structure conflicts found" in printed
