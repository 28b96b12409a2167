"""One turn: stored as a whole, applied once, gone on with after a restart."""

from __future__ import annotations

import dataclasses
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from assistant.conversation.scene import Message
from assistant.conversation.state import State
from assistant.conversation.turn import Desk, take_turn
from assistant.reply import Reply
from records.database import connect
from records.store import Records
from tests.conftest import Talk, open_talk

NEXT = Message("下一步", "next_step", 0.9)


def test_a_repeated_message_gets_the_same_reply_and_moves_nothing(walking: Talk) -> None:
    # given a step told
    desk, session = walking.desk, walking.session_id
    first, after = take_turn(desk, session, "next-1", NEXT)
    # when the door sends the message again, because it heard no answer
    second, still = take_turn(desk, session, "next-1", NEXT)
    # then the reply is the same and she is at the same step
    assert second == first
    assert first.text.startswith("第 1 步，共 4 步。")
    assert still == after
    # and a new message goes on
    third, _ = take_turn(desk, session, "next-2", NEXT)
    assert third.text.startswith("第 2 步，共 4 步。")


def test_a_repeated_wish_for_a_person_makes_one_number(talk: Talk, records: Records) -> None:
    wish = Message("人工", "human")
    first, _ = take_turn(talk.desk, talk.session_id, "wish", wish)
    second, _ = take_turn(talk.desk, talk.session_id, "wish", wish)
    assert first == second
    assert len(records.open_hand_overs()) == 1


def test_what_was_said_and_replied_is_in_the_transcript(walking: Talk, records: Records) -> None:
    turns = records.transcript(walking.session_id)
    assert [turn.said for turn in turns] == ["补办社保卡", "还没挂失呢", "我自己去"]
    replies = [Reply.parse_raw(turn.reply or "") for turn in turns]
    assert replies == walking.replies


def test_a_conversation_goes_on_after_a_restart(walking: Talk, database_url: str) -> None:
    # given a conversation, and a new process over the same database
    engine = connect(database_url)
    restarted = dataclasses.replace(walking.desk, records=Records(engine))
    # when the next message comes
    reply, state = take_turn(restarted, walking.session_id, "after-restart", NEXT)
    engine.dispose()
    # then it goes on where it was
    assert reply.text.startswith("第 1 步，共 4 步。")
    assert state.guide is not None
    assert state.guide.answers == {"reported": "no", "who": "self"}


def test_the_region_of_the_deployment_is_assumed_until_told(desk: Desk) -> None:
    # given a deployment in Heilongjiang
    there = dataclasses.replace(desk, region="230000")
    talk = open_talk(there)
    # when the first thing is asked
    talk.say("ask_policy", "老年证")
    # then Heilongjiang's rules hold
    assert talk.replies[-1].text.startswith("满 60 岁可以办，黑龙江全省通用。")
    assert not talk.state.region_told


def test_an_id_nobody_opened_gets_a_conversation_of_its_own(desk: Desk, records: Records) -> None:
    # given an id brought by `rasa shell`
    # when it speaks
    reply, _ = take_turn(desk, "shell-user", "m1", Message("您好", "greet"))
    # then it is answered and remembered
    assert reply.text.startswith("您好，我是耳顺")
    assert records.session("shell-user").door == "shell"


def test_a_locked_database_is_reported_and_nothing_has_changed(
    walking: Talk, tmp_path: Path
) -> None:
    # given another process that holds the database
    file = tmp_path / "records.db"
    engine = connect(f"sqlite:///{file}", lock_timeout=0.05)
    impatient = dataclasses.replace(walking.desk, records=Records(engine))
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        # when a message comes
        with pytest.raises(OperationalError):
            take_turn(impatient, walking.session_id, "locked-out", NEXT)
        holder.execute("ROLLBACK")
    # then afterwards the same message is answered as if it came for the first time
    reply, _ = take_turn(impatient, walking.session_id, "locked-out", NEXT)
    engine.dispose()
    assert reply.text.startswith("第 1 步，共 4 步。")


def test_a_turn_killed_before_it_is_stored_leaves_nothing_behind(
    walking: Talk, monkeypatch: pytest.MonkeyPatch, records: Records
) -> None:
    # given a process that dies between the reply and its storage (can't be timed for real)
    before = records.session(walking.session_id).state

    def killed(_state: State) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(State, "json", killed)
        with pytest.raises(KeyboardInterrupt):
            take_turn(walking.desk, walking.session_id, "killed", Message("人工", "human"))
    # then no half of the turn is there: no state, no reply, no hand-over
    assert records.session(walking.session_id).state == before
    assert len(records.transcript(walking.session_id)) == 3
    assert records.open_hand_overs() == []
    # and the repeated message is answered
    reply, _ = take_turn(walking.desk, walking.session_id, "killed", Message("人工", "human"))
    assert "您的号是 1 号" in reply.text


def test_citizens_who_speak_at_once_do_not_mix(desk: Desk) -> None:
    # given eight conversations
    talks = [open_talk(desk) for _ in range(8)]
    items = ["补办社保卡", "社保卡挂失", "办老年证"]

    def speak(number: int) -> str:
        talks[number].say("start_service", items[number % 3])
        talks[number].say("human", "人工")
        return talks[number].say("resume", "接着办").text

    # when they speak at once
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(speak, range(8)))
    # then each goes on with its own
    assert all(text.startswith(f"咱们接着说“{items[n % 3]}”。") for n, text in enumerate(said))
    # and each has a number of its own
    numbers = [hand_over.number for hand_over in desk.records.open_hand_overs()]
    assert sorted(numbers) == list(range(1, 9))
