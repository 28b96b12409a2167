"""The web door as a process: a real server on a real port."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import requests

from settings import REPOSITORY, Settings
from tests.channels.conftest import StandIn


@pytest.fixture
def port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def door(deployment: Settings, rasa: StandIn, port: int) -> Iterator[subprocess.Popen[str]]:
    """The process, come up."""
    environ = {
        **os.environ,
        "ERSHUN_HOME": str(deployment.home),
        "ERSHUN_DATABASE_URL": deployment.database_url,
        "ERSHUN_PORT": str(port),
        "ERSHUN_RASA_PORT": str(rasa.port),
        "ERSHUN_TURN_TIMEOUT": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "channels.web.serve"],
        cwd=REPOSITORY,
        env=environ,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not answers(port):
        time.sleep(0.05)
    yield process
    process.kill()
    process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_process_serves_the_page_and_logs_json_without_numbers(
    door: subprocess.Popen[str], port: int, rasa: StandIn
) -> None:
    # given a process before an assistant that is well at first
    url = f"http://127.0.0.1:{port}"
    assert requests.get(f"{url}/healthz", timeout=5).json()["status"] == "ok"
    page = requests.Session().get(url, timeout=5)
    assert "您好，我是耳顺" in page.text
    # and that doesn't tell the world what it is made of
    assert page.headers["Server"] == "ershun"
    # when a message fails
    opened = requests.post(f"{url}/api/v1/sessions", json={}, timeout=5).json()
    header = {"Authorization": f"Bearer {opened['token']}"}
    rasa.secret = "changed"
    body = {"text": "电话13800138000", "message_id": "m1"}
    requests.post(f"{url}/api/v1/messages", json=body, headers=header, timeout=20)
    door.send_signal(signal.SIGTERM)
    _, log = door.communicate(timeout=10)
    # then every line of the log is JSON that names the process, and holds no number
    lines = [json.loads(line) for line in log.splitlines()]
    assert {line["process"] for line in lines} == {"web"}
    assert "no reply in time" in {line["event"] for line in lines}
    assert "13800138000" not in log
