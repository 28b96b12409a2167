"""What holds for every reply, whatever was said."""

from __future__ import annotations

import re

from assistant.conversation.moves import MOVES
from assistant.conversation.state import State
from assistant.reply import MOST_OPTIONS, Reply

_NOT_FOR_THE_EAR = re.compile(r"https?://|www\.|[*_#`|\[\]{}<>\n\r\t]")
_UNFINISHED = re.compile(r"\{|\}|None|！|!|你")


def assert_presentable(reply: Reply) -> None:
    """A door can show and say it: valid, plain, polite, at most four options that work."""
    assert Reply.parse_raw(reply.json()) == reply
    assert not _UNFINISHED.search(reply.text), reply.text
    assert not _NOT_FOR_THE_EAR.search(reply.speak), reply.speak
    assert not re.search(r"[！!]", reply.speak), reply.speak
    assert reply.speak[-1] in "。？", reply.speak
    assert len(reply.options) <= MOST_OPTIONS
    labels = [option.label for option in reply.options]
    assert len(set(labels)) == len(labels), labels
    for option in reply.options:
        assert option.send[1:].partition("{")[0] in MOVES, option.send


def answers_of(state: State) -> dict[str, dict[str, str]]:
    """What the citizen has told so far: item -> question -> answer, running and put aside."""
    guides = [*state.shelved, *([state.guide] if state.guide else [])]
    return {guide.item: dict(guide.answers) for guide in guides}
