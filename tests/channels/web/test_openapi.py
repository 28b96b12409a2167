"""The API's description: valid, complete, and kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from jsonschema import RefResolver
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate_spec
from sqlalchemy.engine import make_url

from channels.web.openapi import document
from tests.channels.conftest import StandIn
from tests.channels.web.conftest import Kiosk, open_kiosk

SPEC: dict[str, Any] = json.loads(document())

Response = Any
Produce = Callable[[Kiosk], Response]


def test_the_document_is_valid_openapi() -> None:
    # when the document is checked against OpenAPI's own rules
    # then it keeps them
    validate_spec(SPEC)


def test_the_document_is_served(app: Flask) -> None:
    # when it is fetched
    response = app.test_client().get("/api/v1/openapi.json")
    # then it is this one
    assert response.status_code == 200
    assert response.get_json() == SPEC


def test_every_route_of_the_api_is_described(app: Flask) -> None:
    # given the routes that there are
    served = {
        (str(rule).replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if str(rule).startswith(("/api", "/healthz"))
    }
    # when the document is read
    described = {(path, method) for path, ways in SPEC["paths"].items() for method in ways}
    # then it has these and no others
    assert described == served


def spoil(database_url: str, *tables: str) -> None:
    """Let the records be gone."""
    with closing(sqlite3.connect(str(make_url(database_url).database))) as db:
        for table in tables:
            db.execute(f"DROP TABLE {table}")


def post(path: str, kiosk: Kiosk, body: Any) -> Response:
    return kiosk.client.post(f"/api/v1/{path}", json=body, headers=kiosk.headers)


def again(count: int, produce: Produce) -> Produce:
    """Until the limit bites."""
    return lambda kiosk: [produce(kiosk) for _ in range(count)][-1]


def without_token(kiosk: Kiosk) -> Response:
    return kiosk.client.post("/api/v1/messages", json={"text": "在吗"})


def begin(kiosk: Kiosk) -> Response:
    return post("sessions", kiosk, {"door": "phone"})


def malformed(kiosk: Kiosk) -> Response:
    return post("sessions", kiosk, [])


def say(kiosk: Kiosk) -> Response:
    return kiosk.send(text="补社保卡要多少钱")


def find(kiosk: Kiosk) -> Response:
    return kiosk.find(kiosk.opened["session_id"])


#: How each documented answer comes about; those after the deletion of tables in words.
PRODUCED: dict[tuple[str, str, str], Produce] = {
    ("/api/v1/sessions", "post", "201"): begin,
    ("/api/v1/sessions", "post", "400"): malformed,
    ("/api/v1/sessions", "post", "429"): again(61, malformed),
    ("/api/v1/messages", "post", "200"): say,
    ("/api/v1/messages", "post", "400"): lambda kiosk: kiosk.send(),
    ("/api/v1/messages", "post", "401"): without_token,
    ("/api/v1/messages", "post", "413"): lambda kiosk: kiosk.send(text="我" * 5_001),
    ("/api/v1/messages", "post", "429"): again(16, lambda kiosk: kiosk.send(text="")),
    ("/api/v1/sessions/{id_or_code}", "get", "200"): find,
    ("/api/v1/sessions/{id_or_code}", "get", "401"): lambda kiosk: kiosk.client.get(
        f"/api/v1/sessions/{kiosk.opened['session_id']}"
    ),
    ("/api/v1/sessions/{id_or_code}", "get", "403"): lambda kiosk: kiosk.find("f" * 32),
    ("/api/v1/sessions/{id_or_code}", "get", "404"): lambda kiosk: kiosk.find("000000"),
    ("/api/v1/sessions/{id_or_code}", "get", "429"): again(6, find),
    ("/api/v1/openapi.json", "get", "200"): lambda kiosk: kiosk.client.get("/api/v1/openapi.json"),
    ("/healthz", "get", "200"): lambda kiosk: kiosk.client.get("/healthz"),
}
#: Answers that need the records gone first, and how they come about then.
WITHOUT_RECORDS: dict[tuple[str, str, str], tuple[tuple[str, ...], Produce]] = {
    ("/api/v1/sessions", "post", "503"): (("sessions",), begin),
    ("/api/v1/messages", "post", "404"): ((), say),
    ("/api/v1/messages", "post", "503"): (("turns",), say),
    ("/api/v1/sessions/{id_or_code}", "get", "503"): (("turns",), find),
    ("/healthz", "get", "503"): (
        ("hand_overs",),
        lambda kiosk: kiosk.client.get("/healthz"),
    ),
}


def kept(path: str, method: str, response: Response) -> None:
    """Check an answer against what the document says of it."""
    described = SPEC["paths"][path][method]["responses"][str(response.status_code)]
    schema = described["content"]["application/json"]["schema"]
    resolver = RefResolver.from_schema(SPEC)
    assert response.mimetype == "application/json"
    OAS31Validator(schema, resolver=resolver).validate(response.get_json())


@pytest.fixture
def limited(limited_app: Flask) -> Kiosk:
    """A program at a door with its limits, in the middle of a guide."""
    kiosk = open_kiosk(limited_app)
    kiosk.send(text="补办社保卡")
    return kiosk


@pytest.mark.parametrize(("path", "method", "status"), PRODUCED)
def test_every_documented_answer_is_given_as_documented(
    limited: Kiosk, path: str, method: str, status: str
) -> None:
    # when that answer is brought about
    response = PRODUCED[path, method, status](limited)
    # then it comes, in the documented shape
    assert str(response.status_code) == status
    kept(path, method, response)


@pytest.mark.parametrize(("path", "method", "status"), WITHOUT_RECORDS)
def test_every_documented_failure_of_the_records_is_given_as_documented(
    limited: Kiosk, database_url: str, path: str, method: str, status: str
) -> None:
    # given records that are gone, in part or (every conversation deleted) wholly
    tables, produce = WITHOUT_RECORDS[path, method, status]
    spoil(database_url, *tables)
    if not tables:
        with closing(sqlite3.connect(str(make_url(database_url).database))) as db:
            db.execute("DELETE FROM sessions")
            db.commit()
    # when that answer is brought about
    response = produce(limited)
    # then it comes, in the documented shape
    assert str(response.status_code) == status
    kept(path, method, response)


def test_no_documented_answer_is_left_unproven() -> None:
    # given every answer that the document names
    documented = {
        (path, method, status)
        for path, ways in SPEC["paths"].items()
        for method, operation in ways.items()
        for status in operation["responses"]
    }
    # then each is brought about above
    assert documented == {*PRODUCED, *WITHOUT_RECORDS}


def test_a_reply_with_everything_in_it_is_as_documented(limited: Kiosk, rasa: StandIn) -> None:
    # given a guide to its end: options, cards, progress, sources
    seen = [limited.send(option="2"), limited.send(option="1")]
    seen += [limited.send(text="下一步") for _ in range(4)]
    # when each reply is checked
    # then all are as documented
    for response in seen:
        kept("/api/v1/messages", "post", response)
    assert {"card", "progress"} <= {
        name for response in seen for name, value in response.get_json()["reply"].items() if value
    }
