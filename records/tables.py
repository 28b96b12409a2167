"""Tables of what must not be lost (SQLAlchemy Core; SQLite by default, PostgreSQL by URL)."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

#: One conversation. ``state`` is the assistant's own JSON; records don't look inside.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("code", String(6), nullable=False, unique=True),
    Column("code_expires_at", DateTime(timezone=True), nullable=False),
    Column("door", String(16), nullable=False),
    Column("state", Text, nullable=False, default="{}"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)

#: One message of a citizen (masked) and the reply to it once there is one.
turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", String(64), nullable=False),
    Column("said", Text, nullable=False),
    Column("reply", Text),
    Column("intent", String(64)),
    Column("confidence", Float),
    Column("outcome", String(32)),
    Column("said_at", DateTime(timezone=True), nullable=False),
    Column("answered_at", DateTime(timezone=True)),
    UniqueConstraint("session_id", "message_id", name="uq_turns_message"),
    Index("ix_turns_session", "session_id", "id"),
)

#: A wish for a person. Its ``id`` is the number the citizen is told.
hand_overs = Table(
    "hand_overs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
)

#: Rasa's memory of a conversation, compacted (assistant/tracker_store.py).
trackers = Table(
    "trackers",
    metadata,
    Column("sender_id", String(255), primary_key=True),
    Column("events", Text, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
