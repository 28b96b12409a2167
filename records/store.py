"""Reading and writing conversations. Every write is one short transaction."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Optional

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Engine, Row
from sqlalchemy.exc import IntegrityError

from records.database import READ_ONLY
from records.tables import hand_overs, sessions, trackers, turns

#: How long a 续办码 opens its conversation (DESIGN section 1).
CODE_LIFETIME = timedelta(days=7)
#: Six digits without a leading zero: read aloud, a leading 零 is easily lost.
_CODES = range(100_000, 1_000_000)


def utc_now() -> datetime:
    """The present, timezone-aware."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Session:
    """One conversation.

    Attributes:
        id: 32 hexadecimal digits; also Rasa's sender id.
        code: the six-digit 续办码.
        door: where it was begun: web, kiosk or phone.
        state: the assistant's state as JSON text.
    """

    id: str
    code: str
    code_expires_at: datetime
    door: str
    state: str


@dataclass(frozen=True)
class Turn:
    """One message and its reply (JSON text), if there is one yet."""

    message_id: str
    said: str
    reply: Optional[str]
    said_at: datetime


@dataclass(frozen=True)
class Understood:
    """How a message was taken: for operators and for supply against demand."""

    intent: str
    confidence: float
    outcome: str


@dataclass(frozen=True)
class HandOver:
    """A wish for a person; ``number`` is what the citizen was told."""

    number: int
    session_id: str
    reason: str
    asked_at: datetime


@dataclass(frozen=True)
class Finished:
    """What a turn leaves behind, as JSON texts; without a state the old one stays."""

    reply: str
    state: Optional[str] = None


class UnknownSession(KeyError):
    """There is no conversation with this id or code (any more)."""


class Records:
    """The records database."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
        """Use ``engine``; ``now`` gives the present (tests turn the clock)."""
        self._engine = engine
        self._reader = engine.execution_options(**{READ_ONLY: True})
        self._now = now

    def open_session(self, door: str, state: str = "{}") -> Session:
        """Begin a conversation with a fresh id and code."""
        while True:
            try:
                return self._insert_session(door, state)
            except IntegrityError:
                # The code is in use; with 900 000 codes the next draw is nearly always free.
                continue

    def ensure_session(self, session_id: str, door: str) -> None:
        """Make sure a conversation with this id exists (``rasa shell`` brings its own)."""
        with self._engine.begin() as db:
            if db.execute(select(sessions.c.id).where(sessions.c.id == session_id)).first():
                return
            db.execute(insert(sessions).values(**self._new_row(session_id, door, "{}")))

    def _insert_session(self, door: str, state: str) -> Session:
        row = self._new_row(uuid.uuid4().hex, door, state)
        with self._engine.begin() as db:
            db.execute(insert(sessions).values(**row))
        return _session(row)

    def _new_row(self, session_id: str, door: str, state: str) -> dict[str, Any]:
        now = self._now()
        return {
            "id": session_id,
            "code": str(secrets.choice(_CODES)),
            "code_expires_at": now + CODE_LIFETIME,
            "door": door,
            "state": state,
            "created_at": now,
            "seen_at": now,
        }

    def session(self, session_id: str) -> Session:
        """The conversation with this id.

        Raises:
            UnknownSession: there is none.
        """
        with self._reader.connect() as db:
            return _found(db.execute(select(sessions).where(sessions.c.id == session_id)).first())

    def session_by_code(self, code: str) -> Session:
        """The conversation a 续办码 opens.

        Raises:
            UnknownSession: there is none, or the code has run out.
        """
        with self._reader.connect() as db:
            found = _found(db.execute(select(sessions).where(sessions.c.code == code)).first())
        if found.code_expires_at < self._now():
            raise UnknownSession(code)
        return found

    def receive(self, session_id: str, message_id: str, said: str) -> Optional[str]:
        """Note a message before anyone works on it, so that it can't be lost.

        Returns:
            The reply, if this very message was answered before (a repeated request).

        Raises:
            UnknownSession: there is no such conversation.
        """
        with self._engine.begin() as db:
            seen = db.execute(
                update(sessions).where(sessions.c.id == session_id).values(seen_at=self._now())
            )
            if seen.rowcount == 0:
                raise UnknownSession(session_id)
            known = self._turn(db, session_id, message_id)
            if known is not None:
                return known.reply
            db.execute(insert(turns).values(**self._turn_row(session_id, message_id, said)))
        return None

    def answered(
        self,
        session_id: str,
        message_id: str,
        finish: Callable[[Optional[int]], Finished],
        understood: Understood,
        *,
        said: str = "",
        asks_for_person: Optional[str] = None,
    ) -> None:
        """Store a reply, the state after it and a wish for a person: all or nothing.

        Args:
            session_id: the conversation.
            message_id: the message answered; noted now if it wasn't before.
            finish: makes reply and state from the number of the hand-over, which is None
                unless one is asked for.
            understood: how the message was taken.
            said: what was said, in case the message wasn't noted before.
            asks_for_person: reason of a hand-over to note along with it.
        """
        this = sessions.c.id == session_id
        with self._engine.begin() as db:
            # One turn of a conversation at a time (PostgreSQL; SQLite has one writer anyway).
            db.execute(select(sessions.c.id).where(this).with_for_update())
            if self._turn(db, session_id, message_id) is None:
                db.execute(insert(turns).values(**self._turn_row(session_id, message_id, said)))
            number = self._hand_over(db, session_id, asks_for_person) if asks_for_person else None
            finished = finish(number)
            mine = (turns.c.session_id == session_id) & (turns.c.message_id == message_id)
            db.execute(
                update(turns)
                .where(mine)
                .values(
                    reply=finished.reply,
                    intent=understood.intent,
                    confidence=understood.confidence,
                    outcome=understood.outcome,
                    answered_at=self._now(),
                )
            )
            if finished.state is not None:
                db.execute(update(sessions).where(this).values(state=finished.state))

    def _turn_row(self, session_id: str, message_id: str, said: str) -> dict[str, Any]:
        return {
            "session_id": session_id,
            "message_id": message_id,
            "said": said,
            "said_at": self._now(),
        }

    def _hand_over(self, db: Connection, session_id: str, reason: str) -> int:
        """Number of the open hand-over of this conversation; asking twice makes one."""
        is_open = (
            (hand_overs.c.session_id == session_id)
            & (hand_overs.c.reason == reason)
            & hand_overs.c.closed_at.is_(None)
        )
        known = db.execute(select(hand_overs.c.id).where(is_open)).scalar()
        if known is not None:
            return int(known)
        row = {"session_id": session_id, "reason": reason, "asked_at": self._now()}
        return int(db.execute(insert(hand_overs).values(**row)).inserted_primary_key[0])

    def amend_reply(self, session_id: str, message_id: str, reply: str) -> None:
        """Replace the stored reply of a turn by the one the citizen really got."""
        mine = (turns.c.session_id == session_id) & (turns.c.message_id == message_id)
        with self._engine.begin() as db:
            db.execute(update(turns).where(mine).values(reply=reply))

    def reply_of(self, session_id: str, message_id: str) -> Optional[str]:
        """The reply to one message; None if it has none yet, or was never noted."""
        with self._reader.connect() as db:
            turn = self._turn(db, session_id, message_id)
        return turn.reply if turn else None

    def last_reply(self, session_id: str) -> Optional[str]:
        """The newest reply of a conversation, or None."""
        query = (
            select(turns.c.reply)
            .where((turns.c.session_id == session_id) & turns.c.reply.is_not(None))
            .order_by(turns.c.id.desc())
            .limit(1)
        )
        with self._reader.connect() as db:
            reply: str | None = db.execute(query).scalar()
            return reply

    @staticmethod
    def _turn(db: Connection, session_id: str, message_id: str) -> Optional[Turn]:
        mine = (turns.c.session_id == session_id) & (turns.c.message_id == message_id)
        row = db.execute(select(turns).where(mine)).first()
        return _turn(row) if row else None

    def transcript(self, session_id: str, last: int = 200) -> list[Turn]:
        """The newest ``last`` turns, oldest first."""
        query = (
            select(turns)
            .where(turns.c.session_id == session_id)
            .order_by(turns.c.id.desc())
            .limit(last)
        )
        with self._reader.connect() as db:
            rows = db.execute(query).all()
        return [_turn(row) for row in reversed(rows)]

    def open_hand_overs(self) -> list[HandOver]:
        """Every wish for a person not yet fulfilled, oldest first."""
        query = select(hand_overs).where(hand_overs.c.closed_at.is_(None)).order_by("id")
        with self._reader.connect() as db:
            return [
                HandOver(r.id, r.session_id, r.reason, _utc(r.asked_at)) for r in db.execute(query)
            ]

    def tracker(self, sender_id: str) -> Optional[str]:
        """Rasa's events of a conversation as JSON text, or None."""
        with self._reader.connect() as db:
            query = select(trackers.c.events).where(trackers.c.sender_id == sender_id)
            events: str | None = db.execute(query).scalar()
            return events

    def save_tracker(self, sender_id: str, events: str) -> None:
        """Replace Rasa's events of a conversation."""
        row = {"events": events, "updated_at": self._now()}
        with self._engine.begin() as db:
            mine = trackers.c.sender_id == sender_id
            if db.execute(update(trackers).where(mine).values(**row)).rowcount == 0:
                db.execute(insert(trackers).values(sender_id=sender_id, **row))

    def tracker_ids(self) -> list[str]:
        """Conversations Rasa has a memory of."""
        with self._reader.connect() as db:
            return [row.sender_id for row in db.execute(select(trackers.c.sender_id))]

    def ping(self) -> None:
        """Touch the database.

        Raises:
            sqlalchemy.exc.OperationalError: it can't be reached.
        """
        with self._reader.connect() as db:
            db.execute(select(func.count()).select_from(hand_overs))


def _found(row: Optional[Row[Any]]) -> Session:
    if row is None:
        raise UnknownSession
    return _session(dict(row._mapping))


def _session(row: dict[str, Any]) -> Session:
    expires = _utc(row["code_expires_at"])
    return Session(row["id"], row["code"], expires, row["door"], row["state"])


def _turn(row: Row[Any]) -> Turn:
    return Turn(row.message_id, row.said, row.reply, _utc(row.said_at))


def _utc(moment: datetime) -> datetime:
    """A time as the database gives it, in UTC.

    SQLite keeps no time zone (what we wrote was UTC); PostgreSQL answers in its session's.
    """
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
