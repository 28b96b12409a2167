"""Answers a question from the knowledge base, with its source, or says it can't."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conversation import stops
from assistant.conversation.composing import (
    Choice,
    basis_lines,
    compose,
    doubts,
    joined,
    source_card,
)
from assistant.conversation.quoting import quote
from assistant.conversation.scene import MissingEntry, Outcome, Scene, display_name
from assistant.conversation.showing import show_stop
from assistant.conversation.splitting import named_already, splitting_question, told_apart
from assistant.conversation.state import Pending, PendingKind
from assistant.conversation.walking import place, running
from assistant.reply import Reply
from assistant.spoken import for_the_ear
from assistant.wording import phrase
from knowledge.library import Entry
from knowledge.schema import NATIONAL, ImportedItem, ImportedText, PolicyEntry, ServiceItem
from knowledge.search.results import Hit, Result, Verdict

MOST_CANDIDATES = 3
#: Log-odds within which an answer to a question is as good a find as the service it is of.
_AS_GOOD = 1.5


def answer_with(scene: Scene, entry: Entry, asked: str = "") -> Outcome:
    """Tell what an entry says; in the middle of a guide, go back to the step after it.

    Args:
        scene: the turn.
        entry: what was asked about.
        asked: the question, if it isn't what was said last.
    """
    scene.state.focus = entry.id
    scene.state.pending = None
    scene.state.failures = 0
    return Outcome(back_to_guide(scene, _told(scene, entry, asked)), "answered")


def _told(scene: Scene, entry: Entry, asked: str) -> Reply:
    if isinstance(entry, ImportedText):
        said = "" if scene.message.is_choice else scene.message.text
        return quote(scene, entry, asked or said or entry.title)
    return _policy(scene, entry) if isinstance(entry, PolicyEntry) else _item(scene, entry)


def _policy(scene: Scene, policy: PolicyEntry) -> Reply:
    scene.state.more = list(policy.details)
    # Inside a guide the way goes back to it: one question at a time.
    items = [] if running(scene) else _related_items(scene, policy)
    starts: list[Choice] = [(i.short, "start_service", {"entry": i.id}) for i in items]
    more: list[Choice] = [(phrase("more_label"), "next_step", {})] if policy.details else []
    local = _local_rule(scene, policy)
    offer = _offer(scene, policy, items)
    spoken = (policy.answer, local, *spoken_source(scene, policy), offer)
    return compose(
        scene,
        policy.answer,
        local,
        *basis_lines(scene, policy),
        speak="\n".join(text for text in spoken if text),
        card=source_card(scene, policy),
        choices=[*more, *starts],
    )


def _local_rule(scene: Scene, policy: PolicyEntry) -> str:
    """How it is where she lives: from the policy, or nearer from the service it leads to."""
    if not policy.local_rule:
        return ""
    if policy.region == NATIONAL and policy.related:
        try:
            item = scene.item(policy.related[0])
        except MissingEntry:
            item = None
        if item is not None and item.region != NATIONAL and item.local_rule:
            return phrase("local_here", region=scene.level(item), text=item.local_rule)
    return phrase("local", text=policy.local_rule)


def _offer(scene: Scene, policy: PolicyEntry, items: list[ServiceItem]) -> str:
    """The question a spoken answer ends with; 要 then means what was offered."""
    if running(scene):
        return ""
    if policy.details:
        return phrase("more_offer")
    if len(items) != 1:
        return ""
    scene.state.pending = Pending(kind=PendingKind.OFFER_GUIDE, candidates=[items[0].id])
    return phrase("start_this", item=items[0].short)


def spoken_source(scene: Scene, entry: Entry) -> list[str]:
    """The source as briefly as it can be said, and every doubt about it."""
    if isinstance(entry, (ImportedItem, ImportedText)):
        return doubts(scene, entry)
    document = scene.library.documents.get(entry.basis[0].document)
    if document is None or document.corpus is None:
        return basis_lines(scene, entry)
    return [phrase("spoken_source", document=document.short), *doubts(scene, entry)]


def _related_items(scene: Scene, policy: PolicyEntry) -> list[ServiceItem]:
    """Items that can be started from here, at most two."""
    found = []
    for entry_id in policy.related:
        try:
            found.append(scene.item(entry_id))
        except MissingEntry:
            continue
    return found[:2]


def _item(scene: Scene, item: ServiceItem) -> Reply:
    scene.state.more = []
    told = (item.summary, phrase("where", hall=item.where.hall.text))
    if running(scene):
        return compose(scene, *told, card=source_card(scene, item))
    scene.state.pending = Pending(kind=PendingKind.OFFER_GUIDE, candidates=[item.id])
    choices: list[Choice] = [
        (phrase("yes_guide"), "affirm", {}),
        (phrase("refuse_guide"), "deny", {}),
    ]
    offer = phrase("start_this", item=item.short)
    return compose(scene, *told, offer, card=source_card(scene, item), choices=choices)


def back_to_guide(scene: Scene, told: Reply) -> Reply:
    """After a side question: the answer, then where we were, with that stop's options.

    A question of ours or a step is said again; a long list is only named.
    """
    found = running(scene)
    if found is None:
        return told
    item, guide = found
    scene.state.more = []
    stop = show_stop(scene, item, guide)
    lead = phrase("back_to_guide", item=item.short)
    if guide.stop.startswith((stops.ASK, stops.STEP)):
        again = joined([lead], stop)
    else:
        text = phrase("back_to_place", item=item.short, place=place(item, guide))
        again = stop.copy(update={"text": text, "speak": for_the_ear(text)})
    return again.copy(
        update={
            "text": f"{told.text}\n{again.text}",
            "speak": told.speak + again.speak,
            "card": told.card or stop.card,
        }
    )


def clarify(scene: Scene, hits: tuple[Hit, ...], move: str, asked: str) -> Outcome:
    """Ask which of at most three entries is meant, unless the question has told it."""
    candidates = [hit.variant.entry for hit in hits[:MOST_CANDIDATES]]
    told = named_already([told_by(entry) for entry in candidates], scene.message.text)
    if told is not None and move == "ask_policy":
        return answer_with(scene, candidates[told])
    scene.state.pending = Pending(
        kind=PendingKind.CLARIFY,
        candidates=[entry.id for entry in candidates],
        move=move,
        said=scene.message.text,
    )
    return ask_which(scene, candidates, asked)


def ask_which(scene: Scene, candidates: Sequence[Entry], asked: str) -> Outcome:
    """The question itself, with a button for each entry and one for none of them."""
    labels = told_apart([display_name(e) for e in candidates], [_whole_name(e) for e in candidates])
    choices: list[Choice] = [
        (label, "choose", {"entry": entry.id})
        for label, entry in zip(labels, candidates, strict=True)
    ]
    choices.append((phrase("none_of_these"), "deny", {}))
    question = splitting_question([told_by(entry) for entry in candidates])
    return Outcome(compose(scene, question or phrase(asked), choices=choices), "clarified")


def _whole_name(entry: Entry) -> str:
    return entry.name if isinstance(entry, ServiceItem) else entry.title


def told_by(entry: Entry) -> str:
    """The words by which an entry is told from others: an item's names, a policy's title."""
    return f"{entry.name} {entry.short}" if isinstance(entry, ServiceItem) else entry.title


def answer_policy(scene: Scene) -> Outcome:
    """A question: answer it, ask which one is meant, or say that we don't know."""
    result = scene.searcher.search(scene.message.text, region=scene.state.region)
    return settle(scene, result)


def settle(scene: Scene, result: Result) -> Outcome:
    """Act on a search result by its verdict."""
    if result.best is None or result.verdict is Verdict.DECLINE:
        return not_known(scene)
    if result.best.foreign:
        return _foreign(scene, result.best)
    if result.verdict is Verdict.ANSWER:
        return answer_with(scene, _asked_for(scene, result))
    here = tuple(hit for hit in result.hits if not hit.foreign)
    return clarify(scene, here, "ask_policy", "which_one_asked")


def _asked_for(scene: Scene, result: Result) -> Entry:
    """The entry to answer with: for a question rather its answer than the service it is of."""
    first, *rest = (hit for hit in result.hits if not hit.foreign)
    entry = first.variant.entry
    if scene.message.move != "ask_policy" or not isinstance(entry, ServiceItem) or not rest:
        return entry
    second, policy = rest[0], rest[0].variant.entry
    near = first.score - second.score <= _AS_GOOD and entry.id in policy.related
    return policy if near and isinstance(policy, PolicyEntry) else entry


def _foreign(scene: Scene, hit: Hit) -> Outcome:
    entry = hit.variant.entry
    text = phrase("foreign", region=scene.level(entry), phone=scene.phones(entry))
    return Outcome(back_to_guide(scene, compose(scene, text)), "foreign")


def not_known(scene: Scene) -> Outcome:
    """Say plainly that we don't know; after the second time offer words, then a person."""
    scene.state.failures += 1
    scene.state.pending = None
    phone = scene.human_phone
    person: Choice = (phrase("label_human"), "human", {})
    if scene.state.failures == 1:
        reply = compose(scene, phrase("unknown", phone=phone), choices=[person])
    elif scene.state.failures == 2:
        reply = compose(scene, phrase("not_understood_again"), choices=[person])
    else:
        no: Choice = (phrase("label_no"), "deny", {})
        yes: Choice = (phrase("label_human"), "human", {})
        reply = compose(scene, phrase("offer_person"), choices=[yes, no])
    return Outcome(back_to_guide(scene, reply), "unknown")
