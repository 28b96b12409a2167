"""Moving along a guide: next, back, to a step, where am I, pause, resume, start over."""

from __future__ import annotations

import pytest

from tests.conftest import Talk


@pytest.fixture
def walking(talk: Talk) -> Talk:
    """The guide to a replacement card, questions answered: not reported, goes herself."""
    talk.say("start_service", "补办社保卡")
    talk.say("deny", "还没挂失呢")
    talk.say("inform", "我自己去")
    return talk


def test_next_from_the_materials_is_the_first_step(walking: Talk) -> None:
    # given a guide at the materials
    assert walking.replies[-1].text.endswith("只要带一样：居民身份证。")
    # when she says 好了
    reply = walking.say("next_step", "好了")
    # then the first step comes, counted among those that concern her
    assert reply.text == "第 1 步，共 4 步。先挂失。打 12333 说挂失。"
    assert reply.progress is not None
    assert (reply.progress.at, reply.progress.of) == (1, 4)


def test_a_step_that_does_not_concern_her_is_not_counted(talk: Talk) -> None:
    # given a card that was reported lost already
    talk.say("start_service", "补办社保卡")
    talk.say("affirm", "挂失了")
    talk.say("inform", "我自己去")
    # when she goes on
    reply = talk.say("next_step", "下一步")
    # then the step of reporting it is left out
    assert reply.text == "第 1 步，共 3 步。带上身份证去社保大厅。"
