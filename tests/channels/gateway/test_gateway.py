"""The way of one message through any door, and what a door says by itself."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from assistant.reply import Expects
from channels.gateway import Gateway
from channels.gateway.rasa import Assistant
from records.database import connect
from records.store import Records, Session, UnknownSession
from tests.channels.conftest import ONE_ATTEMPT, SECRET, Canned, StandIn

GREETING = "您好，我是耳顺，帮您办事、答政策。您慢慢说，想办什么，想问什么？"
RECOVERING = (
    "对不起，我这边正在恢复，马上就好。您说的话我记下了，过一会儿再点一次就行。着急就打 12345。"
)
STALE = "这个选项已经过去了。请看最新的一句。"


@pytest.fixture
def session(gateway: Gateway) -> Session:
    """A conversation that has been greeted."""
    return gateway.open("kiosk")[0]


@pytest.fixture
def hasty(rasa: StandIn, records: Records) -> Gateway:
    """A gateway that tries once."""
    return Gateway(records, Assistant(rasa.url, SECRET, timeout=ONE_ATTEMPT), "12345")


def everything_stored(database_url: str) -> str:
    """Every word of every table."""
    with closing(sqlite3.connect(str(make_url(database_url).database))) as db:
        return "\n".join(db.iterdump())


# --- beginning ---


def test_a_conversation_begins_with_a_greeting(gateway: Gateway, records: Records) -> None:
    # when a conversation is opened at the kiosk
    session, answer = gateway.open("kiosk")
    # then she is greeted, and it is kept as begun there
    assert answer.reply.text == GREETING
    assert answer.answered
    assert records.session(session.id).door == "kiosk"


def test_the_greeting_is_not_said_twice(
    gateway: Gateway, session: Session, rasa: StandIn, records: Records
) -> None:
    # when the greeting is asked for again
    answer = gateway.greet(session)
    # then it is the one that was given, and Rasa wasn't asked
    assert answer.reply.text == GREETING
    assert len(rasa.heard) == 1
    assert len(records.transcript(session.id)) == 1


def test_a_conversation_begins_even_without_the_assistant(
    hasty: Gateway, rasa: StandIn, records: Records
) -> None:
    # given an assistant that is away
    rasa.stop()
    # when a conversation is opened
    session, answer = hasty.open("web")
    # then the door says so itself, in words and for the ear
    assert answer.reply.text == RECOVERING
    assert answer.reply.speak.endswith("着急就打 幺 二 三 四 五。")
    assert not answer.answered
    # and when it is back, the greeting comes after all
    rasa.start()
    assert hasty.greet(session).reply.text == GREETING
    assert len(records.transcript(session.id)) == 1


# --- saying ---


def test_what_is_said_is_answered(gateway: Gateway, session: Session) -> None:
    # when she says what she wants
    answer = gateway.say(session, "补办社保卡")
    # then the guide begins
    assert answer.reply.text.startswith("好，“补办社保卡”，咱们一步一步来。")
    assert answer.answered


def test_a_message_without_an_id_is_given_one(gateway: Gateway, session: Session) -> None:
    # when two messages come without ids
    first, second = gateway.say(session, "在吗"), gateway.say(session, "在吗")
    # then each has its own
    assert first.message_id
    assert first.message_id != second.message_id


def test_the_same_message_again_gets_the_same_reply(
    gateway: Gateway, session: Session, rasa: StandIn, records: Records
) -> None:
    # given a message that was answered
    gateway.say(session, "补办社保卡", "m1")
    first = gateway.say(session, "还没挂失呢", "m2")
    heard = len(rasa.heard)
    # when its sender, not having got the reply, sends it again
    again = gateway.say(session, "还没挂失呢", "m2")
    # then the reply is the same, and nothing moved a second time
    assert again == first
    assert len(rasa.heard) == heard
    assert len(records.transcript(session.id)) == 3


def test_one_message_eight_times_at_once_moves_one_step(
    gateway: Gateway, session: Session, records: Records
) -> None:
    # given a guide
    gateway.say(session, "补办社保卡")
    # when one message arrives eight times at the same moment
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: gateway.say(session, "还没挂失呢", "m2"), range(8)))
    # then all eight get one and the same reply
    assert len({answer.reply.text for answer in answers}) == 1
    assert len(records.transcript(session.id)) == 3


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "我没听到您说话。您慢慢说，想办什么，想问什么？"),
        ("\u200b \u202e", "我没听到您说话。您慢慢说，想办什么，想问什么？"),
        ("😀😀", "这里面没有字，我看不懂。您打几个字，或者说一句话。"),
        ("我" * 10_000, "这段话太长了，我一次记不住。请分几次说，每次一两句。"),
    ],
    ids=["nothing", "hidden", "pictures", "flood"],
)
def test_what_cannot_be_worked_on_is_answered_at_the_door(
    gateway: Gateway,
    session: Session,
    rasa: StandIn,
    records: Records,
    said: str,
    sentence: str,
) -> None:
    # given a question of ours with options
    question = gateway.say(session, "补办社保卡").reply
    heard, kept = len(rasa.heard), len(records.transcript(session.id))
    # when nothing that can be worked on is said
    answer = gateway.say(session, said)
    # then the door asks kindly, what could be chosen before still can
    assert answer.reply.text == sentence
    assert answer.reply.options == question.options
    assert answer.reply.expects is question.expects
    # and neither assistant nor records are troubled with it
    assert len(rasa.heard) == heard
    assert len(records.transcript(session.id)) == kept


def test_a_long_message_is_answered_with_a_notice_before(
    gateway: Gateway, session: Session, rasa: StandIn, records: Records
) -> None:
    # when 600 characters come
    answer = gateway.say(session, "我" * 600, "m1")
    # then the assistant gets 500, and she is told, on screen and in the ear
    assert rasa.heard[-1]["message"] == "我" * 500
    assert answer.reply.text.startswith("您的话太长，我先看了前面 500 个字。\n")
    assert answer.reply.speak.startswith("您的话太长，我先看了前面 500 个字。")
    # and the transcript has the reply as she got it, also when it is asked for again
    assert records.last_reply(session.id) == answer.reply.json()
    assert gateway.say(session, "我" * 600, "m1") == answer


PERSONAL = {
    "230103195001011234": "身份证号",
    "13800138000": "手机号",
    "一三八零零一三八零零零": "手机号",
    "４５６１ ２６１２ １２３４ ５４６７": "银行卡号",
    "0451-87654321": "电话号码",
    "黑A12345": "车牌号",
    "E12345678": "证件号",
    "91230100MA1B2C3D4E": "信用代码",
}


@pytest.mark.parametrize(("number", "kind"), PERSONAL.items())
def test_personal_numbers_stay_at_the_door(
    gateway: Gateway,
    session: Session,
    rasa: StandIn,
    database_url: str,
    logged: list[Any],
    number: str,
    kind: str,
) -> None:
    # when a number is said along with a wish
    answer = gateway.say(session, f"我是{number}，补社保卡要钱吗")
    # then she is told not to
    notice = f"您刚才说了{kind}。这些不用告诉我，我没有记下来。"
    assert answer.reply.text.startswith(f"{notice}\n")
    # and neither the assistant nor the database nor the log ever saw it
    assert rasa.heard[-1]["message"] == f"我是〔{kind}〕,补社保卡要钱吗"
    for place in (str(rasa.heard), everything_stored(database_url), str(logged)):
        assert number not in place
        assert number.replace("-", "") not in place


def test_a_number_in_an_unanswered_message_is_not_kept_either(
    hasty: Gateway, session: Session, rasa: StandIn, database_url: str
) -> None:
    # given an assistant that is away
    rasa.stop()
    # when a mobile number is said
    answer = hasty.say(session, "我电话13800138000")
    # then the message is kept for later, without it
    assert not answer.answered
    stored = everything_stored(database_url)
    assert "我电话〔手机号〕" in stored
    assert "13800138000" not in stored


@pytest.mark.parametrize("typed", ["/human", "／human", "/ /human", "\u200b/human"], ids=ascii)
def test_a_typed_command_is_only_words(
    gateway: Gateway, session: Session, rasa: StandIn, records: Records, typed: str
) -> None:
    # when somebody types what a button would send
    answer = gateway.say(session, typed)
    # then it reaches the assistant as words, and nobody is called
    assert rasa.heard[-1]["message"] == "human"
    assert not answer.reply.hand_over
    assert records.open_hand_overs() == []


def test_markup_and_sql_are_passed_on_as_words(
    gateway: Gateway, session: Session, rasa: StandIn, records: Records
) -> None:
    # when a page and a query are said
    said = "<img src=x onerror=alert(1)>'; DELETE FROM turns; -- 办证"
    gateway.say(session, said)
    # then they are words, letter by letter, and every turn is still there
    assert rasa.heard[-1]["message"] == said
    assert [turn.said for turn in records.transcript(session.id)] == ["/greet", said]


# --- choosing ---


def test_an_option_is_chosen_by_its_key(
    gateway: Gateway, session: Session, rasa: StandIn, records: Records
) -> None:
    # given a question with options
    question = gateway.say(session, "补办社保卡").reply
    assert question.expects is Expects.CHOICE
    # when key 2 is pressed
    answer = gateway.choose(session, "2")
    # then the assistant gets what the option stands for, the transcript what it says
    assert rasa.heard[-1]["message"] == question.options[1].send
    assert records.transcript(session.id)[-1].said == "还没挂失"
    assert answer.reply.text.startswith("记下了：还没挂失。")


def test_an_option_is_chosen_by_saying_its_label(
    gateway: Gateway, session: Session, rasa: StandIn
) -> None:
    # given a question with options
    question = gateway.say(session, "补办社保卡").reply
    # when a label is typed word for word (with a stray space)
    gateway.say(session, " 还没挂失 ")
    # then that is the option
    assert rasa.heard[-1]["message"] == question.options[1].send


@pytest.mark.parametrize("key", ["9", "", "1'", "１", "还没挂失"])
def test_a_key_that_is_not_offered_chooses_nothing(
    gateway: Gateway, session: Session, rasa: StandIn, key: str
) -> None:
    # given a question with options
    question = gateway.say(session, "补办社保卡").reply
    heard = len(rasa.heard)
    # when a key is pressed that none of them has
    answer = gateway.choose(session, key)
    # then she is shown the newest question again
    assert answer.reply.text == STALE
    assert answer.reply.options == question.options
    assert len(rasa.heard) == heard


def test_a_choice_before_anything_was_offered_is_stale(gateway: Gateway, records: Records) -> None:
    # given a conversation without a word yet
    session = records.open_session("phone")
    # when a key is pressed
    answer = gateway.choose(session, "1")
    # then nothing happens, and she may say what she likes
    assert answer.reply.text == STALE
    assert answer.reply.expects is Expects.FREE


def test_the_same_choice_again_gets_the_same_reply(
    gateway: Gateway, session: Session, rasa: StandIn
) -> None:
    # given a choice that was answered, and a reply since then with nothing to choose from
    gateway.say(session, "补办社保卡")
    gateway.choose(session, "2")
    first = gateway.choose(session, "1", "m3")
    assert gateway.say(session, "再见").reply.options == []
    heard = len(rasa.heard)
    # when its sender sends it again
    again = gateway.choose(session, "1", "m3")
    # then the reply is the same one
    assert again == first
    assert len(rasa.heard) == heard


def test_a_choice_that_got_no_reply_can_be_sent_again(
    hasty: Gateway, session: Session, rasa: StandIn
) -> None:
    # given a choice that got no reply
    hasty.say(session, "补办社保卡")
    rasa.canned.append(Canned(502, b'{"error": "empty"}'))
    assert not hasty.choose(session, "2", "m2").answered
    # when it is sent again, as the page does it: by its words
    answer = hasty.say(session, "还没挂失", "m2")
    # then it is the choice it was
    assert answer.answered
    assert rasa.heard[-1] == rasa.heard[-2]
    assert answer.reply.text.startswith("记下了：还没挂失。")


# --- a person ---


def test_a_person_can_be_asked_for_in_any_state(
    gateway: Gateway, session: Session, records: Records
) -> None:
    # given the middle of a question
    gateway.say(session, "补办社保卡")
    # when the button is pressed
    answer = gateway.human(session)
    # then the wish is noted under the number she is told
    (wish,) = records.open_hand_overs()
    assert answer.reply.text == (
        "好，我替您叫工作人员。您说的我都记下了，不用再说一遍。"
        f"您的号是 {wish.number} 号。着急的话，也可以直接打 12345。"
    )
    assert answer.reply.hand_over
    assert records.transcript(session.id)[-1].said == "人工"


def test_without_the_assistant_the_telephone_is_told(
    hasty: Gateway, session: Session, rasa: StandIn, logged: list[Any]
) -> None:
    # given an assistant that is away
    rasa.stop()
    # when a person is asked for
    answer = hasty.human(session, "m1")
    # then she is told the number to call, and operators find it in the log
    assert answer.reply.text == RECOVERING
    assert not answer.answered
    assert {"event": "no reply in time", "session": session.id, "message": "m1"}.items() <= logged[
        -1
    ].items()


# --- failing ---


@pytest.mark.parametrize(
    "ill",
    [Canned(500), Canned(502, b'{"error": "empty"}'), Canned(body=b"garbage"), Canned(delay=2)],
    ids=["500", "502", "garbage", "late"],
)
def test_a_message_without_a_reply_is_kept_and_may_be_sent_again(
    hasty: Gateway, session: Session, rasa: StandIn, records: Records, ill: Canned
) -> None:
    # given an assistant that is ill
    rasa.canned.append(ill)
    # when something is said
    answer = hasty.say(session, "补办社保卡", "m1")
    # then the door asks for patience, and keeps what was said
    assert answer.reply.text == RECOVERING
    assert not answer.answered
    assert records.transcript(session.id)[-1].reply is None
    # and sent again under its id it is answered, once
    again = hasty.say(session, "补办社保卡", "m1")
    assert again.answered
    assert again.reply.text.startswith("好，“补办社保卡”，咱们一步一步来。")
    assert len(records.transcript(session.id)) == 2


def test_a_message_to_a_conversation_that_is_gone_is_refused(
    gateway: Gateway, session: Session, rasa: StandIn, records: Records, database_url: str
) -> None:
    # given a conversation that was deleted
    engine = connect(database_url)
    with engine.begin() as db:
        db.exec_driver_sql("DELETE FROM sessions")
    engine.dispose()
    heard = len(rasa.heard)
    # when somebody goes on with it
    with pytest.raises(UnknownSession):
        gateway.say(session, "在吗")
    # then the assistant hears nothing of it
    assert len(rasa.heard) == heard


def test_a_message_that_cannot_be_noted_is_not_worked_on(
    gateway: Gateway, session: Session, rasa: StandIn, database_url: str
) -> None:
    # given records that can't be written any more
    file = str(make_url(database_url).database)
    engine = connect(database_url, lock_timeout=0.05)
    fragile = Gateway(Records(engine), Assistant(rasa.url, SECRET, timeout=1), "12345")
    heard = len(rasa.heard)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        # when something is said
        with pytest.raises(OperationalError):
            fragile.say(session, "在吗")
    # then it hasn't gone on to the assistant: it would be lost there
    assert len(rasa.heard) == heard
    engine.dispose()


def test_the_door_knows_whether_the_assistant_is_well(gateway: Gateway, rasa: StandIn) -> None:
    # given an assistant that is there
    assert gateway.assistant_healthy()
    # when it goes
    rasa.stop()
    # then the door knows
    assert not gateway.assistant_healthy()


# --- what the door understands by itself ---


def test_a_bare_zero_calls_a_person(gateway: Gateway, session: Session, rasa: StandIn) -> None:
    # when 0 is typed, full width too, as people are used to from the telephone
    for typed in ("0", " ０ "):
        gateway.say(session, typed)
        # then it is the call for a person
        assert rasa.heard[-1]["message"] == "/human"
    # and a longer number isn't
    gateway.say(session, "00")
    assert rasa.heard[-1]["message"] == "00"


def test_a_number_alone_is_refused_at_the_door_and_what_was_offered_still_is(
    gateway: Gateway, session: Session, rasa: StandIn, database_url: str
) -> None:
    # given options
    question = gateway.say(session, "补办社保卡").reply
    heard = len(rasa.heard)
    # when nothing but an ID number is sent
    answer = gateway.say(session, "230103195001011234。")
    # then that is said, the same can be chosen, and nobody else saw it
    assert answer.reply.text == "您刚才说了身份证号。这些不用告诉我，我没有记下来。"
    assert answer.reply.options == question.options
    assert len(rasa.heard) == heard
    assert "230103195001011234" not in everything_stored(database_url)
