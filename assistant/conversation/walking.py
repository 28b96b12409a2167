"""Moves along a guide: next, back, to a step, where am I, pause, resume, start over."""

from __future__ import annotations

from assistant.conversation import stops
from assistant.conversation.composing import Choice, compose, joined
from assistant.conversation.scene import MissingEntry, Outcome, Scene
from assistant.conversation.showing import NEXT, show_stop, steps_card
from assistant.conversation.state import Guide, Pending, PendingKind
from assistant.reply import Reply
from assistant.wording import phrase
from knowledge.schema import ServiceItem

LAST = -1


def running(scene: Scene) -> tuple[ServiceItem, Guide] | None:
    """The item and guide under way, brought in line with the item's file; else None."""
    item = scene.guided_item()
    guide = scene.state.guide
    if item is None or guide is None:
        return None
    stops.repair(item, guide)
    return item, guide


def waits_for_answer(scene: Scene) -> bool:
    """Whether the guide under way stands at one of its questions."""
    found = running(scene)
    return found is not None and stops.question_at(found[0], found[1].stop) is not None


def here(scene: Scene, *before: str) -> Reply:
    """The current stop, with sentences said before it; only call with a guide running."""
    found = running(scene)
    if found is None:
        return compose(scene, *before, phrase("no_guide"))
    return joined(before, show_stop(scene, *found))


def next_step(scene: Scene) -> Outcome:
    """Go on: the next stop, or the rest of a policy answer."""
    found = running(scene)
    if scene.state.more:
        return _tell_more(scene)
    if found is None:
        return Outcome(compose(scene, phrase("no_guide")), "no_guide")
    item, guide = found
    if guide.stop == stops.SUMMARY:
        return finish(scene, item)
    guide.stop = stops.after(item, guide)
    return Outcome(here(scene), "walked")


def _tell_more(scene: Scene) -> Outcome:
    detail, *rest = scene.state.more
    scene.state.more = rest
    if rest:
        choices: list[Choice] = [(phrase("more_label"), "next_step", {})]
        return Outcome(compose(scene, detail, choices=choices), "told_more")
    return Outcome(compose(scene, detail, phrase("more_done")), "told_more")


def finish(scene: Scene, item: ServiceItem) -> Outcome:
    """The guide is done; a shelved one is offered."""
    scene.state.guide = None
    scene.state.focus = item.id
    return offer_shelved(scene, phrase("finished", item=item.short))


def offer_shelved(scene: Scene, otherwise: str) -> Outcome:
    """Offer to take up what was put aside last, or say ``otherwise``."""
    while scene.state.shelved:
        waiting = scene.state.shelved[-1].item
        try:
            name = scene.item(waiting).short
        except MissingEntry:
            scene.state.shelved.pop()
            continue
        scene.state.pending = Pending(kind=PendingKind.OFFER_RESUME, candidates=[waiting])
        choices: list[Choice] = [
            (phrase("label_yes"), "affirm", {}),
            (phrase("label_no"), "deny", {}),
        ]
        text = phrase("finished_more", item=name)
        return Outcome(compose(scene, text, choices=choices), "finished")
    return Outcome(compose(scene, otherwise), "finished")


def previous_step(scene: Scene) -> Outcome:
    """Back one stop; nothing answered is forgotten."""
    found = running(scene)
    if found is None:
        return Outcome(compose(scene, phrase("no_guide")), "no_guide")
    item, guide = found
    earlier = stops.before(item, guide)
    if earlier is None:
        return Outcome(here(scene, phrase("first_already")), "walked")
    guide.stop = earlier
    return Outcome(here(scene), "walked")


def go_to_step(scene: Scene) -> Outcome:
    """To step N as it is counted aloud; ``最后一步`` is the last."""
    found = running(scene)
    if found is None:
        return Outcome(compose(scene, phrase("no_guide")), "no_guide")
    item, guide = found
    way = stops.step_stops(item, guide.answers)
    wanted = scene.message.entities.get("ordinal", scene.message.entities.get("number"))
    if wanted is None or not way:
        return Outcome(steps_overview(scene, item, guide), "overview")
    at = len(way) if int(wanted) == LAST else int(wanted)
    if not 1 <= at <= len(way):
        text = phrase("step_out_of_range", at=at, of=len(way))
        return Outcome(here(scene, text), "walked")
    guide.stop = way[at - 1]
    return Outcome(here(scene), "walked")


def steps_overview(scene: Scene, item: ServiceItem, guide: Guide) -> Reply:
    """The steps of an item in one breath, with the card beside."""
    way = [stops.step_at(item, stop) for stop in stops.step_stops(item, guide.answers)]
    if not way:
        return compose(scene, phrase("steps_unknown", item=item.short, phones=scene.phones(item)))
    told = "；".join(f"{i}，{step.do}" for i, step in enumerate(way, 1) if step) + "。"
    return compose(
        scene,
        phrase("steps", item=item.short, count=len(way), steps=told),
        card=steps_card(item, guide),
        choices=[NEXT] if scene.state.guide else [],
    )


def where_am_i(scene: Scene) -> Outcome:
    """Which item, which stop."""
    found = running(scene)
    if found is None:
        return Outcome(compose(scene, phrase("no_guide")), "no_guide")
    item, guide = found
    text = phrase("where_am_i", item=item.short, place=place(item, guide))
    return Outcome(here(scene, text), "walked")


def place(item: ServiceItem, guide: Guide) -> str:
    """In words, where in the guide we are."""
    if guide.stop.startswith(stops.ASK):
        return phrase("place_question")
    if guide.stop.startswith(stops.STEP):
        way = stops.step_stops(item, guide.answers)
        return phrase("place_step", at=way.index(guide.stop) + 1, of=len(way))
    names = {
        stops.MATERIALS: "place_materials",
        stops.WHERE: "place_where",
        stops.SUMMARY: "place_summary",
    }
    return phrase(names[guide.stop])


def summarise(scene: Scene) -> Outcome:
    """The gist of the running guide without moving along it."""
    found = running(scene)
    if found is None:
        return Outcome(compose(scene, phrase("no_guide")), "no_guide")
    item, guide = found
    reply = show_stop(scene, item, guide.copy(update={"stop": stops.SUMMARY}))
    return Outcome(reply.copy(update={"options": show_stop(scene, item, guide).options}), "gist")


def pause(scene: Scene) -> Outcome:
    """Wait; the 续办码 is told so that any door can go on."""
    return Outcome(compose(scene, phrase("paused", code=scene.code)), "paused")


def resume(scene: Scene) -> Outcome:
    """Go on where we stopped, or take up what was put aside."""
    scene.state.more = []
    found = running(scene)
    if found is not None:
        text = phrase("back_to_guide", item=found[0].short)
        return Outcome(here(scene, text), "resumed")
    while scene.state.shelved:
        waiting = scene.state.shelved[-1].item
        scene.state.take_up(waiting)
        if running(scene) is not None:
            text = phrase("switched_back", item=scene.item(waiting).short)
            return Outcome(here(scene, text), "resumed")
    return Outcome(compose(scene, phrase("nothing_to_resume")), "no_guide")


def cancel(scene: Scene) -> Outcome:
    """Stop the running guide; what was put aside is offered."""
    found = running(scene)
    scene.state.more = []
    if found is None:
        return Outcome(compose(scene, phrase("cancelled_nothing")), "cancelled")
    item, _ = found
    scene.state.guide = None
    outcome = offer_shelved(scene, phrase("anything_else"))
    return Outcome(joined([phrase("cancelled", item=item.short)], outcome.reply), "cancelled")


def start_over(scene: Scene) -> Outcome:
    """The running guide from its first question, answers forgotten."""
    found = running(scene)
    scene.state.more = []
    if found is None:
        return Outcome(compose(scene, phrase("what_else")), "started_over")
    scene.state.guide = stops.begin(found[0])
    return Outcome(here(scene, phrase("started_over")), "started_over")
