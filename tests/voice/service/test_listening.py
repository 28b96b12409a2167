"""Listening for a page or a console, over real WebSockets.

What is heard of real speech is tested in test_with_models.py; here, what is asked and told.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any, Union

import numpy as np
import pytest
import websockets

from tests.voice.service.conftest import SMALL, Running, Start, eventually, sound
from voice.audio import Clip
from voice.service.meter import Meter

Sent = Union[bytes, dict[str, Any], str]
HELLO: Sent = {"hello": {"rate": 16000}}


def told(service: Running, *messages: Sent) -> list[dict[str, Any]]:
    """All that is told to a client that sends these messages and then ends the turn twice."""

    async def talk() -> list[dict[str, Any]]:
        got: list[dict[str, Any]] = []
        async with websockets.connect(f"{service.ws}/listen") as socket:
            for message in messages:
                await socket.send(json.dumps(message) if isinstance(message, dict) else message)
            # Something that is refused ends every conversation here.
            await socket.send('{"bye": 1}')
            with suppress(websockets.ConnectionClosed):
                while True:
                    got.append(json.loads(await socket.recv()))
        return got

    got = asyncio.run(asyncio.wait_for(talk(), 20))
    eventually(lambda: not service.ears.open_now)
    return got


def events(got: list[dict[str, Any]]) -> list[str]:
    """Their names, without levels."""
    return [e["event"] for e in got if "event" in e and e["event"] != "level"]


def test_a_client_is_told_that_we_listen_and_how_loud_it_is(service: Running) -> None:
    loud = np.full(1_600, 16_384, "<i2").tobytes()
    got = told(service, HELLO, loud, loud[:1_000], loud[1_000:])

    assert got[:3] == [
        {"event": "ready"},
        {"event": "level", "level": 0.5},
        {"event": "level", "level": 0.5},
    ]


def test_who_has_a_meter_of_its_own_is_not_told_the_level(service: Running) -> None:
    got = told(service, {"hello": {"rate": 16000, "level": False}}, sound(1))

    assert events(got) == ["ready"]
    assert len(got) == 2


def test_silence_is_told_after_as_long_as_one_waits(service: Running) -> None:
    assert events(told(service, HELLO, *[sound(1)] * 9)) == ["ready", "nothing_said"]


def test_nobody_is_said_to_be_silent_while_we_speak(service: Running) -> None:
    got = told(service, HELLO, {"speaking": "请您坐下。"}, *[sound(1)] * 9)

    assert events(got) == ["ready"]


def test_in_a_pause_nothing_is_heard_and_no_share_is_used_up(service: Running) -> None:
    got = told(service, HELLO, {"pause": True}, *[sound(1)] * 30, {"resume": True}, *[sound(1)] * 9)

    assert events(got) == ["ready", "nothing_said"]
    assert got[-1]["error"] == "not_understood"


def test_ending_where_nobody_spoke_tells_nothing(service: Running) -> None:
    assert events(told(service, HELLO, sound(1), {"end": True})) == ["ready"]


@pytest.mark.parametrize(
    "first",
    [
        sound(0.1),
        {"pause": True},
        {"hello": None},
        {"hello": {}},
        {"hello": {"rate": 3}},
        {"hello": {"rate": "48000"}},
        {"hello": {"rate": 48000, "profile": "rude"}},
        {"hello": {"rate": 48000, "level": "yes"}},
        {"hello": {"rate": 48000, "hears_us": 1}},
    ],
    ids=str,
)
def test_who_does_not_introduce_itself_properly_is_told(service: Running, first: Sent) -> None:
    (only,) = told(service, first)

    assert only["error"] == "not_understood"
    assert only["message"].endswith("。")
    assert service.ears.opened == []


@pytest.mark.parametrize(
    "control",
    [
        {"dictating": "yes"},
        {"speaking": 5},
        {"pause": None},
        {"resume": 1},
        {"louder": True},
    ],
    ids=str,
)
def test_what_cannot_be_asked_for_is_told(service: Running, control: Sent) -> None:
    assert [e.get("error") for e in told(service, HELLO, control)] == [None, "not_understood"]


def test_who_pauses_may_be_silent_for_longer(start: Start) -> None:
    # given limits that differ much
    service = start(replace(SMALL, idle_seconds=0.2, paused_seconds=1.0))

    async def until_closed(*controls: str) -> tuple[str, float]:
        async with websockets.connect(f"{service.ws}/listen") as socket:
            await socket.send(json.dumps(HELLO))
            for control in controls:
                await socket.send(control)
            began = asyncio.get_running_loop().time()
            answer: dict[str, Any] = {}
            while "error" not in answer:
                answer = json.loads(await asyncio.wait_for(socket.recv(), 5))
            return answer["error"], asyncio.get_running_loop().time() - began

    word, seconds = asyncio.run(until_closed())
    paused_word, paused_seconds = asyncio.run(until_closed('{"pause": true}'))
    assert (word, paused_word) == ("idle", "idle")
    assert seconds < 0.8 < paused_seconds


@pytest.mark.parametrize("sizes", [(1,), (7, 1_600), (4_800,), (0, 3, 5_000)])
def test_levels_do_not_depend_on_the_size_of_the_pieces(sizes: tuple[int, ...]) -> None:
    # given a sound that grows louder
    samples = np.arange(0, 32_000, 2, dtype=np.int16)
    whole = list(Meter(16_000).feed(samples))
    # when it comes in pieces
    meter, pieces, at = Meter(16_000), [], 0
    while at < len(samples):
        for size in sizes:
            pieces += meter.feed(samples[at : at + size])
            at += size
    # then the levels are the same, ten a second
    assert pieces == pytest.approx(whole)
    assert len(whole) == round(Clip(samples, 16_000).seconds * 10)
    assert whole == sorted(whole)
