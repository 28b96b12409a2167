"""The reply contract: one JSON shape at every door (DESIGN section 4).

A door shows ``text``, says ``speak``, offers ``options`` (buttons, or keys on the
telephone), draws ``card`` and ``progress``, and listens for what ``expects`` names.
Version 1. ``ershun schema`` exports it as JSON Schema; it is validated when the
assistant sends it and again when a door receives it.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Optional

from pydantic import BaseModel, Field, validator

VERSION = 1
MOST_OPTIONS = 4


def allow_null(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Say in a JSON Schema which fields may be null; pydantic 1 leaves that out."""
    for name, field in model.__fields__.items():
        if field.allow_none:
            described = schema["properties"][name]
            schema["properties"][name] = {"anyOf": [described, {"type": "null"}]}


class _Contract(BaseModel):
    class Config:
        extra = "forbid"
        allow_mutation = False
        schema_extra = staticmethod(allow_null)


class Option(_Contract):
    """One thing the citizen may choose.

    Attributes:
        label: what the button says; saying it aloud chooses it too.
        send: the message the door passes on when it is chosen (a Rasa payload).
        key: the telephone or keyboard key.
    """

    label: str = Field(..., min_length=1, max_length=24)
    send: str = Field(..., regex=r"^/[a-z_]+(\{.*\})?$")
    key: str = Field(..., regex=r"^[0-9*#]$")


class CardKind(str, Enum):
    """What a card shows."""

    SOURCE = "source"
    MATERIALS = "materials"
    STEPS = "steps"
    FACTS = "facts"
    TICKET = "ticket"


class RowState(str, Enum):
    """Where a step of a steps card stands."""

    DONE = "done"
    HERE = "here"
    AHEAD = "ahead"


class Row(_Contract):
    """One line of a card."""

    label: str
    text: str = ""
    state: Optional[RowState] = None


class Source(_Contract):
    """Where an answer comes from.

    Attributes:
        title: title of the document.
        article: article number, if one is cited.
        issuer: who issued it.
        issued: date of the version that was read.
        region: Chinese name of the level the answer holds for.
        checked: day the answer was compared with the document.
        read: whether the text itself was read; otherwise it is known by name only.
    """

    title: str
    article: Optional[int] = None
    issuer: str
    issued: Optional[date] = None
    region: str
    checked: date
    read: bool = True


class Card(_Contract):
    """Something to look at beside the text."""

    kind: CardKind
    title: str
    rows: list[Row] = []
    sources: list[Source] = []


class Progress(_Contract):
    """Step ``at`` of ``of``, with what is being counted, e.g. 第 2 步，共 4 步."""

    label: str
    at: int = Field(..., ge=1)
    of: int = Field(..., ge=1)

    @validator("of")
    def _not_past_the_end(cls, value: int, values: dict[str, int]) -> int:
        if value < values.get("at", 1):
            raise ValueError("progress is past its end")
        return value


class Expects(str, Enum):
    """What kind of answer is waited for."""

    CHOICE = "choice"
    DIGITS = "digits"
    DATE = "date"
    NAME = "name"
    FREE = "free"
    NOTHING = "nothing"


class Manner(_Contract):
    """How this citizen wants to be served: each from -1 (less) to 2 (much more)."""

    slower: int = Field(default=0, ge=-1, le=2)
    louder: int = Field(default=0, ge=-1, le=2)
    larger: int = Field(default=0, ge=-1, le=2)


class Reply(_Contract):
    """One reply of the assistant."""

    version: int = VERSION
    text: str = Field(..., min_length=1)
    speak: str = Field(..., min_length=1)
    options: list[Option] = Field([], max_items=MOST_OPTIONS)
    card: Optional[Card] = None
    progress: Optional[Progress] = None
    expects: Expects = Expects.FREE
    manner: Manner = Manner()
    hand_over: bool = False
    end: bool = False

    @validator("version")
    def _known_version(cls, value: int) -> int:
        if value != VERSION:
            raise ValueError(f"reply contract version {value}, this side knows {VERSION}")
        return value

    @validator("options")
    def _keys_differ(cls, value: list[Option]) -> list[Option]:
        keys = [option.key for option in value]
        if len(set(keys)) != len(keys):
            raise ValueError("two options with the same key")
        return value
