"""The telephones of a row: rows of the registry, and references to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.importing.fields import Fields
from knowledge.importing.outcome import Line
from knowledge.importing.telephones import read_numbers

#: Asked where the file names no telephone (国办发〔2020〕53号: one number for all offices).
GENERAL = "12345"
_LONGEST_NOTE = 40


@dataclass(frozen=True)
class Telephones:
    """The telephones of a row.

    Attributes:
        contact: references to them, as the schema reads ``Contact``.
        lines: rows for the registry.
        notes: what could not be read.
        ask: what to do where the file is silent: 打 0999-8123456 转1 问一句.
    """

    contact: dict[str, list[str]]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    ask: str


def telephones(fields: Fields, owner: str, region: str) -> Telephones:
    """Read the telephones of a row.

    Args:
        fields: the row.
        owner: whose they are.
        region: code of where they hold.
    """
    consult, consult_notes = lines_in(fields("consult"), owner, region)
    complain, complain_notes = lines_in(fields("complain"), owner, region)
    first = consult[0] if consult else Line(GENERAL, owner, "", region)
    extension = f" {first.note}" if first.note.startswith("转") else ""
    return Telephones(
        contact={"consult": numbers(consult), "complain": numbers(complain)},
        lines=(*consult, *complain),
        notes=(*consult_notes, *complain_notes),
        ask=f"打 {first.number}{extension} 问一句",
    )


def lines_in(text: str, owner: str, region: str) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The telephones in a field, and a sentence if some of it could not be read."""
    if not text:
        return (), ()
    found = read_numbers(text)
    lines = tuple(Line(n.number, owner, n.note, region, found.hours) for n in found.numbers)
    note = f"电话有读不出来的，没有收：{text[:_LONGEST_NOTE]}"
    return lines, (note,) if found.unreadable else ()


def numbers(lines: Sequence[Line]) -> list[str]:
    """The numbers to ask, each once; the general one if there is none."""
    return list(dict.fromkeys(line.number for line in lines)) or [GENERAL]
