"""Shapes of the HTTP API's requests and responses (validated, and published as OpenAPI)."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any, Optional

from pydantic import BaseModel, Field, root_validator

from assistant.reply import Reply, allow_null
from channels.gateway.message import REFUSED

#: What an id of a message looks like.
MESSAGE_ID = r"^[\w-]{1,64}$"


class _Shape(BaseModel):
    class Config:
        extra = "forbid"
        schema_extra = staticmethod(allow_null)


class Door(str, Enum):
    """Which door a conversation is begun at."""

    WEB = "web"
    KIOSK = "kiosk"
    PHONE = "phone"


class OpenSession(_Shape):
    """Begin a conversation."""

    door: Door = Door.WEB


class SendMessage(_Shape):
    """One message: words, or the key of an option of the last reply. Key 0 is a person.

    ``message_id`` is chosen by the sender; the same id again gives the same reply.
    """

    text: Optional[str] = Field(None, max_length=REFUSED)
    option: Optional[str] = Field(None, regex=r"^[0-9*#]$")
    message_id: Optional[str] = Field(None, regex=MESSAGE_ID)

    @root_validator(skip_on_failure=True)
    def _one_of_two(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values.get("text") is None) == (values.get("option") is None):
            raise ValueError("text 和 option 要写一个，也只能写一个")
        return values


class SessionOpened(_Shape):
    """A conversation and the right to go on with it."""

    session_id: str
    token: str = Field(..., description="Authorization: Bearer <token>")
    code: str = Field(..., description="六位续办码")
    code_expires_at: datetime
    reply: Optional[Reply]


class MessageAnswered(_Shape):
    """The reply to a message.

    ``answered`` is false when the assistant could not be reached: the reply is then the
    door's own sentence, the message is kept, and sending it again with the same
    ``message_id`` is right.
    """

    message_id: str
    reply: Reply
    answered: bool


class PastTurn(_Shape):
    """One message (masked) and its reply."""

    message_id: str
    said: str
    said_at: datetime
    reply: Optional[Reply]


class SessionFound(SessionOpened):
    """A conversation taken up again, with what was said."""

    turns: list[PastTurn]


class Health(_Shape):
    """State of the door and what it depends on."""

    status: str
    parts: dict[str, bool]


class Problem(_Shape):
    """What went wrong, in words for the citizen."""

    error: str = Field(..., description="stable name of the problem")
    message: str = Field(..., description="a kind Chinese sentence to show")
