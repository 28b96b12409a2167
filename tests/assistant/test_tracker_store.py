"""Rasa's memory: kept in the records, cut short, and never half a turn."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from assistant.tracker_store import CACHED, TURNS_KEPT, RecordsTrackerStore, compacted
from records.store import Records
from settings import REPOSITORY, Settings

DOMAIN = Domain.load(str(REPOSITORY / "domain.yml"))
T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Await something."""
    return asyncio.run(coroutine)


@pytest.fixture
def store(database_url: str) -> RecordsTrackerStore:
    """The store over fresh records."""
    return RecordsTrackerStore(DOMAIN, url=database_url)


def turn(number: int) -> list[Event]:
    """What Rasa notes of one turn."""
    return [
        UserUttered(f"第{number}句", {"name": "next_step", "confidence": 0.9}),
        ActionExecuted("action_guide"),
        BotUttered(data={"custom": {"text": f"第{number}答"}}),
        SlotSet("guide_stop", f"step:{number}"),
        ActionExecuted("action_listen"),
    ]


def opening() -> list[Event]:
    """What Rasa notes at the beginning."""
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
    ]


def tracker_of(turns: int, sender: str = "s1") -> DialogueStateTracker:
    """A conversation of so many turns."""
    tracker = DialogueStateTracker(sender, DOMAIN.slots)
    events = [*opening(), SlotSet("region", "230100")]
    for number in range(turns):
        events.extend(turn(number))
    for event in events:
        tracker.update(event)
    return tracker


def said(events: Any) -> list[str | None]:
    """What the citizen said, of some events."""
    return [event.text for event in events if isinstance(event, UserUttered)]


def test_a_conversation_goes_on_after_rasa_was_killed(database_url: str) -> None:
    # given a conversation stored by one process
    run(RecordsTrackerStore(DOMAIN, url=database_url).save(tracker_of(3)))
    # when another process takes it up
    found = run(RecordsTrackerStore(DOMAIN, url=database_url).retrieve("s1"))
    # then slots and the newest turns are there
    assert found is not None
    assert found.get_slot("region") == "230100"
    assert found.get_slot("guide_stop") == "step:2"
    assert said(found.events) == ["第1句", "第2句"]
    assert found.latest_message is not None
    assert found.latest_message.text == "第2句"
    assert found.latest_action_name == "action_listen"


def test_a_short_conversation_is_kept_whole(store: RecordsTrackerStore) -> None:
    tracker = tracker_of(TURNS_KEPT)
    before = list(tracker.events)
    run(store.save(tracker))

    assert list(tracker.events) == before


def test_the_thousandth_turn_costs_what_the_tenth_does(
    store: RecordsTrackerStore, records: Records
) -> None:
    # when a conversation goes on and on
    sizes = []
    tracker = tracker_of(1)
    for number in range(1, 40):
        for event in turn(number % 10):
            tracker.update(event)
        run(store.save(tracker))
        sizes.append((len(tracker.events), len(records.tracker("s1") or "")))
    # then neither what Rasa replays nor what is stored grows
    assert max(events for events, _ in sizes[3:]) == min(events for events, _ in sizes[3:])
    assert max(stored for _, stored in sizes[3:]) < 1.2 * min(stored for _, stored in sizes[3:])


@given(st.integers(min_value=0, max_value=12))
def test_compacting_keeps_slots_and_the_newest_turns(turns: int) -> None:
    # given a conversation of any length
    tracker = tracker_of(turns)
    slots = {name: v for name, v in tracker.current_slot_values().items() if v is not None}
    events = list(tracker.events)
    # when it is cut
    cut = compacted(events, tracker.current_slot_values())
    # then the newest turns are as they were, and a replay gives the same slots
    assert said(cut) == said(events)[-TURNS_KEPT:]
    replayed = DialogueStateTracker.from_events("s1", cut, DOMAIN.slots)
    assert {n: v for n, v in replayed.current_slot_values().items() if v is not None} == slots
    assert replayed.latest_message == tracker.latest_message
    # and cutting twice is cutting once
    again = compacted(cut, replayed.current_slot_values())
    assert said(again) == said(cut)
    assert len(again) == len(cut)


def test_a_saved_conversation_is_at_hand(store: RecordsTrackerStore) -> None:
    tracker = tracker_of(1)
    run(store.save(tracker))

    assert run(store.retrieve("s1")) is tracker


def test_a_turn_that_fails_half_way_is_read_anew(store: RecordsTrackerStore) -> None:
    # given a conversation taken out for a turn that fails before it is saved
    run(store.save(tracker_of(1)))
    spoilt = run(store.retrieve("s1"))
    assert spoilt is not None
    spoilt.update(UserUttered("坏掉的一句"))
    spoilt.update(SlotSet("guide_stop", "step:99"))
    # when the door repeats the message
    fresh = run(store.retrieve("s1"))
    # then nothing of the failed turn is left
    assert fresh is not None
    assert fresh is not spoilt
    assert said(fresh.events) == ["第0句"]
    assert fresh.get_slot("guide_stop") == "step:0"


def test_an_unknown_conversation_is_none_and_a_new_one_begins(store: RecordsTrackerStore) -> None:
    assert run(store.retrieve("nobody")) is None
    began = run(store.get_or_create_tracker("nobody"))
    assert (began.sender_id, said(began.events)) == ("nobody", [])


def test_all_conversations_are_listed(store: RecordsTrackerStore) -> None:
    for sender in ("s1", "s2"):
        run(store.save(tracker_of(1, sender)))

    assert sorted(run(store.keys())) == ["s1", "s2"]


def test_memory_is_bounded_and_what_leaves_it_is_read_back(
    store: RecordsTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given room for two (of five hundred: writing so many would take a while)
    assert CACHED == 500
    monkeypatch.setattr("assistant.tracker_store.CACHED", 2)
    trackers = [tracker_of(1, f"s{number}") for number in range(3)]
    for tracker in trackers:
        run(store.save(tracker))
    # then the one spoken with longest ago left, and comes back from the records
    first = run(store.retrieve("s0"))
    assert first is not None
    assert first is not trackers[0]
    assert said(first.events) == ["第0句"]
    assert run(store.retrieve("s2")) is trackers[2]


def test_rasa_makes_the_store_from_our_endpoints(deployed: Settings) -> None:
    # given endpoints.yml of this project, whose store has no argument but its type
    endpoint = EndpointConfig(type="assistant.tracker_store.RecordsTrackerStore")
    made = TrackerStore.create(endpoint, DOMAIN)
    # then it is ours over the deployment's records, and Rasa may await all it does
    assert isinstance(made, RecordsTrackerStore)
    assert check_if_tracker_store_async(made)
    run(made.save(tracker_of(1, "by-endpoint")))
    assert "by-endpoint" in run(RecordsTrackerStore(DOMAIN, url=deployed.database_url).keys())
