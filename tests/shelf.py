"""A web server on loopback with files on a shelf: what the product downloads from in tests."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Optional


@dataclass
class Shelf:
    """What lies there, how it behaves, and what has been asked for.

    Attributes:
        url: where it is.
        files: path to content.
        types: path to content type, where one matters.
        cut: path to the number of bytes after which the connection breaks, once.
        ranges: whether it can send the rest of a file.
        asked: every path asked for, with the first byte wanted.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)
    ranges: bool = True
    asked: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def open_shelf() -> Iterator[Shelf]:
    """A server with an empty shelf."""
    shelf = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _serve(shelf, self)

        def log_message(self, format: str, *args: object) -> None:
            """What is asked is in ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shelf.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield shelf
    server.shutdown()
    thread.join()
    server.server_close()


def _first_byte(wanted: Optional[str]) -> int:
    match = re.fullmatch(r"bytes=(\d+)-", wanted or "")
    return int(match[1]) if match else 0


def _serve(shelf: Shelf, request: BaseHTTPRequestHandler) -> None:
    first = _first_byte(request.headers["Range"])
    shelf.asked.append((request.path, first))
    content = shelf.files.get(request.path)
    if content is None:
        request.send_error(404)
        return
    if not shelf.ranges:
        first = 0
    elif first >= max(len(content), 1):
        request.send_error(416)
        return
    rest = content[first:]
    request.send_response(206 if first else 200)
    request.send_header("Content-Length", str(len(rest)))
    request.send_header("Content-Type", shelf.types.get(request.path, "application/octet-stream"))
    request.end_headers()
    request.wfile.write(rest[: shelf.cut.pop(request.path, len(rest))])
    request.close_connection = True
