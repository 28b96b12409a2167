"""What citizens asked, read from really held conversations."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from assistant.reply import Reply
from ershun import demand
from knowledge.auditing import Asked
from knowledge.library import Library
from records.database import connect
from records.store import Finished, Records, Understood
from tests.conftest import Talk

#: A quarter past midnight in China, the evening before in UTC.
LATE = datetime(2026, 11, 15, 16, 15, tzinfo=UTC)


@pytest.fixture
def read(database_url: str, library: Library) -> Callable[[], list[Asked]]:
    """Reads what has been asked so far."""
    return lambda: list(demand.asked(database_url, library))


def test_nothing_was_asked_at_first(read: Callable[[], list[Asked]]) -> None:
    assert read() == []


def test_a_policy_that_was_told_is_known_by_its_answer(
    talk: Talk, read: Callable[[], list[Asked]]
) -> None:
    # given a question that is answered
    talk.say("ask_policy", "多大算老年人")
    # then it is known what answered it
    (one,) = read()
    assert (one.text, one.label, one.entry_ids) == ("多大算老年人", "answered", ("senior-age",))


def test_a_guide_that_was_begun_is_known_by_its_first_words(
    talk: Talk, read: Callable[[], list[Asked]]
) -> None:
    talk.say("start_service", "补办社保卡")
    (one,) = read()
    assert (one.label, one.entry_ids) == ("started", ("card-replace",))


def test_an_option_that_was_chosen_is_known_by_the_entry_it_stands_for(
    talk: Talk, records: Records, read: Callable[[], list[Asked]]
) -> None:
    # given a reply that offers an entry, and a choice of it that a door writes down by its label
    session = records.open_session("web")
    offer = Reply(
        text="您要的是哪一个？",
        speak="您要的是哪一个？",
        options=[{"label": "挂失", "send": '/choose{"entry": "card-report"}', "key": "1"}],
    )
    store(records, session.id, "m1", "社保卡", "clarified", offer)
    store(records, session.id, "m2", "挂失", "answered", Reply(text="好。", speak="好。"))
    # then the choice is of that entry
    assert [one.entry_ids for one in read()] == [(), ("card-report",)]


def test_an_option_of_another_conversation_says_nothing(
    records: Records, read: Callable[[], list[Asked]]
) -> None:
    offer = Reply(
        text="哪一个？",
        speak="哪一个？",
        options=[{"label": "挂失", "send": '/choose{"entry": "card-report"}', "key": "1"}],
    )
    store(records, records.open_session("web").id, "m1", "社保卡", "clarified", offer)
    said = Reply(text="好。", speak="好。")
    store(records, records.open_session("web").id, "m1", "挂失", "answered", said)
    assert [one.entry_ids for one in read()] == [(), ()]


def test_what_could_not_be_answered_names_no_entry(
    talk: Talk, read: Callable[[], list[Asked]]
) -> None:
    talk.say("ask_policy", "月亮上有几只兔子")
    (one,) = read()
    assert (one.label, one.entry_ids) == ("unknown", ())


def test_a_message_without_a_reply_is_not_asked_yet(
    records: Records, read: Callable[[], list[Asked]]
) -> None:
    records.receive(records.open_session("web").id, "m1", "有人吗")
    assert read() == []


def test_the_region_is_where_the_citizen_said_to_be(
    talk: Talk, read: Callable[[], list[Asked]]
) -> None:
    talk.say("tell_region", "我在哈尔滨", region="230100")
    talk.say("ask_policy", "多大算老年人")
    assert {one.region for one in read()} == {"230100"}


def test_a_day_is_a_day_in_china(database_url: str, library: Library) -> None:
    # given somebody who asks after midnight
    engine = connect(database_url)
    records = Records(engine, now=lambda: LATE)
    said = Reply(text="好。", speak="好。")
    store(records, records.open_session("web").id, "m1", "灯塔几点亮", "answered", said)
    engine.dispose()
    # then it counts for the day the calendar on the wall shows
    (one,) = demand.asked(database_url, library)
    assert one.day == date(2026, 11, 16)


def test_questions_come_in_order(talk: Talk, read: Callable[[], list[Asked]]) -> None:
    for words in ("多大算老年人", "月亮上有几只兔子", "补社保卡要多少钱"):
        talk.say("ask_policy", words)
    assert [one.text for one in read()] == ["多大算老年人", "月亮上有几只兔子", "补社保卡要多少钱"]


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("sqlite:////nowhere/records.db", False),
        ("sqlite://", True),
        ("postgresql://ershun@127.0.0.1:9/ershun", True),
    ],
)
def test_a_database_that_is_no_file_is_taken_to_be_there(url: str, there: bool) -> None:
    assert demand.is_there(url) is there


def test_looking_for_a_database_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "records.db"
    assert not demand.is_there(f"sqlite:///{file}")
    assert not file.exists()


def test_a_file_without_tables_cannot_be_read(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "records.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE other (id INTEGER)")
    with pytest.raises(OperationalError, match="no such table"):
        list(demand.asked(f"sqlite:///{file}", library))


def store(
    records: Records, session_id: str, message_id: str, said: str, outcome: str, reply: Reply
) -> None:
    """One turn as the conversation stores it."""
    records.answered(
        session_id,
        message_id,
        lambda _number: Finished(reply.json(), None),
        Understood("ask_policy", 0.9, outcome),
        said=said,
    )
