"""Speaking over HTTP: what a page plays sentence by sentence, and what can't be spoken."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.service.conftest import SMALL, Mouth, Running, Start, eventually
from voice.audio import Clip, read_wav
from voice.service.refusals import Refused
from voice.service.speaking import wish
from voice.speaking.manner import Manner


def taken_apart(stream: bytes) -> list[Clip]:
    """The WAVs of a stream, as docs/voice-service.md says a page finds them."""
    clips = []
    while stream:
        assert stream[:4] == b"RIFF"
        length = 8 + struct.unpack("<I", stream[4:8])[0]
        clips.append(read_wav(stream[:length]))
        stream = stream[length:]
    return clips


def speak(service: Running, **wanted: Any) -> requests.Response:
    return requests.post(f"{service.url}/speak", json=wanted, timeout=10)


def test_each_sentence_is_a_wav_of_its_own(service: Running) -> None:
    answer = speak(service, text="您好。请坐下。")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/x-wav-sequence")
    clips = taken_apart(answer.content)
    assert [clip.seconds for clip in clips] == pytest.approx([0.2, 0.3])


def test_the_first_sentence_can_be_played_while_the_second_is_made(start: Start) -> None:
    # given a second sentence that takes its time
    mouth = Slow()
    service = start(mouth=mouth)
    wanted = {"text": "您好。请坐下。"}
    with requests.post(f"{service.url}/speak", json=wanted, stream=True, timeout=10) as answer:
        # when the first has come
        chunks = answer.iter_content(44 + 2 * 4_800)
        assert taken_apart(next(chunks))[0].seconds == pytest.approx(0.2)
        # then the second was not waited for
        mouth.gate.set()
        assert len(taken_apart(b"".join(chunks))) == 1


def test_all_in_one_piece_for_who_wants_it_so(service: Running) -> None:
    answer = requests.get(
        f"{service.url}/speak?text={quote('您好。请坐下。')}&rate=1.2", timeout=10
    )

    assert answer.headers["Content-Type"] == "audio/wav"
    assert read_wav(answer.content).seconds == pytest.approx(0.5)
    assert service.mouth.said == [("您好。请坐下。", Manner(rate=1.2))]


def test_the_manner_is_what_is_asked_for(service: Running) -> None:
    speak(service, text="您好。", rate=0.7, volume="1.5", pause=0, voice="zf_xiaobei")

    assert service.mouth.said == [("您好。", Manner(0.7, 1.5, 0.0, "zf_xiaobei"))]


@pytest.mark.parametrize("text", ["。。。", "。"])
def test_where_nothing_can_be_said_there_is_no_sound(service: Running, text: str) -> None:
    assert speak(service, text=text).status_code == 204
    assert requests.get(f"{service.url}/speak?text={quote(text)}", timeout=10).status_code == 204


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ("", 400, "not_understood"),
        ("\xff\xfe", 400, "not_understood"),
        ("[]", 400, "not_understood"),
        pytest.param("[" * 20_000, 400, "not_understood", id="deep"),
        ("{}", 400, "not_understood"),
        ('{"text": ""}', 400, "not_understood"),
        ('{"text": " \\n"}', 400, "not_understood"),
        ('{"text": 5}', 400, "not_understood"),
        ('{"text": "a", "rate": "fast"}', 400, "not_understood"),
        ('{"text": "a", "rate": NaN}', 400, "not_understood"),
        ('{"text": "a", "rate": 1e999}', 400, "not_understood"),
        ('{"text": "a", "volume": []}', 400, "not_understood"),
        ('{"text": "a", "voice": "../../etc"}', 400, "not_understood"),
        ('{"text": "a", "voice": 7}', 400, "not_understood"),
        pytest.param(json.dumps({"text": "a" * 201}), 413, "too_big", id="long"),
        pytest.param(json.dumps({"text": "好" * 20_000}), 413, "too_big", id="huge"),
    ],
)
def test_what_cannot_be_spoken_is_said(service: Running, body: str, status: int, word: str) -> None:
    answer = requests.post(f"{service.url}/speak", data=body.encode("latin-1"), timeout=10)

    assert (answer.status_code, answer.json()["error"]) == (status, word)
    assert answer.json()["message"].endswith("。")
    assert service.mouth.said == []


def test_emoji_and_control_characters_are_left_to_the_speaker(service: Running) -> None:
    assert speak(service, text="您好\x00👵\u202e。").status_code == 200
    assert service.mouth.said[0][0] == "您好\x00👵\u202e。"


@given(
    given_=st.dictionaries(
        st.sampled_from(["text", "rate", "volume", "pause", "voice", "other"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("1.5"),
    )
)
def test_whatever_is_wished_is_understood_or_refused(given_: dict[str, Any]) -> None:
    try:
        understood = wish(given_, 100)
    except Refused as refused:
        assert refused.body()["message"]
    else:
        assert understood.text == given_["text"]
        assert 0.5 <= understood.manner.rate <= 2.0


def test_no_voice_at_all_is_told(start: Start) -> None:
    service = start(mouth=Mouth(fails_after=0))
    answer = speak(service, text="您好。")

    assert (answer.status_code, answer.json()["error"]) == (503, "failed")
    assert "现在发不出声音" in answer.json()["message"]


def test_a_voice_that_fails_in_the_middle_breaks_the_stream_off(start: Start) -> None:
    # given a voice that fails after the first sentence
    service = start(mouth=Mouth(fails_after=1))
    # then a page can't take what came for all of it
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        speak(service, text="您好。请坐下。")
    eventually(lambda: service.health()["readings"] == 0)


def test_who_comes_when_all_voices_are_busy_is_told(start: Start) -> None:
    mouth = Slow()
    service = start(mouth=mouth)
    busy = [_begun(service) for _ in range(SMALL.readings)]
    eventually(lambda: service.health()["readings"] == SMALL.readings)
    answer = speak(service, text="您好。")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["error"] == "full"
    mouth.gate.set()
    for line in busy:
        line.close()


def test_a_listener_who_leaves_or_does_not_read_frees_the_voice(start: Start) -> None:
    # given sentences longer than what any buffer takes: four minutes each
    mouth = Mouth(length=60.0)
    service = start(mouth=mouth)
    leaves, stays = _begun(service), _begun(service)
    eventually(lambda: service.health()["readings"] == 2)
    # when one leaves and the other never reads
    leaves.close()
    # then both seats are free, and what the voice held is let go
    eventually(lambda: service.health()["readings"] == 0, 15)
    assert mouth.closed == 2
    stays.close()


def _begun(service: Running) -> socket.socket:
    """A request of which nothing is read."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    line.connect(("127.0.0.1", service.port))
    body = json.dumps({"text": "请坐一下。" * 3})
    line.sendall(
        f"POST /speak HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
        f"{body}".encode()
    )
    return line


class Slow(Mouth):
    """Waits before the second sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def say(self, text: str, manner: Manner) -> Iterator[Clip]:
        for number, clip in enumerate(super().say(text, manner)):
            if number:
                self.gate.wait(10)
            yield clip
