"""Sends turns to a server and takes the times, for one client and for many."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

#: One turn: (path, body, headers).
Turn = tuple[str, dict[str, Any], dict[str, str]]
#: Whether what came back is an answer: who gives up at once must not look quick.
Answered = Callable[[Any], bool]


@dataclass(frozen=True)
class Times:
    """Latencies in milliseconds."""

    p50: float
    p95: float


class Client:
    """A keep-alive HTTP client without frills, so that it costs the machine little."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> Any:
        """POST JSON and return JSON; anything but 2xx is an error."""
        content = {"Content-Type": "application/json", **headers}
        self._connection.request("POST", path, json.dumps(body), content)
        response = self._connection.getresponse()
        data = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{path}: {response.status} {data[:200]!r}")
        return json.loads(data)

    def take(self, turn: Turn, answered: Answered) -> None:
        """One turn; no answer is an error."""
        path, body, headers = turn
        reply = self.post(path, body, headers)
        if not answered(reply):
            raise RuntimeError(f"{path}: no answer to {body}: {reply}")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def latency(url: str, turns: Sequence[Turn], answered: Answered) -> Times:
    """Each turn in order by one client."""
    client = Client(url)
    times = []
    for turn in turns:
        started = time.perf_counter()
        client.take(turn, answered)
        times.append((time.perf_counter() - started) * 1000)
    return Times(round(percentile(times, 0.5), 1), round(percentile(times, 0.95), 1))


def throughput(url: str, scripts: Sequence[Sequence[Turn]], answered: Answered) -> float:
    """Turns a second with one client a script, all at once; one that fails fails it all."""

    def work(script: Sequence[Turn]) -> None:
        client = Client(url)
        for turn in script:
            client.take(turn, answered)

    with ThreadPoolExecutor(len(scripts)) as clients:
        started = time.perf_counter()
        list(clients.map(work, scripts))
        seconds = time.perf_counter() - started
    return round(sum(len(script) for script in scripts) / seconds, 1)


def wait_for(check: Callable[[], bool], timeout: float) -> float:
    """Seconds until ``check`` holds.

    Raises:
        TimeoutError: it never did.
    """
    started = time.monotonic()
    while not check():
        if time.monotonic() - started > timeout:
            raise TimeoutError(f"not within {timeout:g} s")
        time.sleep(0.1)
    return time.monotonic() - started
