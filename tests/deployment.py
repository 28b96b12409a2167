"""The whole product, really running: Rasa, action server, web door, supervisor.

Needs what ``make setup`` fetches and trains. It runs in a home of its own that borrows
the trained model and the built knowledge, so that tests neither train nor meet the data
of a real deployment. A plugin of tests/conftest.py: all tests share one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import psutil
import pytest
import requests

import settings
from bench.servers import borrow, free_port
from ershun.launch.training import quiet
from settings import REPOSITORY, Settings

START_SECONDS = 240.0


@dataclass
class Deployment:
    """A running product."""

    url: str
    settings: Settings
    environ: dict[str, str]
    process: subprocess.Popen[bytes]

    @classmethod
    def begin(cls, environ: dict[str, str]) -> Deployment:
        """Start the product as ``make run`` does, and wait until it is well."""
        started = settings.load(environ)
        url = f"http://127.0.0.1:{started.port}"
        deployment = cls(url, started, environ, run(environ))
        deployment.wait_healthy()
        return deployment

    def stop(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def restart(self) -> None:
        """Ctrl-C, and started again in the same home."""
        self.stop()
        self.process = run(self.environ)
        self.wait_healthy()

    def pid_of(self, module: str) -> int:
        """Process id of the program that runs a module."""
        for process in psutil.Process(self.process.pid).children(recursive=True):
            if module in process.cmdline():
                return int(process.pid)
        raise LookupError(f"{module} 没有在运行")

    def kill(self, module: str) -> None:
        """kill -9 a program; supervisord brings it back."""
        os.kill(self.pid_of(module), signal.SIGKILL)

    def healthy(self) -> bool:
        """Whether every part is well."""
        try:
            return bool(requests.get(f"{self.url}/healthz", timeout=2).ok)
        except requests.RequestException:
            return False

    def wait_healthy(self, seconds: float = START_SECONDS) -> None:
        """Wait until every part is well."""
        wait_until(self.healthy, f"耳顺没有起来，日志在 {self.settings.logs}", seconds=seconds)


@dataclass
class Visit:
    """A citizen at the HTTP API."""

    url: str
    token: str
    code: str
    session_id: str
    replies: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def begin(cls, url: str) -> Visit:
        """Open the door."""
        opened = requests.post(f"{url}/api/v1/sessions", json={"door": "web"}, timeout=30).json()
        visit = cls(url, opened["token"], opened["code"], opened["session_id"])
        visit.replies.append(opened["reply"])
        return visit

    def post(self, **body: Any) -> requests.Response:
        """One request to the messages endpoint."""
        return requests.post(
            f"{self.url}/api/v1/messages",
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=60,
        )

    def say(self, text: str, **body: Any) -> dict[str, Any]:
        """Say something; the reply must come from the assistant."""
        return self._take(self.post(text=text, **body))

    def press(self, label: str) -> dict[str, Any]:
        """Press the button with this label, or ``0`` for a person."""
        options = {option["label"]: option["key"] for option in self.replies[-1]["options"]}
        assert label == "0" or label in options, f"没有“{label}”，有的是 {list(options)}"
        return self._take(self.post(option=options.get(label, "0")))

    def _take(self, response: requests.Response) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        body = response.json()
        assert body["answered"], body
        self.replies.append(body["reply"])
        reply: dict[str, Any] = body["reply"]
        return reply


def run(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    """``ershun run``."""
    command = [sys.executable, "-W", "ignore", "-m", "ershun.cli", "run"]
    return subprocess.Popen(command, cwd=REPOSITORY, env=environ)


def reachable(url: str) -> bool:
    """Whether anything answers at ``url``."""
    try:
        requests.get(url, timeout=2)
    except requests.RequestException:
        return False
    return True


def wait_until(true: Callable[[], bool], otherwise: str, seconds: float) -> None:
    """Wait until something is true; fail with ``otherwise`` if it takes too long."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.2)


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The running product; started once for all tests."""
    home = tmp_path_factory.mktemp("home")
    borrow(home)
    environ = {
        **quiet(os.environ),
        "ERSHUN_HOME": str(home),
        "ERSHUN_PORT": str(free_port()),
        "ERSHUN_RASA_PORT": str(free_port()),
        "ERSHUN_ACTIONS_PORT": str(free_port()),
        "ERSHUN_VOICE_PORT": str(free_port()),
        "ERSHUN_LIMITS_URL": "off",
    }
    deployment = Deployment.begin(environ)
    yield deployment
    deployment.stop()


@pytest.fixture
def second_door(deployment: Deployment) -> Iterator[Callable[..., str]]:
    """Opens further web doors onto the same records, each with settings of its own."""
    doors: list[subprocess.Popen[bytes]] = []

    def open_door(**environ: str) -> str:
        port = str(free_port())
        doors.append(
            subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "channels.web.serve"],
                cwd=REPOSITORY,
                env={**deployment.environ, "ERSHUN_PORT": port, **environ},
                stderr=subprocess.DEVNULL,
            )
        )
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: reachable(f"{url}/healthz"), "门没有开", seconds=30)
        return url

    yield open_door
    for door in doors:
        door.terminate()
        door.wait(timeout=10)


@pytest.fixture
def visit(deployment: Deployment) -> Visit:
    """A citizen who has just been greeted."""
    return Visit.begin(deployment.url)
