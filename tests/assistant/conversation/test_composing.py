"""Putting replies together: lines, options that fit a button, words for the ear."""

from __future__ import annotations

import pytest

from assistant.conversation.composing import chinese_date, compose, joined, option
from assistant.conversation.scene import Message, Scene
from assistant.conversation.state import State
from assistant.reply import Expects, Manner, Option
from knowledge.search.searcher import Searcher
from tests.conftest import TODAY


@pytest.fixture
def scene(searcher: Searcher) -> Scene:
    """A turn over the small world."""
    state = State(manner=Manner(slower=1))
    return Scene(state, Message("您好", "greet"), searcher, TODAY, "123456", "12345")


def test_empty_parts_leave_no_empty_line(scene: Scene) -> None:
    reply = compose(scene, "好。", "", "您还有别的事吗？")
    assert reply.text == "好。\n您还有别的事吗？"
    assert reply.speak == "好。您还有别的事吗？"
    assert reply.manner.slower == 1


def test_with_choices_a_choice_is_expected_and_without_anything_goes(scene: Scene) -> None:
    with_choice = compose(scene, "要吗？", choices=[("要", "affirm", {})])
    assert with_choice.expects is Expects.CHOICE
    assert compose(scene, "您说。").expects is Expects.FREE
    assert compose(scene, "几岁？", expects=Expects.DIGITS).expects is Expects.DIGITS


def test_more_than_four_choices_are_cut_and_keys_count_from_one(scene: Scene) -> None:
    reply = compose(scene, "选。", choices=[(f"第{n}", "choose", {}) for n in "一二三四五六"])
    assert [o.key for o in reply.options] == ["1", "2", "3", "4"]


def test_a_long_label_is_cut_to_what_a_button_holds() -> None:
    made = option(1, "很" * 100, "choose", {"entry": "card"})
    assert len(made.label) == 24
    assert made.send == '/choose{"entry": "card"}'


def test_an_option_without_values_sends_the_bare_move() -> None:
    assert option(2, "下一步", "next_step", {}) == Option(
        label="下一步", send="/next_step", key="2"
    )


def test_what_is_said_before_goes_before_on_screen_and_aloud(scene: Scene) -> None:
    reply = compose(scene, "打 12333。", speak="打电话。", choices=[("好", "affirm", {})])
    led = joined(["记下了：自己去。", ""], reply)
    assert led.text == "记下了：自己去。\n打 12333。"
    assert led.speak == "记下了：自己去。打电话。"
    assert led.options == reply.options
    assert joined([], reply) == reply


def test_a_date_is_written_as_it_is_read() -> None:
    assert chinese_date(TODAY) == "2026 年 11 月 23 日"
