"""The way through a service item: an ordered list of stops, and moving along it.

Stops are named by what they show, not by position (``ask:who``, ``materials``,
``step:2``, ``where``, ``summary``), so that an answer which removes a step or adds one
never moves the citizen to another place.
"""

from __future__ import annotations

from typing import Optional

from assistant.conversation.state import Guide
from knowledge.schema import Material, Question, ServiceItem, Step, When

ASK = "ask:"
STEP = "step:"
MATERIALS = "materials"
WHERE = "where"
SUMMARY = "summary"


def applies(when: When, answers: dict[str, str]) -> bool:
    """Whether a line with the condition ``when`` concerns this citizen.

    A question not answered (yet) excludes nothing: better one paper too many.
    """
    return all(answers[q] in allowed for q, allowed in when.items() if q in answers)


def stops(item: ServiceItem, answers: dict[str, str]) -> list[str]:
    """All stops that concern a citizen with these answers, in order."""
    asks = [f"{ASK}{question.id}" for question in item.eligibility]
    steps = [f"{STEP}{i}" for i, step in enumerate(item.steps) if applies(step.when, answers)]
    # An office's catalogue may not say what to bring; asking nothing of it is no stop.
    papers = [MATERIALS] if item.materials else []
    return [*asks, *papers, *steps, WHERE, SUMMARY]


def step_stops(item: ServiceItem, answers: dict[str, str]) -> list[str]:
    """Only the stops that are steps."""
    return [stop for stop in stops(item, answers) if stop.startswith(STEP)]


def materials(item: ServiceItem, answers: dict[str, str]) -> list[Material]:
    """What this citizen has to bring."""
    return [material for material in item.materials if applies(material.when, answers)]


def question_at(item: ServiceItem, stop: str) -> Optional[Question]:
    """The question asked at ``stop``, or None if it is no question."""
    if not stop.startswith(ASK):
        return None
    return next((q for q in item.eligibility if q.id == stop[len(ASK) :]), None)


def step_at(item: ServiceItem, stop: str) -> Optional[Step]:
    """The step told at ``stop``, or None if it is no step."""
    return item.steps[int(stop[len(STEP) :])] if stop.startswith(STEP) else None


def begin(item: ServiceItem) -> Guide:
    """A guide at its first stop."""
    return Guide(item=item.id, stop=stops(item, {})[0])


def repair(item: ServiceItem, guide: Guide) -> None:
    """Bring a guide back onto the way after its item's file was edited under it."""
    known: dict[str, set[str]] = {q.id: {a.id for a in q.answers} for q in item.eligibility}
    guide.answers = {q: a for q, a in guide.answers.items() if a in known.get(q, set())}
    if guide.stop not in stops(item, guide.answers):
        guide.stop = MATERIALS if item.materials else WHERE


def after(item: ServiceItem, guide: Guide) -> str:
    """The next stop; questions already answered are passed over. The last stop stays."""
    way = stops(item, guide.answers)
    rest = way[way.index(guide.stop) + 1 :]
    return next((s for s in rest if not _answered(s, guide.answers)), SUMMARY)


def before(item: ServiceItem, guide: Guide) -> Optional[str]:
    """The previous stop, answered questions included; None at the first."""
    way = stops(item, guide.answers)
    at = way.index(guide.stop)
    return way[at - 1] if at else None


def _answered(stop: str, answers: dict[str, str]) -> bool:
    return stop.startswith(ASK) and stop[len(ASK) :] in answers


def last_answered(item: ServiceItem, guide: Guide) -> Optional[Question]:
    """The question answered last on the way to the current stop."""
    way = stops(item, guide.answers)
    passed = way[: way.index(guide.stop)]
    answered = [s for s in passed if _answered(s, guide.answers)]
    return question_at(item, answered[-1]) if answered else None
