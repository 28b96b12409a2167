"""A person at one word, complaints, and what only a person can look up."""

from __future__ import annotations

from collections.abc import Callable

from records.store import Records
from tests.conftest import Talk


def test_a_person_is_called_with_a_number_spoken_digit_by_digit(
    talk: Talk, records: Records
) -> None:
    # given eleven wishes before hers, so that her number has two digits
    for _ in range(11):
        other = records.open_session("web")
        Talk(talk.desk, other.id, other.code).say("human", "人工")
    # when she wants a person
    reply = talk.say("human", "人工")
    # then she hears her number
    assert reply.text == (
        "好，我替您叫工作人员。您说的我都记下了，不用再说一遍。"
        "您的号是 12 号。着急的话，也可以直接打 12345。"
    )
    assert reply.speak == (
        "好，我替您叫工作人员。您说的我都记下了，不用再说一遍。"
        "您的号是 幺 二 号。着急的话，也可以直接打 幺 二 三 四 五。"
    )
    assert reply.hand_over
    # and it is hers in the records
    newest = records.open_hand_overs()[-1]
    assert (newest.number, newest.session_id, newest.reason) == (
        12,
        talk.session_id,
        "wants_person",
    )


def test_asking_twice_keeps_the_number(talk: Talk, records: Records) -> None:
    first = talk.say("human", "人工")
    assert talk.say("human", "叫人来").text == first.text
    assert len(records.open_hand_overs()) == 1


def test_another_citizen_gets_another_number(talk: Talk, new_talk: Callable[[], Talk]) -> None:
    assert "您的号是 1 号" in talk.say("human", "人工").text
    assert "您的号是 2 号" in new_talk().say("human", "人工").text


def test_the_guide_goes_on_while_waiting_for_the_person(walking: Talk) -> None:
    walking.say("human", "人工")
    assert walking.say("next_step", "接着办").text.startswith("第 1 步，共 4 步。")


def test_a_complaint_is_taken_down_with_a_number(talk: Talk, records: Records) -> None:
    # when she complains
    reply = talk.say("complain", "你们态度太差")
    # then it is noted for a person to read
    assert reply.text == (
        "对不起，让您不满意了。您说的我记下了，号是 1 号，工作人员会看。要投诉，也可以打 12345。"
    )
    assert "号是 幺 号" in reply.speak
    assert not reply.hand_over
    assert [noted.reason for noted in records.open_hand_overs()] == ["complaint"]


def test_a_complaint_and_a_wish_for_a_person_are_two_things(talk: Talk, records: Records) -> None:
    talk.say("complain", "太差了")
    talk.say("human", "人工")
    assert [noted.reason for noted in records.open_hand_overs()] == ["complaint", "wants_person"]


def test_a_complaint_within_a_guide_comes_back_to_it(walking: Talk) -> None:
    reply = walking.say("complain", "太差了")
    assert reply.text.endswith("咱们接着说“补办社保卡”，刚才说到要带的材料。")
    assert "{" not in reply.text + reply.speak


def test_how_far_an_application_is_we_can_not_see_and_say_whom_to_ask(talk: Talk) -> None:
    assert talk.say("check_progress", "上周交的办好没").text == (
        "您交上去的办到哪儿了，我这里还查不到。拿着收件的单子，打 12345 一问就知道。"
    )


def test_within_a_guide_its_own_telephone_is_named(walking: Talk) -> None:
    reply = walking.say("check_progress", "办好没")
    assert "打 12333 一问就知道。" in reply.text
