"""What the assistant remembers of one conversation, as JSON in the records database."""

from __future__ import annotations

from enum import Enum
from typing import Optional

from pydantic import BaseModel

from assistant.reply import Manner, Reply
from knowledge.schema import NATIONAL

#: How many half-done items may wait; DESIGN and issue 5 ask for three.
MOST_SHELVED = 3


class Guide(BaseModel):
    """Where a citizen stands in one service item.

    Attributes:
        item: id of the item.
        answers: question id -> answer id.
        stop: the stop we are at, see :mod:`assistant.conversation.stops`.
    """

    item: str
    stop: str
    answers: dict[str, str] = {}


class PendingKind(str, Enum):
    """What we are waiting to hear, beyond the guide's own questions."""

    CLARIFY = "clarify"
    OFFER_GUIDE = "offer_guide"
    OFFER_RESUME = "offer_resume"
    WHICH_ITEM = "which_item"


class Pending(BaseModel):
    """An open question of ours.

    Attributes:
        kind: what was asked.
        candidates: ids of the entries to choose from.
        move: the move to make with the chosen entry.
        said: the words that led to the question.
    """

    kind: PendingKind
    candidates: list[str] = []
    move: str = "ask_policy"
    said: str = ""


class State(BaseModel):
    """The whole state of a conversation.

    Attributes:
        region: code of the citizen's region.
        region_told: the citizen said so, as against the deployment's default.
        guide: the item being walked through.
        shelved: items put aside half done, newest last.
        pending: an open question of ours.
        focus: id of the entry spoken of last.
        more: details of the last policy answer not yet told.
        manner: how to speak and show.
        failures: misunderstandings in a row.
        last_message: id of the message answered last, so that a repeated request
            is answered again and not applied again.
        last_reply: what we said last.
    """

    region: str = NATIONAL
    region_told: bool = False
    guide: Optional[Guide] = None
    shelved: list[Guide] = []
    pending: Optional[Pending] = None
    focus: Optional[str] = None
    more: list[str] = []
    manner: Manner = Manner()
    failures: int = 0
    last_message: Optional[str] = None
    last_reply: Optional[Reply] = None

    def shelve(self) -> None:
        """Put the running guide aside; the oldest beyond three is let go."""
        if self.guide is not None:
            others = [g for g in self.shelved if g.item != self.guide.item]
            self.shelved = [*others, self.guide][-MOST_SHELVED:]
            self.guide = None

    def take_up(self, item: str) -> bool:
        """Make a shelved guide of ``item`` the running one; False if there is none."""
        for guide in self.shelved:
            if guide.item == item:
                self.shelved = [g for g in self.shelved if g.item != item]
                self.guide = guide
                return True
        return False
