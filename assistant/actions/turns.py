"""From Rasa's tracker to a turn of the conversation and back to Rasa's slots."""

from __future__ import annotations

import json
import time
import uuid
from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

import settings
from assistant.conversation.scene import Message
from assistant.conversation.state import State
from assistant.conversation.turn import Desk, take_turn
from knowledge.search.meaning import load_encoder
from knowledge.search.stores import stores_at
from knowledge.serving import Serving
from records.database import connect
from records.store import Records

#: Rasa's built-in action of waiting for the citizen.
ACTION_LISTEN = "action_listen"


@lru_cache(maxsize=1)
def desk() -> Desk:
    """The desk of this process, set up once."""
    deployment = settings.load()
    encoder = load_encoder(deployment.weights)
    return Desk(
        records=Records(connect(deployment.database_url)),
        serving=Serving(deployment.index, encoder, stores_at(deployment.index_url)),
        region=deployment.region,
        human_phone=deployment.human_phone,
    )


class TurnAction(Action, ABC):
    """Base of all actions: takes the turn, utters the reply, mirrors the state in slots."""

    #: The moves whose rules name this action.
    moves: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def name(self) -> str:
        """Name in the rules."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Take one turn."""
        message, message_id = heard(tracker)
        reply, state = take_turn(desk(), tracker.sender_id, message_id, message)
        dispatcher.utter_message(json_message=json.loads(reply.json()))
        known = tracker.slots
        changed = [
            SlotSet(name, value) for name, value in slots(state).items() if known.get(name) != value
        ]
        # Every rule listens after its action; said here, Rasa need not predict it.
        return [*changed, FollowupAction(ACTION_LISTEN)]


def heard(tracker: Tracker) -> tuple[Message, str]:
    """The newest message as Rasa understood it, and its id."""
    latest = tracker.latest_message
    intent = latest.get("intent") or {}
    entities: dict[str, Any] = {}
    for entity in latest.get("entities") or []:
        entities.setdefault(entity["entity"], entity["value"])
    message = Message(
        text=latest.get("text") or "",
        move=intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0.0),
        entities=entities,
    )
    metadata = latest.get("metadata") or {}
    return message, metadata.get("message_id") or f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"


def slots(state: State) -> dict[str, Any]:
    """What Rasa's slots say: a mirror for rules, `rasa shell` and `rasa test`."""
    guide = state.guide
    return {
        "region": state.region,
        "service_item": guide.item if guide else None,
        "guide_stop": guide.stop if guide else None,
        "awaiting": state.pending.kind.value if state.pending else None,
    }
