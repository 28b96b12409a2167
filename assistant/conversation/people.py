"""A person at one word; complaints; and what only a person can look up."""

from __future__ import annotations

from assistant.conversation.answering import back_to_guide
from assistant.conversation.composing import compose
from assistant.conversation.scene import Outcome, Scene
from assistant.wording import phrase

#: Stands in the text until records have given the hand-over its number.
NUMBER = "{number}"

WANTS_PERSON = "wants_person"
COMPLAINT = "complaint"


def human(scene: Scene) -> Outcome:
    """人工: noted with all that was said; nobody has to tell it twice."""
    text = phrase("human", number=NUMBER, phone=scene.human_phone)
    return Outcome(compose(scene, text, hand_over=True), "handed_over", WANTS_PERSON)


def complain(scene: Scene) -> Outcome:
    """A complaint is taken down for a person to read."""
    text = phrase("complain", number=NUMBER, phone=scene.human_phone)
    return Outcome(back_to_guide(scene, compose(scene, text)), "complained", COMPLAINT)


def check_progress(scene: Scene) -> Outcome:
    """What was handed in elsewhere we can't see (yet): whom to ask."""
    item = scene.guided_item()
    phones = scene.phones(item) if item else scene.human_phone
    text = phrase("check_progress", phones=phones)
    return Outcome(back_to_guide(scene, compose(scene, text)), "progress_unknown")
