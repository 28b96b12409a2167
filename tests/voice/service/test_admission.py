"""Who may use the service: programs of this machine and pages of the web door, nobody else's."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Optional

import aiohttp
import pytest
import requests
import websockets

from tests.voice.service.conftest import Running, Start
from voice.service.origins import is_origin
from voice.service.tokens import LIFETIME, Tokens

HALL = "https://hall.example"
SPEAK = "/speak?text=a"


def status(service: Running, path: str = SPEAK, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(f"{service.url}{path}", headers=named, timeout=5).status_code


def connects(service: Running, path: str, origin: Optional[str]) -> bool:
    """Whether a page of ``origin`` gets a WebSocket."""

    async def connect() -> bool:
        try:
            async with websockets.connect(f"{service.ws}{path}", origin=origin):  # type: ignore[arg-type]
                return True
        except websockets.InvalidStatusCode as refused:
            assert refused.status_code == 403
            return False

    return asyncio.run(connect())


@pytest.mark.parametrize("path", ["/", "/recognise", "/listen"])
@pytest.mark.parametrize(
    ("origin", "may"),
    [
        (None, True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        (HALL, True),
        ("https://HALL.example", True),
        ("http://hall.example", False),
        ("https://hall.example:8443", False),
        ("https://evil.example", False),
        ("https://hall.example.evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost@evil.example", False),
        ("null", False),
        ("file://", False),
        ("http://[::1", False),
    ],
)
def test_pages_of_others_cannot_listen_to_the_room(
    start: Start, path: str, origin: Optional[str], may: bool
) -> None:
    assert connects(start(origins=(HALL,)), path, origin) is may


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_pages_of_others_cannot_speak_in_the_room(service: Running, origin: str) -> None:
    assert status(service, Origin=origin) == 403
    assert (
        requests.post(
            f"{service.url}/speak", json={"text": "a"}, headers={"Origin": origin}, timeout=5
        )
        .json()["message"]
        .endswith("ERSHUN_VOICE_ORIGINS。")
    )
    # nor by <audio src=…>, of which a browser names no origin
    assert status(service, Sec_Fetch_Site="cross-site") == 403
    assert service.mouth.said == []


def test_a_person_may_type_the_address(service: Running) -> None:
    assert status(service, Sec_Fetch_Site="none") == 200


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("127.0.0.1:2700", 200),
        ("localhost", 200),
        ("[::1]:2700", 200),
        ("hall.example", 200),
        ("evil.example:2700", 403),
        ("192.168.1.20:2700", 403),
        ("[::1", 403),
    ],
)
def test_a_name_that_was_rebound_to_this_machine_is_not_its_own(
    start: Start, host: str, wanted: int
) -> None:
    assert status(start(origins=(HALL,)), Host=host) == wanted


def test_a_page_may_read_the_answer_and_ask_beforehand(start: Start) -> None:
    service = start(origins=(HALL,))
    # given a browser that asks whether it may post JSON
    asked = requests.options(
        f"{service.url}/speak",
        headers={"Origin": HALL, "Access-Control-Request-Method": "POST"},
        timeout=5,
    )
    assert asked.status_code == 204
    for answer in (asked, requests.get(service.url + SPEAK, headers={"Origin": HALL}, timeout=5)):
        assert answer.headers["Access-Control-Allow-Origin"] == HALL
        assert answer.headers["Vary"] == "Origin"
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    # and one of others is told nothing
    strange = requests.get(service.url + SPEAK, headers={"Origin": "https://x.example"}, timeout=5)
    assert "Access-Control-Allow-Origin" not in strange.headers


# --- tokens ---


@pytest.fixture
def guarded(start: Start) -> Running:
    """A service that asks pages for a token."""
    return start(tokens=Tokens("key"))


PAGE = "http://localhost:8080"


def test_a_page_must_show_a_token_and_a_program_need_not(guarded: Running) -> None:
    good, forged = Tokens("key").issue(), Tokens("another").issue()

    assert status(guarded) == 200
    assert status(guarded, Origin=PAGE) == 403
    assert status(guarded, Origin=PAGE, Authorization=f"Bearer {forged}") == 403
    assert status(guarded, Origin=PAGE, Authorization=f"Bearer {good}") == 200
    assert status(guarded, f"{SPEAK}&token={good}", Origin=PAGE) == 200
    assert connects(guarded, "/recognise", PAGE) is False
    assert connects(guarded, f"/recognise?token={good}", PAGE) is True


@pytest.mark.parametrize(
    ("path", "hello", "event"),
    [
        ("/listen", {}, {"error": "not_allowed"}),
        ("/listen", {"token": "forged"}, {"error": "not_allowed"}),
        ("/listen", {"token": 5}, {"error": "not_allowed"}),
        ("/listen", {"token": Tokens("key").issue()}, {"event": "ready"}),
        (f"/listen?token={Tokens('key').issue()}", {}, {"event": "ready"}),
    ],
    ids=["none", "forged", "no text", "in the hello", "in the address"],
)
def test_a_page_that_listens_may_show_it_in_its_hello(
    guarded: Running, path: str, hello: dict[str, Any], event: dict[str, str]
) -> None:
    async def greet() -> Any:
        headers = {"Origin": PAGE}
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(guarded.url + path, headers=headers) as socket,
        ):
            await socket.send_json({"hello": {"rate": 16000, **hello}})
            return await socket.receive_json(timeout=5)

    answer = asyncio.run(greet())
    assert {name: answer[name] for name in event} == event


def test_a_token_is_good_for_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    token = Tokens("key").issue()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + LIFETIME - 60)
    assert Tokens("key").good(token)
    monkeypatch.setattr(time, "time", lambda: now + LIFETIME + 60)
    assert not Tokens("key").good(token)


@pytest.mark.parametrize("rubbish", ["", "a", ".", "a.b.c", "好", json.dumps({})])
def test_rubbish_is_no_token(rubbish: str) -> None:
    assert not Tokens("key").good(rubbish)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://hall.example", True),
        ("http://192.168.1.20:8080", True),
        ("http://[::1]:8080", True),
        ("https://hall.example/", False),
        ("hall.example", False),
        ("https://hall.example:port", False),
        ("https://hall.example:99999", False),
        ("http://[::1", False),
        ("ftp://hall.example", False),
        ("", False),
    ],
)
def test_addresses_of_pages_are_told_from_others(text: str, is_one: bool) -> None:
    assert is_origin(text) is is_one
