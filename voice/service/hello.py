"""How a client of ``/listen`` introduces itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice.endpointing.profiles import NORMAL, Profile
from voice.service.dialect import profile_named, sound_rate
from voice.service.refusals import Refusal, Refused
from voice.service.sockets import Message


@dataclass(frozen=True)
class Hello:
    """How a client introduces itself.

    Attributes:
        rate: Hz of the sound it sends.
        profile: how patiently is listened.
        level: whether it wants to be told the level.
        hears_us: whether our own voice may be in its sound, for want of echo cancellation.
        token: of the web door, if it shows one.
    """

    rate: int
    profile: Profile = NORMAL
    level: bool = True
    hears_us: bool = False
    token: str = ""


def hello(message: Message) -> Hello:
    """A client's first message.

    Raises:
        Refused: it is none, or something in it can't be used.
    """
    given = message.get("hello") if isinstance(message, Mapping) else None
    if not isinstance(given, dict):
        raise Refused(
            Refusal.NOT_UNDERSTOOD, '先要介绍自己，例如 {"hello": {"rate": 16000}}，再发声音。'
        )
    token = given.get("token", "")
    return Hello(
        rate=sound_rate(given.get("rate")),
        profile=profile_named(given.get("profile", "normal")),
        level=switch("level", given.get("level", True)),
        hears_us=switch("hears_us", given.get("hears_us", False)),
        token=token if isinstance(token, str) else "",
    )


def switch(name: str, value: object) -> bool:
    """A value that is true or false.

    Raises:
        Refused: it is neither.
    """
    if not isinstance(value, bool):
        raise Refused(Refusal.NOT_UNDERSTOOD, f"{name} 只能是 true 或者 false。")
    return value
