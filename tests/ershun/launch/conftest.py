"""Small programs in place of the real ones, which take 16 s to come up.

That the real ones come up, are restarted and lose nothing is tested in tests/running.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import requests

from ershun.launch import processes, training
from ershun.launch.processes import Program
from settings import Settings

#: A checkout with a bot of two phrases, which Rasa trains in seconds.
PROJECT = {
    "config.yml": """
recipe: default.v1
assistant_id: small
language: zh
pipeline: [{name: JiebaTokenizer}, {name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
""",
    "domain.yml": """
version: "3.1"
intents: [greet, bye]
responses: {utter_hello: [{text: 您好。}]}
""",
    "data/nlu.yml": """
version: "3.1"
nlu:
- {intent: greet, examples: "- 您好"}
- {intent: bye, examples: "- 再见"}
""",
    "data/rules.yml": """
version: "3.1"
rules: [{rule: hello, steps: [{intent: greet}, {action: utter_hello}]}]
""",
    "uv.lock": "version = 1\n",
}


def small(name: str, port: int, *more: str) -> Program:
    """A program that answers on a port, put as the real ones are."""
    python = [sys.executable, "-W", "ignore", "-m"]
    bound = ["http.server", "--bind", "127.0.0.1", *more, str(port)]
    return Program(name, [*python, *bound], f"http://127.0.0.1:{port}/")


def broken(name: str, port: int) -> Program:
    """A program that ends at once: its module is missing."""
    command = [sys.executable, "-W", "ignore", "-m", "missing_module"]
    return Program(name, command, f"http://127.0.0.1:{port}/")


@pytest.fixture
def programs(here: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Program]:
    """Three small programs on this deployment's ports, in place of the real ones."""
    ports = {"web": here.port, "rasa": here.rasa_port, "actions": here.actions_port}
    made = [small(name, port) for name, port in ports.items()]
    monkeypatch.setattr(processes, "programs", lambda _settings, _model: made)
    return made


@pytest.fixture
def running(here: Settings, programs: list[Program]) -> Iterator[subprocess.Popen[bytes]]:
    """The small programs under a real supervisord."""
    with launched(here, programs) as supervisor:
        processes.wait_until_healthy(
            programs, here, lambda: supervisor.poll() is None, lambda _name: None, timeout=30
        )
        yield supervisor
        supervisor.send_signal(signal.SIGCONT)  # where a failing test left it suspended
        supervisor.terminate()


def launched(here: Settings, programs: list[Program]) -> subprocess.Popen[bytes]:
    """supervisord with these programs, just started."""
    return processes.start(here, processes.write_supervisor(here, programs))


def answers(program: Program) -> bool:
    """Whether a program can be reached."""
    try:
        return requests.get(program.health, timeout=1).ok
    except requests.RequestException:
        return False


def ours(settings: Settings) -> dict[str, psutil.Process]:
    """The running processes of a deployment: small programs by port, supervisord by name."""
    home, found = str(settings.home), {}
    for process in psutil.process_iter():
        try:
            if process.environ().get("ERSHUN_HOME") == home and process.ppid() != 0:
                line = process.cmdline()
                if "http.server" in line:
                    found[line[-1]] = process
                elif "supervisor.supervisord" in line:
                    found["supervisord"] = process
        except psutil.Error:
            continue
    return found


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path) -> Iterator[None]:
    """Whatever a failing test left running is ended."""
    yield
    for process in psutil.process_iter():
        try:
            if process.environ().get("ERSHUN_HOME", "").startswith(f"{tmp_path}/"):
                process.kill()
        except psutil.Error:
            continue


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a very small bot."""
    root = tmp_path / "项目 checkout"
    for name, text in PROJECT.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(training, "REPOSITORY", root)
    return root
