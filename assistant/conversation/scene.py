"""What a move sees: the state, what was said, the knowledge, the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Optional, Union

from assistant.conversation.state import State
from assistant.reply import Reply
from knowledge.library import Entry, Library
from knowledge.schema import PolicyEntry, ServiceItem
from knowledge.search.searcher import Searcher


@dataclass(frozen=True)
class Message:
    """What was said, as Rasa understood it.

    Attributes:
        text: the words (masked); for a chosen option the payload.
        move: the intent.
        confidence: of the intent, 0 to 1.
        entities: first value of each entity.
    """

    text: str
    move: str
    confidence: float = 1.0
    entities: dict[str, Any] = field(default_factory=dict)

    @property
    def is_choice(self) -> bool:
        """Whether an option was chosen instead of something said."""
        return self.text.startswith("/")


@dataclass(frozen=True)
class Outcome:
    """What a move leads to.

    Attributes:
        reply: what is said.
        label: how the turn ended, for supply against demand (answered, clarified …).
        asks_for_person: reason, if a person is to take over.
    """

    reply: Reply
    label: str
    asks_for_person: Optional[str] = None


class MissingEntry(KeyError):
    """An entry the state speaks of is no longer in the knowledge base."""


@dataclass
class Scene:
    """One turn."""

    state: State
    message: Message
    searcher: Searcher
    today: date
    code: str
    human_phone: str

    @property
    def library(self) -> Library:
        """The knowledge in use."""
        return self.searcher.library

    def entry(self, entry_id: str) -> Entry:
        """An entry as it holds in the citizen's region, else where it does hold.

        Raises:
            MissingEntry: it was removed from the knowledge base.
        """
        variant = self.library.resolve(entry_id, self.state.region)
        if variant is None:
            elsewhere = self.library.variants.get(entry_id)
            if not elsewhere:
                raise MissingEntry(entry_id)
            variant = next(iter(elsewhere.values()))
        return variant.entry

    def item(self, entry_id: str) -> ServiceItem:
        """A service item.

        Raises:
            MissingEntry: it was removed, or is a policy now.
        """
        entry = self.entry(entry_id)
        if not isinstance(entry, ServiceItem):
            raise MissingEntry(entry_id)
        return entry

    def level(self, entry: Entry) -> str:
        """Chinese name of the region an entry's facts come from."""
        return self.library.region_name(entry.region)

    def phones(self, entry: Entry) -> str:
        """The entry's telephones for questions, e.g. ``12333``."""
        return " 或 ".join(entry.contact.consult)

    def guided_item(self) -> Optional[ServiceItem]:
        """The item being walked through, or None; a vanished one is let go."""
        if self.state.guide is None:
            return None
        try:
            return self.item(self.state.guide.item)
        except MissingEntry:
            self.state.guide = None
            return None


Move = Callable[[Scene], Outcome]


def display_name(entry: Union[ServiceItem, PolicyEntry]) -> str:
    """What an entry is called on a button."""
    return entry.short if isinstance(entry, ServiceItem) else entry.title
