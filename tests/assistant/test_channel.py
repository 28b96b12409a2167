"""Our channel into Rasa: the shared secret, the message id, and never an empty answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import structlog
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage, register
from rasa.core.run import create_http_input_channels
from sanic import Sanic

from assistant.channel import ErshunInput
from assistant.contract import SECRET_HEADER, SECRET_PURPOSE, TURN_PATH
from assistant.rasa_tuning import validate_action_result
from settings import REPOSITORY, Settings
from settings.secret import secret_for
from tests.assistant.conftest import served

SECRET = "the channel's secret"
BODY = {"sender": "s1", "message": "要多少钱", "message_id": "m1"}
REPLY = {"text": "不收费。"}


@dataclass
class Agent:
    """Stands for Rasa's agent: what it does on a message is the test's to say.

    The real agent behind this channel is exercised in test_server.py; what goes wrong
    inside it can only be made to happen here.
    """

    answers: list[dict[str, Any]] = field(default_factory=lambda: [REPLY])
    text: str | None = None
    fails: Exception | None = None
    heard: list[UserMessage] = field(default_factory=list)

    async def handle_message(self, message: UserMessage) -> None:
        """Rasa's interface."""
        self.heard.append(message)
        if self.fails is not None:
            raise self.fails
        if self.text is not None:
            await message.output_channel.send_text_message(message.sender_id, self.text)
        for answer in self.answers:
            await message.output_channel.send_custom_json(message.sender_id, answer)


@pytest.fixture
def agent() -> Agent:
    """An agent that answers."""
    return Agent()


@pytest.fixture
def url(agent: Agent) -> Iterator[str]:
    """The channel registered as Rasa registers it, in a Sanic application that listens."""
    Sanic.test_mode = True  # lets several applications live in one process
    app = Sanic("channel_test", configure_logging=False)
    app.ctx.agent = agent
    register([ErshunInput(SECRET)], app, route="/webhooks/")
    with served(app) as address:
        yield address


def post(url: str, secret: str | None = SECRET, **body: Any) -> requests.Response:
    """One message, as a door posts it."""
    headers = {} if secret is None else {SECRET_HEADER: secret}
    return requests.post(url + TURN_PATH, json={**BODY, **body}, headers=headers, timeout=5)


def test_a_message_goes_in_and_one_reply_comes_out(url: str, agent: Agent) -> None:
    answer = post(url)

    assert (answer.status_code, answer.json()) == (200, {"reply": REPLY})
    # and Rasa got the words, whose they are, and the id by which a repeat is known
    heard = agent.heard[0]
    assert (heard.text, heard.sender_id, heard.input_channel) == ("要多少钱", "s1", "ershun")
    assert heard.metadata == {"message_id": "m1"}


def test_of_several_replies_the_last_holds(url: str, agent: Agent) -> None:
    agent.answers = [{"text": "第一"}, {"text": "第二"}]

    assert post(url).json() == {"reply": {"text": "第二"}}


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "café"])
def test_a_message_without_the_secret_never_reaches_rasa(
    url: str, agent: Agent, secret: str | None
) -> None:
    answer = post(url, secret)

    assert (answer.status_code, answer.json()) == (403, {"error": "forbidden"})
    assert agent.heard == []


@pytest.mark.parametrize("said", [None, "只有文字"])
def test_no_reply_is_said_to_be_none(url: str, agent: Agent, said: str | None) -> None:
    # given a Rasa that answers nothing, or nothing of the contract
    agent.answers, agent.text = [], said
    with structlog.testing.capture_logs() as logged:
        answer = post(url)
    # then the door hears of it, unlike from Rasa's REST channel, and the operator too
    assert (answer.status_code, answer.json()) == (502, {"error": "empty"})
    assert logged == [{"event": "no reply", "log_level": "warning", "sender": "s1"}]


def test_a_failure_inside_rasa_is_an_error_without_its_inside(url: str, agent: Agent) -> None:
    # given an action server that is down
    agent.fails = RuntimeError("connection to 127.0.0.1:5055 refused")
    with structlog.testing.capture_logs() as logged:
        answer = post(url)
    # then the door hears that it failed and no more; the log has the rest
    assert (answer.status_code, answer.json()) == (500, {"error": "failed"})
    assert [(line["event"], line["sender"]) for line in logged] == [("turn failed", "s1")]


@pytest.mark.parametrize("missing", sorted(BODY))
def test_a_message_that_lacks_something_is_refused(url: str, agent: Agent, missing: str) -> None:
    body = {key: value for key, value in BODY.items() if key != missing}
    answer = requests.post(url + TURN_PATH, json=body, headers={SECRET_HEADER: SECRET}, timeout=5)

    assert answer.status_code >= 400
    assert agent.heard == []


@pytest.mark.parametrize("body", ["", "{", "null", "[]"])
def test_what_is_not_json_is_refused(url: str, agent: Agent, body: str) -> None:
    answer = requests.post(url + TURN_PATH, data=body, headers={SECRET_HEADER: SECRET}, timeout=5)

    assert answer.status_code >= 400
    assert agent.heard == []


def test_whether_it_is_up_can_be_asked_without_the_secret(url: str) -> None:
    answer = requests.get(f"{url}/webhooks/ershun/", timeout=5)

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_rasa_finds_the_channel_by_our_credentials_and_tunes_itself(
    deployed: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given Rasa's own validation (restored after the test)
    monkeypatch.setattr(
        RemoteAction, "_validate_action_result", RemoteAction._validate_action_result
    )
    # when Rasa reads credentials.yml of this project
    channels = create_http_input_channels(None, str(REPOSITORY / "credentials.yml"))
    # then our channel is the only one, with the deployment's secret
    assert [type(channel) for channel in channels] == [ErshunInput]
    assert channels[0]._secret == secret_for(deployed.secret_file, SECRET_PURPOSE)
    # and answers of the action server are checked by the compiled schema
    assert RemoteAction._validate_action_result is validate_action_result
