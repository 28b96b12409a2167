"""Conversations nobody thought of: random moves, with what must hold after every one."""

from __future__ import annotations

import dataclasses

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assistant.conversation import stops
from assistant.conversation.moves import MOVES
from assistant.conversation.scene import Message
from assistant.conversation.state import MOST_SHELVED, PendingKind, State
from assistant.conversation.turn import Desk, take_turn
from assistant.reply import Manner
from knowledge.serving import Serving
from tests.assistant.conversation.presentable import answers_of, assert_presentable
from tests.conftest import Talk, open_talk

#: Moves that are said to give something up.
GIVING_UP = frozenset({"cancel", "start_over", "deny", "human"})

WORDS = st.sampled_from(
    [
        "社保卡丢了",
        "我想弄一下社保卡",
        "社保卡挂失",
        "办老年证",
        "取暖补贴有多少",
        "补社保卡要多少钱",
        "凉茶补贴有多少",
        "多大算老年人",
        "要带照片吗",
        "还没挂失呢",
        "挂失了",
        "我自己去",
        "儿子替我去",
        "七十四",
        "今年五十岁",
        "1952年生的",
        "第一个",
        "最后一个",
        "第三步",
        "委托书是啥意思",
        # of what an office handed over, where there is any
        "公园年票办理",
        "古树认养登记",
        "残疾人证",
        "丢了补办",
        "公园年票丢了怎么办",
        "公园几点开门",
        "清河市政务服务中心在哪里",
        "阿巴阿巴",
        "",
    ]
)
REGIONS = st.sampled_from(["000000", "230000", "230100", "440000", "999999", None])
ANY_TEXT = st.text(max_size=20)


class Walk(RuleBasedStateMachine):
    """One citizen talking at random; :attr:`desk` is set by the test."""

    desk: Desk

    @initialize()
    def begin(self) -> None:
        self.talk: Talk = open_talk(self.desk)

    @rule(move=st.sampled_from(sorted(set(MOVES) - GIVING_UP)), text=WORDS | ANY_TEXT)
    def say_anything(self, move: str, text: str) -> None:
        # given what she has told
        before, state = answers_of(self.talk.state), self.talk.state.copy(deep=True)
        # when she says anything but that she gives up
        self.talk.say(move, text)
        # then every guide that isn't finished is still there with its answers
        self.lost_nothing(before, state)

    def lost_nothing(self, before: dict[str, dict[str, str]], state: State) -> None:
        after = answers_of(self.talk.state)
        for item, answers in before.items():
            if item not in after:
                assert item in self.may_end(state), f"{item} was lost"
            else:
                assert answers.keys() <= after[item].keys(), f"answers of {item} were lost"

    @staticmethod
    def may_end(state: State) -> set[str]:
        """A guide at its summary is over with the next step; an offer may be turned down."""
        ending = {state.guide.item} if state.guide and state.guide.stop == stops.SUMMARY else set()
        if state.pending and state.pending.kind is PendingKind.OFFER_RESUME:
            ending |= set(state.pending.candidates)
        return ending

    @rule(move=st.sampled_from(["cancel", "start_over", "deny"]), text=WORDS)
    def give_up(self, move: str, text: str) -> None:
        self.talk.say(move, text)

    @precondition(lambda self: self.talk.replies and self.talk.replies[-1].options)
    @rule(data=st.data())
    def press_a_button(self, data: st.DataObject) -> None:
        keys = [option.key for option in self.talk.replies[-1].options]
        self.talk.press(data.draw(st.sampled_from(keys)))

    @rule(code=REGIONS)
    def tell_region(self, code: str | None) -> None:
        self.talk.say("tell_region", "我在这儿", **({"region": code} if code else {}))
        assert code is None or self.talk.state.region == code

    @rule()
    def want_a_person(self) -> None:
        # given what she has told
        before = answers_of(self.talk.state)
        # when she wants a person
        reply = self.talk.say("human", "人工")
        # then she always gets one, and nothing she told is lost
        assert reply.hand_over
        assert answers_of(self.talk.state) == before

    @precondition(lambda self: self.between_the_ends())
    @rule()
    def there_and_back(self) -> None:
        # given a stop that is no question and not the last
        before = self.talk.state.guide.copy(deep=True) if self.talk.state.guide else None
        # when she goes on and back
        self.talk.say("next_step", "下一步")
        self.talk.say("previous_step", "上一步")
        # then she is where she was, with the same answers
        assert self.talk.state.guide == before

    def between_the_ends(self) -> bool:
        state = self.talk.state
        if state.guide is None or state.more:
            return False
        return not state.guide.stop.startswith(stops.ASK) and state.guide.stop != stops.SUMMARY

    @precondition(lambda self: self.talk.replies)
    @rule()
    def ask_to_repeat(self) -> None:
        # when she asks to hear it again, twice
        first = self.talk.say("repeat", "再说一遍")
        second = self.talk.say("repeat", "啊")
        # then she hears the same, and never a longer one
        assert second == first

    @precondition(lambda self: self.talk.replies)
    @rule()
    def send_the_last_message_again(self) -> None:
        # given a door that didn't hear our reply
        state = self.talk.state
        assert state.last_message is not None
        # when it sends the message again, whatever it is taken for now
        message = Message("再发一次", "cancel", 0.9)
        reply, after = take_turn(self.desk, self.talk.session_id, state.last_message, message)
        # then the same reply comes and nothing moves
        assert reply == self.talk.replies[-1]
        assert after == state

    @invariant()
    def can_be_shown(self) -> None:
        if self.talk.replies:
            assert_presentable(self.talk.replies[-1])

    @invariant()
    def state_is_sound(self) -> None:
        state = self.talk.state
        assert State.parse_raw(state.json()) == state
        assert len(state.shelved) <= MOST_SHELVED
        items = [guide.item for guide in state.shelved]
        assert len(set(items)) == len(items)
        assert state.guide is None or state.guide.item not in items
        assert Manner.validate(state.manner)


def walk_at(desk: Desk, walks: int) -> None:
    machine = type("WalkAtTheDesk", (Walk,), {"desk": desk})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=walks,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
        ),
    )


def test_no_walk_through_the_conversation_breaks_it(desk: Desk) -> None:
    # given a desk, when citizens say anything in any order, then all that is stated above holds
    walk_at(desk, walks=40)


def test_no_walk_through_what_an_office_handed_over_breaks_it(
    desk: Desk, office_serving: Serving
) -> None:
    walk_at(dataclasses.replace(desk, serving=office_serving), walks=25)
