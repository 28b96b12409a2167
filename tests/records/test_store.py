"""Conversations as they are kept: codes, messages, replies, wishes for a person."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Optional

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from records.database import connect
from records.store import Finished, Records, Session, Understood, UnknownSession
from tests.records.conftest import Clock

UNDERSTOOD = Understood("ask_policy", 0.9, "answered")
#: What a fresh conversation of ours sends first and gets.
HELLO = "您好"

#: Anything a door lets through; it takes out control characters, NUL among them, and
#: surrogates.
said = st.text(st.characters(exclude_categories=["C"]), max_size=200)


@pytest.fixture
def session(records: Records) -> Session:
    """A conversation just begun."""
    return records.open_session("web")


def answer(
    records: Records,
    session: Session,
    message_id: str,
    reply: str = "{}",
    *,
    state: Optional[str] = None,
    person: Optional[str] = None,
) -> Optional[int]:
    """Store a reply; returns the number of the hand-over."""
    numbers: list[Optional[int]] = []

    def finish(number: Optional[int]) -> Finished:
        numbers.append(number)
        return Finished(reply, state)

    records.answered(session.id, message_id, finish, UNDERSTOOD, asks_for_person=person)
    return numbers[0]


# --- conversations and their codes ---


def test_a_new_conversation_has_an_id_and_a_code_to_be_read_aloud(
    records: Records, clock: Clock
) -> None:
    # when a conversation is begun
    session = records.open_session("kiosk", '{"region": "230000"}')
    # then its id can't be guessed and its code is six digits without a leading zero
    assert len(session.id) == 32
    assert int(session.id, 16) > 0
    assert len(session.code) == 6
    assert 100_000 <= int(session.code) <= 999_999
    # and it is found again just so
    assert records.session(session.id) == session
    assert (session.door, session.state) == ("kiosk", '{"region": "230000"}')
    assert session.code_expires_at == clock.time + timedelta(days=7)


def test_two_conversations_never_share_a_code(records: Records) -> None:
    # when many are begun
    sessions = [records.open_session("web") for _ in range(50)]
    # then every code opens its own
    assert {records.session_by_code(s.code).id for s in sessions} == {s.id for s in sessions}


def test_a_code_in_use_is_drawn_again(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    # given the lot falls on a code in use first (not to be had by waiting: one in 900 000)
    taken = records.open_session("web")
    lots = iter([int(taken.code), int(taken.code), 424242])
    monkeypatch.setattr("records.store.secrets.choice", lambda _codes: next(lots))
    # when another conversation is begun
    fresh = records.open_session("web")
    # then it has the next free code, and the first conversation keeps its own
    assert fresh.code == "424242"
    assert records.session_by_code(taken.code).id == taken.id


@pytest.mark.parametrize("wrong", ["", "000000", "12345", "1234567", "abcdef", "１２３４５６"])
def test_a_code_nobody_was_given_opens_nothing(records: Records, wrong: str) -> None:
    # given a conversation
    records.open_session("web")
    # when somebody tries a code that was never drawn
    # then nothing opens
    with pytest.raises(UnknownSession):
        records.session_by_code(wrong)


def test_a_code_opens_its_conversation_for_seven_days(
    records: Records, session: Session, clock: Clock
) -> None:
    # given six days and all but a second of the seventh have passed
    clock.turn(days=7, seconds=-1)
    # when the code is told
    # then the conversation opens
    assert records.session_by_code(session.code).id == session.id
    # but two seconds later it doesn't
    clock.turn(seconds=2)
    with pytest.raises(UnknownSession):
        records.session_by_code(session.code)


def test_a_conversation_outlives_its_code(records: Records, session: Session, clock: Clock) -> None:
    # given a code that ran out
    clock.turn(days=30)
    # when the conversation itself is asked for by its id
    # then it is still there
    assert records.session(session.id).code == session.code


def test_an_unknown_id_is_no_conversation(records: Records) -> None:
    # when an id is asked for that nobody was given
    # then it is said so
    with pytest.raises(UnknownSession):
        records.session("0" * 32)


@pytest.mark.parametrize(
    "injected",
    ["' OR '1'='1", "x'; DROP TABLE sessions; --", "%", "_" * 6, "\u202e123456"],
    ids=ascii,
)
def test_sql_in_an_id_or_a_code_is_only_a_wrong_one(
    records: Records, session: Session, injected: str
) -> None:
    # when SQL is sent for an id and for a code
    for look in (records.session, records.session_by_code):
        with pytest.raises(UnknownSession):
            look(injected)
    # then nothing has happened to what is there
    assert records.session(session.id) == session


def test_a_shell_may_bring_an_id_of_its_own_and_bring_it_twice(records: Records) -> None:
    # when Rasa's shell comes with an id of its own, twice
    records.ensure_session("my-shell", "shell")
    first = records.session("my-shell")
    records.ensure_session("my-shell", "shell")
    # then it is one and the same conversation
    assert records.session("my-shell") == first
    assert first.door == "shell"


# --- messages and replies ---


def test_a_message_is_noted_before_it_is_answered(
    records: Records, session: Session, clock: Clock
) -> None:
    # when a message comes in
    assert records.receive(session.id, "m1", "我要补社保卡") is None
    # then it is there, without a reply yet
    (turn,) = records.transcript(session.id)
    assert (turn.message_id, turn.said, turn.reply) == ("m1", "我要补社保卡", None)
    assert turn.said_at == clock.time
    assert records.reply_of(session.id, "m1") is None


def test_the_same_message_again_gets_the_reply_it_got(records: Records, session: Session) -> None:
    # given a message that was answered
    records.receive(session.id, "m1", HELLO)
    answer(records, session, "m1", '{"text": "您好"}')
    # when it comes again
    again = records.receive(session.id, "m1", HELLO)
    # then it gets the same reply and is not noted twice
    assert again == '{"text": "您好"}'
    assert records.reply_of(session.id, "m1") == '{"text": "您好"}'
    assert len(records.transcript(session.id)) == 1


def test_the_same_message_again_before_its_reply_is_noted_once(
    records: Records, session: Session
) -> None:
    # given a message still being worked on
    records.receive(session.id, "m1", HELLO)
    # when it comes again
    again = records.receive(session.id, "m1", HELLO)
    # then there is no reply to give yet, and it is one message
    assert again is None
    assert len(records.transcript(session.id)) == 1


def test_message_ids_belong_to_their_conversation(records: Records, session: Session) -> None:
    # given another conversation whose message of the same id was answered
    other = records.open_session("web")
    records.receive(other.id, "m1", HELLO)
    answer(records, other, "m1", '{"text": "别人的"}')
    # when this conversation sends a message of that id
    # then it does not get the other's reply
    assert records.receive(session.id, "m1", HELLO) is None
    assert records.reply_of(session.id, "m1") is None


def test_a_message_to_nowhere_is_refused(records: Records) -> None:
    # when a message comes for a conversation that doesn't exist
    with pytest.raises(UnknownSession):
        records.receive("0" * 32, "m1", HELLO)
    # then nothing of it is kept
    assert records.transcript("0" * 32) == []


def test_a_reply_to_a_message_not_noted_before_notes_it(records: Records, session: Session) -> None:
    # when the assistant answers something that came past the door (rasa shell)
    records.answered(session.id, "m1", lambda _: Finished("{}"), UNDERSTOOD, said=HELLO)
    # then message and reply are both there
    (turn,) = records.transcript(session.id)
    assert (turn.said, turn.reply) == (HELLO, "{}")


def test_reply_and_state_are_kept_together(records: Records, session: Session) -> None:
    # when a turn is answered with a new state
    answer(records, session, "m1", '{"text": "一"}', state='{"step": 1}')
    # then both are there
    assert records.last_reply(session.id) == '{"text": "一"}'
    assert records.session(session.id).state == '{"step": 1}'
    # and a turn without a state leaves it as it is
    answer(records, session, "m2", '{"text": "二"}')
    assert records.session(session.id).state == '{"step": 1}'


def test_a_turn_that_fails_while_finishing_leaves_nothing(
    records: Records, session: Session
) -> None:
    # given a reply that can't be made, after the wish for a person was noted
    def fails(_number: Optional[int]) -> Finished:
        raise RuntimeError("no reply")

    with pytest.raises(RuntimeError):
        records.answered(session.id, "m1", fails, UNDERSTOOD, asks_for_person="wants_person")
    # then neither message nor wish nor state is half there
    assert records.transcript(session.id) == []
    assert records.open_hand_overs() == []
    assert records.session(session.id).state == "{}"


def test_a_disk_that_fills_up_in_mid_turn_leaves_the_turn_unanswered(
    sqlite_file: Path,
) -> None:
    # given a database that may not grow any more (what a full disk is to SQLite)
    engine = connect(f"sqlite:///{sqlite_file}")
    records = Records(engine)
    session = records.open_session("web")
    records.receive(session.id, "m1", HELLO)

    def allow_no_page_more(connection: object, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]

    event.listen(engine, "checkout", allow_no_page_more)
    # when a long reply is to be stored
    with pytest.raises(OperationalError, match="full"):
        answer(records, session, "m1", "长" * 100_000, state='{"step": 9}')
    # then the message waits for its reply and the state is the old one
    assert [turn.reply for turn in records.transcript(session.id)] == [None]
    assert records.session(session.id).state == "{}"
    engine.dispose()


def test_the_reply_given_replaces_the_reply_made(records: Records, session: Session) -> None:
    # given two replies
    answer(records, session, "m1", '{"text": "一"}')
    answer(records, session, "m2", '{"text": "二"}')
    # when the door adds a notice to the first
    records.amend_reply(session.id, "m1", '{"text": "太长了。一"}')
    # then only that one is changed
    assert [t.reply for t in records.transcript(session.id)] == [
        '{"text": "太长了。一"}',
        '{"text": "二"}',
    ]


def test_the_last_reply_is_the_newest_that_there_is(records: Records, session: Session) -> None:
    # given no reply yet
    assert records.last_reply(session.id) is None
    # when two messages are answered and a third waits
    answer(records, session, "m1", "1")
    answer(records, session, "m2", "2")
    records.receive(session.id, "m3", HELLO)
    # then the second reply is the last
    assert records.last_reply(session.id) == "2"


def test_the_transcript_is_the_newest_turns_oldest_first(
    records: Records, session: Session
) -> None:
    # given five messages
    for number in range(5):
        records.receive(session.id, f"m{number}", f"第{number}句")
    # when three are asked for
    turns = records.transcript(session.id, 3)
    # then they are the last three, in the order they were said
    assert [turn.said for turn in turns] == ["第2句", "第3句", "第4句"]


@pytest.mark.parametrize(
    "awkward",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE turns; --",
        "👵🏻👍🏽 𠮷野家 ﷽",
        "长" * 10_000,
        " \t\n",
        "%s %(x)s {} \\ \" '",
    ],
    ids=["html", "sql", "emoji", "10000", "spaces", "format"],
)
def test_words_come_back_as_they_were_said(
    records: Records, session: Session, awkward: str
) -> None:
    # when something awkward is said and answered with the same
    records.receive(session.id, "m1", awkward)
    answer(records, session, "m1", awkward, state=awkward)
    # then it is kept letter by letter
    (turn,) = records.transcript(session.id)
    assert (turn.said, turn.reply) == (awkward, awkward)
    assert records.session(session.id).state == awkward


@given(words=st.lists(said, min_size=1, max_size=4))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_words_in_any_number_come_back_in_order(records: Records, words: list[str]) -> None:
    # given a conversation in whatever letters
    session = records.open_session("phone")
    # when each message is noted, and noted again
    for number, word in enumerate(words):
        records.receive(session.id, f"m{number}", word)
        records.receive(session.id, f"m{number}", word)
    # then each is there once, in order
    assert [turn.said for turn in records.transcript(session.id)] == words


def test_times_are_utc_whatever_the_database_thinks(
    records: Records, session: Session, clock: Clock
) -> None:
    # given a message and a wish for a person
    records.receive(session.id, "m1", HELLO)
    answer(records, session, "m1", person="wants_person")
    # when they are read back
    times = [
        records.transcript(session.id)[0].said_at,
        records.open_hand_overs()[0].asked_at,
        records.session(session.id).code_expires_at - timedelta(days=7),
    ]
    # then every time says which it is, and that is UTC
    assert times == [clock.time] * 3
    assert {moment.tzinfo for moment in times} == {UTC}


def test_a_server_in_another_time_zone_changes_nothing(
    records: Records, engine: Engine, session: Session, clock: Clock
) -> None:
    # given a PostgreSQL whose sessions speak Harbin's time (SQLite has no zones)
    if engine.dialect.name == "postgresql":

        @event.listens_for(engine, "checkout")
        def speak_local(connection: object, *_: object) -> None:
            connection.cursor().execute("SET TIME ZONE 'Asia/Shanghai'")  # type: ignore[attr-defined]

    answer(records, session, "m1", person="wants_person")
    # when the wish is read
    (wish,) = records.open_hand_overs()
    # then its hour is the hour of UTC, as the list for clerks says
    assert f"{wish.asked_at:%H:%M}" == f"{clock.time:%H:%M}"


# --- wishes for a person ---


def test_a_wish_for_a_person_gets_a_number(records: Records, session: Session) -> None:
    # when a person is asked for
    number = answer(records, session, "m1", person="wants_person")
    # then there is a number to tell, and the wish is on the list under it
    (wish,) = records.open_hand_overs()
    assert (wish.number, wish.session_id, wish.reason) == (number, session.id, "wants_person")


def test_without_a_wish_there_is_no_number(records: Records, session: Session) -> None:
    # when a turn asks for nobody
    # then finish is told so, and nobody is on the list
    assert answer(records, session, "m1") is None
    assert records.open_hand_overs() == []


def test_asking_twice_keeps_the_number(records: Records, session: Session) -> None:
    # given a person was asked for
    first = answer(records, session, "m1", person="wants_person")
    # when she asks again, impatiently
    second = answer(records, session, "m2", person="wants_person")
    # then it is the same number and one entry
    assert second == first
    assert len(records.open_hand_overs()) == 1


def test_a_complaint_is_another_matter(records: Records, session: Session) -> None:
    # given a person was asked for
    first = answer(records, session, "m1", person="wants_person")
    # when there is a complaint too
    second = answer(records, session, "m2", person="complaint")
    # then both are on the list, the older first
    assert [(w.number, w.reason) for w in records.open_hand_overs()] == [
        (first, "wants_person"),
        (second, "complaint"),
    ]


def test_after_a_wish_was_fulfilled_a_new_one_gets_a_new_number(
    records: Records, session: Session, engine: Engine
) -> None:
    # given a wish that a clerk has closed
    first = answer(records, session, "m1", person="wants_person")
    with engine.begin() as db:
        db.execute(text("UPDATE hand_overs SET closed_at = asked_at"))
    assert records.open_hand_overs() == []
    # when a person is asked for again
    second = answer(records, session, "m2", person="wants_person")
    # then that is a new wish
    assert second != first
    assert [wish.number for wish in records.open_hand_overs()] == [second]


# --- Rasa's memory ---


def test_a_tracker_is_replaced_not_piled_up(records: Records) -> None:
    # given none yet
    assert records.tracker("s1") is None
    # when it is saved twice, and another beside it
    records.save_tracker("s1", "[1]")
    records.save_tracker("s1", "[1, 2]")
    records.save_tracker("s2", "[]")
    # then the newest is there
    assert records.tracker("s1") == "[1, 2]"
    assert sorted(records.tracker_ids()) == ["s1", "s2"]


# --- being there, and many at once ---


def test_ping_says_whether_the_records_are_there(database_url: str, tmp_path: Path) -> None:
    # given records, and an empty database that was never set up
    engine = connect(database_url)
    bare = connect(f"sqlite:///{tmp_path / 'bare.db'}")
    # when both are touched
    Records(engine).ping()
    # then only the second complains
    with pytest.raises(OperationalError, match="no such table"):
        Records(bare).ping()
    engine.dispose()
    bare.dispose()


def together(count: int, work: Callable[[int], None]) -> None:
    """Run ``work`` in ``count`` threads that start at the same moment."""
    start = threading.Barrier(count)

    def one(number: int) -> None:
        start.wait()
        work(number)

    with ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(one, number) for number in range(count)]:
            done.result()


def test_eight_citizens_at_once_lose_nothing(records: Records) -> None:
    # given eight conversations
    sessions = [records.open_session("web") for _ in range(8)]

    def talk(number: int) -> None:
        session = sessions[number]
        for turn in range(50):
            records.receive(session.id, f"m{turn}", f"{number}的第{turn}句")
            answer(records, session, f"m{turn}", f"答{turn}", state=str(turn))

    # when all talk at once, fifty turns each
    together(8, talk)
    # then every turn of every one is there with its reply, in order, and the last state
    for number, session in enumerate(sessions):
        turns = records.transcript(session.id)
        assert [turn.said for turn in turns] == [f"{number}的第{turn}句" for turn in range(50)]
        assert [turn.reply for turn in turns] == [f"答{turn}" for turn in range(50)]
        assert records.session(session.id).state == "49"


def test_the_same_message_eight_times_at_once_is_noted_once(
    records: Records, session: Session
) -> None:
    # when an impatient browser sends one message eight times at the same moment
    together(8, lambda _: records.receive(session.id, "m1", HELLO) and None)
    # then it is one message
    assert [turn.message_id for turn in records.transcript(session.id)] == ["m1"]


def test_eight_wishes_at_once_of_one_citizen_are_one_wish(
    records: Records, session: Session
) -> None:
    # when the button for a person is hit eight times at the same moment
    together(8, lambda n: answer(records, session, f"m{n}", person="wants_person") and None)
    # then one person is asked for
    assert len(records.open_hand_overs()) == 1


def test_many_conversations_begun_at_once_have_codes_of_their_own(records: Records) -> None:
    # when eight threads begin ten conversations each
    codes: list[str] = []
    together(8, lambda _: codes.extend(records.open_session("web").code for _ in range(10)))
    # then there are eighty codes
    assert len(set(codes)) == 80


def test_the_present_is_timezone_aware() -> None:
    # given records without a clock of their own
    from records.store import utc_now

    # then their present is now, in UTC
    assert abs(utc_now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert utc_now().tzinfo is UTC
