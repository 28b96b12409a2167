"""Our questions and the answers to them: eligibility, choices, yes and no, corrections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Optional

from assistant.conversation import stops
from assistant.conversation.composing import Choice, compose
from assistant.conversation.scene import Message, MissingEntry, Outcome, Scene
from assistant.conversation.showing import NEXT
from assistant.conversation.state import Guide, Pending, PendingKind
from assistant.conversation.walking import here, running
from assistant.wording import phrase
from knowledge.normal import normal_form
from knowledge.schema import Answer, Question, QuestionKind, ServiceItem
from knowledge.search.text import LONGEST_QUERY, dice, pairs, sounds

_DENIAL = re.compile("不|没|未|别")
#: At the end of what was said before a name: the name is denied.
_DENIED = re.compile("(?:不是?|没有?|未|别)$")

#: Somebody goes for somebody else.
_HELPED = re.compile(
    "替|代办|(?:儿子|闺女|女儿|孩子|孙子|孙女|外孙|媳妇|女婿|老伴|家里人)[^，。]{0,2}[去办跑弄]"
)
#: … denied, or asked whether it may be.
_NOT_TOLD = re.compile("不[用要让是]|[能行可]不|没人|别|吗|行么|[?？]")

#: Overlap of sounds from which words count as naming an answer.
_SAME_WORDS = 0.6

#: Moves that say something about the matter; only these are read as an answer in words.
#: 人工, 再说一遍 and the like keep their meaning in the middle of a question.
ANSWERING_MOVES = frozenset(
    {
        "affirm",
        "deny",
        "choose",
        "inform",
        "correct",
        "start_service",
        "ask_policy",
        "ask_proxy",
        "chitchat",
        "nlu_fallback",
        "next_step",
        "tell_region",
        "ask_conditions",
        "check_progress",
    }
)

#: Moves that only tell something; an age among it is an answer, not a question.
_VOLUNTEERING = frozenset({"inform", "correct"})


def open_question(scene: Scene) -> Optional[tuple[ServiceItem, Guide, Question]]:
    """The guide's question we are waiting on, or None."""
    found = running(scene)
    if found is None:
        return None
    question = stops.question_at(found[0], found[1].stop)
    return (*found, question) if question else None


def answer_open_question(scene: Scene) -> Optional[Outcome]:
    """Take what was said as the answer to our open question, if it is one."""
    waiting = open_question(scene)
    if waiting is None or scene.message.move not in ANSWERING_MOVES:
        return None
    item, guide, question = waiting
    answer = match_answer(question, scene)
    return take_answer(scene, item, guide, question, answer) if answer else None


def answer_volunteered(scene: Scene) -> Optional[Outcome]:
    """An age told out of turn belongs to the guide's question about age."""
    found = running(scene)
    if found is None or scene.message.move not in _VOLUNTEERING:
        return None
    item, guide = found
    if scene.message.is_choice or "age" not in scene.message.entities:
        return None
    question = next((q for q in item.eligibility if q.kind is QuestionKind.AGE), None)
    answer = _by_age(question, scene.message.entities) if question else None
    return take_answer(scene, item, guide, question, answer) if question and answer else None


def match_answer(question: Question, scene: Scene) -> Optional[Answer]:
    """Which answer to ``question`` was given, or None if it was none of them."""
    message = scene.message
    chosen = message.entities.get("answer")
    if chosen is not None:
        if message.entities.get("question") != question.id:
            return None
        return next((a for a in question.answers if a.id == chosen), None)
    if question.kind is QuestionKind.AGE:
        # 2 or 第二个 picks an option; 七十四 is an age.
        picked = _by_position(question, message.entities) if message.move == "choose" else None
        return picked or _by_age(question, message.entities)
    named = None if message.is_choice else by_words(message.text, question.answers)
    return (
        named
        or _by_position(question, message.entities)
        or _by_yes_no(question, message.move)
        or _by_helper(question, message)
    )


def _by_age(question: Question, entities: dict[str, object]) -> Optional[Answer]:
    age = entities.get("age", entities.get("number") or None)
    if not isinstance(age, (int, float)):
        return None
    for answer in question.answers:
        low = answer.age_from if answer.age_from is not None else 0
        high = answer.age_to if answer.age_to is not None else 150
        if low <= age <= high:
            return answer
    return None


def _by_position(question: Question, entities: dict[str, object]) -> Optional[Answer]:
    position = entities.get("ordinal", entities.get("number"))
    if not isinstance(position, (int, float)):
        return None
    index = int(position) if position < 0 else int(position) - 1
    in_range = -len(question.answers) <= index < len(question.answers)
    return question.answers[index] if in_range else None


def _by_yes_no(question: Question, move: str) -> Optional[Answer]:
    wanted = {"affirm": "yes", "deny": "no"}.get(move)
    if question.kind is not QuestionKind.YES_NO or wanted is None:
        return None
    return next(a for a in question.answers if a.id == wanted)


def _by_helper(question: Question, message: Message) -> Optional[Answer]:
    """我替她去, 让孙子跑 where one answer is that somebody else goes; 能不能替 asks."""
    text = message.text
    if message.is_choice or not _HELPED.search(text) or _NOT_TOLD.search(text):
        return None
    helped = [answer for answer in question.answers if "替" in answer.label]
    return helped[0] if len(helped) == 1 else None


def by_words(text: str, answers: Sequence[Answer]) -> Optional[Answer]:
    """The answer whose label or sayings sound most like ``text``, if one clearly does."""
    said = normal_form(text[:LONGEST_QUERY])
    scored = sorted(
        ((max(_likeness(said, name) for name in (a.label, *a.means)), a.id, a) for a in answers),
        reverse=True,
        key=lambda row: row[:2],
    )
    best, runner_up = scored[0], scored[1]
    clear = best[0] >= _SAME_WORDS and best[0] > runner_up[0]
    return best[2] if clear else None


def _likeness(said: str, name: str) -> float:
    """1 if ``name`` is said word for word within ``said``, else overlap of sounds.

    没挂失呢 sounds like 挂失了 and means the opposite: what is denied isn't named, and a
    denial sounds like nothing but a denial.
    """
    name = normal_form(name)
    at = said.find(name) if len(name) >= 2 else -1
    if said == name or (at >= 0 and not _DENIED.search(said[:at])):
        # The longer name wins: 还没挂失 contains 挂失.
        return 1 + len(name) / 100
    if bool(_DENIAL.search(said)) != bool(_DENIAL.search(name)):
        return 0.0
    return dice(pairs(sounds(said)), pairs(sounds(name)))


def take_answer(
    scene: Scene, item: ServiceItem, guide: Guide, question: Question, answer: Answer
) -> Outcome:
    """Note an answer, say what follows from it, and go on."""
    changed = guide.answers.get(question.id) not in (None, answer.id)
    guide.answers[question.id] = answer.id
    noted = phrase("corrected" if changed else "noted", answer=answer.label)
    if guide.stop == f"{stops.ASK}{question.id}":
        # A correction made later leaves the citizen where they are.
        guide.stop = stops.after(item, guide)
    if answer.stop:
        return _stopped(scene, answer)
    return Outcome(here(scene, noted, answer.note or ""), "answered_question")


def _stopped(scene: Scene, answer: Answer) -> Outcome:
    reason = phrase("cannot", reason=answer.stop)
    other = _instead(scene, answer)
    if other is not None:
        scene.state.pending = Pending(kind=PendingKind.OFFER_GUIDE, candidates=[other.id])
        choices: list[Choice] = [
            (phrase("yes_guide"), "affirm", {}),
            (phrase("refuse_guide"), "deny", {}),
        ]
        text = phrase("cannot_go", item=other.short)
        return Outcome(compose(scene, reason, text, choices=choices), "not_eligible")
    person: Choice = (phrase("label_human"), "human", {})
    text = phrase("go_on_anyway")
    return Outcome(compose(scene, reason, text, choices=[NEXT, person]), "not_eligible")


def _instead(scene: Scene, answer: Answer) -> Optional[ServiceItem]:
    """The item to be done instead, if there is one."""
    try:
        return scene.item(answer.go) if answer.go else None
    except MissingEntry:
        return None


def correct(scene: Scene) -> Outcome:
    """说错了: the answer given last is asked again, or changed at once if the new one is said."""
    found = running(scene)
    if found is None:
        scene.state.pending = None
        return Outcome(compose(scene, phrase("correct_what")), "corrected")
    item, guide = found
    question = _to_correct(item, guide)
    if question is None:
        return Outcome(here(scene), "corrected")
    answer = match_answer(question, scene)
    if answer is not None:
        return take_answer(scene, item, guide, question, answer)
    guide.stop = f"{stops.ASK}{question.id}"
    return Outcome(here(scene), "corrected")


def _to_correct(item: ServiceItem, guide: Guide) -> Optional[Question]:
    """The question whose answer is taken back: this one if answered, else the one before."""
    asked = stops.question_at(item, guide.stop)
    if asked is not None and asked.id in guide.answers:
        return asked
    return stops.last_answered(item, guide) or asked
