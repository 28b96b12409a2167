"""What holds for every answer of the web door: headers, cookies, addresses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from channels.web.app import create_app
from records.store import Records
from settings import Settings
from tests.channels.conftest import ONE_ATTEMPT, StandIn
from tests.channels.web.conftest import GREETING, Visitor, open_kiosk

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

EVERYWHERE = [
    *[("GET", path) for path in ("/", "/start", "/resume", "/?begun=", "/healthz", "/nothing")],
    *[("GET", f"/static/{name}") for name in ("style.css", "chat.js", "nothing.js")],
    *[("GET", f"/api/v1/{path}") for path in ("openapi.json", "sessions/000000", "nothing")],
    *[("POST", path) for path in ("/say", "/choose", "/human", "/new", "/size", "/resume")],
    *[("POST", f"/api/v1/{path}") for path in ("sessions", "messages")],
    *[("OPTIONS", "/"), ("DELETE", "/"), ("HEAD", "/resume"), ("TRACE", "/say")],
]


@pytest.mark.parametrize(("method", "path"), EVERYWHERE)
def test_every_answer_forbids_what_a_foreign_page_could_do(
    app: Flask, method: str, path: str
) -> None:
    # when anything is asked of the door
    response = app.test_client().open(path, method=method)
    # then browsers are told to load, frame, guess, tell and allow nothing
    assert response.headers["Content-Security-Policy"] == CSP
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    # and conversations stay out of caches
    assert response.headers["Cache-Control"] in ("no-store", "no-cache")
    assert path.startswith("/static") or response.headers["Cache-Control"] == "no-store"


def test_a_failure_has_the_same_headers(deployment: Settings, tmp_path: Path) -> None:
    # given a door whose records were never set up
    bare = replace(deployment, database_url=f"sqlite:///{tmp_path / 'bare.db'}")
    # when a conversation is begun
    response = create_app(bare).test_client().get("/start")
    # then the failure is as closed as anything else
    assert response.status_code == 503
    assert response.headers["Content-Security-Policy"] == CSP


def test_the_page_needs_nothing_that_its_own_policy_forbids(visitor: Visitor) -> None:
    # when a page with all there is on it is looked at
    page = visitor.write("补社保卡要多少钱").html
    # then there is no style, script or address of elsewhere in it
    for forbidden in ("<style", " style=", "onclick", "javascript:", "http://", "https://", "//"):
        assert forbidden not in page


def test_every_file_the_page_names_is_there(visitor: Visitor) -> None:
    # when the files of the page are fetched
    answers = {
        name: visitor.client.get(f"/static/{name}").mimetype
        for name in ("style.css", "chat.js")
        if f"/static/{name}" in visitor.page.html
    }
    # then they come as what they are
    assert answers == {"style.css": "text/css", "chat.js": "text/javascript"}


def test_the_cookie_is_out_of_reach_of_scripts_and_foreign_pages(app: Flask) -> None:
    # when a conversation is begun in a browser
    client = app.test_client()
    client.get("/start")
    cookie = client.get_cookie("ershun")
    # then no script reads the cookie, no foreign form sends it, and it lasts as the code does
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert not cookie.secure
    assert cookie.max_age is None
    assert cookie.expires is not None


def test_behind_https_the_cookie_is_for_https_only(deployment: Settings) -> None:
    # given a deployment reached over HTTPS
    app = create_app(replace(deployment, https=True))
    # when a conversation is begun
    response = app.test_client().get("/start", base_url="https://hall.example")
    # then its cookie never goes out in the clear
    assert "; Secure" in response.headers["Set-Cookie"]
    assert "; HttpOnly" in response.headers["Set-Cookie"]


def test_the_cookie_can_not_be_forged(app: Flask, deployment: Settings, tmp_path: Path) -> None:
    # given the cookie of another deployment
    elsewhere = replace(deployment, home=tmp_path / "elsewhere", turn_timeout=ONE_ATTEMPT)
    other = create_app(elsewhere).test_client()
    other.get("/start")
    foreign = other.get_cookie("ershun")
    assert foreign is not None
    # when it is shown here
    visitor = Visitor(app.test_client())
    visitor.client.set_cookie("ershun", foreign.value)
    page = visitor.open()
    # then it counts as none: a new conversation begins
    assert page.replies == [GREETING]
    assert page.notices == []


def test_a_restart_keeps_every_conversation(deployment: Settings) -> None:
    # given a conversation in a browser, and one of a kiosk
    first = create_app(deployment)
    visitor = Visitor(first.test_client())
    visitor.open()
    visitor.write("补办社保卡")
    kiosk = open_kiosk(first)
    # when the door is restarted
    second = create_app(deployment)
    cookie = visitor.client.get_cookie("ershun")
    assert cookie is not None
    after = Visitor(second.test_client())
    after.client.set_cookie("ershun", cookie.value)
    kiosk.client = second.test_client()
    # then both go on
    assert after.open().said == ["补办社保卡"]
    assert kiosk.send(text="补办社保卡").get_json()["answered"]


def test_a_browser_and_a_program_can_share_a_conversation(
    visitor: Visitor, app: Flask, records: Records
) -> None:
    # given a conversation begun on the page
    visitor.write("补办社保卡")
    # when it is taken up at a kiosk, and a key is pressed there
    kiosk = open_kiosk(app)
    kiosk.opened = kiosk.client.get(f"/api/v1/sessions/{visitor.page.code}").get_json()
    kiosk.send(option="2")
    # then the page goes on from there
    assert visitor.open().said == ["补办社保卡", "还没挂失"]


def test_the_door_reads_its_deployment_from_the_environment(
    deployment: Settings, rasa: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a deployment described by the environment, as processes are started
    monkeypatch.setenv("ERSHUN_HOME", str(deployment.home))
    monkeypatch.setenv("ERSHUN_DATABASE_URL", deployment.database_url)
    monkeypatch.setenv("ERSHUN_RASA_PORT", str(rasa.port))
    monkeypatch.setenv("ERSHUN_HUMAN_PHONE", "0451-12345")
    # when the door is made without further ado
    visitor = Visitor(create_app().test_client())
    visitor.open()
    # then it works, with that deployment's telephone
    assert visitor.page.replies == [GREETING]
