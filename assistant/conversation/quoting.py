"""Answers in the words of an imported text: the sentences that answer, then what follows."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conversation.composing import Choice, basis_lines, compose, doubts, source_card
from assistant.conversation.scene import Scene
from assistant.conversation.walking import running
from assistant.reply import Reply
from assistant.wording import phrase
from knowledge.schema import Hall, ImportedText
from knowledge.search.extraction import Extract, speakable

#: Parts that can be asked for one after the other; nobody listens to more by ear.
_MOST_PARTS = 24


def quote(scene: Scene, text: ImportedText, asked: str) -> Reply:
    """What ``text`` says to the question ``asked``; the rest is offered, not read out."""
    if isinstance(text, Hall):
        return _reply(scene, text, text.answer, speakable(text.answer))
    found = scene.searcher.extract(asked, text)
    if found is None:
        return _reply(scene, text, text.answer, [*speakable(text.answer), *text.details])
    parts = [*speakable(found.text), *found.rest]
    return _reply(scene, text, found.text, parts, _place(found))


def _place(found: Extract) -> str:
    """Where in the text it stands."""
    if found.article is not None:
        return phrase("at_article", article=found.article)
    return phrase("at_heading", heading=found.heading) if found.heading else ""


def _reply(
    scene: Scene, text: ImportedText, shown: str, parts: Sequence[str], place: str = ""
) -> Reply:
    first, *more = parts[:_MOST_PARTS]
    scene.state.more = more
    choices: list[Choice] = [(phrase("more_label"), "next_step", {})] if more else []
    # Inside a guide the way goes back to it: one question at a time.
    offer = phrase("read_on") if more and not running(scene) else ""
    source = basis_lines(scene, text)
    spoken = (first, *doubts(scene, text), offer)
    return compose(
        scene,
        shown,
        place,
        *source,
        speak="\n".join(line for line in spoken if line),
        card=source_card(scene, text),
        choices=choices,
    )
