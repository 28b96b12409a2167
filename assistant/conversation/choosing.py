"""An option is picked: by its button, by its key, by its place, by its words."""

from __future__ import annotations

import json
import re
from typing import Any, Optional

from assistant.conversation.answering import answer_policy, told_by
from assistant.conversation.composing import compose
from assistant.conversation.elements import about
from assistant.conversation.scene import Message, Outcome, Scene, display_name
from assistant.conversation.splitting import picked
from assistant.conversation.starting import ask_again, take_pending
from assistant.conversation.state import PendingKind
from assistant.reply import Option
from assistant.wording import phrase
from knowledge.normal import normal_form
from knowledge.schema import ServiceItem
from knowledge.search.text import LONGEST_QUERY, dice, pairs, sounds

_SAME_WORDS = 0.6
#: What is said around the part of a name that tells it from the others.
_AROUND_A_PART = re.compile(
    r"[那这](?:一)?[个项样种件]|[再重]?[新]?一[个张本份下]|我|俺|要|想|就|是|选|再|的|吧|啊|呢|嘛|呗|嗯|给"
)
_LONGEST_PART = 6


def pick_candidate(scene: Scene) -> Optional[Outcome]:
    """What was said, as a choice among the candidates of our question, if it is one."""
    pending = scene.state.pending
    chosen = scene.message.entities.get("entry")
    if pending is None or not pending.candidates:
        return None
    if chosen in pending.candidates:
        return take_pending(scene, str(chosen))
    if scene.message.is_choice or pending.kind is not PendingKind.CLARIFY:
        return None
    position = _position(scene.message.entities, len(pending.candidates))
    if position is not None:
        return take_pending(scene, pending.candidates[position])
    known = [c for c in pending.candidates if c in scene.library.variants]
    named = _by_words(scene, known) if known else None
    return take_pending(scene, named) if named else None


def _position(entities: dict[str, Any], count: int) -> Optional[int]:
    position = entities.get("ordinal", entities.get("number"))
    if not isinstance(position, (int, float)):
        return None
    index = int(position) if position < 0 else int(position) - 1
    return index % count if -count <= index < count else None


def _by_words(scene: Scene, candidates: list[str]) -> Optional[str]:
    """The candidate whose name, or only whose name, sounds like what was said."""
    at = picked([told_by(scene.entry(c)) for c in candidates], _part(scene))
    if at is not None:
        return candidates[at]
    said = pairs(sounds(normal_form(scene.message.text[:LONGEST_QUERY])))
    scored = sorted(
        (
            (dice(said, pairs(sounds(display_name(scene.entry(candidate))))), candidate)
            for candidate in candidates
        ),
        reverse=True,
    )
    best = scored[0]
    if best[0] >= _SAME_WORDS:
        return best[1]
    return _by_part(scene, candidates) or _by_search(scene, candidates)


def _by_part(scene: Scene, candidates: list[str]) -> Optional[str]:
    """The candidate that alone is called so: 补办的那个 among 补, 换 and 办残疾人证."""
    part = _part(scene)
    if not 1 <= len(part) <= _LONGEST_PART:
        return None
    by_name, by_alias = [], []
    for candidate in candidates:
        entry = scene.entry(candidate)
        aliases = entry.aliases if isinstance(entry, ServiceItem) else []
        if part in normal_form(display_name(entry)):
            by_name.append(candidate)
        if len(part) > 1 and any(part in normal_form(alias) for alias in aliases):
            by_alias.append(candidate)
    return next((found[0] for found in (by_name, by_alias) if len(found) == 1), None)


def _part(scene: Scene) -> str:
    """What was said without what people put around the part that matters."""
    return normal_form(_AROUND_A_PART.sub("", scene.message.text[:LONGEST_QUERY]))


def _by_search(scene: Scene, candidates: list[str]) -> Optional[str]:
    """The candidate found first among *all* entries; otherwise something new was said."""
    result = scene.searcher.search(scene.message.text, region=scene.state.region)
    best = result.best
    return best.id if best is not None and best.id in candidates and best.score > 0 else None


def choose(scene: Scene) -> Outcome:
    """第一个 that names none of our options: which one is asked again, or a new topic."""
    pending = scene.state.pending
    if pending is not None and pending.kind is PendingKind.CLARIFY and not scene.message.is_choice:
        return ask_again(scene, pending)
    placed = {"ordinal", "number"} & set(scene.message.entities)
    if scene.message.is_choice or placed:
        return Outcome(compose(scene, phrase("empty_options")), "nothing_to_choose")
    return answer_policy(scene)


def option_meant(scene: Scene) -> Optional[Option]:
    """The option of our last reply at the place that was said, or None."""
    options = scene.state.last_reply.options if scene.state.last_reply else []
    if scene.message.is_choice or not options:
        return None
    position = _position(scene.message.entities, len(options))
    return options[position] if position is not None else None


def message_of(option: Option) -> Message:
    """The message an option stands for."""
    move, _, entities = option.send[1:].partition("{")
    return Message(option.send, move, 1.0, json.loads("{" + entities) if entities else {})


def inform(scene: Scene) -> Outcome:
    """A value or a name without a question of ours open for it."""
    pending = scene.state.pending
    if pending is not None and pending.kind is PendingKind.WHICH_ITEM:
        return name_item(scene)
    picked = pick_candidate(scene)
    return picked or answer_policy(scene)


def name_item(scene: Scene) -> Outcome:
    """The item we asked for is named: tell the element that was wanted of it."""
    pending = scene.state.pending
    assert pending is not None
    scene.state.pending = None
    result = scene.searcher.search(scene.message.text, region=scene.state.region, kinds=("item",))
    entry = result.best.variant.entry if result.best else None
    if not isinstance(entry, ServiceItem) or result.best is None:
        return answer_policy(scene)
    if result.best.foreign or result.best.score < 0:
        return answer_policy(scene)
    return about(scene, entry, pending.move, pending.said)
