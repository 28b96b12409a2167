"""Puts replies together: text, spoken form, options, cards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Optional, Union

from assistant.conversation.scene import Scene
from assistant.reply import (
    MOST_OPTIONS,
    Card,
    CardKind,
    Expects,
    Option,
    Progress,
    Reply,
    Source,
)
from assistant.spoken import for_the_ear
from assistant.wording import phrase
from knowledge.library import Entry
from knowledge.schema import Document, ImportedItem, ImportedText

_LABEL_LENGTH = 24
#: A title as it is told; some run on for a paragraph.
_TITLE_LENGTH = 60

#: A choice before it has a key: its label, the move it makes, and the move's entities.
Choice = tuple[str, str, dict[str, Any]]


def compose(
    scene: Scene,
    *parts: str,
    choices: Sequence[Choice] = (),
    card: Optional[Card] = None,
    progress: Optional[Progress] = None,
    expects: Optional[Expects] = None,
    speak: Optional[str] = None,
    hand_over: bool = False,
    end: bool = False,
) -> Reply:
    """A reply of these parts, one a line; ``speak`` where the ear needs other words."""
    text = "\n".join(part for part in parts if part)
    options = [option(key, *choice) for key, choice in enumerate(choices[:MOST_OPTIONS], 1)]
    return Reply(
        text=text,
        speak=for_the_ear(speak or text),
        options=options,
        card=card,
        progress=progress,
        expects=expects or (Expects.CHOICE if options else Expects.FREE),
        manner=scene.state.manner,
        hand_over=hand_over,
        end=end,
    )


def option(key: int, label: str, move: str, entities: dict[str, Any]) -> Option:
    """An option that makes ``move`` when chosen."""
    payload = f"/{move}" + (json.dumps(entities, ensure_ascii=False) if entities else "")
    return Option(label=label[:_LABEL_LENGTH], send=payload, key=str(key))


def joined(before: Sequence[str], reply: Reply) -> Reply:
    """``reply`` with sentences said before it."""
    lead = [part for part in before if part]
    return reply.copy(
        update={
            "text": "\n".join([*lead, reply.text]),
            "speak": for_the_ear("\n".join(lead)) + reply.speak if lead else reply.speak,
        }
    )


def chinese_date(day: Any) -> str:
    """A date as it is read, e.g. ``2026 年 11 月 23 日``."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def source_card(scene: Scene, entry: Entry) -> Card:
    """Where the entry's facts come from."""
    if isinstance(entry, (ImportedItem, ImportedText)):
        return Card(kind=CardKind.SOURCE, title="依据", sources=[_origin(scene, entry)])
    sources = [
        _source(scene, entry, scene.library.documents[citation.document], citation.article)
        for citation in entry.basis
        if citation.document in scene.library.documents
    ]
    return Card(kind=CardKind.SOURCE, title="依据", sources=sources)


def _source(scene: Scene, entry: Entry, document: Document, article: Optional[int]) -> Source:
    return Source(
        title=document.title,
        article=article,
        issuer=document.issuer,
        issued=document.version,
        region=scene.level(entry),
        checked=entry.as_of,
        read=document.corpus is not None,
    )


def basis_lines(scene: Scene, entry: Entry) -> list[str]:
    """The sentences that name an answer's source, its level, its day and its doubts."""
    if isinstance(entry, (ImportedItem, ImportedText)):
        return [_said_by(entry), *doubts(scene, entry)]
    documents = scene.library.documents
    cited = [(documents[c.document], c.article) for c in entry.basis[:2] if c.document in documents]
    names = "、".join(_cited(document, article) for document, article in cited)
    level, checked = scene.level(entry), chinese_date(entry.as_of)
    if not cited:
        return doubts(scene, entry)
    if _unread(scene, entry):
        # Known by name only: nothing was compared with it, and we don't say so.
        named = phrase("basis_by_name", documents=names, level=level)
    else:
        named = phrase("basis", documents=names, level=level, date=checked)
    return [named, *doubts(scene, entry)]


def doubts(scene: Scene, entry: Entry) -> list[str]:
    """What must be said against an answer: its source wasn't read, or it may be outdated."""
    found = []
    if isinstance(entry, (ImportedItem, ImportedText)):
        day = chinese_date(entry.as_of)
        found.append(phrase("origin_day", date=day, phone=scene.phones(entry)))
    elif _unread(scene, entry):
        found.append(phrase("basis_unread", phone=scene.phones(entry)))
    if entry.valid_until is not None and entry.valid_until < scene.today:
        found.append(phrase("basis_old", phone=scene.phones(entry)))
    return found


def _said_by(entry: Union[ImportedItem, ImportedText]) -> str:
    """Whose words an imported entry is in."""
    publisher, title = entry.origin.publisher, _title(entry)
    if publisher is None:
        return phrase("origin_plain", title=title)
    if isinstance(entry, ImportedItem):
        return phrase("origin_guide", publisher=publisher)
    if entry.questions:
        return phrase("origin_answer", publisher=publisher)
    return phrase("origin_text", publisher=publisher, title=title)


def _title(entry: Union[ImportedItem, ImportedText]) -> str:
    title = entry.name if isinstance(entry, ImportedItem) else entry.title
    return title[:_TITLE_LENGTH]


def _origin(scene: Scene, entry: Union[ImportedItem, ImportedText]) -> Source:
    return Source(
        title=_title(entry),
        issuer=entry.origin.publisher or phrase("origin_unnamed"),
        issued=entry.origin.issued,
        region=scene.level(entry),
        checked=entry.as_of,
        read=True,
    )


def _unread(scene: Scene, entry: Entry) -> bool:
    """Whether the text of the document the entry rests on was never read."""
    document = scene.library.documents.get(entry.basis[0].document)
    return document is None or document.corpus is None


def _cited(document: Document, article: Optional[int]) -> str:
    if article is None:
        return phrase("document", document=document.short)
    return phrase("article", document=document.short, article=article)
