"""The Rasa server as it runs: our channel on loopback, and no other way in."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid

import psutil
import pytest
import requests

from assistant.contract import SECRET_HEADER, TURN_PATH
from assistant.reply import Expects, Reply
from settings import REPOSITORY
from tests.assistant.conftest import Inner


def listening(process: subprocess.Popen[bytes]) -> set[str]:
    """Addresses a process listens on."""
    connections = psutil.Process(process.pid).net_connections("inet")
    return {c.laddr.ip for c in connections if c.status == psutil.CONN_LISTEN}


def test_a_guide_is_walked_through_rasa_and_the_action_server(inner: Inner) -> None:
    # given somebody who wants a senior card
    sender = uuid.uuid4().hex
    began = Reply.parse_obj(inner.turn(sender, "帮我办老年证", "m1").json()["reply"])
    assert began.text.endswith("您今年多大年纪了？")
    assert began.expects is Expects.CHOICE
    # when she tells her age
    answered = Reply.parse_obj(inner.turn(sender, "我六十八岁", "m2").json()["reply"])
    # then it is the answer to the question: Rasa, rules, actions and slots work together
    assert "要带" in answered.text
    # and a chosen option arrives as what it stands for
    chosen = Reply.parse_obj(inner.turn(sender, "/next_step", "m3").json()["reply"])
    assert chosen.text.startswith("第 1 步，共 3 步。")


def test_a_message_repeated_moves_nothing_twice(inner: Inner) -> None:
    # given a door that got no answer in time and asks again
    sender = uuid.uuid4().hex
    inner.turn(sender, "帮我办老年证", "m1")
    first = inner.turn(sender, "我六十八岁", "m2").json()
    again = inner.turn(sender, "我六十八岁", "m2").json()
    # then it gets the same reply
    assert again == first


@pytest.mark.parametrize("secret", [None, "", "wrong", "错的".encode().decode("latin-1")])
def test_who_does_not_know_the_secret_gets_nothing(inner: Inner, secret: str | None) -> None:
    answer = requests.post(
        inner.settings.rasa_url + TURN_PATH,
        json={"sender": "s", "message": "帮我办老年证", "message_id": "m"},
        headers={SECRET_HEADER: secret} if secret is not None else {},
        timeout=10,
    )

    assert (answer.status_code, answer.json()) == (403, {"error": "forbidden"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/webhooks/rest/webhook"),
        ("POST", "/model/parse"),
        ("PUT", "/model"),
        ("GET", "/conversations/someone/tracker"),
        ("GET", "/domain"),
    ],
)
def test_rasas_own_ways_in_are_closed(inner: Inner, method: str, path: str) -> None:
    body = {"sender": "s", "message": "好", "text": "好"}
    answer = requests.request(method, inner.settings.rasa_url + path, json=body, timeout=10)

    assert answer.status_code == 404


def test_both_servers_listen_on_loopback_only(inner: Inner) -> None:
    assert listening(inner.rasa) == {"127.0.0.1"}
    assert listening(inner.actions) == {"127.0.0.1"}


def test_what_is_logged_is_json_and_holds_nothing_that_was_said(inner: Inner) -> None:
    # when a turn was taken
    inner.turn(uuid.uuid4().hex, "我六十八岁", "m1")
    # then the action server has noted the move, and neither process the words
    written = inner.log("actions")
    noted = [json.loads(line) for line in written[written.index("{") :].splitlines()]
    assert "turn" in {line["event"] for line in noted}
    assert {line["process"] for line in noted} == {"actions"}
    for process in ("rasa", "actions"):
        assert "六十八岁" not in inner.log(process)


def test_a_slip_on_the_command_line_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "assistant.server", "--model", "m"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "--endpoints" in done.stderr
    assert "--port" in done.stderr
