"""Shows the stop a guide is at: a question, the materials, a step, where to go, the end."""

from __future__ import annotations

from assistant.conversation import stops
from assistant.conversation.composing import Choice, compose, source_card
from assistant.conversation.scene import Scene
from assistant.conversation.state import Guide
from assistant.reply import Card, CardKind, Expects, Progress, Reply, Row, RowState
from assistant.wording import phrase
from knowledge.schema import Material, Question, ServiceItem

NEXT: Choice = (phrase("label_next"), "next_step", {})
PREVIOUS: Choice = (phrase("label_previous"), "previous_step", {})
REPEAT: Choice = (phrase("label_repeat"), "repeat", {})
FINISH: Choice = (phrase("label_finish"), "next_step", {})
OTHER: Choice = (phrase("label_other"), "help", {})


def show_stop(scene: Scene, item: ServiceItem, guide: Guide) -> Reply:
    """What is said at the guide's current stop."""
    question = stops.question_at(item, guide.stop)
    if question is not None:
        return _question(scene, item, guide, question)
    if guide.stop == stops.MATERIALS:
        return _materials(scene, item, guide)
    if guide.stop == stops.WHERE:
        return _where(scene, item, guide)
    if guide.stop == stops.SUMMARY:
        return _summary(scene, item, guide)
    return _step(scene, item, guide)


def _question(scene: Scene, item: ServiceItem, guide: Guide, question: Question) -> Reply:
    asks = [f"{stops.ASK}{q.id}" for q in item.eligibility]
    given = next((a for a in question.answers if a.id == guide.answers.get(question.id)), None)
    choices: list[Choice] = [
        (answer.label, "choose", {"question": question.id, "answer": answer.id})
        for answer in question.answers
    ]
    return compose(
        scene,
        phrase("asked_before", answer=given.label) if given else "",
        question.ask,
        choices=choices,
        progress=Progress(label="先问您", at=asks.index(guide.stop) + 1, of=len(asks)),
        expects=Expects.CHOICE,
    )


def _materials(scene: Scene, item: ServiceItem, guide: Guide) -> Reply:
    needed = stops.materials(item, guide.answers)
    key = "materials" if len(needed) > 1 else "materials_one"
    return compose(
        scene,
        phrase(key, count=len(needed), names=names_of(needed)),
        card=materials_card(needed),
        choices=_forward(item, guide),
    )


def materials_card(needed: list[Material]) -> Card:
    """The checklist."""
    rows = [
        Row(
            label=material.name,
            text="　".join(
                text for text in (_form(material), material.where_to_get, material.note) if text
            ),
        )
        for material in needed
    ]
    return Card(kind=CardKind.MATERIALS, title=phrase("materials_title"), rows=rows)


def _form(material: Material) -> str:
    copies = f"{material.copies} 份" if material.copies > 1 else ""
    deferrable = "可以先办后补" if material.deferrable else ""
    return "，".join(text for text in (material.form + copies, deferrable) if text)


def names_of(needed: list[Material]) -> str:
    """Names of materials as one phrase for the ear."""
    return "、".join(
        material.name
        if material.form in ("原件", "表格", "照片")
        else f"{material.name}{material.form}"
        for material in needed
    )


def _step(scene: Scene, item: ServiceItem, guide: Guide) -> Reply:
    way = stops.step_stops(item, guide.answers)
    at = way.index(guide.stop) + 1
    step = stops.step_at(item, guide.stop)
    assert step is not None, guide.stop
    key = "last_step" if at == len(way) and at > 1 else "step"
    detail = step.detail or ""
    spoken = step.speak or f"{step.do}。{detail}"
    return compose(
        scene,
        phrase(key, at=at, of=len(way), do=step.do, detail=detail),
        speak=phrase(key, at=at, of=len(way), do=spoken.rstrip("。"), detail=""),
        card=steps_card(item, guide),
        progress=Progress(label="步", at=at, of=len(way)),
        choices=_forward(item, guide),
    )


def steps_card(item: ServiceItem, guide: Guide) -> Card:
    """All steps, with those done and the present one marked."""
    way = stops.step_stops(item, guide.answers)
    order = stops.stops(item, guide.answers)
    here = order.index(guide.stop)
    rows = []
    for stop in way:
        step = stops.step_at(item, stop)
        assert step is not None, stop
        place = order.index(stop)
        state = RowState.HERE if place == here else None
        state = state or (RowState.DONE if place < here else RowState.AHEAD)
        rows.append(Row(label=step.do, text=step.detail or "", state=state))
    return Card(kind=CardKind.STEPS, title=phrase("steps_title", count=len(way)), rows=rows)


def _where(scene: Scene, item: ServiceItem, guide: Guide) -> Reply:
    rows = [
        ("去哪儿办", item.where.hall.text),
        ("网上办", item.where.online.text if item.where.online else ""),
        ("上门办", item.where.bedside.text if item.where.bedside else ""),
        ("上班时间", item.where.hours.text if item.where.hours else ""),
        ("要多少天", item.time_limit.text),
        ("要不要钱", item.fee.text),
        ("办好拿到", item.result),
        ("当地规定", item.local_rule or ""),
        ("电话", scene.phones(item)),
    ]
    return compose(
        scene,
        phrase("where", hall=item.where.hall.text),
        phrase("limit", text=item.time_limit.text),
        phrase("fee", text=item.fee.text),
        phrase("phone", phones=scene.phones(item)),
        card=Card(
            kind=CardKind.FACTS,
            title=phrase("where_title"),
            rows=[Row(label=label, text=text) for label, text in rows if text],
        ),
        choices=_forward(item, guide),
    )


def _summary(scene: Scene, item: ServiceItem, guide: Guide) -> Reply:
    needed = stops.materials(item, guide.answers)
    way = stops.step_stops(item, guide.answers)
    hall = item.where.hall.text
    told = phrase("summary", item=item.short, names=names_of(needed), hall=hall, steps=len(way))
    if not needed:
        told = phrase("summary_short", item=item.short, hall=hall)
    elif not way:
        told = phrase("summary_no_steps", item=item.short, names=names_of(needed), hall=hall)
    card = source_card(scene, item)
    return compose(
        scene,
        told,
        phrase("summary_end", phones=scene.phones(item), code=scene.code),
        card=materials_card(needed).copy(update={"sources": card.sources}) if needed else card,
        choices=[FINISH, PREVIOUS, REPEAT],
    )


def _forward(item: ServiceItem, guide: Guide) -> list[Choice]:
    choices = [NEXT]
    if stops.before(item, guide) is not None:
        choices.append(PREVIOUS)
    return [*choices, REPEAT]
