"""Where the citizen lives: what holds there, and what we don't know of it."""

from __future__ import annotations

from assistant.conversation.answering import answer_with
from assistant.conversation.composing import compose, joined
from assistant.conversation.scene import Outcome, Scene
from assistant.conversation.walking import here, running
from assistant.wording import phrase
from knowledge.schema import NATIONAL, PolicyEntry


def tell_region(scene: Scene) -> Outcome:
    """Note the region; what was spoken of last is told again if it differs there."""
    code = scene.message.entities.get("region")
    if code is None:
        return Outcome(compose(scene, phrase("region_unknown")), "region_unknown")
    before = _focused(scene)
    scene.state.region, scene.state.region_told = str(code), True
    name = scene.library.region_name(str(code))
    told = [phrase("region_set", region=name)]
    if not _has_rules(scene, str(code)):
        told.append(phrase("region_no_rules", region=name))
    after = _focused(scene)
    if running(scene) is not None:
        return Outcome(here(scene, *told), "region")
    if isinstance(after, PolicyEntry) and after != before:
        outcome = answer_with(scene, after)
        return Outcome(joined(told, outcome.reply), "region")
    return Outcome(compose(scene, *told), "region")


def _focused(scene: Scene) -> object:
    focus = scene.state.focus
    return scene.entry(focus) if focus in scene.library.variants else None


def _has_rules(scene: Scene, code: str) -> bool:
    """Whether anything of the region's own, or of its parents below the nation, is known."""
    own = {c for c in scene.library.chain(code) if c != NATIONAL}
    return any(own & set(by_region) for by_region in scene.library.variants.values())
