"""Recognition as the clients of vosk-server know it, over real WebSockets."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any, Union

import aiohttp
import pytest
import websockets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.voice.service.conftest import SMALL, Running, Start, eventually, sound, until

Sent = Union[str, bytes]


def answers(service: Running, *messages: Sent, path: str = "/") -> list[Any]:
    """What is answered to messages that are each sent before anything is read."""

    async def talk() -> list[Any]:
        got = []
        async with websockets.connect(f"{service.ws}{path}") as socket:
            for message in messages:
                await socket.send(message)
            with suppress(websockets.ConnectionClosed):
                while True:
                    got.append(json.loads(await socket.recv()))
        return got

    return asyncio.run(asyncio.wait_for(talk(), 20))


def test_the_client_that_comes_with_vosk_server_gets_what_it_waits_for(service: Running) -> None:
    # given test.py of vosk-server: it sends 0.2 s, waits for the answer, and ends with eof
    async def run_test() -> tuple[list[Any], Any, int]:
        partials = []
        async with websockets.connect(service.ws) as socket:
            await socket.send('{ "config" : { "sample_rate" : 16000 } }')
            for _ in range(5):
                await socket.send(sound(0.2))
                partials.append(json.loads(await socket.recv()))
            await socket.send('{"eof" : 1}')
            last = json.loads(await socket.recv())
            await socket.wait_closed()
            return partials, last, socket.close_code

    partials, last, code = asyncio.run(asyncio.wait_for(run_test(), 20))
    # then each frame is answered once, and the end by the whole of it with every word
    assert [len(answer["partial"]) for answer in partials] == [2, 4, 6, 8, 10]
    assert last["text"] == " ".join("一" * 10)
    assert last["result"][3] == {"conf": 0.9, "start": 0.3, "end": 0.4, "word": "一"}
    assert code == 1000


def test_without_being_told_the_sound_is_that_of_a_telephone(service: Running) -> None:
    # given a client that configures nothing, as FreeSWITCH's mod_vosk, in blocks of 3200 bytes
    blocks = [sound(0.2, 8_000)] * 5
    *_, last = answers(service, *blocks, '{"eof": 1}')
    # then a second of it is a second
    assert len(last["result"]) == 10


def test_a_client_that_never_says_eof_gets_its_text_when_nobody_speaks_on(
    service: Running,
) -> None:
    # given Asterisk's res_speech_vosk, which only looks for a text that isn't empty
    asked = answers(service, *[sound(0.2, 8_000)] * 45, '{"eof":1}')
    # then it comes while the sound goes on (8 s without speech), and each frame has one answer
    assert len(asked) == 46
    texts = [answer["text"] for answer in asked[:-1] if "text" in answer]
    assert len(texts) == 1
    assert texts[0].count("一") in range(79, 83)
    # and the words of the next utterance are counted from the start of the sound
    assert asked[-1]["result"][0]["start"] >= 8.0


@pytest.mark.parametrize(
    ("config", "keys"),
    [
        ({"words": 0}, {"text", "understood"}),
        ({"words": True}, {"result", "text", "understood"}),
        ({"max_alternatives": 3}, {"alternatives", "understood"}),
    ],
)
def test_results_look_as_configured(
    service: Running, config: dict[str, Any], keys: set[str]
) -> None:
    configured = json.dumps({"config": {"sample_rate": 16000, **config}})
    *_, last = answers(service, configured, sound(0.5), '{"eof" : 1}')

    assert set(last) == keys


def test_an_alternative_has_confidence_words_and_text(service: Running) -> None:
    config = '{"config": {"max_alternatives": 20, "sample_rate": 16000, "words": 1}}'
    *_, last = answers(service, config, sound(0.2), '{"eof" : 1}')
    (only,) = last["alternatives"]
    assert (only["confidence"], only["text"], len(only["result"])) == (0.9, "一 一", 2)


def test_a_silent_client_that_says_eof_at_once_gets_an_empty_text(service: Running) -> None:
    assert answers(service, '{"eof" : 1}') == [{"text": "", "understood": ""}]


def test_frames_without_a_byte_are_answered_like_others(service: Running) -> None:
    assert answers(service, b"", b"", '{"eof" : 1}')[:2] == [{"partial": ""}] * 2


def test_phrases_reach_the_recogniser(service: Running) -> None:
    config = json.dumps({"config": {"phrase_list": ["是", "不是"]}})
    answers(service, config, sound(0.1), '{"eof" : 1}')

    assert service.ears.opened[0].phrases == ("是", "不是")


def test_the_path_with_a_name_is_the_same(service: Running) -> None:
    assert answers(service, '{"eof" : 1}', path="/recognise?language=zh")[0]["text"] == ""


@pytest.mark.parametrize(
    ("message", "word", "code"),
    [
        ("", "not_understood", 1003),
        ("hello", "not_understood", 1003),
        ("[]", "not_understood", 1003),
        pytest.param("[" * 50_000, "not_understood", 1003, id="deep"),
        ('{"setgrammar": "yes"}', "not_understood", 1003),
        ('{"config": 8000}', "not_understood", 1003),
        ('{"config": {"sample_rate": 0}}', "not_understood", 1003),
        ('{"config": {"sample_rate": 4e9}}', "not_understood", 1003),
        ('{"config": {"sample_rate": NaN}}', "not_understood", 1003),
        ('{"config": {"sample_rate": "fast"}}', "not_understood", 1003),
        ('{"config": {"phrase_list": "是"}}', "not_understood", 1003),
        ('{"config": {"max_alternatives": []}}', "not_understood", 1003),
        ('{"config": {"profile": "rude"}}', "not_understood", 1003),
    ],
)
def test_what_cannot_be_used_is_said_and_the_line_closed(
    service: Running, message: str, word: str, code: int
) -> None:
    assert refused(service, message) == (word, code)


def test_a_frame_may_have_a_size_and_no_more(service: Running) -> None:
    # given the most: it is answered, and the client goes on
    assert "partial" in answers(service, bytes(SMALL.frame_bytes), '{"eof": 1}')[0]
    # then a byte more is too much
    assert refused(service, bytes(SMALL.frame_bytes + 1)) == ("too_big", 1009)


def refused(service: Running, message: Sent) -> tuple[str, int]:
    """The word with which a message is refused, and the code of the closing."""

    async def talk() -> tuple[Any, int]:
        async with websockets.connect(service.ws) as socket:
            await socket.send(message)
            answer = json.loads(await socket.recv())
            await socket.wait_closed()
            return answer, socket.close_code

    answer, code = asyncio.run(asyncio.wait_for(talk(), 10))
    assert answer["message"].endswith("。")
    # and nothing is left of the session
    eventually(lambda: not service.ears.open_now)
    return answer["error"], code


def test_a_session_that_has_had_its_share_is_ended(service: Running) -> None:
    asked = answers(service, *[sound(1, 8_000)] * 25)

    assert len(asked) == 21
    assert asked[-1]["error"] == "session_over"


def test_a_broken_model_is_told(service: Running) -> None:
    service.ears.broken = True
    assert answers(service, sound(0.1)) == [
        {"error": "failed", "message": "听话的模型坏了。请重新下载。"}
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(messages=st.lists(st.binary(max_size=300) | st.text(max_size=30), max_size=8))
def test_whatever_is_sent_ends_in_answers_and_a_clean_close(
    service: Running, messages: list[Sent]
) -> None:
    # given one service for all examples, of which none may harm the next
    assert asyncio.run(asyncio.wait_for(_closing(service, messages), 20)) in (1000, 1003)


async def _closing(service: Running, messages: list[Sent]) -> int:
    async with aiohttp.ClientSession() as http, http.ws_connect(service.url) as socket:
        for message in [*messages, '{"eof": 1}']:
            try:
                await (
                    socket.send_str(message)
                    if isinstance(message, str)
                    else socket.send_bytes(message)
                )
            except ConnectionResetError:  # refused an earlier one
                break
        async for _ in socket:
            pass
        return int(socket.close_code or 0)


# --- many at once ---


def test_who_comes_when_all_seats_are_taken_is_told_so_and_later_let_in(start: Start) -> None:
    service = start()

    async def talk() -> None:
        async with aiohttp.ClientSession() as http:
            sockets = [await http.ws_connect(service.url) for _ in range(SMALL.sessions)]
            # when one more comes
            async with http.get(f"{service.url}/", headers=_WISH) as answer:
                assert answer.status == 503
                assert answer.headers["Retry-After"] == "5"
                assert (await answer.json())["error"] == "full"
            # then those who sit are served on
            await sockets[0].send_bytes(sound(0.2, 8_000))
            assert "partial" in await sockets[0].receive_json(timeout=5)
            # and with one who leaves a seat is free
            await sockets[0].close()
            await until(lambda: service.sessions() < SMALL.sessions)
            again = await http.ws_connect(service.url)
            await again.close()
            for socket in sockets:
                await socket.close()

    asyncio.run(asyncio.wait_for(talk(), 20))


_WISH = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def test_a_client_faster_than_it_is_heard_is_made_to_wait(start: Start) -> None:
    # given recognisers that stand still
    service = start()
    service.ears.gate.clear()

    async def flood() -> int:
        sent = 0
        socket = await websockets.connect(service.ws, close_timeout=1)
        with suppress(TimeoutError):
            # when a client sends 60 MB as fast as it is let
            async with asyncio.timeout(2):
                for _ in range(1_000):
                    await socket.send(bytes(60_000))
                    sent += 60_000
        socket.transport.abort()
        service.ears.gate.set()
        return sent

    # then what lies between it and the recogniser is bounded by the buffers of the sockets
    assert asyncio.run(asyncio.wait_for(flood(), 20)) < 20_000_000
    eventually(lambda: not service.ears.open_now, 15)
