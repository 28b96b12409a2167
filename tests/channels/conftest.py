"""A small HTTP server that stands for Rasa, with the real conversation behind it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional

import pytest
import structlog

from assistant.contract import SECRET_HEADER, TURN_PATH
from assistant.conversation.choosing import message_of
from assistant.conversation.scene import Message
from assistant.conversation.turn import Desk, take_turn
from assistant.nlu.values import values
from assistant.reply import Option

SECRET = "the channel's secret"

#: A door that waits no longer than this tries a message once: the pause is longer.
ONE_ATTEMPT = 0.38

#: What the stand-in understands; everything else is a question about policies.
UNDERSTANDS = {
    "补办社保卡": "start_service",
    "还没挂失呢": "deny",
    "下一步": "next_step",
    "字太小了": "show_larger",
    "再说一遍": "repeat",
    "再见": "goodbye",
}


@dataclass(frozen=True)
class Canned:
    """What the stand-in does instead of answering: after a while, with this body."""

    status: int = 200
    body: bytes = b""
    delay: float = 0.0
    answers_after: bool = False


@dataclass
class StandIn:
    """Stands for Rasa: the same path, secret and JSON, the same turns, the same records.

    The real Rasa takes half a minute to come up and needs a trained model; it is
    exercised by the running tests. What a door can get to hear from a Rasa that is ill
    can only be made to happen here.

    Attributes:
        desk: where turns are taken.
        canned: what to do with the next requests; when it is empty, answer.
        heard: every request's body.
    """

    desk: Desk
    secret: str = SECRET
    canned: deque[Canned] = field(default_factory=deque)
    heard: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    _server: Optional[ThreadingHTTPServer] = None
    _connections: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Drop every connection and refuse new ones."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server = None
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def connected(self, connection: socket.socket) -> None:
        """Remember a connection."""
        self._connections.append(connection)

    def answer(self, body: dict[str, Any]) -> bytes:
        """Take the turn as Rasa and the action server would."""
        message = understood(body["message"])
        reply, _ = take_turn(self.desk, body["sender"], body["message_id"], message)
        return json.dumps({"reply": json.loads(reply.json())}).encode()


def understood(text: str) -> Message:
    """The message as Rasa would have understood it."""
    if text.startswith("/"):
        return message_of(Option(label="-", send=text, key="1"))
    found = {value.kind: value.value for value in reversed(values(text, date(2026, 11, 23)))}
    return Message(text, UNDERSTANDS.get(text, "ask_policy"), 0.9, found)


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            stand_in.connected(self.connection)

        def do_GET(self) -> None:
            self._send(200, b"Hello from the stand-in")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stand_in.heard.append(body)
            if self.path != TURN_PATH or self.headers[SECRET_HEADER] != stand_in.secret:
                self._send(403, b'{"error": "forbidden"}')
                return
            plan = stand_in.canned.popleft() if stand_in.canned else None
            if plan is None:
                self._send(200, stand_in.answer(body))
                return
            time.sleep(plan.delay)
            self._send(plan.status, stand_in.answer(body) if plan.answers_after else plan.body)

        def _send(self, status: int, body: bytes) -> None:
            with suppress(OSError):  # the door may have stopped waiting
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler


@pytest.fixture
def rasa(desk: Desk) -> Iterator[StandIn]:
    """The stand-in, listening, with its knowledge loaded as after a start."""
    desk.serving.searcher().search("社保卡", region="000000")
    stand_in = StandIn(desk)
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def dead_port() -> int:
    """A port of the loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Any]]:
    """The log lines of a test."""
    with structlog.testing.capture_logs() as lines:
        yield lines
