"""One turn from what was heard to what is stored: exactly once, whatever is killed when.

A door repeats a message it got no answer to. The state remembers the last message it
answered and the reply, and both are stored in one transaction with the turn; so a
repeated message gets the same reply and moves nothing a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Optional

import structlog

from assistant.conversation.moves import make_move
from assistant.conversation.people import NUMBER
from assistant.conversation.scene import Message, Outcome, Scene
from assistant.conversation.state import State
from assistant.reply import Reply
from assistant.spoken import digits_aloud
from knowledge.serving import Serving
from records.store import Finished, Records, Session, Understood, UnknownSession

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Desk:
    """What turns are taken with: the records, the knowledge, the deployment.

    Attributes:
        records: the records database.
        serving: the knowledge in use.
        region: code of the region citizens are assumed to be in.
        human_phone: telephone to name when a person is wanted at once.
    """

    records: Records
    serving: Serving
    region: str
    human_phone: str


def take_turn(
    desk: Desk, session_id: str, message_id: str, message: Message
) -> tuple[Reply, State]:
    """Answer a message and store what came of it.

    Returns:
        The reply and the state after it.

    Raises:
        sqlalchemy.exc.OperationalError: the records can't be written; nothing has changed.
    """
    session = _session(desk, session_id)
    state = _state(desk, session.state)
    if state.last_message == message_id and state.last_reply is not None:
        return state.last_reply, state
    scene = Scene(
        state=state,
        message=message,
        searcher=desk.serving.searcher(),
        today=date.today(),
        code=session.code,
        human_phone=desk.human_phone,
    )
    outcome = make_move(scene)
    state.last_message = message_id
    return _store(desk, session_id, message_id, message, state, outcome), state


def _session(desk: Desk, session_id: str) -> Session:
    try:
        return desk.records.session(session_id)
    except UnknownSession:
        # `rasa shell` and `rasa test` bring ids of their own.
        desk.records.ensure_session(session_id, "shell")
        return desk.records.session(session_id)


def _state(desk: Desk, stored: str) -> State:
    if stored in ("", "{}"):
        return State(region=desk.region)
    return State.parse_raw(stored)


def _store(
    desk: Desk, session_id: str, message_id: str, message: Message, state: State, outcome: Outcome
) -> Reply:
    def finish(number: Optional[int]) -> Finished:
        state.last_reply = _with_number(outcome.reply, number)
        return Finished(state.last_reply.json(), state.json())

    desk.records.answered(
        session_id,
        message_id,
        finish,
        Understood(message.move, message.confidence, outcome.label),
        said=message.text,
        asks_for_person=outcome.asks_for_person,
    )
    log.info("turn", session=session_id, move=message.move, outcome=outcome.label)
    return state.last_reply or outcome.reply


def _with_number(reply: Reply, number: Optional[int]) -> Reply:
    if number is None:
        return reply
    return reply.copy(
        update={
            "text": reply.text.replace(NUMBER, str(number)),
            "speak": reply.speak.replace(NUMBER, digits_aloud(str(number))),
        }
    )
