"""Questions about one element of an item: materials, where, hours, cost, time, who, how."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Optional

from assistant.conversation import stops
from assistant.conversation.answering import answer_with, ask_which, back_to_guide, settle
from assistant.conversation.composing import basis_lines, compose, source_card
from assistant.conversation.papers import paper_asked, without_paper
from assistant.conversation.scene import MissingEntry, Outcome, Scene
from assistant.conversation.showing import materials_card, names_of
from assistant.conversation.state import Guide, Pending, PendingKind
from assistant.conversation.walking import running, steps_overview
from assistant.reply import Reply
from assistant.wording import phrase
from knowledge.normal import normal_form
from knowledge.schema import Fact, Material, PolicyEntry, ServiceItem
from knowledge.search.results import Verdict

#: Words that ask for an element and name no item; without them the rest is the topic.
_ELEMENT_WORDS = re.compile(
    r"要?带?(什么|啥|哪些|几样)(材料|东西|证件|手续|资料|条件)|(需要|得|要|用)(带|准备|拿|交|提供)?(什么|啥|哪些)?|"
    r"带(什么|啥)|材料|手续|多少钱|几多钱|收费|费用|要钱|花钱|免费|交钱|"
    r"(在|去|上|到)(哪儿?|哪里|什么地方|边度)|哪儿|哪里|地址|地点|窗口|"
    r"几点|上班|下班|开门|关门|周末|星期[一二三四五六日天]|"
    r"(要|得)?(多久|多长时间|几天|多少天|几时)|什么时候(能|可以)?(办好|下来|拿到)?|"
    r"(拿|领|取|办)(到手?|下来|好|完)|上门|(到|来|在)?家里?|(给|帮|替)我|"
    r"网上|手机上?|线上|电话|号码|依据|规定|条件|资格|"
    r"怎么|咋|办理?|能不能|能|可不可以|可以|行不行|行|吗|呢|啊|呀|吧|嘛|啦|哦|不"
)


def ask_element(scene: Scene) -> Outcome:
    """A question about an element: of the item named, else of the one we are at."""
    text = scene.message.text
    named = _named(scene, text)
    if isinstance(named, PolicyEntry):
        return answer_with(scene, named)
    if named is None and _choosing(scene):
        return _ask_which(scene, text)
    item = named or _spoken_of(scene)
    return about(scene, item, scene.message.move, text) if item else _which_item(scene, text)


def _choosing(scene: Scene) -> list[ServiceItem]:
    """The items among which our open question, outside a guide, asks to choose."""
    pending = scene.state.pending
    if pending is None or pending.kind is not PendingKind.CLARIFY or running(scene):
        return []
    known = [scene.entry(c) for c in pending.candidates if c in scene.library.variants]
    return [entry for entry in known if isinstance(entry, ServiceItem)]


def _ask_which(scene: Scene, text: str) -> Outcome:
    """An element is asked for before it is said of which item: the choice stays open."""
    items = _choosing(scene)
    scene.state.pending = Pending(
        kind=PendingKind.CLARIFY,
        candidates=[item.id for item in items],
        move=scene.message.move,
        said=text,
    )
    return ask_which(scene, items, "which_one_asked")


def _which_item(scene: Scene, text: str) -> Outcome:
    """Nothing was spoken of: what may be meant is offered, else the name is asked for."""
    if _names_something(scene, text):
        result = scene.searcher.search(text, region=scene.state.region)
        if result.verdict is not Verdict.DECLINE:
            return settle(scene, result)
    scene.state.pending = Pending(kind=PendingKind.WHICH_ITEM, move=scene.message.move, said=text)
    return Outcome(compose(scene, phrase("which_item")), "which_item")


def _names_something(scene: Scene, text: str) -> bool:
    topic = _ELEMENT_WORDS.sub("", without_paper(scene, text))
    return not scene.message.is_choice and len(normal_form(topic)) >= 2


def _named(scene: Scene, text: str) -> Optional[ServiceItem | PolicyEntry]:
    """The entry a question names besides the element, if it names one surely."""
    if not _names_something(scene, text):
        return None
    region = scene.state.region
    everything = scene.searcher.search(text, region=region)
    best = everything.best
    if best is not None and everything.verdict is Verdict.ANSWER and not best.foreign:
        return best.variant.entry
    items = scene.searcher.search(text, region=region, kinds=("item",))
    if items.best is None or items.best.foreign or items.verdict is Verdict.DECLINE:
        return None
    # Less than sure, an item will do if nothing was spoken of and no policy is likelier.
    if items.verdict is Verdict.CLARIFY and (_spoken_of(scene) or items.best != best):
        return None
    entry = items.best.variant.entry
    return entry if isinstance(entry, ServiceItem) else None


def _spoken_of(scene: Scene) -> Optional[ServiceItem]:
    """The item of the running guide, of our offer, or spoken of last."""
    guided = scene.guided_item()
    if guided is not None:
        return guided
    pending = scene.state.pending
    offered = pending.candidates if pending and len(pending.candidates) == 1 else []
    for entry_id in (*offered, scene.state.focus):
        if entry_id is None:
            continue
        try:
            return scene.item(entry_id)
        except MissingEntry:
            continue
    return _item_of_policy(scene)


def _item_of_policy(scene: Scene) -> Optional[ServiceItem]:
    """The one item a policy spoken of last leads to."""
    focus = scene.state.focus
    if focus is None or focus not in scene.library.variants:
        return None
    items = []
    for entry_id in scene.entry(focus).related:
        try:
            items.append(scene.item(entry_id))
        except MissingEntry:
            continue
    return items[0] if len(items) == 1 else None


def about(scene: Scene, item: ServiceItem, element: str, said: str) -> Outcome:
    """Tell one element of ``item``; a running guide goes on after it."""
    scene.state.focus = item.id
    scene.state.failures = 0
    if scene.state.guide is None:
        scene.state.pending = Pending(kind=PendingKind.OFFER_GUIDE, candidates=[item.id])
    reply = ELEMENTS[element](scene, item, said)
    return Outcome(back_to_guide(scene, _headed(scene, item, reply)), "answered_element")


def _headed(scene: Scene, item: ServiceItem, reply: Reply) -> Reply:
    """Name the item when it is not the one under way, so that nobody mixes two up."""
    under_way = scene.guided_item()
    if under_way is not None and under_way.id == item.id:
        return reply
    head = phrase("about_item", item=item.short)
    return reply.copy(update={"text": head + reply.text, "speak": head + reply.speak})


def _guide_of(scene: Scene, item: ServiceItem) -> Guide:
    """The running guide if it is of this item, else one with nothing answered."""
    found = running(scene)
    return found[1] if found is not None and found[0].id == item.id else stops.begin(item)


def _materials(scene: Scene, item: ServiceItem, said: str) -> Reply:
    needed = stops.materials(item, _guide_of(scene, item).answers)
    if not needed:
        return compose(scene, phrase("element_materials_unknown", phones=scene.phones(item)))
    asked = paper_asked(scene, said)
    names = names_of(needed)
    if asked is None:
        text = phrase("element_materials", names=names)
    else:
        text = _about_material(item, needed, asked, names)
    return compose(scene, text, card=materials_card(needed))


def _about_material(item: ServiceItem, needed: list[Material], asked: str, names: str) -> str:
    """Whether the thing asked for is on the list, for everybody or only sometimes."""
    found = next((m for m in needed if asked in m.name), None)
    if found is None:
        return phrase("element_material_no", name=asked, names=names)
    labels: dict[tuple[str, str], str] = {
        (q.id, a.id): a.label for q in item.eligibility for a in q.answers
    }
    asked_for = ((q, a) for q, allowed in found.when.items() for a in allowed)
    when = [labels[answer] for answer in asked_for if answer in labels]
    if when:
        return phrase("element_material_some", name=found.name, when="、".join(when))
    return phrase("element_material_yes", name=found.name)


def _fact(key: str, missing: str, pick: Callable[[ServiceItem], Optional[Fact]]) -> Element:
    def tell(scene: Scene, item: ServiceItem, _said: str) -> Reply:
        fact = pick(item)
        phones = scene.phones(item)
        text = phrase(key, text=fact.text) if fact else phrase(missing, phones=phones)
        return compose(scene, text)

    return tell


def _duration(scene: Scene, item: ServiceItem, _said: str) -> Reply:
    limit = item.time_limit
    legal = ""
    if limit.legal_days is not None and str(limit.legal_days) not in limit.text:
        unit = phrase(f"days_unit_{limit.unit}")
        legal = phrase("element_days", days=limit.legal_days, unit=unit)
    return compose(scene, phrase("element_duration", text=limit.text), legal)


def _conditions(scene: Scene, item: ServiceItem, _said: str) -> Reply:
    if not item.conditions:
        return compose(scene, phrase("element_conditions_unknown", phones=scene.phones(item)))
    return compose(scene, phrase("element_conditions", text="".join(item.conditions)))


def _proxy(scene: Scene, item: ServiceItem, said: str) -> Reply:
    where = item.where
    if "上门" in said and where.bedside is not None:
        return compose(scene, phrase("element_bedside", text=where.bedside.text))
    if where.proxy is None:
        return compose(scene, phrase("element_proxy_no", phones=scene.phones(item)))
    bedside = phrase("element_bedside", text=where.bedside.text) if where.bedside else ""
    return compose(scene, where.proxy.text, bedside)


def _phone(scene: Scene, item: ServiceItem, _said: str) -> Reply:
    phones = [scene.library.phones[n] for n in item.contact.consult if n in scene.library.phones]
    told = "，或者".join(phrase("phone_named", name=p.name, number=p.number) for p in phones)
    told = told or scene.phones(item)
    return compose(scene, phrase("element_phone", phones=told))


def _steps(scene: Scene, item: ServiceItem, _said: str) -> Reply:
    guide = _guide_of(scene, item)
    return steps_overview(scene, item, guide)


Element = Callable[[Scene, ServiceItem, str], Reply]

#: Move -> how the element it asks for is told.
ELEMENTS: dict[str, Element] = {
    "ask_materials": _materials,
    "ask_where": _fact("element_where", "element_where", lambda item: item.where.hall),
    "ask_hours": _fact("element_where", "element_hours_unknown", lambda item: item.where.hours),
    "ask_fee": _fact("element_fee", "element_fee", lambda item: item.fee),
    "ask_duration": _duration,
    "ask_conditions": _conditions,
    "ask_online": _fact("element_where", "element_online_no", lambda item: item.where.online),
    "ask_proxy": _proxy,
    "ask_phone": _phone,
    "list_steps": _steps,
}


def ask_source(scene: Scene) -> Outcome:
    """哪儿规定的: the sources of what was spoken of last."""
    focus = scene.state.focus
    named = _named(scene, scene.message.text)
    if named is not None:
        focus = named.id
    if focus is None or focus not in scene.library.variants:
        return Outcome(compose(scene, phrase("no_source")), "no_source")
    entry = scene.entry(focus)
    told = compose(scene, *basis_lines(scene, entry), card=source_card(scene, entry))
    return Outcome(back_to_guide(scene, told), "answered_element")
