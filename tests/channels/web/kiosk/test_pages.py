"""The addresses of the kiosk, as a browser asks for them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import channels.web.kiosk
from channels.web.kiosk.pages import IDLE_SECONDS, WARNING_SECONDS
from settings import Settings
from settings.secret import secret_for
from tests.channels.web.conftest import Visitor
from voice.service.tokens import Tokens

STATIC = Path(channels.web.kiosk.__file__).with_name("static")


def told_to_the_page(page: str) -> dict[str, Any]:
    found = re.search('data-kiosk="([^"]*)"', page)
    assert found
    told: dict[str, Any] = json.loads(html.unescape(found[1]))
    return told


def test_the_page_may_use_the_microphone_and_the_speech_service_and_nothing_else(
    app: Flask, deployment: Settings
) -> None:
    # when the kiosk is opened
    response = app.test_client().get("/kiosk")
    # then its own policy holds, with everything else of the door's
    voice = f"127.0.0.1:{deployment.voice_port}"
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        f"connect-src 'self' http://{voice} ws://{voice}; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert response.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(self)"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_opening_the_page_begins_no_conversation(app: Flask) -> None:
    # given a panel that is opened and reloaded all day
    client = app.test_client()
    client.get("/kiosk")
    # then there is no cookie, and nothing in the records for nobody
    assert client.get_cookie("ershun") is None


def test_the_page_needs_nothing_that_its_own_policy_forbids(app: Flask) -> None:
    page = app.test_client().get("/kiosk").get_data(as_text=True)
    for forbidden in ("<style", " style=", "onclick", "javascript:", "http://", "https://"):
        assert forbidden not in page
    assert re.findall("<script[^>]*>", page) == [
        '<script type="module" src="/kiosk/static/main.js">'
    ]


def test_every_file_the_page_needs_is_there_and_used(app: Flask) -> None:
    # given what the page and its scripts name
    client = app.test_client()
    named = {"main.js", "kiosk.css", "capture-worklet.js"}
    for script in STATIC.glob("*.js"):
        named |= set(re.findall(r'from "\./([\w-]+\.js)"', script.read_text(encoding="utf-8")))
    # then it is all that there is
    assert named == {file.name for file in STATIC.iterdir()}
    # and each comes as what it is
    for name in named:
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        assert client.get(f"/kiosk/static/{name}").mimetype == kind


def test_the_page_is_told_where_the_voice_is_and_when_the_visit_ends(
    app: Flask, deployment: Settings
) -> None:
    told = told_to_the_page(app.test_client().get("/kiosk").get_data(as_text=True))

    assert told["voice"] == f"127.0.0.1:{deployment.voice_port}"
    assert (told["idle"], told["warning"]) == (IDLE_SECONDS, WARNING_SECONDS)
    # WCAG 2.2.1: warned at least 20 s before
    assert WARNING_SECONDS >= 20
    assert deployment.human_phone in told["words"]["door_away"]


def test_every_control_says_what_it_is(app: Flask) -> None:
    # when the buttons of the page are looked through
    page = app.test_client().get("/kiosk").get_data(as_text=True)
    buttons = re.findall("<button[^>]*>", page)
    assert len(buttons) > 20
    # then each has words for those who hear it
    silent = [b for b in buttons if "data-say" not in b and 'class="main"' not in b]
    assert silent == []


def test_without_scripts_one_is_led_to_the_chat_in_its_largest_letters(app: Flask) -> None:
    # given a browser that runs no scripts
    visitor = Visitor(app.test_client())
    page = visitor.client.get("/kiosk").get_data(as_text=True)
    assert '<noscript><meta http-equiv="refresh" content="0; url=/kiosk/plain">' in page
    # when it goes where the page sends it
    chat = visitor.open("/kiosk/plain")
    # then it can be talked with, in the largest letters
    assert chat.size == "size-largest"
    assert visitor.write("补办社保卡").options[:2] == ["挂失了", "还没挂失"]


def test_a_wipe_makes_the_browser_forget(app: Flask) -> None:
    # given a browser in which somebody used the form flow
    visitor = Visitor(app.test_client())
    visitor.open("/kiosk/plain")
    visitor.write("补办社保卡")
    assert visitor.client.get_cookie("ershun") is not None
    # when the visit is wiped
    response = visitor.client.delete("/kiosk/visit")
    # then the browser is told to forget all, and does
    assert response.status_code == 204
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert visitor.client.get_cookie("ershun") is None
    assert visitor.open().said == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_a_foreign_page_can_send_wipes(app: Flask, method: str) -> None:
    # when a form or a picture of elsewhere points here
    response = app.test_client().open("/kiosk/visit", method=method)
    # then nothing is forgotten
    assert response.status_code == 405
    assert "Clear-Site-Data" not in response.headers


def test_a_pass_is_taken_by_the_speech_service_and_by_no_other(
    app: Flask, deployment: Settings
) -> None:
    # when the page asks for a pass
    response = app.test_client().get("/kiosk/pass", headers={"Origin": "https://evil.example"})
    token = response.get_json()["token"]
    # then it is good with the key the service is given, no other origin may read it
    assert Tokens(secret_for(deployment.secret_file, "speech")).good(token)
    assert not Tokens("another key").good(token)
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
