"""Rate limits: per conversation, per address; kind when they bite; not to be got round."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from channels.web.app import create_app
from channels.web.tokens import Tokens
from settings import Settings
from settings.secret import secret_for
from tests.channels.conftest import StandIn
from tests.channels.web.conftest import GREETING, Kiosk, Visitor, open_kiosk

BUSY = r"您说得有点快，我跟不上了。歇一会儿，过 \d+ 秒再说。"
MANY = r"这会儿用的人多，请过 (\d+ (?:秒|分钟))再来。着急就打 12345。"


@pytest.fixture
def limited(limited_app: Flask) -> Kiosk:
    """A program at a door with its limits."""
    return open_kiosk(limited_app)


@pytest.fixture
def limited_visitor(limited_app: Flask) -> Visitor:
    """A citizen at a door with its limits."""
    visitor = Visitor(limited_app.test_client())
    visitor.open()
    return visitor


def test_fifteen_messages_a_minute_are_answered_and_no_more(limited: Kiosk, rasa: StandIn) -> None:
    # when one conversation sends as fast as it can
    responses = [limited.send(text="") for _ in range(17)]
    # then fifteen are answered; then it is asked, kindly, to rest
    assert [r.status_code for r in responses] == [200] * 15 + [429] * 2
    problem = responses[-1].get_json()
    assert problem["error"] == "too_many_requests"
    assert re.fullmatch(BUSY, problem["message"])
    # and programs are told when to come again
    assert 0 < int(responses[-1].headers["Retry-After"]) <= 60


def test_one_fast_talker_does_not_hold_up_another(limited: Kiosk, limited_app: Flask) -> None:
    # given a conversation that has used up its minute
    for _ in range(16):
        limited.send(text="")
    # when another begins at the same address (a hall shares one)
    other = open_kiosk(limited_app)
    # then it is answered
    assert other.send(text="").status_code == 200


def test_the_minute_is_shared_by_words_keys_and_all_pages(
    limited_visitor: Visitor, limited_app: Flask
) -> None:
    # given fifteen messages by every way there is
    for _ in range(5):
        limited_visitor.write("")
        limited_visitor.press("人工")
        limited_visitor.open()
        form = next(form for form in limited_visitor.page.forms if form.action == "/say")
        limited_visitor.send(replace(form, action="/choose"), key="9")
    # when one more is written
    page = limited_visitor.write("在吗")
    # then she is asked to rest, on a page with a way back
    assert page.status == 429
    assert re.fullmatch(BUSY, page.heading)
    assert 'href="/"' in page.html
    # and looking at the page was never counted
    assert limited_visitor.open().status == 200
    # and the same conversation at a kiosk has no minute of its own
    code = limited_visitor.page.code
    client = limited_app.test_client()
    elsewhere = Kiosk(client, client.get(f"/api/v1/sessions/{code}").get_json())
    assert elsewhere.send(text="在吗").status_code == 429


def test_a_new_token_for_the_same_conversation_is_no_new_minute(
    limited: Kiosk, deployment: Settings
) -> None:
    # given a conversation that has used up its minute
    for _ in range(15):
        limited.send(text="")
    # when it comes with another token of its own
    tokens = Tokens(secret_for(deployment.secret_file, "web-session"))
    session_id = limited.opened["session_id"]
    limited.opened["token"] = tokens.issue(session_id)
    # then it is held back all the same
    assert limited.send(text="").status_code == 429


def test_a_made_up_header_on_the_page_is_no_new_minute(limited_visitor: Visitor) -> None:
    # given a page whose conversation has used up its minute
    for _ in range(15):
        limited_visitor.write("")
    # when each further message carries another made-up token beside the cookie
    form = next(form for form in limited_visitor.page.forms if form.action == "/say")
    answers = [
        limited_visitor.client.post(
            "/say",
            data={**form.fields, "text": "在吗"},
            headers={"Authorization": f"Bearer made-up-{number}"},
        ).status_code
        for number in range(3)
    ]
    # then none of them gets through
    assert answers == [429] * 3


def test_made_up_tokens_are_counted_by_address(limited: Kiosk) -> None:
    # when one address tries token after token
    answers = [
        limited.client.post(
            "/api/v1/messages",
            json={"text": "在吗"},
            headers={"Authorization": f"Bearer made-up-{number}"},
        ).status_code
        for number in range(17)
    ]
    # then it is soon not even told that they are wrong
    assert answers == [401] * 15 + [429] * 2
    # but a conversation at that address goes on
    assert limited.send(text="").status_code == 200


def test_codes_can_not_be_tried_one_after_another(limited: Kiosk) -> None:
    # when somebody tries codes
    responses = [limited.find(f"{code:06}") for code in range(100_000, 100_007)]
    # then the sixth in a minute is not even looked up
    assert [r.status_code for r in responses] == [404] * 5 + [429] * 2
    assert re.fullmatch(MANY, responses[-1].get_json()["message"])


def test_the_page_and_the_api_share_the_tries(limited_visitor: Visitor, limited_app: Flask) -> None:
    # given three codes tried on the page and two through the API
    for code in ("000001", "000002", "000003"):
        limited_visitor.open("/resume")
        limited_visitor.write(code)
    client = limited_app.test_client()
    assert [client.get(f"/api/v1/sessions/{c}").status_code for c in ("000004", "000005")] == [
        404,
        404,
    ]
    # when a sixth is tried on the page
    limited_visitor.open("/resume")
    page = limited_visitor.write("000006")
    # then she is asked to come again later
    assert page.status == 429
    assert re.fullmatch(MANY, page.heading)


def test_who_has_tried_for_an_hour_is_told_the_true_time(
    limited: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a clock that is turned on by a minute after every four tries
    import time as clock

    now = clock.time()
    tries = 0

    def turned() -> float:
        return now + 61 * (tries // 4)

    monkeypatch.setattr("time.time", turned)
    for tries in range(20):  # noqa: B007 (the clock looks at it)
        assert limited.find("000000").status_code == 404
    # when the hour's twenty tries are used up
    tries = 20
    response = limited.find("000000")
    # then five minutes after the first she is told to come again in fifty-five
    assert response.status_code == 429
    found = re.fullmatch(MANY, response.get_json()["message"])
    assert found is not None
    assert found[1] == "55 分钟"


def test_conversations_can_not_be_begun_without_end(limited_app: Flask) -> None:
    # when one address begins conversation after conversation
    client = limited_app.test_client()
    answers = [client.post("/api/v1/sessions", json=[]).status_code for _ in range(61)]
    # then the sixty-first in a minute is held back
    assert answers == [400] * 60 + [429]
    response = client.post("/api/v1/sessions", json={})
    assert re.fullmatch(MANY, response.get_json()["message"])


def test_a_forwarded_address_counts_for_nothing_without_a_proxy(limited_app: Flask) -> None:
    # given a door that stands behind no proxy
    client = limited_app.test_client()
    # when somebody tries codes and makes up another address for each
    answers = [
        client.get("/api/v1/sessions/000000", headers={"X-Forwarded-For": f"10.0.0.{n}"})
        for n in range(6)
    ]
    # then they count as the one they are
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]


def test_behind_a_proxy_the_citizens_address_counts(deployment: Settings) -> None:
    # given a door behind one proxy
    app = create_app(replace(deployment, limits_url="memory://", proxies=1))
    client = app.test_client()

    def tried(forwarded: str) -> int:
        header = {"X-Forwarded-For": forwarded}
        return client.get("/api/v1/sessions/000000", headers=header).status_code

    # when one citizen behind it tries codes, making up addresses before the true one
    answers = [tried(f"1.2.3.{n}, 10.0.0.1") for n in range(6)]
    # then that citizen is held back, and another is not
    assert answers == [404] * 5 + [429]
    assert tried("10.0.0.2") == 404


def test_limits_can_be_turned_off(app: Flask) -> None:
    # given a door whose limits are kept elsewhere
    visitor = Visitor(app.test_client())
    visitor.open()
    # when more is sent than the limits would allow
    pages = [visitor.write("") for _ in range(20)]
    # then all of it is answered
    assert {page.status for page in pages} == {200}
    assert visitor.page.replies == [GREETING]
