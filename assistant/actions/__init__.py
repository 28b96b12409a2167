"""What the bot does. Rasa's rules name these actions; rasa-sdk finds them here."""

from assistant.actions.families import (
    ActionAnswer,
    ActionAskElement,
    ActionAttend,
    ActionGuide,
    ActionPerson,
    ActionRegion,
    ActionReply,
    ActionStart,
)

__all__ = [
    "ActionAnswer",
    "ActionAskElement",
    "ActionAttend",
    "ActionGuide",
    "ActionPerson",
    "ActionRegion",
    "ActionReply",
    "ActionStart",
]
