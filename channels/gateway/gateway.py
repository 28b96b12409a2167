"""The gateway: sessions, the way of one message, and what is said when nothing answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Optional

import structlog

from assistant.reply import Expects, Option, Reply
from assistant.spoken import for_the_ear
from channels.gateway.message import BadMessage, clean
from channels.gateway.rasa import Assistant, AssistantUnavailable, Outgoing
from channels.gateway.wording import sentence
from records.store import Records, Session

log = structlog.get_logger(__name__)

#: Message that begins every conversation: the assistant's greeting is its reply.
GREETING = "/greet"
GREETING_ID = "greeting"
#: The key that calls a person, at every door and in every state.
HUMAN_KEY = "0"


@dataclass(frozen=True)
class Answer:
    """The reply to one message.

    Attributes:
        message_id: id of the message; sending it again gives the same reply.
        reply: what to show and say.
        answered: False when the assistant gave no reply and the door spoke for itself;
            the message is kept and may be sent again.
    """

    message_id: str
    reply: Reply
    answered: bool = True


class Gateway:
    """What all doors share."""

    def __init__(self, records: Records, assistant: Assistant, human_phone: str) -> None:
        """Bring records and assistant together."""
        self._records = records
        self._assistant = assistant
        self._human_phone = human_phone

    @property
    def records(self) -> Records:
        """The records database."""
        return self._records

    def assistant_healthy(self) -> bool:
        """Whether the assistant's server answers."""
        return self._assistant.healthy()

    def open(self, door: str) -> tuple[Session, Answer]:
        """Begin a conversation; its first reply is the greeting."""
        session = self._records.open_session(door)
        return session, self.greet(session)

    def greet(self, session: Session) -> Answer:
        """The greeting; asked for again if the assistant wasn't there at the beginning."""
        return self._deliver(session, GREETING, GREETING, GREETING_ID, ())

    def say(self, session: Session, raw: str, message_id: Optional[str] = None) -> Answer:
        """Pass on what a citizen typed or said.

        Raises:
            records.store.UnknownSession: the conversation is gone.
        """
        message_id = message_id or uuid.uuid4().hex
        try:
            heard = clean(raw)
        except BadMessage as bad:
            return Answer(message_id, self._own(str(bad), self._last(session)))
        if heard.text == HUMAN_KEY:
            return self.human(session, message_id)
        if heard.only_numbers:
            return Answer(message_id, self._own("\n".join(heard.notices), self._last(session)))
        option = self._option_named(session, heard.text)
        sent = option.send if option else heard.text
        return self._deliver(session, sent, heard.text, message_id, heard.notices)

    def choose(self, session: Session, key: str, message_id: Optional[str] = None) -> Answer:
        """Pass on the option of the last reply that has ``key``."""
        message_id = message_id or uuid.uuid4().hex
        known = self._records.reply_of(session.id, message_id)
        if known is not None:
            # Asked again: what could be chosen then is no longer in the last reply.
            return Answer(message_id, Reply.parse_raw(known))
        last = self._last(session)
        option = next((o for o in last.options if o.key == key), None) if last else None
        if option is None:
            return Answer(message_id, self._own(sentence("stale_option"), last))
        return self._deliver(session, option.send, option.label, message_id, ())

    def human(self, session: Session, message_id: Optional[str] = None) -> Answer:
        """The always-visible button and key 0: a person, in any state."""
        return self._deliver(session, "/human", "人工", message_id or uuid.uuid4().hex, ())

    def _deliver(
        self,
        session: Session,
        sent: str,
        shown: str,
        message_id: str,
        notices: tuple[str, ...],
    ) -> Answer:
        known = self._records.receive(session.id, message_id, shown)
        if known is not None:
            return Answer(message_id, Reply.parse_raw(known))
        try:
            reply = self._assistant.reply_to(Outgoing(session.id, sent, message_id))
        except AssistantUnavailable:
            log.error("no reply in time", session=session.id, message=message_id)
            return Answer(message_id, self._not_ready(), answered=False)
        if notices:
            reply = self._noticed(session, message_id, reply, notices)
        return Answer(message_id, reply)

    def _noticed(
        self, session: Session, message_id: str, reply: Reply, notices: tuple[str, ...]
    ) -> Reply:
        """The reply with what the door has to say before it, stored so in the transcript."""
        lead = "\n".join(notices)
        full = reply.copy(
            update={
                "text": f"{lead}\n{reply.text}",
                "speak": for_the_ear(lead) + reply.speak,
            }
        )
        self._records.amend_reply(session.id, message_id, full.json())
        return full

    def _last(self, session: Session) -> Optional[Reply]:
        stored = self._records.last_reply(session.id)
        return Reply.parse_raw(stored) if stored else None

    def _option_named(self, session: Session, text: str) -> Optional[Option]:
        """The option whose label is typed or said word for word."""
        last = self._last(session)
        if last is None:
            return None
        return next((option for option in last.options if option.label == text), None)

    def _not_ready(self) -> Reply:
        return self._own(sentence("not_ready", phone=self._human_phone), None)

    def _own(self, text: str, last: Optional[Reply]) -> Reply:
        """A sentence of the door's own; what could be chosen before still can."""
        return Reply(
            text=text,
            speak=for_the_ear(text),
            options=last.options if last else [],
            expects=last.expects if last else Expects.FREE,
        )
