"""The rooms (科室) of a hall, each with its telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.importing.contacts import lines_in
from knowledge.importing.fields import Fields
from knowledge.importing.outcome import Line
from knowledge.importing.text import line


@dataclass(frozen=True)
class Rooms:
    """What a row says of a hall's telephones and rooms.

    Attributes:
        lines: telephones, those of the hall itself first.
        told: a line of text for each room.
        notes: what could not be read.
    """

    lines: tuple[Line, ...]
    told: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def numbers(self) -> list[str]:
        """The numbers to ask, each once."""
        return list(dict.fromkeys(one.number for one in self.lines))


def read_rooms(fields: Fields, hall: str, region: str) -> Rooms:
    """The rooms of a row.

    Args:
        fields: the row.
        hall: name of the hall.
        region: code of where it is.
    """
    lines: list[Line] = []
    told: list[str] = []
    notes: list[str] = []
    hours = fields("hours")
    if hours:
        told.append(f"办公时间：{hours}")
    for room, phone, duty in [("", fields("phone"), ""), *_rooms(fields)]:
        found, unread = lines_in(phone, hall, region)
        lines += [Line(o.number, o.owner, o.note, region, o.hours or hours) for o in found]
        notes += unread
        called = f"电话 {'、'.join(one.number for one in found)}" if found else ""
        if room and (called or duty):
            told.append("，".join(filter(None, (room, called, duty))))
    return Rooms(tuple(lines), tuple(told), tuple(notes))


def _rooms(fields: Fields) -> Iterator[tuple[str, str, str]]:
    """(name, telephone, duty) of each room."""
    rooms = fields.raw("departments")
    for room in rooms if isinstance(rooms, list) else []:
        if isinstance(room, dict):
            yield line(room.get("name")), line(room.get("phone")), line(room.get("duty"))
