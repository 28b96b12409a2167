"""Which parts of an entry citizens read or hear, and where they stand in the file."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.library import Entry
from knowledge.yaml_source import Key
from knowledge.schema import PolicyEntry, ServiceItem


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
    for i, material in enumerate(item.materials):
        for name in ("note", "where_to_get"):
            if getattr(material, name):
                yield ("materials", i, name), getattr(material, name)
    for i, step in enumerate(item.steps):
        for name in ("do", "detail", "speak"):
            if getattr(step, name):
                yield ("steps", i, name), getattr(step, name)
    for name in type(item.where).__fields__:
        fact = getattr(item.where, name)
        if fact:
            yield ("where", name, "text"), fact.text
    yield ("time_limit", "text"), item.time_limit.text
    yield ("fee", "text"), item.fee.text


def _item_questions(item: ServiceItem) -> Iterator[tuple[Key, str]]:
    for i, question in enumerate(item.eligibility):
        at: Key = ("eligibility", i)
        yield (*at, "ask"), question.ask
        yield (*at, "why"), question.why
        for j, answer in enumerate(question.answers):
            for name in ("note", "stop"):
                if getattr(answer, name):
                    yield (*at, "answers", j, name), getattr(answer, name)
