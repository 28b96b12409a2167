"""Hears one client of ``/listen``: sound and wishes in, what is to be told out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from voice.audio import Samples
from voice.barging import Sounding, should_stop
from voice.endpointing.endpointer import Endpointer
from voice.endpointing.vad import WINDOW, Vad
from voice.hearing.listening import (
    Began,
    Caption,
    Event,
    Listener,
    NothingSaid,
    Said,
    TooLong,
)
from voice.hearing.recogniser import Heard
from voice.service.hearing import Hearing
from voice.service.hello import Hello, switch
from voice.service.intake import Intake
from voice.service.limits import Limits
from voice.service.meter import Meter
from voice.service.refusals import Refusal, Refused

#: A message to the client.
Told = Mapping[str, Any]


class Ears:
    """Hears one client. Not to be used by two threads at the same time."""

    def __init__(self, hearing: Hearing, greeting: Hello, limits: Limits) -> None:
        """Listen as the client's greeting wants it."""
        self._hearing = hearing
        self._greeting = greeting
        self._recogniser = hearing.recognisers.open()
        self._listener = Listener(
            self._recogniser, Vad(), Endpointer(greeting.profile), hearing.understand
        )
        self._intake = Intake(greeting.rate, limits)
        self._meter = Meter(greeting.rate)
        self._spoken = ""
        self.paused = False

    def hear(self, data: bytes) -> list[Told]:
        """Take sound; what has happened with it."""
        if self.paused:
            return []
        samples = self._intake.take(data)
        told = list(self._levels(samples)) if self._greeting.level else []
        heard = self._intake.at_hearing_rate(samples)
        for at in range(0, len(heard), WINDOW):
            told += map(self._told, self._listener.feed(heard[at : at + WINDOW]))
            told += self._barged()
        return told

    def control(self, message: Mapping[str, Any]) -> list[Told]:
        """Do what the client asks for.

        Raises:
            Refused: it is nothing that can be asked for.
        """
        told: list[Told] = []
        for name, value in message.items():
            if name not in _CONTROLS:
                names = "、".join(_CONTROLS)
                raise Refused(Refusal.NOT_UNDERSTOOD, f"看不懂这条消息。能用的有 {names}。")
            told += _CONTROLS[name](self, value)
        return told

    def close(self) -> None:
        """Free what the recogniser holds."""
        self._recogniser.close()

    def _levels(self, samples: Samples) -> Iterator[Told]:
        for level in self._meter.feed(samples):
            yield {"event": "level", "level": round(level, 4)}

    def _dictate(self, value: object) -> list[Told]:
        self._listener.dictating = switch("dictating", value)
        return []

    def _speak(self, value: object) -> list[Told]:
        if value is not None and not isinstance(value, str):
            raise Refused(Refusal.NOT_UNDERSTOOD, "speaking 要是正在念的文字，不念了写 null。")
        self._listener.we_speak = bool(value)
        self._spoken = self._hearing.spoken(value) if value else ""
        return []

    def _pause(self, value: object) -> list[Told]:
        self.paused = switch("pause", value)
        # Half a turn from before a pause would be taken for the beginning of the next.
        self._listener.finish()
        return []

    def _resume(self, value: object) -> list[Told]:
        self.paused = not switch("resume", value)
        return []

    def _end(self, value: object) -> list[Told]:
        return [self._told(event) for event in self._listener.finish()] if value else []

    def _barged(self) -> Iterator[Told]:
        """Told once for what we are saying; whoever speaks it is to stop."""
        if not self._listener.we_speak:
            return
        sounding = Sounding(
            self._listener.speech, self._listener.caption, self._spoken, self._greeting.hears_us
        )
        if should_stop(sounding):
            self._listener.we_speak = False
            yield {"event": "barge_in"}

    def _told(self, event: Event) -> Told:
        if isinstance(event, Caption):
            return {"event": "caption", "text": event.text}
        if isinstance(event, (Said, TooLong)):
            name = "said" if isinstance(event, Said) else "too_long"
            return {"event": name, "text": event.text, **self._detail(event.heard)}
        return {"event": _EVENTS[type(event)]}

    def _detail(self, heard: Heard) -> Told:
        changes = self._hearing.changes(heard)
        return {
            "heard": heard.text,
            "confidence": round(heard.confidence, 3),
            "changes": [{"was": c.was, "now": c.now, "at": c.at} for c in changes],
        }


_EVENTS: Mapping[type, str] = {Began: "began", NothingSaid: "nothing_said"}
_CONTROLS: Mapping[str, Callable[[Ears, object], Sequence[Told]]] = {
    "dictating": Ears._dictate,
    "speaking": Ears._speak,
    "pause": Ears._pause,
    "resume": Ears._resume,
    "end": Ears._end,
}
