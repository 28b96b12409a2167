"""The HTTP API over the real product: the way through, abuse, limits, privacy."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
import requests

from assistant.reply import Reply
from channels.web import openapi
from tests.deployment import Deployment, Visit, wait_until

ID_NUMBER = "230103195203151524"
MOBILE = "13904511268"


def get(url: str, token: str | None = None) -> requests.Response:
    """A GET, with the token of a conversation if there is one."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.get(url, headers=headers, timeout=30)


# --- the way through ---


def test_from_a_greeting_to_a_sourced_answer(visit: Visit) -> None:
    # given a citizen just greeted
    greeting = visit.replies[0]
    assert greeting["text"].startswith("您好，我是耳顺")
    # when she asks a policy
    reply = visit.say("失业金最多能领几个月")
    # then the answer keeps the contract and names law, article and day
    assert Reply.parse_obj(reply)
    assert "《社会保险法》第 46 条" in reply["text"]
    assert "核对过" in reply["text"]
    source = reply["card"]["sources"][0]
    assert (source["title"], source["article"]) == ("中华人民共和国社会保险法", 46)
    # and what is spoken has neither marks nor addresses
    assert not set(reply["speak"]) & set("*#_`<>")
    assert "http" not in reply["speak"]


def test_the_conversation_is_taken_up_by_code_on_another_device(visit: Visit) -> None:
    # given a guide under way
    visit.say("补身份证")
    visit.say("在")
    # when another device loads it by the code, without the token
    found = get(f"{visit.url}/api/v1/sessions/{visit.code}")
    # then it has all that was said, the last reply with its buttons, and goes on
    assert found.status_code == 200
    body = found.json()
    assert [turn["said"] for turn in body["turns"]][-2:] == ["补身份证", "在"]
    assert body["reply"] == visit.replies[-1]
    elsewhere = Visit(visit.url, body["token"], body["code"], body["session_id"])
    elsewhere.replies.append(body["reply"])
    assert elsewhere.press(body["reply"]["options"][0]["label"])["text"].startswith("记下了")


def test_the_conversation_is_loaded_again_with_its_token(visit: Visit) -> None:
    visit.say("谢谢")
    found = get(f"{visit.url}/api/v1/sessions/{visit.session_id}", visit.token)
    assert found.status_code == 200
    assert found.json()["reply"] == visit.replies[-1]


def test_two_citizens_at_once_do_not_mix(deployment: Deployment) -> None:
    # given two guides, turn about
    one, other = Visit.begin(deployment.url), Visit.begin(deployment.url)
    one.say("补身份证")
    other.say("办居住证")
    # when each asks where they are
    # then each hears of their own
    assert "“补身份证”" in one.say("说到哪儿了")["text"]
    assert "居住证" in other.say("说到哪儿了")["text"]


# --- abuse ---


def test_without_or_with_a_forged_signature_nothing_is_told(
    deployment: Deployment, visit: Visit
) -> None:
    # given somebody else's conversation
    payload, stamp, signature = visit.token.rsplit(".", 2)
    flipped = signature[:-2] + ("A" if signature[-2] != "A" else "B") + signature[-1]
    stranger = Visit.begin(deployment.url)
    borrowed = f"{payload}.{stamp}.{stranger.token.rsplit('.', 1)[1]}"
    for token in ("", "x", f"{payload}.{stamp}.{flipped}", borrowed):
        # when it is asked for with a token not signed for it
        visit_as = Visit(visit.url, token, visit.code, visit.session_id)
        said = visit_as.post(text="总结一下")
        loaded = get(f"{visit.url}/api/v1/sessions/{visit.session_id}", token)
        # then the door is shut, kindly
        for response in (said, loaded):
            assert response.status_code == 401
            assert response.json() == {
                "error": "bad_session",
                "message": "这次谈话的凭据不对，我不能接着用。咱们重新开始。",
            }
    # and a good token opens no other conversation
    crossed = get(f"{visit.url}/api/v1/sessions/{visit.session_id}", stranger.token)
    assert crossed.status_code == 403


def test_a_conversation_that_is_gone_is_said_so(deployment: Deployment) -> None:
    # given a conversation deleted on request
    gone = Visit.begin(deployment.url)
    with closing(sqlite3.connect(deployment.settings.home / "records.db")) as database:
        database.execute("PRAGMA foreign_keys=ON")
        database.execute("DELETE FROM sessions WHERE id = ?", (gone.session_id,))
        database.commit()
    # when its page goes on
    response = gone.post(text="下一步")
    # then it is told, and nothing of it comes back
    assert response.status_code == 404
    assert response.json()["error"] == "unknown_session"
    assert get(f"{gone.url}/api/v1/sessions/{gone.code}").json()["error"] == "unknown_code"


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ({}, 400, "bad_request"),
        ({"text": "好", "option": "1"}, 400, "bad_request"),
        ({"option": "1; DROP"}, 400, "bad_request"),
        ({"text": "好", "sender": "someone"}, 400, "bad_request"),
        ({"text": "好", "message_id": "../x"}, 400, "bad_request"),
        ({"text": "好" * 10_000}, 413, "too_long"),
    ],
    ids=["nothing", "both", "no key", "unknown field", "bad id", "10 000 characters"],
)
def test_a_request_out_of_shape_is_refused_in_chinese(
    visit: Visit, body: dict[str, Any], status: int, error: str
) -> None:
    response = visit.post(**body)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert "\u4e00" <= response.json()["message"][0] <= "\u9fff"


def test_rasa_and_the_actions_are_not_reachable_without_the_secret(deployment: Deployment) -> None:
    # when somebody on the machine talks to Rasa past the door
    rasa = deployment.settings.rasa_url
    turn = {"sender": "x", "message": "/human", "message_id": "1"}
    said = requests.post(f"{rasa}/webhooks/ershun/turn", json=turn, timeout=10)
    # then it is forbidden, and neither Rasa's own REST channel nor its API is on
    assert said.status_code == 403
    assert requests.post(f"{rasa}/webhooks/rest/webhook", json=turn, timeout=10).status_code == 404
    assert requests.get(f"{rasa}/conversations/x/tracker", timeout=10).status_code == 404


# --- limits ---


def test_a_conversation_may_say_fifteen_things_a_minute_and_another_is_not_hindered(
    second_door: Callable[..., str],
) -> None:
    # given a door with its limits on
    door = second_door(ERSHUN_LIMITS_URL="memory://")
    hasty, calm = Visit.begin(door), Visit.begin(door)
    # when one conversation sends sixteen messages at once
    statuses = [hasty.post(text="好").status_code for _ in range(16)]
    # then the sixteenth is asked to wait, in words and in seconds
    assert statuses == [200] * 15 + [429]
    refused = hasty.post(text="好")
    assert refused.json()["error"] == "too_many_requests"
    assert refused.json()["message"].startswith("您说得有点快，我跟不上了。")
    assert int(refused.headers["Retry-After"]) > 0
    # and a new token for the same conversation doesn't help, while another one may speak
    assert calm.post(text="好").status_code == 200


def test_codes_can_not_be_tried_in_a_row(second_door: Callable[..., str]) -> None:
    # given a door with its limits on
    door = second_door(ERSHUN_LIMITS_URL="memory://")
    # when somebody tries code after code
    statuses = [get(f"{door}/api/v1/sessions/{code:06}").status_code for code in range(6)]
    # then after five the door says no
    assert statuses == [404] * 5 + [429]


# --- what is published ---


def test_the_openapi_document_served_is_the_one_of_the_code_and_every_path_is_there(
    deployment: Deployment,
) -> None:
    served = get(f"{deployment.url}/api/v1/openapi.json")
    assert served.status_code == 200
    assert served.json() == json.loads(openapi.document())
    for path, operations in served.json()["paths"].items():
        for method in operations:
            # when each operation it names is called without anything
            url = deployment.url + path.replace("{id_or_code}", "x")
            response = requests.request(method, url, timeout=30)
            # then it is there, and answers as the document says
            assert str(response.status_code) in operations[method]["responses"], (method, path)


def test_health_names_the_parts(deployment: Deployment) -> None:
    # given a product that is well
    wait_until(deployment.healthy, "没有恢复", seconds=60)
    health = get(f"{deployment.url}/healthz")
    assert health.status_code == 200
    assert health.json() == {"status": "ok", "parts": {"records": True, "assistant": True}}


# --- privacy ---


def test_personal_numbers_are_nowhere_on_the_disk(deployment: Deployment, visit: Visit) -> None:
    # when numbers are said at the start, in a guide, in one breath and as spoken
    visit.say(f"我身份证{ID_NUMBER}，想补办社保卡")
    visit.say("补身份证")
    told = visit.say(f"打我手机{MOBILE}，找我闺女")
    visit.say("号是一三九零四五幺幺二六八")
    visit.say(f"我的证号是 {ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}")
    visit.say("人工")
    # then she is told that it wasn't kept
    assert told["text"].startswith("您刚才说了手机号。这些不用告诉我，我没有记下来。")
    # and no file of the deployment holds them: records, trackers, write-ahead log, logs
    with closing(sqlite3.connect(deployment.settings.home / "records.db")) as database:
        database.execute("PRAGMA wal_checkpoint(PASSIVE)")
        kept = "\n".join(database.iterdump())
    assert visit.session_id in kept
    assert "〔身份证号〕" in kept
    for number in (ID_NUMBER, MOBILE, "一三九零四五幺幺二六八", ID_NUMBER[6:14]):
        assert number not in kept
    written = [
        *deployment.settings.logs.glob("*.log*"),
        *deployment.settings.home.glob("records.db*"),
    ]
    assert len(written) >= 5
    for file in written:
        content = file.read_bytes()
        for number in (ID_NUMBER, MOBILE, "一三九零四五幺幺二六八"):
            assert number.encode() not in content, file.name
