"""Which parts of an entry citizens read or hear, and where they stand in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.library import Entry
from knowledge.schema import Material, PolicyEntry, ServiceItem, Step
from knowledge.yaml_source import Key


def citizen_texts(entry: Entry) -> Iterator[tuple[Key, str]]:
    """Every sentence of ``entry`` that a citizen is shown or told, with its path."""
    if isinstance(entry, PolicyEntry):
        yield from _policy(entry)
    else:
        yield from _item(entry)


def _policy(entry: PolicyEntry) -> Iterator[tuple[Key, str]]:
    yield ("answer",), entry.answer
    yield from ((("details", i), text) for i, text in enumerate(entry.details))
    if entry.local_rule:
        yield ("local_rule",), entry.local_rule


def _item(item: ServiceItem) -> Iterator[tuple[Key, str]]:
    yield ("summary",), item.summary
    yield ("result",), item.result
    yield from ((("conditions", i), text) for i, text in enumerate(item.conditions))
    if item.local_rule:
        yield ("local_rule",), item.local_rule
    yield from _item_questions(item)
    yield from _rows("materials", item.materials, ("note", "where_to_get"))
    yield from _rows("steps", item.steps, ("do", "detail", "speak"))
    for name in type(item.where).__fields__:
        fact = getattr(item.where, name)
        if fact:
            yield ("where", name, "text"), fact.text
    yield ("time_limit", "text"), item.time_limit.text
    yield ("fee", "text"), item.fee.text


def _rows(
    field: str, rows: Sequence[Material | Step], names: Sequence[str]
) -> Iterator[tuple[Key, str]]:
    """The texts called ``names`` of each row of a list, where they are written."""
    for i, row in enumerate(rows):
        for name in names:
            if getattr(row, name):
                yield (field, i, name), getattr(row, name)


def _item_questions(item: ServiceItem) -> Iterator[tuple[Key, str]]:
    for i, question in enumerate(item.eligibility):
        at: Key = ("eligibility", i)
        yield (*at, "ask"), question.ask
        yield (*at, "why"), question.why
        for j, answer in enumerate(question.answers):
            for name in ("note", "stop"):
                if getattr(answer, name):
                    yield (*at, "answers", j, name), getattr(answer, name)
