"""``ershun records``: who waits for a person, and a database that can't be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversation.people import COMPLAINT, WANTS_PERSON
from records.database import connect
from records.store import Finished, Records, Understood
from tests.ershun.conftest import Ershun


@pytest.fixture
def records(ershun: Ershun, home: Path) -> Iterator[Records]:
    """The records of this deployment, made by the command itself."""
    assert ershun("records", "upgrade").status == 0
    engine = connect(f"sqlite:///{home / 'records.db'}")
    yield Records(engine)
    engine.dispose()


def ask_for_person(records: Records, said: str, reason: str) -> str:
    """Somebody says something after which a person is to take over; the conversation."""
    session = records.open_session("web")
    understood = Understood("human", 0.9, "handed_over")
    records.answered(
        session.id,
        "m1",
        lambda _number: Finished("好的。", None),
        understood,
        said=said,
        asks_for_person=reason,
    )
    return session.id


def test_nobody_waits_at_first(ershun: Ershun, records: Records) -> None:
    answer = ershun("records", "waiting")

    assert answer.status == 0
    assert "最后一句" in answer.text
    assert "要找人" not in answer.text


def test_a_clerk_sees_who_waits_why_and_what_was_said(ershun: Ershun, records: Records) -> None:
    # given somebody who wants a person and somebody who complains
    first = ask_for_person(records, "我要找人说话", WANTS_PERSON)
    second = ask_for_person(records, "你们推来推去", COMPLAINT)
    # when a clerk looks
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]]
        for line in ershun("records", "waiting").text.splitlines()
        if line.startswith("│")
    ]
    # then each stands there in words of his, who came first first
    assert [(row[1], row[2], row[4]) for row in rows] == [
        ("要找人", first, "我要找人说话"),
        ("投诉", second, "你们推来推去"),
    ]


def test_on_a_narrow_screen_nothing_is_cut_off(ershun: Ershun, records: Records) -> None:
    # given a terminal of 80 columns
    session = ask_for_person(records, "我" * 60, WANTS_PERSON)
    text = ershun("records", "waiting", columns=80).text
    # then the conversation's number and the words can be read to their end
    cells = [line.split("│") for line in text.splitlines() if line.startswith("│")]
    assert "".join(row[3].strip() for row in cells) == session
    assert "".join(row[5].strip() for row in cells) == "我" * 60


@pytest.mark.parametrize("said", ["[red]红[/red]", "[/]", "[link=http://x]点[/link]", "a [b] c"])
def test_what_was_said_is_shown_letter_by_letter(
    ershun: Ershun, records: Records, said: str
) -> None:
    # given somebody who types what a terminal would take for markup
    ask_for_person(records, said, WANTS_PERSON)

    assert said in ershun("records", "waiting").text


def test_a_database_not_made_yet_says_what_to_run(ershun: Ershun, home: Path) -> None:
    answer = ershun("records", "waiting")

    assert (answer.status, answer.text) == (
        1,
        "✗ 打不开数据库（unable to open database file）。没建过就先运行 ershun records upgrade。\n",
    )


def test_upgrading_twice_is_fine(ershun: Ershun) -> None:
    for _ in range(2):
        answer = ershun("records", "upgrade")
        assert (answer.status, answer.text) == (0, "✓ 数据库就绪\n")


def not_openable(reason: str) -> str:
    return (
        f"✗ 打不开数据库（{reason}）。看看磁盘满没满、文件有没有被别的程序占着，"
        "PostgreSQL 的话看服务起了没有。\n"
    )


def test_a_locked_database_is_one_sentence(ershun: Ershun, home: Path) -> None:
    # given a backup program in the middle of a database from before there were versions
    home.mkdir()
    with closing(sqlite3.connect(home / "records.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        # when it is to be brought up to date
        answer = ershun("records", "upgrade")
    # then it is told that it is locked
    assert (answer.status, answer.text) == (1, not_openable("database is locked"))


def test_a_file_that_is_no_database_is_one_sentence(ershun: Ershun, home: Path) -> None:
    home.mkdir()
    (home / "records.db").write_text("这不是数据库。" * 99, encoding="utf-8")

    answer = ershun("records", "upgrade")

    assert (answer.status, answer.text) == (1, not_openable("file is not a database"))


def test_a_folder_that_cannot_be_made_is_one_sentence(
    ershun: Ershun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERSHUN_DATABASE_URL", "sqlite:////dev/null/records.db")

    answer = ershun("records", "upgrade")

    assert answer.status == 1
    assert answer.text.startswith("✗ 打不开数据库（[Errno")


@pytest.mark.parametrize("command", ["upgrade", "waiting"])
def test_a_server_that_is_down_is_one_sentence(
    ershun: Ershun, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    # given PostgreSQL set, and not started
    monkeypatch.setenv("ERSHUN_DATABASE_URL", "postgresql://ershun@127.0.0.1:9/ershun")
    # then its reason is told on one line, without the manual's address
    answer = ershun("records", command)
    assert answer.status == 1
    assert "Connection refused" in answer.text
    assert "sqlalche.me" not in answer.text
    assert answer.text.count("\n") == 1


@pytest.mark.parametrize("command", ["upgrade", "waiting"])
@pytest.mark.parametrize("url", ["mysql://hall/ershun", "oracle://hall/ershun"])
def test_a_kind_of_database_we_do_not_run_on_is_named(
    ershun: Ershun, monkeypatch: pytest.MonkeyPatch, command: str, url: str
) -> None:
    monkeypatch.setenv("ERSHUN_DATABASE_URL", url)

    answer = ershun("records", command)

    assert answer.status == 1
    assert "能用 SQLite 或 PostgreSQL。" in answer.text


@pytest.mark.parametrize("command", ["upgrade", "waiting"])
def test_an_address_that_is_none_is_one_sentence(
    ershun: Ershun, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("ERSHUN_DATABASE_URL", "records.db")

    answer = ershun("records", command)

    assert answer.status == 1
    assert answer.text.count("\n") == 1


def test_a_database_of_a_newer_version_is_left_alone(
    ershun: Ershun, records: Records, home: Path
) -> None:
    # given somebody who went back to an older version of the product
    with closing(sqlite3.connect(home / "records.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    # then it isn't touched, and the way out is told
    answer = ershun("records", "upgrade")
    assert answer.status == 1
    assert "数据库是更新的版本建的" in answer.text
    assert "换回新版，或者用备份的数据库。" in answer.text
