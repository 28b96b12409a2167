"""From Rasa's tracker to a turn and back: what was understood goes in, reply and slots out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions import ActionAnswer, ActionStart, turns
from assistant.actions.turns import heard, slots
from assistant.conversation.state import Guide, Pending, PendingKind, State
from assistant.reply import Reply
from settings import Settings


def tracker(sender: str = "s1", known: dict[str, Any] | None = None, **message: Any) -> Tracker:
    """A conversation as Rasa sends it, with its newest message."""
    return Tracker(sender, known or {}, message, [], False, None, {}, None)


def understood(text: str, move: str, message_id: str, *entities: tuple[str, Any]) -> dict[str, Any]:
    """A message as Rasa understands it."""
    return {
        "text": text,
        "intent": {"name": move, "confidence": 0.8},
        "entities": [{"entity": kind, "value": value} for kind, value in entities],
        "metadata": {"message_id": message_id},
    }


@pytest.fixture
def at_the_desk(deployed: Settings) -> Iterator[None]:
    """This process set up for that deployment, and for no other afterwards."""
    turns.desk.cache_clear()
    yield
    turns.desk.cache_clear()


def test_what_rasa_understood_is_what_the_turn_is_taken_with() -> None:
    message, message_id = heard(
        tracker(**understood("第二步要三百块", "go_to_step", "m7", ("ordinal", 2), ("amount", 300)))
    )

    assert (message.text, message.move, message.confidence) == ("第二步要三百块", "go_to_step", 0.8)
    assert message.entities == {"ordinal": 2, "amount": 300}
    assert message_id == "m7"


def test_of_two_places_named_the_first_holds() -> None:
    message, _ = heard(
        tracker(**understood("黑龙江哈尔滨", "tell_region", "m", ("region", 1), ("region", 2)))
    )

    assert message.entities == {"region": 1}


@pytest.mark.parametrize(
    "nothing", [{}, {"text": None, "intent": None, "entities": None, "metadata": None}]
)
def test_a_message_that_was_not_understood_is_a_question(nothing: dict[str, Any]) -> None:
    message, _ = heard(tracker(**nothing))

    assert (message.text, message.move, message.confidence) == ("", "nlu_fallback", 0.0)
    assert message.entities == {}


def test_messages_without_an_id_are_never_taken_for_a_repeat() -> None:
    # given rasa shell, which gives none
    ids = {heard(tracker(text="好"))[1] for _ in range(100)}

    assert len(ids) == 100
    assert max(map(len, ids)) <= 64


def test_slots_mirror_what_the_state_holds() -> None:
    assert slots(State(region="230000")) == {
        "region": "230000",
        "service_item": None,
        "guide_stop": None,
        "awaiting": None,
    }
    busy = State(
        region="230000",
        guide=Guide(item="senior-card", stop="step:1"),
        pending=Pending(kind=PendingKind.OFFER_GUIDE),
    )
    assert slots(busy) == {
        "region": "230000",
        "service_item": "senior-card",
        "guide_stop": "step:1",
        "awaiting": PendingKind.OFFER_GUIDE.value,
    }


@pytest.mark.usefixtures("at_the_desk")
def test_a_turn_utters_its_reply_sets_what_changed_and_listens() -> None:
    # given a citizen of Harbin whose slots are empty
    dispatcher = CollectingDispatcher()
    message = understood("帮我办老年证", "start_service", "m1")
    # when the action runs
    events = ActionStart().run(dispatcher, tracker("turns-1", **message), {})
    # then one reply of the contract goes out
    (sent,) = dispatcher.messages
    assert Reply.parse_obj(sent["custom"]).text.startswith("好，“办老年证”，咱们一步一步来。")
    # and the slots that changed are set, then Rasa listens
    changed = {e["name"]: e["value"] for e in events if e["event"] == "slot"}
    assert changed["service_item"] == "senior-card"
    assert None not in changed.values()
    assert (events[-1]["event"], events[-1]["name"]) == ("followup", "action_listen")


@pytest.mark.usefixtures("at_the_desk")
def test_slots_that_hold_already_are_not_set_again() -> None:
    # given Rasa's slots as the state has them
    first = ActionStart().run(
        CollectingDispatcher(),
        tracker("turns-2", **understood("帮我办老年证", "start_service", "m1")),
        {},
    )
    known = {e["name"]: e["value"] for e in first if e["event"] == "slot"}
    # when the same message comes again
    again = CollectingDispatcher()
    events = ActionStart().run(
        again,
        tracker("turns-2", known, **understood("帮我办老年证", "start_service", "m1")),
        {},
    )
    # then the reply does, and nothing is set
    assert len(again.messages) == 1
    assert [e["event"] for e in events] == ["followup"]


@pytest.mark.usefixtures("at_the_desk")
def test_a_question_out_of_the_blue_is_answered_and_stored(deployed: Settings) -> None:
    dispatcher = CollectingDispatcher()
    message = understood("老人坐车免费吗", "ask_policy", "m1")
    ActionAnswer().run(dispatcher, tracker("turns-3", **message), {})
    # then what was asked and answered is in the records
    desk = turns.desk()
    (turn,) = desk.records.transcript("turns-3")
    assert turn.said == "老人坐车免费吗"
    assert turn.reply is not None
    assert Reply.parse_raw(turn.reply) == Reply.parse_obj(dispatcher.messages[0]["custom"])
    assert desk.human_phone == deployed.human_phone


@pytest.mark.usefixtures("at_the_desk")
def test_the_desk_is_set_up_once_a_process() -> None:
    assert turns.desk() is turns.desk()
