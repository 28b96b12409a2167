"""One action for each family of moves; the rules say which move belongs to which."""

from __future__ import annotations

from typing import ClassVar

from assistant.actions.turns import TurnAction


class ActionAnswer(TurnAction):
    """Answers a policy question, or what was not understood, from the knowledge base."""

    moves: ClassVar[frozenset[str]] = frozenset({"ask_policy", "nlu_fallback"})

    def name(self) -> str:
        """Name in the rules."""
        return "action_answer"


class ActionStart(TurnAction):
    """Starts the guide through a service item."""

    moves: ClassVar[frozenset[str]] = frozenset({"start_service"})

    def name(self) -> str:
        """Name in the rules."""
        return "action_start"


class ActionAskElement(TurnAction):
    """Tells one element of an item: materials, where, cost, time …"""

    moves: ClassVar[frozenset[str]] = frozenset(
        {
            "ask_materials",
            "ask_where",
            "ask_hours",
            "ask_fee",
            "ask_duration",
            "ask_conditions",
            "ask_online",
            "ask_proxy",
            "ask_phone",
            "ask_source",
            "list_steps",
        }
    )

    def name(self) -> str:
        """Name in the rules."""
        return "action_ask_element"


class ActionGuide(TurnAction):
    """Moves along the guide."""

    moves: ClassVar[frozenset[str]] = frozenset(
        {
            "next_step",
            "previous_step",
            "go_to_step",
            "where_am_i",
            "pause",
            "resume",
            "cancel",
            "start_over",
            "summarise",
        }
    )

    def name(self) -> str:
        """Name in the rules."""
        return "action_guide"


class ActionReply(TurnAction):
    """Takes the answer to a question of ours."""

    moves: ClassVar[frozenset[str]] = frozenset(["affirm", "deny", "choose", "inform", "correct"])

    def name(self) -> str:
        """Name in the rules."""
        return "action_reply"


class ActionRegion(TurnAction):
    """Notes where the citizen lives."""

    moves: ClassVar[frozenset[str]] = frozenset({"tell_region"})

    def name(self) -> str:
        """Name in the rules."""
        return "action_region"


class ActionPerson(TurnAction):
    """Hands over to a person, takes a complaint, says who knows about progress."""

    moves: ClassVar[frozenset[str]] = frozenset({"human", "complain", "check_progress"})

    def name(self) -> str:
        """Name in the rules."""
        return "action_person"


class ActionAttend(TurnAction):
    """Courtesies and manner: greet, repeat, simpler, slower, what does that mean."""

    moves: ClassVar[frozenset[str]] = frozenset(
        {
            "greet",
            "goodbye",
            "thank",
            "help",
            "repeat",
            "simplify",
            "explain_term",
            "ask_why",
            "speak_slower",
            "speak_louder",
            "show_larger",
            "chitchat",
        }
    )

    def name(self) -> str:
        """Name in the rules."""
        return "action_attend"
