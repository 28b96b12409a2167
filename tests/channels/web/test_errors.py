"""Whatever fails, a citizen reads a kind sentence and operators find a line in the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from records.database import connect
from tests.channels.conftest import StandIn
from tests.channels.web.conftest import RECOVERING, Kiosk, Visitor

BROKEN = "对不起，我这边出了点毛病，已经记下来了。请过一会儿再试，着急就打 12345。"


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Another program is in the middle of writing."""
    file = str(make_url(database_url).database)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def spoil_replies(database_url: str) -> None:
    """A newer version has written replies that this one doesn't understand."""
    engine = connect(database_url)
    with engine.begin() as db:
        db.execute(text("""UPDATE turns SET reply = '{"version": 99}'"""))
    engine.dispose()


def drop(database_url: str, table: str) -> None:
    with closing(sqlite3.connect(str(make_url(database_url).database))) as db:
        db.execute(f"DROP TABLE {table}")


def test_locked_records_are_a_kind_page(
    visitor: Visitor, database_url: str, rasa: StandIn, logged: list[Any]
) -> None:
    # given records that another program holds
    heard = len(rasa.heard)
    with locked(database_url):
        # when something is written
        page = visitor.write("补办社保卡")
    # then she reads that it will be well again, with the telephone
    assert page.status == 503
    assert page.heading == RECOVERING
    # and the log says what it was, and nothing went on unrecorded
    assert {"event": "records unavailable", "error": "database is locked"}.items() <= logged[
        -1
    ].items()
    assert len(rasa.heard) == heard
    # and when the lock is gone, one press sends what she wrote
    page = visitor.press("再发一次")
    assert page.said == ["补办社保卡"]


def test_what_failed_for_good_is_not_offered_again(visitor: Visitor) -> None:
    # when something far too long is written
    page = visitor.write("我" * 10_000)
    # then there is nothing to press that would fail again
    assert page.status == 413
    assert page.buttons == ["人工"]


def test_locked_records_are_a_kind_reply_to_programs(kiosk: Kiosk, database_url: str) -> None:
    # given records that another program holds
    with locked(database_url):
        # when a kiosk sends a message
        response = kiosk.send(text="补办社保卡", message_id="m1")
    # then it has a sentence to show
    assert response.status_code == 503
    assert response.get_json() == {"error": "records_unavailable", "message": RECOVERING}
    # and the same message goes through afterwards
    assert kiosk.send(text="补办社保卡", message_id="m1").get_json()["answered"]


@pytest.mark.parametrize("path", ["/", "/start"])
def test_records_that_cannot_be_read_are_a_kind_page(
    visitor: Visitor, database_url: str, path: str
) -> None:
    # given records whose tables are gone
    drop(database_url, "sessions")
    # when the page is opened
    page = visitor.open(path)
    # then she reads a sentence, not a traceback
    assert page.status == 503
    assert page.heading == RECOVERING
    assert "Traceback" not in page.html
    assert "sqlite" not in page.html.lower()


def test_an_unexpected_failure_is_a_kind_page_and_a_log_line(
    visitor: Visitor, database_url: str, logged: list[Any]
) -> None:
    # given a conversation this version can't read
    spoil_replies(database_url)
    # when the page is opened
    page = visitor.open()
    # then she reads a kind sentence with the telephone and a way back
    assert page.status == 500
    assert page.heading == BROKEN
    assert 'href="/"' in page.html
    assert "Traceback" not in page.html
    # and the log has what went wrong, and where
    line = logged[-1]
    assert (line["event"], line["log_level"], line["path"]) == ("request failed", "error", "/")
    assert "reply contract version 99" in str(line["exc_info"])


def test_an_unexpected_failure_is_a_kind_reply_to_programs(
    kiosk: Kiosk, database_url: str, logged: list[Any]
) -> None:
    # given a conversation this version can't read
    spoil_replies(database_url)
    # when a kiosk goes on with it
    response = kiosk.send(text="补办社保卡")
    # then it has a sentence to show, and the log has a line
    assert response.status_code == 500
    assert response.get_json() == {"error": "broken", "message": BROKEN}
    assert logged[-1]["event"] == "request failed"


def test_what_was_said_is_not_in_the_log_of_a_failure(
    kiosk: Kiosk, database_url: str, logged: list[Any]
) -> None:
    # given records that can't be written
    drop(database_url, "turns")
    # when something private is said
    assert kiosk.send(text="我得了重病，电话13800138000").status_code == 503
    # then the log names the failure and not the words
    assert "重病" not in str(logged)
    assert "13800138000" not in str(logged)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/static/nothing.css",
        "/static/../app.py",
        "/.env",
        "/wp-login.php",
        "/%00",
        "/耳顺",
    ],
)
def test_a_page_that_does_not_exist_leads_back(visitor: Visitor, path: str) -> None:
    # when somebody goes astray
    page = visitor.open(path)
    # then there is a way back
    assert page.status == 404
    assert page.heading == "没有这个页面。回到首页，就能接着说。"
    assert 'href="/"' in page.html


def test_the_telephone_is_the_deployments(app: Flask, rasa: StandIn, database_url: str) -> None:
    # given records whose tables are gone
    drop(database_url, "sessions")
    # when a program begins a conversation
    response = app.test_client().post("/api/v1/sessions", json={})
    # then the sentence names the telephone of this deployment
    assert response.status_code == 503
    assert "着急就打 12345" in response.get_json()["message"]
