"""Reading ease for elders: short sentences, plain words, steps that say what to do.

Limits follow common advice for Chinese plain-language notices: about 30 characters
a sentence when heard; we allow 36 and warn above, and refuse above 60.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import jieba.posseg

from knowledge.checking.rule import Context, finding, own
from knowledge.checking.texts import citizen_texts
from knowledge.library import Variant
from knowledge.problems import Problem, Severity
from knowledge.schema import ServiceItem, Term

LONG_SENTENCE = 36
UNSPEAKABLE_SENTENCE = 60
SHORT_NAME = 10
FIRST_ANSWER = 120

_SENTENCE_END = re.compile(r"[。！？；!?;]")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, as whoever hears them tells them apart."""
    return _SENTENCE_END.split(text)


def plain(text: str) -> str:
    """``text`` without titles and quotations: their words are not ours to choose."""
    return _QUOTED.sub("", text)


def check_wording(context: Context) -> Iterator[Problem]:
    """Long sentences, jargon, exclamation marks, steps without a verb."""
    jargon = [term for term in context.library.terms.values() if term.instead]
    for variant in context.library.all_variants():
        for path, text in citizen_texts(variant.entry):
            if own(variant, str(path[0])):
                yield from _sentences(variant, path, text)
                yield from _jargon(variant, path, text, jargon)
        yield from _shape(variant)


def _sentences(variant: Variant, path: tuple[str | int, ...], text: str) -> Iterator[Problem]:
    if "！" in text or "!" in text:
        yield finding("wording", variant, path, "用了感叹号。", "改成句号，话要平和。")
    for sentence in sentences(text):
        length = len(plain(sentence))
        if length > LONG_SENTENCE:
            severity = Severity.ERROR if length > UNSPEAKABLE_SENTENCE else Severity.WARNING
            yield finding(
                "length",
                variant,
                path,
                f"有一句 {length} 个字：“{sentence[:20]}…”。",
                f"拆成几句，每句不超过 {LONG_SENTENCE} 个字。",
                severity,
            )


def _jargon(
    variant: Variant, path: tuple[str | int, ...], text: str, jargon: list[Term]
) -> Iterator[Problem]:
    ours = plain(text)
    for term in jargon:
        if term.word in ours:
            yield finding(
                "jargon",
                variant,
                path,
                f"“{term.word}”是公文话。",
                f"改成“{term.instead}”。",
                Severity.WARNING,
            )


def _shape(variant: Variant) -> Iterator[Problem]:
    entry = variant.entry
    if isinstance(entry, ServiceItem):
        yield from _item_shape(variant, entry)
    elif own(variant, "answer") and len(entry.answer) > FIRST_ANSWER:
        yield finding(
            "length",
            variant,
            ("answer",),
            f"第一句回答有 {len(entry.answer)} 个字。",
            f"先说最要紧的，不超过 {FIRST_ANSWER} 个字，其余放进 details。",
        )


def _item_shape(variant: Variant, entry: ServiceItem) -> Iterator[Problem]:
    if own(variant, "short") and len(entry.short) > SHORT_NAME:
        yield finding(
            "length",
            variant,
            ("short",),
            f"“{entry.short}”做按钮太长。",
            f"不超过 {SHORT_NAME} 个字。",
        )
    for i, step in enumerate(entry.steps if own(variant, "steps") else []):
        if not any(flag.startswith("v") for _, flag in jieba.posseg.cut(step.do)):
            yield finding(
                "step",
                variant,
                ("steps", i, "do"),
                f"“{step.do}”没说做什么。",
                "用动词开头，说一个动作。",
            )
