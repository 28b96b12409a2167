"""The HTTP API as a widget or a kiosk uses it, and as somebody may abuse it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from assistant.reply import Reply
from channels.web.tokens import Tokens
from records.database import connect
from records.store import Records
from settings import Settings
from settings.secret import secret_for
from tests.channels.conftest import Canned, StandIn
from tests.channels.web.conftest import GREETING, RECOVERING, Kiosk, open_kiosk

BAD_SESSION = "这次谈话的凭据不对，我不能接着用。咱们重新开始。"
UNKNOWN_SESSION = "这次谈话我找不到了，可能时间太久。咱们重新开始。"
UNKNOWN_CODE = "这个续办码我没找到。请看看六个数字对不对。码过了 7 天也会失效。"
TOO_LONG = "这段话太长了，我一次记不住。请分几次说，每次一两句。"


def forget(database_url: str) -> None:
    """Delete every conversation."""
    engine = connect(database_url)
    with engine.begin() as db:
        db.execute(text("DELETE FROM sessions"))
    engine.dispose()


# --- the way through ---


def test_a_conversation_is_begun_with_all_that_is_needed_to_go_on(
    app: Flask, records: Records
) -> None:
    # when a kiosk begins one
    response = app.test_client().post("/api/v1/sessions", json={"door": "kiosk"})
    # then it gets the right to go on, the code to read out and the greeting
    assert response.status_code == 201
    opened = response.get_json()
    session = records.session(opened["session_id"])
    assert (session.door, session.code) == ("kiosk", opened["code"])
    assert opened["reply"]["text"] == GREETING
    left = datetime.fromisoformat(opened["code_expires_at"]) - datetime.now().astimezone()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


def test_without_a_word_about_it_the_door_is_the_web(app: Flask, records: Records) -> None:
    # when a conversation is begun without naming a door
    response = app.test_client().post("/api/v1/sessions", json={})
    # then it is the web
    assert records.session(response.get_json()["session_id"]).door == "web"


def test_a_guide_is_walked_by_words_and_keys(kiosk: Kiosk) -> None:
    # when it is begun in words and gone on with keys
    question = kiosk.send(text="补办社保卡").get_json()
    assert [o["label"] for o in question["reply"]["options"]][:2] == ["挂失了", "还没挂失"]
    noted = kiosk.send(option="2").get_json()
    # then each reply is one of the contract, under the id of its message
    assert noted["reply"]["text"].startswith("记下了：还没挂失。")
    assert noted["answered"]
    assert noted["message_id"] != question["message_id"]
    for answer in (question, noted):
        Reply.parse_obj(answer["reply"])


def test_key_zero_is_a_person_in_any_state(kiosk: Kiosk, records: Records) -> None:
    # given the middle of a question
    kiosk.send(text="补办社保卡")
    # when 0 is pressed
    answer = kiosk.send(option="0").get_json()
    # then a person is asked for
    (wish,) = records.open_hand_overs()
    assert answer["reply"]["hand_over"]
    assert f"您的号是 {wish.number} 号" in answer["reply"]["text"]


def test_the_sender_may_name_a_message_and_ask_again(kiosk: Kiosk, rasa: StandIn) -> None:
    # given a message with an id of the sender's
    first = kiosk.send(text="补办社保卡", message_id="kiosk-7_1").get_json()
    assert first["message_id"] == "kiosk-7_1"
    heard = len(rasa.heard)
    # when it is sent again
    again = kiosk.send(text="补办社保卡", message_id="kiosk-7_1").get_json()
    # then nothing is done twice
    assert again == first
    assert len(rasa.heard) == heard


def test_a_key_pressed_twice_under_one_id_is_pressed_once(kiosk: Kiosk, rasa: StandIn) -> None:
    # given a key whose reply got lost on the way to the kiosk
    kiosk.send(text="补办社保卡")
    first = kiosk.send(option="2", message_id="k2").get_json()
    kiosk.send(text="再见")
    heard = len(rasa.heard)
    # when it is sent again, and the options have changed since
    again = kiosk.send(option="2", message_id="k2").get_json()
    # then it is the same reply
    assert again == first
    assert len(rasa.heard) == heard


def test_a_conversation_is_taken_up_by_its_token(kiosk: Kiosk) -> None:
    # given something said
    kiosk.send(text="补办社保卡", message_id="m1")
    # when it is taken up again
    found = kiosk.find(kiosk.opened["session_id"]).get_json()
    # then everything said is there, with times that say where they hold, and the last reply
    assert [turn["said"] for turn in found["turns"]] == ["/greet", "补办社保卡"]
    assert found["reply"] == found["turns"][-1]["reply"]
    assert all(datetime.fromisoformat(turn["said_at"]).tzinfo for turn in found["turns"])


def test_a_conversation_is_taken_up_by_its_code_elsewhere(kiosk: Kiosk, app: Flask) -> None:
    # given something said at the kiosk
    kiosk.send(text="补办社保卡")
    # when another door comes with the code and nothing else
    phone = app.test_client()
    found = phone.get(f"/api/v1/sessions/{kiosk.opened['code']}").get_json()
    # then it has the right to go on
    there = Kiosk(phone, found)
    assert found["session_id"] == kiosk.opened["session_id"]
    assert there.send(option="2").get_json()["reply"]["text"].startswith("记下了：还没挂失。")


def test_a_message_without_a_reply_shows_as_such(hasty_app: Flask, rasa: StandIn) -> None:
    # given an assistant that is ill
    kiosk = open_kiosk(hasty_app)
    rasa.canned.append(Canned(500))
    # when something is said
    answer = kiosk.send(text="补办社保卡", message_id="m1").get_json()
    # then the door speaks for itself, says that it did, and the transcript has no reply
    assert (answer["answered"], answer["reply"]["text"]) == (False, RECOVERING)
    found = kiosk.find(kiosk.opened["session_id"]).get_json()
    assert found["turns"][-1]["reply"] is None
    assert found["reply"]["text"] == GREETING
    # and sent again it is answered
    assert kiosk.send(text="补办社保卡", message_id="m1").get_json()["answered"]


def test_a_conversation_without_any_reply_yet_can_be_taken_up(
    hasty_app: Flask, rasa: StandIn
) -> None:
    # given an assistant that was away from the beginning
    rasa.stop()
    kiosk = open_kiosk(hasty_app)
    # when the conversation is taken up
    found = kiosk.find(kiosk.opened["code"]).get_json()
    # then there is no reply to show, and that is no failure
    assert found["reply"] is None
    assert kiosk.opened["reply"]["text"] == RECOVERING


# --- rights ---


def forged(kind: str, token: str, deployment: Settings) -> str:
    """An Authorization header that opens nothing."""
    signature = token.rpartition(".")[2]
    other = Tokens("another secret").issue("0" * 32)
    return {
        "none": "",
        "no scheme": token,
        "basic": f"Basic {token}",
        "empty": "Bearer ",
        "garbage": "Bearer ' OR 1=1 --",
        "emoji": "Bearer 😀",
        "other secret": f"Bearer {other}",
        "swapped payload": f"Bearer {other.rpartition('.')[0]}.{signature}",
        "cut": f"Bearer {token[:-1]}",
        "other purpose": f"Bearer {secret_for(deployment.secret_file, 'web-session')}",
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        *["none", "no scheme", "basic", "empty", "garbage", "emoji"],
        *["other secret", "swapped payload", "cut", "other purpose"],
    ],
)
def test_a_forged_token_opens_nothing(
    kiosk: Kiosk, rasa: StandIn, deployment: Settings, kind: str
) -> None:
    # given a token that isn't one of ours
    header = {"Authorization": forged(kind, kiosk.opened["token"], deployment).encode()}
    heard = len(rasa.heard)
    # when it is tried on a message and on the transcript
    sent = kiosk.client.post("/api/v1/messages", json={"text": "在吗"}, headers=header)
    found = kiosk.client.get(f"/api/v1/sessions/{kiosk.opened['session_id']}", headers=header)
    # then nothing opens, and nothing went on
    for response in (sent, found):
        assert response.status_code == 401
        assert response.get_json() == {"error": "bad_session", "message": BAD_SESSION}
    assert len(rasa.heard) == heard


def test_a_token_older_than_a_code_lives_opens_nothing(
    kiosk: Kiosk, expired_token: Callable[[str], str]
) -> None:
    # given a token issued eight days ago, rightly signed
    token = expired_token(kiosk.opened["session_id"])
    # when it is used
    header = {"Authorization": f"Bearer {token}"}
    response = kiosk.client.post("/api/v1/messages", json={"text": "在吗"}, headers=header)
    # then it has run out
    assert (response.status_code, response.get_json()["message"]) == (401, BAD_SESSION)


def test_a_token_opens_its_own_conversation_only(
    kiosk: Kiosk, new_kiosk: Callable[[], Kiosk]
) -> None:
    # given two conversations
    other = new_kiosk()
    other.send(text="补办社保卡")
    # when one's token is used to look into the other
    response = kiosk.find(other.opened["session_id"])
    # then it is refused, without a word of the other
    assert response.status_code == 403
    assert response.get_json() == {"error": "bad_session", "message": BAD_SESSION}


def test_an_id_without_a_token_opens_nothing(kiosk: Kiosk, app: Flask) -> None:
    # when somebody knows only an id
    response = app.test_client().get(f"/api/v1/sessions/{kiosk.opened['session_id']}")
    # then that is not enough
    assert response.status_code == 401


def test_a_conversation_that_is_gone_is_said_to_be_gone(kiosk: Kiosk, database_url: str) -> None:
    # given a conversation deleted since
    forget(database_url)
    # when it is gone on with
    for response in (kiosk.send(text="在吗"), kiosk.find(kiosk.opened["session_id"])):
        # then it is said so
        assert response.status_code == 404
        assert response.get_json() == {"error": "unknown_session", "message": UNKNOWN_SESSION}


@pytest.mark.parametrize("code", ["000000", "999999"])
def test_a_wrong_code_opens_nothing(kiosk: Kiosk, code: str) -> None:
    # when a code is tried that nobody was given
    response = kiosk.find(code)
    # then it is said kindly
    assert response.status_code == 404
    assert response.get_json() == {"error": "unknown_code", "message": UNKNOWN_CODE}


# --- what may be sent ---

BAD_BODIES: list[Any] = [
    {},
    {"text": None},
    {"text": "在吗", "option": "1"},
    {"text": ["在吗"]},
    {"option": ""},
    {"option": "12"},
    {"option": "人"},
    {"text": "在吗", "message_id": ""},
    {"text": "在吗", "message_id": "x" * 65},
    {"text": "在吗", "message_id": "a b"},
    {"text": "在吗", "message_id": "'; --"},
    {"text": "在吗", "admin": True},
    {"text": "在吗", "\ud800": 1},
    [],
    "在吗",
    None,
    5,
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: ascii(body)[:40])
def test_a_body_of_another_shape_is_refused(kiosk: Kiosk, rasa: StandIn, body: Any) -> None:
    # when something else than a message is sent
    heard = len(rasa.heard)
    response = kiosk.client.post(
        "/api/v1/messages",
        data=json.dumps(body),
        content_type="application/json",
        headers=kiosk.headers,
    )
    # then it is refused in a sentence, and the assistant hears nothing
    assert response.status_code == 400
    problem = response.get_json()
    assert problem["error"] == "bad_request"
    assert problem["message"].startswith("这个请求我没看懂。")
    assert len(rasa.heard) == heard


RAW_BODIES = {
    "nothing": b"",
    "broken": b'{"text": "',
    "gbk": '{"text": "在吗"}'.encode("gbk"),
    "nul": b'{"text": "\x00"}',
    "brackets": b"[" * 40_000,
    "braces": b'{"text":' * 5_000,
    "huge number": b'{"text": ' + b"9" * 40_000 + b"}",
    "form": b"text=%E5%9C%A8%E5%90%97",
}


@pytest.mark.parametrize("raw", RAW_BODIES.values(), ids=RAW_BODIES)
def test_bytes_that_are_no_json_are_refused(kiosk: Kiosk, raw: bytes) -> None:
    # when something else than JSON is sent as JSON
    response = kiosk.client.post(
        "/api/v1/messages", data=raw, content_type="application/json", headers=kiosk.headers
    )
    # then it is refused in a sentence
    assert response.status_code == 400
    assert response.get_json()["message"].startswith("这个请求我没看懂。")


def test_json_must_be_called_json(kiosk: Kiosk) -> None:
    # when the right body comes as a form (as a foreign page could make a browser send it)
    response = kiosk.client.post(
        "/api/v1/messages",
        data=b'{"text": "x"}',
        content_type="text/plain",
        headers=kiosk.headers,
    )
    # then it is refused
    assert response.status_code == 400
    assert response.get_json()["message"] == "这个请求我没看懂。要发 JSON。"


@pytest.mark.parametrize("door", ["window", "", None, 1, "WEB"])
def test_a_door_that_does_not_exist_is_refused(app: Flask, records: Records, door: Any) -> None:
    # when a conversation is begun at a door we don't have
    response = app.test_client().post("/api/v1/sessions", json={"door": door})
    # then it is refused
    assert response.status_code == 400
    assert response.get_json()["message"].startswith("这个请求我没看懂。door ")


@pytest.mark.parametrize(
    "text_sent", ["我" * 5_001, "我" * 10_000, "a" * 1_000_000], ids=["5001", "10000", "a million"]
)
def test_a_flood_is_refused_whichever_limit_it_meets(kiosk: Kiosk, text_sent: str) -> None:
    # when far more is sent than anybody says
    response = kiosk.send(text=text_sent)
    # then it is asked for in pieces
    assert response.status_code == 413
    assert response.get_json() == {"error": "too_long", "message": TOO_LONG}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "我没听到您说话。您慢慢说，想办什么，想问什么？"),
        (" \u200b\u202e ", "我没听到您说话。您慢慢说，想办什么，想问什么？"),
        ("😀", "这里面没有字，我看不懂。您打几个字，或者说一句话。"),
        ("\ud800", "我没听到您说话。您慢慢说，想办什么，想问什么？"),
    ],
    ids=["nothing", "hidden", "picture", "half a letter"],
)
def test_what_cannot_be_worked_on_gets_a_reply_all_the_same(
    kiosk: Kiosk, said: str, sentence: str
) -> None:
    # when nothing that can be read is said
    answer = kiosk.send(text=said).get_json()
    # then there is a reply to show and say, like any other
    assert answer["answered"]
    assert answer["reply"]["text"] == sentence
    assert answer["reply"]["speak"] == sentence


def test_a_long_message_is_cut_with_a_notice(kiosk: Kiosk, rasa: StandIn) -> None:
    # when 600 characters are sent
    answer = kiosk.send(text="我" * 600).get_json()
    # then 500 go on, and that is said
    assert rasa.heard[-1]["message"] == "我" * 500
    assert answer["reply"]["text"].startswith("您的话太长，我先看了前面 500 个字。\n")


@pytest.mark.parametrize(
    "said",
    [
        "<script>alert(1)</script> 办证",
        "'; DROP TABLE turns; -- 办证",
        "ئۇيغۇرچە",
        "社保卡😀丢了",
    ],
    ids=["html", "sql", "uyghur", "emoji"],
)
def test_words_are_words_whatever_they_look_like(
    kiosk: Kiosk, rasa: StandIn, records: Records, said: str
) -> None:
    # when something awkward is said
    assert kiosk.send(text=said).status_code == 200
    # then it goes on and is kept letter by letter
    assert rasa.heard[-1]["message"] == said
    assert records.transcript(kiosk.opened["session_id"])[-1].said == said


def test_a_key_of_an_older_reply_is_stale(kiosk: Kiosk) -> None:
    # when a key is pressed that the last reply doesn't offer
    answer = kiosk.send(option="9").get_json()
    # then she is pointed to the newest, whose options still hold
    assert answer["reply"]["text"] == "这个选项已经过去了。请看最新的一句。"
    assert len(answer["reply"]["options"]) == 2


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "option", "message_id", "door", "x"]), inner)
    ),
    max_leaves=6,
)


@given(_json)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_json_is_sent_the_door_stands(kiosk: Kiosk, body: Any) -> None:
    # when any JSON at all is sent
    for path in ("/api/v1/messages", "/api/v1/sessions"):
        response = kiosk.client.post(path, json=body, headers=kiosk.headers)
        # then it is answered or refused, never broken
        assert response.status_code in (200, 201, 400)
        assert response.get_json()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/messages", 405),
        ("DELETE", "/api/v1/sessions", 405),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v2/sessions", 404),
        ("GET", "/api/", 404),
    ],
)
def test_an_address_that_is_none_is_answered_in_json(
    app: Flask, method: str, path: str, status: int
) -> None:
    # when a program goes astray
    client: FlaskClient = app.test_client()
    response = client.open(path, method=method)
    # then it is told in its own language
    assert response.status_code == status
    assert response.get_json()["message"] in (
        "没有这个页面。回到首页，就能接着说。",
        "这个请求我没看懂。",
    )
