"""Where the citizen lives: what holds there, and what we don't know of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional

from assistant.conversation.answering import answer_with
from assistant.conversation.composing import compose, joined
from assistant.conversation.elements import ELEMENTS
from assistant.conversation.scene import Move, Outcome, Scene
from assistant.conversation.walking import here, running
from assistant.wording import phrase
from knowledge.schema import NATIONAL, PolicyEntry

#: Moves that ask for something; a place in them says where it is to hold.
_ASKING = frozenset({"start_service", "ask_policy", "inform", "nlu_fallback", *ELEMENTS})
#: Before a place that is hers: 我在广东, 俺家是哈尔滨的, 户口在.
_HERS = re.compile(r"(?:[我俺咱]们?|家|户口|人)(?:现在|就|是|都|也|刚|搬|住)*[在到喺是住]?$")
#: Before a place that is gone to or left: not where the rules are asked for.
_ON_THE_WAY = re.compile(r"[去到往从回来转]$")
_TOLD = frozenset({"answered", "answered_element", "started"})


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


def where_named(scene: Scene, move: Move) -> Outcome:
    """Make ``move`` as things are at a place named by the way: 广东的居住证怎么办.

    Her own place is noted; another holds for this answer only.
    """
    found = _place(scene)
    if found is None:
        return move(scene)
    code, before = found
    state, home = scene.state, scene.state.region
    hers = bool(_HERS.search(before))
    state.region = code
    outcome = move(scene)
    if hers or running(scene) is not None or (home == NATIONAL and not state.region_told):
        state.region_told = state.region_told or hers
    else:
        state.region = home
    if outcome.label not in _TOLD and not hers:
        return outcome
    return replace(outcome, reply=joined([_lead(scene, code, hers)], outcome.reply))


def _lead(scene: Scene, code: str, hers: bool) -> str:
    name = scene.library.region_name(code)
    if not _has_rules(scene, code):
        return phrase("region_no_rules", region=name)
    return phrase("region_set" if hers else "region_for_now", region=name)


def _place(scene: Scene) -> Optional[tuple[str, str]]:
    """The other place a question names, and the words before it.

    Its name is taken out of the words to search for: entries are found by what they are
    about, and by where they hold in another way.
    """
    message, code = scene.message, str(scene.message.entities.get("region"))
    region = scene.library.regions.get(code)
    if region is None or message.is_choice or message.move not in _ASKING:
        return None
    if code == scene.state.region or running(scene) is not None:
        return None
    name = next((n for n in (region.name, *region.aliases) if n in message.text), None)
    before, _, after = message.text.partition(name) if name else ("", "", "")
    if not after or (_ON_THE_WAY.search(before) and not _HERS.search(before)):
        return None
    scene.message = replace(message, text=f"{before}{after}")
    return code, before


def _focused(scene: Scene) -> object:
    focus = scene.state.focus
    return scene.entry(focus) if focus and focus in scene.library.variants else None


def _has_rules(scene: Scene, code: str) -> bool:
    """Whether anything of the region's own, or of its parents below the nation, is known."""
    own = {c for c in scene.library.chain(code) if c != NATIONAL}
    return not own.isdisjoint(scene.library.regions_with_rules)
