"""Clients that are slow, dead, huge or rude: none may harm the others."""

from __future__ import annotations

import asyncio
import json
import os
import socket as sockets
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import aiohttp
import psutil
import pytest
import websockets
from structlog.testing import capture_logs

from tests.voice.service.conftest import SMALL, Running, Start, eventually, sound

_TEXT, _BINARY, _CLOSE, _PING = 1, 2, 8, 9


class Raw:
    """A WebSocket client of bare bytes, which may do what no library lets one do."""

    def __init__(self, service: Running, path: str = "/", *, room: int = 0) -> None:
        """Connect, with ``room`` bytes for what isn't read yet (0: as usual)."""
        self.socket = sockets.socket()
        if room:
            self.socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, room)
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", service.port))
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        assert self.socket.recv(12) == b"HTTP/1.1 101"
        while not self._head_is_over():
            pass

    def _head_is_over(self) -> bool:
        line = b""
        while not line.endswith(b"\r\n"):
            line += self.socket.recv(1)
        return line == b"\r\n"

    def head(self, opcode: int, length: int, *, fin: bool = True) -> None:
        """Announce a frame, masked with zeros."""
        first = opcode | (0x80 if fin else 0)
        short = struct.pack("!BB4x", first, 0x80 | length) if length < 126 else b""
        self.socket.sendall(short or struct.pack("!BBQ4x", first, 0x80 | 127, length))

    def frame(self, opcode: int, data: bytes, *, fin: bool = True) -> None:
        """Send a frame."""
        self.head(opcode, len(data), fin=fin)
        self.socket.sendall(data)

    def answer(self) -> tuple[int, bytes]:
        """The next frame's opcode and data."""
        first, length = self._exactly(2)
        if length == 126:
            (length,) = struct.unpack("!H", self._exactly(2))
        return first & 0x0F, self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            assert more, "the connection ended"
            data += more
        return data

    def refusal(self) -> tuple[str, int]:
        """The word of an error, and the code of the close that follows."""
        opcode, data = self.answer()
        assert opcode == _TEXT
        closing, code = self.answer()
        assert closing == _CLOSE
        return json.loads(data)["error"], struct.unpack("!H", code[:2])[0]

    def cut(self) -> None:
        """Break off with a reset, as when a process is killed."""
        self.socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


@contextmanager
def raw(service: Running, path: str = "/", *, room: int = 0) -> Iterator[Raw]:
    client = Raw(service, path, room=room)
    try:
        yield client
    finally:
        client.socket.close()


def freed(service: Running, seconds: float = 5.0) -> None:
    """Nothing is left of any session."""
    eventually(lambda: not service.ears.open_now and service.sessions() == 0, seconds)


# --- too much ---


def test_five_hundred_megabytes_are_refused_when_they_are_announced(service: Running) -> None:
    # given a frame of which only the first kilobytes have come
    with raw(service) as client:
        client.head(_BINARY, 500_000_000)
        client.socket.sendall(bytes(4_096))
        # then nobody waits for the rest
        assert client.refusal() == ("too_big", 1009)


def test_five_hundred_megabytes_in_earnest_take_no_memory(service: Running) -> None:
    # given a client that goes on sending whatever it is told
    before = psutil.Process().memory_info().rss
    with raw(service) as client, suppress(ConnectionError):
        client.head(_BINARY, 500_000_000)
        for _ in range(500):
            client.socket.sendall(bytes(1_000_000))
    # then it is cut off, and nothing of it is kept
    freed(service)
    assert psutil.Process().memory_info().rss - before < 50_000_000


def test_many_small_pieces_of_one_message_are_counted_together(service: Running) -> None:
    with raw(service) as client:
        client.frame(_BINARY, bytes(30_000), fin=False)
        for _ in range(2):
            client.frame(0, bytes(30_000), fin=False)
        assert client.refusal() == ("too_big", 1009)


def test_a_message_in_pieces_is_one_message(service: Running) -> None:
    with raw(service) as client:
        client.frame(_BINARY, sound(0.1, 8_000), fin=False)
        client.frame(0, sound(0.1, 8_000))
        client.frame(_TEXT, b'{"eof": 1}')
        # A little stays behind in the resampler.
        assert json.loads(client.answer()[1]) == {"partial": "一"}


@pytest.mark.parametrize(
    ("first_byte", "why"),
    [(0xC2, "compressed, which was not agreed on"), (0x83, "an opcode that is none")],
)
def test_what_breaks_the_rules_of_websockets_is_told_by_the_close(
    service: Running, first_byte: int, why: str
) -> None:
    with raw(service) as client:
        client.socket.sendall(bytes([first_byte, 0x80, 0, 0, 0, 0]))
        opcode, code = client.answer()
        assert (opcode, struct.unpack("!H", code[:2])[0]) == (_CLOSE, 1002), why
    freed(service)


# --- cut off ---


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("reset", [False, True])
def test_a_line_cut_inside_a_frame_leaves_nothing_behind(
    service: Running, opened: bool, reset: bool
) -> None:
    idle = service.tasks()
    for _ in range(SMALL.sessions * 2):
        client = Raw(service)
        if opened:
            client.frame(_BINARY, sound(0.2, 8_000))
            client.answer()
        client.head(_BINARY, 3_200)
        client.socket.sendall(bytes(1_000))
        # when the line is cut in the middle of the frame
        client.cut() if reset else client.socket.close()
        # then its seat is free for the next
        freed(service)
    eventually(lambda: service.tasks() <= idle)


def test_a_line_cut_while_its_sound_is_decoded_frees_the_recogniser_after(
    service: Running,
) -> None:
    # given a recogniser that stands still in the middle of a frame
    client = Raw(service)
    service.ears.gate.clear()
    client.frame(_BINARY, sound(0.2, 8_000))
    eventually(lambda: bool(service.ears.open_now))
    client.cut()
    # then it is not closed under the thread that uses it (Counting asserts that)
    assert service.ears.open_now
    service.ears.gate.set()
    freed(service)


# --- slow and silent ---


def test_who_sends_nothing_is_told_and_let_go(start: Start) -> None:
    service = start(replace(SMALL, idle_seconds=0.2))
    with raw(service) as client:
        assert client.refusal() == ("idle", 1001)
    freed(service)


def test_pings_are_answered_but_are_no_sound(start: Start) -> None:
    # given a client that does nothing but ping
    service = start(replace(SMALL, idle_seconds=0.5))
    with raw(service) as client:
        began = time.monotonic()
        client.frame(_PING, b"?")
        assert client.answer() == (0xA, b"?")
        with suppress(ConnectionError):
            while client.answer()[0] == 0xA:
                client.frame(_PING, b"?")
        # then it is let go like one that is silent
        assert time.monotonic() - began < 2


def test_a_reader_that_does_not_read_is_dropped_and_the_others_are_served(start: Start) -> None:
    # given a client that never reads what it is answered, and long answers
    service = start(replace(SMALL, session_seconds=1e9, idle_seconds=60))
    service.ears.word = "一" * 5_000
    with capture_logs() as logged, raw(service, room=4_096) as slow:
        slow.frame(_TEXT, b'{"config": {"sample_rate": 48000}}')

        def send() -> None:
            with suppress(OSError):
                while True:
                    slow.frame(_BINARY, sound(0.1, 48_000))

        sending = threading.Thread(target=send)
        sending.start()

        async def other() -> Any:
            async with websockets.connect(service.ws) as socket:
                await socket.send(sound(0.2, 8_000))
                return json.loads(await asyncio.wait_for(socket.recv(), 5))

        # then another is answered meanwhile
        assert "partial" in asyncio.run(other())
        # and the slow one is dropped, without having ended anything itself
        freed(service, 60)
        sending.join(10)
    assert "does not read" in [line.get("by") for line in logged]


def test_who_does_not_answer_the_goodbye_is_not_waited_for(service: Running) -> None:
    with raw(service) as client:
        client.frame(_TEXT, b"rubbish")
        assert client.refusal() == ("not_understood", 1003)
        # when it keeps the line open all the same
        began = time.monotonic()
        freed(service)
        assert time.monotonic() - began < SMALL.close_seconds * 4


# --- soak ---


def test_hundreds_of_sessions_leave_nothing_behind(start: Start) -> None:
    # given sessions that end in every way there is
    service = start(replace(SMALL, sessions=8))

    async def one(number: int, http: aiohttp.ClientSession) -> None:
        socket = await http.ws_connect(service.url)
        await socket.send_bytes(sound(0.2, 8_000))
        await socket.receive_json(timeout=10)
        endings = ('{"eof": 1}', "rubbish", None)
        ending = endings[number % 3]
        if ending:
            await socket.send_str(ending)
            await socket.receive(timeout=10)
            await socket.close()
        elif socket._response.connection and socket._response.connection.transport:
            socket._response.connection.transport.abort()

    async def many(count: int) -> None:
        # A seat becomes free a moment after its client has gone: no more at once than half.
        turn = asyncio.Semaphore(4)

        async def in_turn(number: int, http: aiohttp.ClientSession) -> None:
            async with turn:
                await one(number, http)

        async with aiohttp.ClientSession() as http:
            await asyncio.gather(*(in_turn(number, http) for number in range(count)))

    # when a hundred have warmed everything up, and then three hundred come
    process = psutil.Process(os.getpid())
    asyncio.run(asyncio.wait_for(many(100), 60))
    freed(service)
    tasks, files, memory = service.tasks(), process.num_fds(), process.memory_info().rss
    asyncio.run(asyncio.wait_for(many(300), 60))
    freed(service)
    # then tasks, files and threads are as before, and memory hardly differs
    eventually(lambda: service.tasks() <= tasks and process.num_fds() <= files)
    assert process.memory_info().rss - memory < 30_000_000
    assert len(service.ears.opened) == 400
