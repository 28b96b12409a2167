"""What the assistant will say, found by talking to it: for rendering speech ahead.

Replies are composed of the knowledge and of set phrases. Rather than compose them a second
time here, every guide is walked and every policy asked for with the conversation's own code
over a database that is thrown away: what is rendered is what citizens will hear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Optional

from assistant.conversation.choosing import message_of
from assistant.conversation.elements import ask_element
from assistant.conversation.moves import MOVES
from assistant.conversation.scene import Message
from assistant.conversation.state import State
from assistant.conversation.turn import Desk, take_turn
from assistant.reply import Option, Reply
from assistant.spoken import digits_aloud
from knowledge.schema import NATIONAL, ServiceItem
from knowledge.serving import Serving
from records.database import connect, upgrade
from records.store import Records

#: Moves of a conversation that has not begun, the most usual first.
_OPENINGS = ("greet", "help", "thank", "goodbye", "chitchat", "repeat", "where_am_i", "ask_why")
#: What is asked beside a guide.
_BESIDE = (*(move for move, made in MOVES.items() if made is ask_element), "summarise")
_SENTENCES = re.compile("[^。？]*[。？]?")
#: No guide is longer: its questions, its materials one by one, its steps.
_LONGEST_WALK = 60


def rehearse(serving: Serving, human_phone: str) -> Iterator[str]:
    """The ``speak`` text of replies: openings, then guides, then policies.

    Args:
        serving: the knowledge in use.
        human_phone: telephone named when a person is wanted.

    Raises:
        knowledge.serving.NoKnowledge: nothing has been built yet.
    """
    entries = [
        by_region[NATIONAL].entry
        for by_region in serving.searcher().library.variants.values()
        if NATIONAL in by_region
    ]
    with _desk(serving, human_phone) as desk:
        yield from _openings(_Rehearsal(desk, "openings"))
        for entry in entries:
            if isinstance(entry, ServiceItem) and entry.steps:
                yield from _guide(_Rehearsal(desk, entry.id), entry)
        for entry in entries:
            if not isinstance(entry, ServiceItem):
                yield from _policy(_Rehearsal(desk, entry.id), entry.title)


@contextmanager
def _desk(serving: Serving, human_phone: str) -> Iterator[Desk]:
    """A desk whose records are thrown away."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'rehearsal.db'}"
        upgrade(url)
        engine = connect(url)
        try:
            yield Desk(Records(engine), serving, NATIONAL, human_phone)
        finally:
            engine.dispose()


class _Rehearsal:
    """One conversation with nobody."""

    def __init__(self, desk: Desk, name: str) -> None:
        self._desk = desk
        self._session = f"rehearsal-{name}"
        self._numbers = count()
        self.state: Optional[State] = None
        self._code = ""

    def say(self, move: str, text: str) -> Reply:
        """Make a move."""
        return self._take(Message(text, move))

    def choose(self, option: Option) -> Reply:
        """Press a button."""
        return self._take(message_of(option))

    def spoken(self, reply: Reply) -> str:
        """What is said to everybody: without the sentence that has this visit's 续办码."""
        if not self._code:
            session = self._desk.records.session(self._session)
            self._code = digits_aloud(session.code)
        return "".join(s for s in _SENTENCES.findall(reply.speak) if self._code not in s)

    def _take(self, message: Message) -> Reply:
        reply, self.state = take_turn(self._desk, self._session, f"m{next(self._numbers)}", message)
        return reply


def _openings(talk: _Rehearsal) -> Iterator[str]:
    for move in _OPENINGS:
        yield talk.spoken(talk.say(move, f"/{move}"))


def _guide(talk: _Rehearsal, item: ServiceItem) -> Iterator[str]:
    """All that a walk through one guide says, each question answered with its first choice."""
    reply = talk.say("start_service", item.name)
    yield talk.spoken(reply)
    heard = {reply.speak}
    for _ in range(_LONGEST_WALK):
        reply = _go_on(talk, reply)
        if reply.speak in heard or reply.hand_over:
            break
        heard.add(reply.speak)
        yield talk.spoken(reply)
    for move in _BESIDE:
        yield talk.spoken(talk.say(move, f"/{move}"))


def _policy(talk: _Rehearsal, title: str) -> Iterator[str]:
    """An answer, to its last sentence."""
    reply = talk.say("ask_policy", title)
    yield talk.spoken(reply)
    for _ in range(_LONGEST_WALK):
        if talk.state is None or not talk.state.more:
            return
        reply = talk.say("affirm", "/affirm")
        yield talk.spoken(reply)


def _go_on(talk: _Rehearsal, reply: Reply) -> Reply:
    """Answer what is asked, else take the next step."""
    assert talk.state is not None
    if talk.state.pending is not None and reply.options:
        return talk.choose(reply.options[0])
    return talk.say("next_step", "/next_step")
