"""Starts a guide: by name, by alias, by description, by choice."""

from __future__ import annotations

from assistant.conversation import stops
from assistant.conversation.answering import (
    MOST_CANDIDATES,
    answer_with,
    ask_which,
    clarify,
    not_known,
    settle,
    told_by,
)
from assistant.conversation.composing import compose, doubts
from assistant.conversation.elements import ELEMENTS, about
from assistant.conversation.people import human
from assistant.conversation.scene import MissingEntry, Outcome, Scene
from assistant.conversation.splitting import named_already
from assistant.conversation.state import Pending, PendingKind
from assistant.conversation.walking import (
    here,
    next_step,
    offer_shelved,
    running,
    waits_for_answer,
)
from assistant.wording import phrase
from knowledge.schema import ImportedItem, ServiceItem
from knowledge.search.results import Result, Verdict


def start_service(scene: Scene) -> Outcome:
    """A thing is to be done: find the item and begin, or ask which one."""
    chosen = scene.message.entities.get("entry")
    if chosen is not None:
        return begin_by_id(scene, str(chosen))
    text, region = scene.message.text, scene.state.region
    items = scene.searcher.search(text, region=region, kinds=("item",))
    if items.best is not None and items.verdict is Verdict.ANSWER and not items.best.foreign:
        return begin_by_id(scene, items.best.id)
    everything = scene.searcher.search(text, region=region)
    if _is_policy(everything) or items.best is None or items.verdict is Verdict.DECLINE:
        return settle(scene, everything)
    held = tuple(hit for hit in items.hits if not hit.foreign)
    if not held or items.verdict is Verdict.ANSWER:
        # What is meant exists elsewhere only; settling says where.
        return settle(scene, everything)
    told = named_already([told_by(hit.variant.entry) for hit in held[:MOST_CANDIDATES]], text)
    if told is not None:
        return begin_by_id(scene, held[told].id)
    return clarify(scene, held, "start_service", "which_one")


def _is_policy(result: Result) -> bool:
    """Whether what sounded like a wish to do something is likelier a question.

    保险还差三年没交够咋办 can be answered, not done: choices of items alone would not hold
    the answer.
    """
    return result.best is not None and not isinstance(result.best.variant.entry, ServiceItem)


def begin_by_id(scene: Scene, entry_id: str) -> Outcome:
    """Begin, resume or keep on with the guide of an item; tell a policy."""
    try:
        entry = scene.entry(entry_id)
    except MissingEntry:
        return not_known(scene)
    if not isinstance(entry, ServiceItem):
        return answer_with(scene, entry)
    return begin(scene, entry)


def begin(scene: Scene, item: ServiceItem) -> Outcome:
    """Start ``item``; what is under way is put aside, what was put aside is taken up."""
    state = scene.state
    state.pending, state.more, state.failures, state.focus = None, [], 0, item.id
    under_way = running(scene)
    if under_way is not None and under_way[0].id == item.id:
        return Outcome(here(scene, phrase("already_in", item=item.short)), "started")
    put_aside = phrase("shelved", item=under_way[0].short) if under_way else ""
    state.shelve()
    if state.take_up(item.id):
        return Outcome(here(scene, put_aside, phrase("switched_back", item=item.short)), "started")
    state.guide = stops.begin(item)
    intro = phrase("guide_intro", item=item.short, summary=item.summary)
    # An imported guide is as old as its file: that is said before anybody sets out by it.
    dated = doubts(scene, item) if isinstance(item, ImportedItem) else []
    return Outcome(here(scene, put_aside, intro, *dated, _first_questions(item)), "started")


def _first_questions(item: ServiceItem) -> str:
    count = len(item.eligibility)
    if count == 0:
        return ""
    if count == 1:
        return phrase("guide_first_question")
    return phrase("guide_first_questions", count=count)


def take_pending(scene: Scene, entry_id: str) -> Outcome:
    """Go on with the entry chosen among the candidates of our question."""
    pending = scene.state.pending
    scene.state.pending = None
    if pending is None or pending.kind is not PendingKind.CLARIFY:
        return begin_by_id(scene, entry_id)
    if pending.move in ELEMENTS and entry_id in scene.library.variants:
        entry = scene.entry(entry_id)
        if isinstance(entry, ServiceItem):
            return about(scene, entry, pending.move, pending.said)
    if pending.move != "ask_policy":
        return begin_by_id(scene, entry_id)
    try:
        entry = scene.entry(entry_id)
    except MissingEntry:
        return not_known(scene)
    return answer_with(scene, entry, pending.said)


def affirm(scene: Scene) -> Outcome:
    """Yes: to our offer, else a nod that means go on."""
    pending = scene.state.pending
    if pending is not None and len(pending.candidates) == 1:
        return take_pending(scene, pending.candidates[0])
    if pending is not None and pending.kind is PendingKind.CLARIFY:
        return ask_again(scene, pending)
    last = scene.state.last_reply
    if last is not None and phrase("offer_person") in last.text:
        return human(scene)
    if waits_for_answer(scene) and not scene.state.more:
        # A nod at a question that isn't one of yes or no: she listens, but hasn't answered.
        return Outcome(here(scene, phrase("pick_one")), "nodded")
    if running(scene) is not None or scene.state.more:
        return next_step(scene)
    return Outcome(compose(scene, phrase("what_else")), "nodded")


def ask_again(scene: Scene, pending: Pending) -> Outcome:
    """The same choice once more; yes doesn't say which."""
    known = [scene.entry(c) for c in pending.candidates if c in scene.library.variants]
    if not known:
        return not_known(scene)
    scene.state.pending = pending.copy(update={"candidates": [entry.id for entry in known]})
    return ask_which(scene, known, "which_one")


def deny(scene: Scene) -> Outcome:
    """No: to our offer or to all the candidates; at a step it means not done yet."""
    pending = scene.state.pending
    scene.state.pending = None
    scene.state.more = []
    if pending is not None and pending.kind is PendingKind.CLARIFY:
        return _none_of_these(scene)
    if pending is not None and pending.kind is PendingKind.OFFER_RESUME:
        scene.state.shelved = [g for g in scene.state.shelved if g.item not in pending.candidates]
        return offer_shelved(scene, phrase("anything_else"))
    if pending is None and waits_for_answer(scene):
        return Outcome(here(scene, phrase("skip_question")), "walked")
    if pending is None and running(scene) is not None:
        return Outcome(here(scene, phrase("no_rush")), "walked")
    if pending is not None and running(scene) is not None:
        return Outcome(here(scene), "walked")
    return Outcome(compose(scene, phrase("anything_else")), "declined_offer")


def _none_of_these(scene: Scene) -> Outcome:
    if scene.state.failures >= 1:
        return not_known(scene)
    scene.state.failures += 1
    return Outcome(compose(scene, phrase("not_these")), "none_fits")
