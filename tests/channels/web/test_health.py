"""Whether the door is well, for whoever watches it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from flask import Flask
from sqlalchemy.engine import make_url

from tests.channels.conftest import StandIn


def test_a_door_with_all_its_parts_is_well(app: Flask) -> None:
    # when a watcher asks
    response = app.test_client().get("/healthz")
    # then all is well
    assert response.status_code == 200
    assert response.get_json() == {"status": "ok", "parts": {"records": True, "assistant": True}}


def test_a_missing_assistant_is_named(app: Flask, rasa: StandIn) -> None:
    # given no Rasa
    rasa.stop()
    # when a watcher asks
    response = app.test_client().get("/healthz")
    # then it is told which part is missing
    assert response.status_code == 503
    assert response.get_json() == {
        "status": "degraded",
        "parts": {"records": True, "assistant": False},
    }


def test_records_that_cannot_be_read_are_named(app: Flask, database_url: str) -> None:
    # given records whose tables are gone
    with closing(sqlite3.connect(str(make_url(database_url).database))) as db:
        db.execute("DROP TABLE hand_overs")
    # when a watcher asks
    response = app.test_client().get("/healthz")
    # then it is told which part is missing
    assert response.status_code == 503
    assert response.get_json()["parts"] == {"records": False, "assistant": True}


def test_being_watched_begins_no_conversation(app: Flask, rasa: StandIn) -> None:
    # when a watcher asks again and again
    client = app.test_client()
    answers = {client.get("/healthz").status_code for _ in range(100)}
    # then it is never held back, and nothing was said to the assistant
    assert answers == {200}
    assert rasa.heard == []
