"""A server on loopback that answers turns as a test wants: what is measured takes minutes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Bot:
    """What it answers, and what it was asked.

    Attributes:
        url: where it is.
        says: text to answer, bytes as they are; another text gets ``usual``.
        usual: what it answers otherwise.
        status: HTTP status of every answer.
        thinks: seconds an answer takes.
        asked: (path, body, Authorization) of every turn.
        at_once: most turns it was busy with at one time.
    """

    url: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    usual: Any = field(default_factory=lambda: {"answered": True})
    status: int = 200
    thinks: float = 0.0
    asked: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    at_once: int = 0


@pytest.fixture
def bot() -> Iterator[Bot]:
    """A bot that answers everything at once."""
    bot, busy, lock = Bot(), 0, threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are two writes; without this the second waits for the first's receipt.
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            nonlocal busy
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                busy += 1
                bot.at_once = max(bot.at_once, busy)
                bot.asked.append((self.path, body, self.headers.get("Authorization", "")))
            time.sleep(bot.thinks)
            with lock:
                busy -= 1
            said = bot.says.get(body.get("text", ""), bot.usual)
            answer = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(bot.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """What is asked is in ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    bot.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield bot
    server.shutdown()
    thread.join()
    server.server_close()
