"""Sends turns to a server and takes the times, for one client and for many."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

#: One turn: (path, body, headers).
Turn = tuple[str, dict[str, Any], dict[str, str]]


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

    def post(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """POST JSON and return JSON; anything but 2xx is an error."""
        content = {"Content-Type": "application/json", **headers}
        self._connection.request("POST", path, json.dumps(body), content)
        response = self._connection.getresponse()
        data = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{path}: {response.status} {data[:200]!r}")
        loaded: dict[str, Any] = json.loads(data)
        return loaded


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def latency(url: str, turns: Sequence[Turn]) -> Times:
    """Each turn in order by one client."""
    client = Client(url)
    times = []
    for path, body, headers in turns:
        started = time.perf_counter()
        client.post(path, body, headers)
        times.append((time.perf_counter() - started) * 1000)
    return Times(round(percentile(times, 0.5), 1), round(percentile(times, 0.95), 1))


def throughput(url: str, scripts: Sequence[Sequence[Turn]]) -> float:
    """Turns a second with one client a script, all at once."""
    errors: list[Exception] = []

    def work(script: Sequence[Turn]) -> None:
        client = Client(url)
        try:
            for path, body, headers in script:
                client.post(path, body, headers)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(script,)) for script in scripts]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    if errors:
        raise errors[0]
    return round(sum(len(script) for script in scripts) / seconds, 1)


def wait_for(check: Callable[[], bool], timeout: float) -> float:
    """Seconds until ``check`` holds.

    Raises:
        TimeoutError: it never did.
    """
    started = time.monotonic()
    while not check():
        if time.monotonic() - started > timeout:
            raise TimeoutError
        time.sleep(0.1)
    return time.monotonic() - started
