"""Whatever is killed, locked or lost in the middle of a guide, it goes on where it was."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import pytest
import requests

from tests.deployment import Deployment, Visit, free_port, reachable, wait_until

NOT_READY = (
    "对不起，我这边正在恢复，马上就好。您说的话我记下了，过一会儿再点一次就行。着急就打 12345。"
)
#: The web door's process, Rasa's and the action server's, by the module each runs.
WEB, RASA, ACTIONS = "channels.web.serve", "assistant.server", "assistant.actions.server"


@pytest.fixture
def walking(visit: Visit) -> Visit:
    """A citizen at the second step of 补身份证, with one question answered."""
    visit.say("补身份证")
    visit.say("在")
    assert visit.say("第二步怎么做")["text"].startswith("第 2 步")
    return visit


def transcript(visit: Visit) -> list[dict[str, Any]]:
    """Everything said and replied, as another device would load it."""
    found = requests.get(
        f"{visit.url}/api/v1/sessions/{visit.session_id}",
        headers={"Authorization": f"Bearer {visit.token}"},
        timeout=10,
    )
    turns: list[dict[str, Any]] = found.json()["turns"]
    return turns


def told_until_answered(visit: Visit, text: str) -> list[dict[str, Any]]:
    """Send one message again and again under one id until it is answered: all the answers."""
    message_id, answers = uuid.uuid4().hex, []
    while not answers or not answers[-1]["answered"]:
        response = visit.post(text=text, message_id=message_id)
        assert response.status_code == 200, response.text
        answers.append(response.json())
        assert len(answers) < 8, answers
    return answers


# --- a process is killed ---


@pytest.mark.parametrize("module", [WEB, RASA, ACTIONS])
def test_a_killed_process_comes_back_and_the_guide_goes_on(
    deployment: Deployment, walking: Visit, module: str
) -> None:
    # given a guide at its second step
    killed = deployment.pid_of(module)
    # when a process is killed without a chance to clean up
    deployment.kill(module)
    # and the citizen goes on as soon as the door is open
    wait_until(lambda: reachable(f"{deployment.url}/healthz"), "门没有再开", seconds=60)
    answers = told_until_answered(walking, "下一步")
    # then she was asked to wait, if at all, by a kind sentence that names a telephone
    assert {answer["reply"]["text"] for answer in answers[:-1]} <= {NOT_READY}
    # and goes on exactly one step further, however often she had to say it
    assert answers[-1]["reply"]["text"].startswith("第 3 步")
    # and it is in the transcript once
    assert [turn["said"] for turn in transcript(walking)].count("下一步") == 1
    # and the process is another one now
    deployment.wait_healthy()
    assert deployment.pid_of(module) != killed
    # and what she answered before isn't forgotten: her first question, gone back to, tells it
    back = [walking.say("上一步")["text"] for _ in range(6)]
    assert any(text.startswith("您刚才答的是“在”。") for text in back)


def test_a_message_in_the_seconds_without_an_action_server_is_answered_late_and_not_lost(
    deployment: Deployment, walking: Visit
) -> None:
    # when the action server is killed and the message comes at that moment
    deployment.kill(ACTIONS)
    response = walking.post(text="下一步")
    # then the door tries again until the server is back: she only waited
    assert response.json()["answered"] is True
    assert response.json()["reply"]["text"].startswith("第 3 步")
    deployment.wait_healthy()


def test_everything_restarted_and_the_guide_goes_on_at_both_doors(
    deployment: Deployment, walking: Visit
) -> None:
    # given a guide at its second step
    # when the whole product is stopped and started again
    deployment.restart()
    # then the page still open on her screen goes on
    assert walking.say("下一步")["text"].startswith("第 3 步")
    # and so does another device with her code
    found = requests.get(f"{deployment.url}/api/v1/sessions/{walking.code}", timeout=10).json()
    elsewhere = Visit(deployment.url, found["token"], found["code"], found["session_id"])
    assert elsewhere.say("上一步")["text"].startswith("第 2 步")


# --- the assistant is away ---


def test_a_door_without_rasa_is_kind_keeps_the_message_and_gives_it_on_later(
    deployment: Deployment, second_door: Callable[..., str], walking: Visit
) -> None:
    # given a door whose Rasa doesn't answer
    door = second_door(ERSHUN_RASA_PORT=str(free_port()), ERSHUN_TURN_TIMEOUT="2")
    health = requests.get(f"{door}/healthz", timeout=10)
    assert (health.status_code, health.json()["parts"]) == (
        503,
        {"records": True, "assistant": False},
    )
    # when something is said there
    here = Visit(door, walking.token, walking.code, walking.session_id)
    message_id = uuid.uuid4().hex
    response = here.post(text="下一步", message_id=message_id)
    # then a kind sentence with a telephone comes, marked as no answer
    assert response.status_code == 200
    assert response.json()["answered"] is False
    assert response.json()["reply"]["text"] == NOT_READY
    # and the message is kept
    last = transcript(here)[-1]
    assert (last["said"], last["reply"]) == ("下一步", None)
    # and is answered once Rasa is there
    again = walking.post(text="下一步", message_id=message_id).json()
    assert again["answered"] is True
    assert again["reply"]["text"].startswith("第 3 步")


def test_a_conversation_can_be_begun_while_rasa_is_away(
    deployment: Deployment, second_door: Callable[..., str]
) -> None:
    # given a door whose Rasa doesn't answer
    door = second_door(ERSHUN_RASA_PORT=str(free_port()), ERSHUN_TURN_TIMEOUT="1")
    # when somebody comes
    opened = requests.post(f"{door}/api/v1/sessions", json={"door": "web"}, timeout=30)
    # then she is let in, with a code and a kind sentence
    assert opened.status_code == 201
    body = opened.json()
    assert body["reply"]["text"] == NOT_READY
    # and with the code goes on where Rasa is
    later = Visit(deployment.url, body["token"], body["code"], body["session_id"])
    assert later.say("补身份证")["text"].startswith("好，“补身份证”，咱们一步一步来。")


# --- the database ---


@contextmanager
def locked(deployment: Deployment) -> Iterator[None]:
    """Somebody else (a backup, a hung program) holds the database's write lock."""
    file = deployment.settings.home / "records.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_locked_database_is_said_kindly_and_nothing_has_moved(
    deployment: Deployment, walking: Visit
) -> None:
    # given a database another program has locked
    message_id = uuid.uuid4().hex
    with locked(deployment):
        # when she goes on
        response = walking.post(text="下一步", message_id=message_id)
        # then that is said in a kind sentence, to programs as 503
        assert response.status_code == 503
        assert response.json() == {"error": "records_unavailable", "message": NOT_READY}
    # and once it is free the same message goes one step further
    assert (
        walking.post(text="下一步", message_id=message_id)
        .json()["reply"]["text"]
        .startswith("第 3 步")
    )


def test_a_short_lock_is_waited_for(deployment: Deployment, walking: Visit) -> None:
    # given a lock that is let go after a second
    with ThreadPoolExecutor(1) as pool:
        with locked(deployment):
            going_on = pool.submit(walking.post, text="下一步")
            with pytest.raises(TimeoutError):
                going_on.result(timeout=1)
        # when it is let go, then she is answered and noticed nothing but the wait
        assert going_on.result(timeout=30).json()["reply"]["text"].startswith("第 3 步")


# --- the same message twice ---


def test_a_repeated_message_is_answered_once(walking: Visit) -> None:
    # when a message is sent twice under one id, as after a broken connection
    first = walking.post(text="下一步", message_id="once").json()
    second = walking.post(text="下一步", message_id="once").json()
    # then both get the same reply and the guide moved one step
    assert first == second
    assert first["reply"]["text"].startswith("第 3 步")
    assert walking.say("说到哪儿了")["text"].startswith("咱们说的是“补身份证”，说到第 3 步")


def test_one_message_sent_six_times_at_once_moves_one_step(walking: Visit) -> None:
    # when an impatient page sends the same message in parallel
    with ThreadPoolExecutor(6) as pool:
        sent = [pool.submit(walking.post, text="下一步", message_id="impatient") for _ in range(6)]
        replies = [one.result().json()["reply"]["text"] for one in sent]
    # then all hear the same and it counts once
    assert len(set(replies)) == 1
    assert [turn["said"] for turn in transcript(walking)].count("下一步") == 1
    assert walking.say("说到哪儿了")["text"].startswith("咱们说的是“补身份证”，说到第 3 步")
