"""Rasa's memory of a conversation, kept short and kept in the records database.

Rasa replays all events of a conversation on every turn and sends them all to the action
server, so that the thousandth turn costs a hundred times the tenth. Our rules look one
turn back and the state that matters lives in records; so the slots and the newest
events are enough, and a turn costs the same for ever
(docs/decisions/0003-records-are-the-truth.md).
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

import settings
from records.database import connect
from records.store import Records

#: Turns whose events are kept.
TURNS_KEPT = 2
#: Trackers kept in memory besides; reading one back costs 3 ms of a turn.
CACHED = 500


class RecordsTrackerStore(TrackerStore):
    """Keeps trackers in the ``trackers`` table, cut to slots and the newest turns."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        """Open the deployment's records; further endpoint arguments are Rasa's."""
        url = kwargs.pop("url", None) or settings.load().database_url
        super().__init__(domain, event_broker, **kwargs)
        self._records = Records(connect(url))
        self._saved: OrderedDict[str, DialogueStateTracker] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is worth keeping of a tracker."""
        await self.stream_events(tracker)
        events = compacted(list(tracker.events), tracker.current_slot_values())
        serialised = json.dumps([event.as_dict() for event in events], ensure_ascii=False)
        # Beside the event loop: while one conversation waits its turn to write, others go on.
        await asyncio.to_thread(self._records.save_tracker, tracker.sender_id, serialised)
        tracker.events.clear()
        tracker.events.extend(events)
        self._saved[tracker.sender_id] = tracker
        if len(self._saved) > CACHED:
            self._saved.popitem(last=False)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The tracker of a conversation, or None if there is none.

        A tracker is in memory only while it equals what is stored: whoever takes it out
        to change it must save it again, and a turn that fails in between is read anew.
        """
        in_memory = self._saved.pop(sender_id, None)
        if in_memory is not None:
            return in_memory
        stored = self._records.tracker(sender_id)
        if stored is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(stored), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """Ids of all conversations."""
        return self._records.tracker_ids()


def compacted(events: list[Event], slots: dict[str, Any]) -> list[Event]:
    """Session start, slots that are set, and the events of the newest turns."""
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= TURNS_KEPT:
        return events
    cut = starts[-TURNS_KEPT]
    began = events[0].timestamp
    opening: list[Event] = [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=began),
        SessionStarted(timestamp=began),
        *(
            SlotSet(name, value, timestamp=began)
            for name, value in slots.items()
            if value is not None
        ),
        ActionExecuted(ACTION_LISTEN_NAME, timestamp=began),
    ]
    return [*opening, *events[cut:]]
