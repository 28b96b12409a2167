"""What is remembered of a conversation: three half-done items, and all of it as JSON."""

from __future__ import annotations

from assistant.conversation.state import Guide, State
from assistant.reply import Manner, Reply


def _busy(count: int) -> State:
    """A state in which ``count`` guides were begun one after the other."""
    state = State()
    for number in range(count):
        state.shelve()
        state.guide = Guide(item=f"item-{number}", stop="materials")
    return state


def test_three_half_done_items_wait_and_the_oldest_beyond_is_let_go() -> None:
    state = _busy(5)
    assert [guide.item for guide in state.shelved] == ["item-1", "item-2", "item-3"]
    assert state.guide is not None
    assert state.guide.item == "item-4"


def test_an_item_is_never_shelved_twice() -> None:
    # given a guide of an item that is shelved already
    state = State(
        guide=Guide(item="card", stop="step:2"), shelved=[Guide(item="card", stop="materials")]
    )
    # when it is put aside
    state.shelve()
    # then the newer one stays
    assert [(guide.item, guide.stop) for guide in state.shelved] == [("card", "step:2")]


def test_nothing_under_way_leaves_the_shelf_alone() -> None:
    state = State(shelved=[Guide(item="card", stop="materials")])
    state.shelve()
    assert len(state.shelved) == 1


def test_what_is_taken_up_is_no_longer_shelved() -> None:
    state = _busy(3)
    assert state.take_up("item-0")
    assert state.guide is not None
    assert state.guide.item == "item-0"
    assert [guide.item for guide in state.shelved] == ["item-1"]
    assert not state.take_up("never-begun")


def test_a_state_survives_being_stored() -> None:
    state = _busy(3)
    state.manner = Manner(slower=2)
    state.last_reply = Reply(text="您好。", speak="您好。")
    assert State.parse_raw(state.json()) == state


def test_a_state_stored_before_a_field_was_added_is_still_read() -> None:
    assert State.parse_raw('{"region": "230000"}').region == "230000"


def test_two_conversations_share_nothing() -> None:
    one, other = State(), State()
    one.shelved.append(Guide(item="card", stop="materials"))
    one.more.append("加急的另问。")
    assert other.shelved == []
    assert other.more == []
