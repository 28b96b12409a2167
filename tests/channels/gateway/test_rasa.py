"""The client of the assistant, before a Rasa in every state of health."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assistant.reply import Reply
from channels.gateway.rasa import Assistant, AssistantUnavailable, Outgoing
from records.store import Records
from tests.channels.conftest import ONE_ATTEMPT, SECRET, Canned, StandIn

GREETING = "您好，我是耳顺，帮您办事、答政策。您慢慢说，想办什么，想问什么？"


@pytest.fixture
def greeting(records: Records) -> Outgoing:
    """The first message of a new conversation."""
    return Outgoing(records.open_session("web").id, "/greet", "m1")


def reply_with(**changes: object) -> bytes:
    """A reply that keeps the contract but for the changes."""
    return json.dumps({"reply": {"text": "好", "speak": "好", **changes}}).encode()


def option(**changes: object) -> dict[str, object]:
    return {"label": "好", "send": "/affirm", "key": "1", **changes}


def events(logged: list[Any]) -> list[str]:
    return [line["event"] for line in logged]


def test_a_message_gets_the_assistants_reply(assistant: Assistant, greeting: Outgoing) -> None:
    # when a message is passed on
    reply = assistant.reply_to(greeting)
    # then the reply comes back as the contract has it
    assert reply.text == GREETING
    assert [choice.label for choice in reply.options] == ["你会做什么", "找工作人员"]


def test_what_is_passed_on_is_the_message_its_sender_and_its_id(
    assistant: Assistant, rasa: StandIn, greeting: Outgoing
) -> None:
    # when a message is passed on
    assistant.reply_to(greeting)
    # then the assistant hears this and nothing else
    assert rasa.heard == [{"sender": greeting.sender, "message": "/greet", "message_id": "m1"}]


def test_a_slow_reply_is_waited_for(
    assistant: Assistant, rasa: StandIn, greeting: Outgoing
) -> None:
    # given an assistant that takes its time, within the time set
    rasa.canned.append(Canned(delay=0.7, answers_after=True))
    # when a message is passed on
    # then its reply comes, and it was sent once
    assert assistant.reply_to(greeting).text == GREETING
    assert len(rasa.heard) == 1


def test_a_reply_too_late_is_none_and_nobody_waits_longer(
    rasa: StandIn, greeting: Outgoing
) -> None:
    # given an assistant that takes longer than a citizen can be asked to wait
    rasa.canned.append(Canned(delay=3, answers_after=True))
    assistant = Assistant(rasa.url, SECRET, timeout=0.5)
    # when a message is passed on
    began = time.monotonic()
    with pytest.raises(AssistantUnavailable):
        assistant.reply_to(greeting)
    # then it is given up when the time is over
    assert 0.4 < time.monotonic() - began < 1.2


def test_a_turn_whose_reply_got_lost_is_not_taken_twice(
    rasa: StandIn, greeting: Outgoing, records: Records
) -> None:
    # given an assistant that takes the turn but loses the reply on the way
    started = threading.Event()
    original = rasa.answer

    def answer_and_lose(body: dict[str, Any]) -> bytes:
        reply = original(body)
        if not started.is_set():
            started.set()
            return b'{"rep'
        return reply

    rasa.answer = answer_and_lose  # type: ignore[method-assign]
    # when the wish for a person is passed on
    human = Outgoing(greeting.sender, "/human", "m2")
    reply = Assistant(rasa.url, SECRET, timeout=2).reply_to(human)
    # then it was sent twice under one id, and there is one wish with one number
    assert [body["message_id"] for body in rasa.heard] == ["m2", "m2"]
    (wish,) = records.open_hand_overs()
    assert f"您的号是 {wish.number}" in reply.text
    assert len(records.transcript(greeting.sender)) == 1


@pytest.mark.parametrize(
    "ill",
    [
        Canned(500, b'{"error": "failed"}'),
        Canned(502, b'{"error": "empty"}'),
        Canned(503),
        Canned(404, b"Error: Requested URL not found"),
    ],
    ids=lambda canned: str(canned.status),
)
def test_an_error_is_tried_again_under_the_same_id(
    assistant: Assistant, rasa: StandIn, greeting: Outgoing, ill: Canned, logged: list[Any]
) -> None:
    # given an assistant that fails once
    rasa.canned.append(ill)
    # when a message is passed on
    reply = assistant.reply_to(greeting)
    # then the second attempt brings the reply, and the failure is in the log
    assert reply.text == GREETING
    assert [body["message_id"] for body in rasa.heard] == ["m1", "m1"]
    assert "assistant failed" in events(logged)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Bad Gateway</html>",
        b'{"reply": {"text": ',
        "您好".encode("gbk"),
        b"[]",
        b"null",
        b'"reply"',
        b"{}",
        b'{"reply": null}',
        b'{"reply": "text"}',
        b'{"reply": {}}',
        reply_with(text=""),
        reply_with(speak=""),
        reply_with(version=2),
        reply_with(html="<b>好</b>"),
        reply_with(options=[option()] * 2),
        reply_with(options=[option(key=str(n)) for n in range(1, 6)]),
        reply_with(options=[option(send="rm -rf /")]),
        reply_with(options=[option(label="长" * 25)]),
        reply_with(progress={"label": "步", "at": 3, "of": 2}),
        reply_with(expects="money"),
        reply_with(card={"kind": "advert", "title": "买"}),
    ],
    ids=lambda body: repr(body)[:60],
)
def test_what_breaks_the_contract_never_reaches_a_citizen(
    rasa: StandIn, greeting: Outgoing, body: bytes, logged: list[Any]
) -> None:
    # given an assistant that answers nonsense, and no time for a second attempt
    rasa.canned.append(Canned(body=body))
    assistant = Assistant(rasa.url, SECRET, timeout=ONE_ATTEMPT)
    # when a message is passed on
    # then there is no reply, and the log says why
    with pytest.raises(AssistantUnavailable):
        assistant.reply_to(greeting)
    assert events(logged)[-1] in ("assistant failed", "reply breaks the contract")


def test_a_reply_that_breaks_the_contract_is_tried_again(
    assistant: Assistant, rasa: StandIn, greeting: Outgoing
) -> None:
    # given nonsense once
    rasa.canned.append(Canned(body=reply_with(version=2)))
    # when a message is passed on
    # then the second attempt brings the reply
    assert assistant.reply_to(greeting).text == GREETING


def test_a_rasa_that_comes_back_in_time_is_not_missed(rasa: StandIn, greeting: Outgoing) -> None:
    # given a Rasa that is being restarted
    rasa.stop()
    back = threading.Timer(0.6, rasa.start)
    back.start()
    # when a message is passed on meanwhile
    reply = Assistant(rasa.url, SECRET, timeout=4).reply_to(greeting)
    back.join()
    # then the citizen notices nothing but the wait
    assert reply.text == GREETING


def test_a_restart_between_two_messages_goes_unnoticed(
    assistant: Assistant, rasa: StandIn, greeting: Outgoing
) -> None:
    # given a connection kept open from the last message
    first = assistant.reply_to(greeting)
    # when Rasa is restarted and the next message comes
    rasa.stop()
    rasa.start()
    again = assistant.reply_to(Outgoing(greeting.sender, "再说一遍", "m2"))
    # then it is answered, and the assistant remembers
    assert again.text.endswith(first.text)


def test_a_rasa_that_stays_away_is_said_to_be_away(dead_port: int) -> None:
    # given nobody at the port
    assistant = Assistant(f"http://127.0.0.1:{dead_port}", SECRET, timeout=1)
    # when a message is passed on
    began = time.monotonic()
    with pytest.raises(AssistantUnavailable):
        assistant.reply_to(Outgoing("s", "在吗", "m1"))
    # then that is found out within the time set, having tried more than once
    assert 0.4 < time.monotonic() - began < 1.2


def test_with_the_wrong_secret_nobody_answers(rasa: StandIn, greeting: Outgoing) -> None:
    # given a door of another deployment
    stranger = Assistant(rasa.url, "another secret", timeout=ONE_ATTEMPT)
    # when it sends a message
    with pytest.raises(AssistantUnavailable):
        stranger.reply_to(greeting)
    # then no turn was taken
    assert rasa.desk.records.transcript(greeting.sender) == []


def test_a_proxy_of_the_environment_does_not_get_to_read_along(
    rasa: StandIn, greeting: Outgoing, dead_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a machine whose way to the internet is a proxy (here one that is down)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{dead_port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assistant = Assistant(rasa.url, SECRET, timeout=1)
    # when a message is passed on
    # then it goes straight to Rasa on this machine
    assert assistant.reply_to(greeting).text == GREETING
    assert assistant.healthy()


def test_health_is_whether_rasa_answers(assistant: Assistant, rasa: StandIn) -> None:
    # given a Rasa that is there
    assert assistant.healthy()
    # when it goes
    rasa.stop()
    # then that is noticed
    assert not assistant.healthy()


def test_sixteen_citizens_at_once_each_get_their_own_reply(
    assistant: Assistant, records: Records
) -> None:
    # given sixteen conversations, as many as the web door has threads
    senders = [records.open_session("web").id for _ in range(16)]

    def ask(sender: str) -> Reply:
        assistant.reply_to(Outgoing(sender, "/human", "m1"))
        return assistant.reply_to(Outgoing(sender, "再说一遍", "m2"))

    # when all ask for a person at once
    with ThreadPoolExecutor(16) as pool:
        replies = dict(zip(senders, pool.map(ask, senders), strict=True))
    # then each is told the number that is theirs
    numbers = {wish.session_id: wish.number for wish in records.open_hand_overs()}
    assert len(set(numbers.values())) == 16
    for sender, reply in replies.items():
        assert f"您的号是 {numbers[sender]}" in reply.text
