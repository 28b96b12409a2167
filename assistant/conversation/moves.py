"""The table of moves: what each intent does, and the one way every turn goes through."""

from __future__ import annotations

from assistant.conversation.answering import answer_policy, settle
from assistant.conversation.asking import answer_open_question, answer_volunteered, correct
from assistant.conversation.choosing import (
    choose,
    inform,
    message_of,
    name_item,
    option_meant,
    pick_candidate,
)
from assistant.conversation.courtesy import (
    ask_why,
    chitchat,
    explain_term,
    goodbye,
    greet,
    help_,
    not_chinese,
    repeat,
    set_manner,
    simplify,
    thank,
)
from assistant.conversation.elements import ask_element, ask_source
from assistant.conversation.people import check_progress, complain, human
from assistant.conversation.places import tell_region, where_named
from assistant.conversation.scene import Move, Outcome, Scene
from assistant.conversation.starting import affirm, deny, start_service
from assistant.conversation.state import PendingKind
from assistant.conversation.walking import (
    cancel,
    go_to_step,
    next_step,
    pause,
    previous_step,
    resume,
    running,
    start_over,
    summarise,
    where_am_i,
)
from knowledge.search.results import Verdict

#: Intent -> what it does. ``assistant/dialogue/rules.yml`` names the same intents.
MOVES: dict[str, Move] = {
    "greet": greet,
    "goodbye": goodbye,
    "thank": thank,
    "affirm": affirm,
    "deny": deny,
    "help": help_,
    "human": human,
    "repeat": repeat,
    "simplify": simplify,
    "explain_term": explain_term,
    "ask_why": ask_why,
    "speak_slower": set_manner,
    "speak_louder": set_manner,
    "show_larger": set_manner,
    "complain": complain,
    "chitchat": chitchat,
    "ask_policy": answer_policy,
    "start_service": start_service,
    "ask_materials": ask_element,
    "ask_where": ask_element,
    "ask_hours": ask_element,
    "ask_fee": ask_element,
    "ask_duration": ask_element,
    "ask_conditions": ask_element,
    "ask_online": ask_element,
    "ask_proxy": ask_element,
    "ask_phone": ask_element,
    "ask_source": ask_source,
    "list_steps": ask_element,
    "check_progress": check_progress,
    "next_step": next_step,
    "previous_step": previous_step,
    "go_to_step": go_to_step,
    "where_am_i": where_am_i,
    "pause": pause,
    "resume": resume,
    "cancel": cancel,
    "start_over": start_over,
    "correct": correct,
    "choose": choose,
    "inform": inform,
    "tell_region": tell_region,
    "summarise": summarise,
    "nlu_fallback": answer_policy,
}

#: Moves by which a topic is named; with our question open they may answer it.
_NAMING = frozenset({"start_service", "ask_policy", "inform", "nlu_fallback", "choose"})

#: Moves that say something about what was said before.
_REFERRING = frozenset(
    {
        "ask_source",
        "ask_why",
        "check_progress",
        "chitchat",
        "choose",
        "correct",
        "go_to_step",
        "inform",
        "list_steps",
        "next_step",
        "previous_step",
        "repeat",
        "simplify",
        "summarise",
        "where_am_i",
    }
)
#: Confidence from which a move is taken at its word.
_PLAIN = 0.9

#: Outcomes that don't end a row of misunderstandings: nothing was understood yet.
_STILL_LOST = frozenset(
    {
        "unknown",
        "other_language",
        "none_fits",
        "clarified",
        "which_item",
        "nothing_to_choose",
        "region_unknown",
        "repeated",
        "simplified",
        "manner",
    }
)


def make_move(scene: Scene) -> Outcome:
    """One turn.

    What answers a question of ours is taken as its answer, whatever else it looks like
    by itself; everything else does what its intent says.
    """
    outcome = where_named(scene, _moved)
    if outcome.label not in _STILL_LOST:
        scene.state.failures = 0
    return outcome


def _moved(scene: Scene) -> Outcome:
    attempts = (
        not_chinese,
        answer_open_question,
        answer_volunteered,
        _picked,
        _option_by_place,
        _accepted,
        _new_question,
    )
    for attempt in attempts:
        outcome = attempt(scene)
        if outcome is not None:
            return outcome
    return MOVES[scene.message.move](scene)


def _picked(scene: Scene) -> Outcome | None:
    pending = scene.state.pending
    if pending is None or scene.message.move not in _NAMING:
        return None
    if pending.kind is PendingKind.WHICH_ITEM and not scene.message.is_choice:
        return name_item(scene)
    return pick_candidate(scene)


def _new_question(scene: Scene) -> Outcome | None:
    """A move that refers to what is on the table, with nothing there: perhaps a question.

    八十岁国家给钱，是真的不 sounds like 哪儿规定的, but there is nothing yet to ask the source
    of. What the knowledge base surely answers is answered.
    """
    message = scene.message
    refers = message.move in _REFERRING and message.confidence < _PLAIN
    if not refers or message.is_choice or scene.state.pending or running(scene):
        return None
    result = scene.searcher.search(message.text, region=scene.state.region)
    return settle(scene, result) if result.verdict is Verdict.ANSWER else None


def _accepted(scene: Scene) -> Outcome | None:
    """接着说 after 要我带您办吗 is a yes."""
    state = scene.state
    offered = state.pending is not None and state.pending.kind is PendingKind.OFFER_GUIDE
    idle = not state.more and running(scene) is None
    return affirm(scene) if scene.message.move == "next_step" and offered and idle else None


def _option_by_place(scene: Scene) -> Outcome | None:
    """第二个 after our last reply: the move its second option stands for."""
    if scene.message.move != "choose":
        return None
    option = option_meant(scene)
    if option is None:
        return None
    scene.message = message_of(option)
    return _moved(scene)
