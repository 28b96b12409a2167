"""Whether a question is about bringing a paper, and about which."""

from __future__ import annotations

import pytest

from assistant.conversation.papers import paper_asked, without_paper
from assistant.conversation.scene import Message, Scene
from assistant.conversation.state import State
from knowledge.search.searcher import Searcher
from tests.conftest import TODAY, Talk


@pytest.mark.parametrize(
    ("said", "asked", "rest"),
    [
        ("要带照片吗", "照片", "吗"),
        ("用不用带照片", "照片", ""),
        ("照片要不要带啊", "照片", "啊"),
        ("相片带不带", "照片", ""),
        ("补社保卡要带身份证吗", "身份证", "补社保卡吗"),
        ("换身份证要带照片吗", "照片", "换身份证吗"),
        ("身份证怎么换", "身份证", "身份证怎么换"),
        ("要带什么", None, "要带什么"),
        ("", None, ""),
        ("带" * 200, None, "带" * 200),
    ],
)
def test_the_paper_to_be_brought_is_told_from_what_is_to_be_done(
    searcher: Searcher, said: str, asked: str | None, rest: str
) -> None:
    # given a knowledge base that knows of ID cards and photos
    scene = Scene(State(), Message(said, "ask_materials"), searcher, TODAY, "123456", "12345")
    # when something is asked, then the paper meant and the words left for a topic are these
    assert paper_asked(scene, said) == asked
    assert without_paper(scene, said) == rest


def test_a_paper_asked_for_in_a_guide_is_the_guides(walking: Talk) -> None:
    # given the guide to a card, which wants no photo, where another service wants one
    # when the photo is asked for
    reply = walking.say("ask_materials", "要不要带相片")
    # then the answer is about the guide's list
    assert reply.text.startswith("单子上没写要照片。要带的是居民身份证。")
