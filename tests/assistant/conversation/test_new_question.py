"""A move that refers to what was said, with nothing said yet, may be a question."""

from __future__ import annotations

import pytest

from assistant.conversation.scene import Message
from assistant.conversation.turn import take_turn
from assistant.reply import Reply
from tests.conftest import Talk

QUESTION = "多大算老年人"
ANSWER = "满 60 岁就是老年人。"


def heard_as(talk: Talk, move: str, confidence: float, text: str = QUESTION) -> Reply:
    """The reply to ``text`` taken for ``move``."""
    message = Message(text, move, confidence)
    reply, talk.state = take_turn(talk.desk, talk.session_id, f"m{len(talk.replies)}", message)
    talk.replies.append(reply)
    return reply


@pytest.mark.parametrize("move", ["ask_source", "check_progress", "chitchat", "repeat", "correct"])
def test_with_nothing_on_the_table_a_question_is_answered_whatever_it_sounds_like(
    talk: Talk, move: str
) -> None:
    # given nothing has been spoken of
    # when a question sounds like a move about something said before
    reply = heard_as(talk, move, 0.6)

    # then it is answered
    assert ANSWER in reply.text


def test_a_move_said_plainly_is_taken_at_its_word(talk: Talk) -> None:
    reply = heard_as(talk, "chitchat", 0.97)

    assert ANSWER not in reply.text


def test_within_a_guide_the_move_stands(talk: Talk) -> None:
    # given a guide is under way
    talk.say("start_service", "我要办老年证")

    # when what was said sounds like another question
    reply = heard_as(talk, "repeat", 0.6)

    # then the guide is not left for it
    assert ANSWER not in reply.text


def test_what_the_knowledge_does_not_answer_is_left_to_the_move(talk: Talk) -> None:
    reply = heard_as(talk, "chitchat", 0.5, "今天天气怎么样")

    assert reply.text.startswith("这个不归我管")


def test_a_word_that_no_glossary_holds_is_told_from_an_entry(talk: Talk) -> None:
    # given 老年人 is no word of the glossary
    # when its meaning is asked for in words an entry answers
    reply = heard_as(talk, "explain_term", 0.95)

    # then the entry tells it
    assert ANSWER in reply.text
