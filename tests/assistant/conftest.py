"""A deployment over the small world, a small bot trained for it, and its inner servers."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
import requests
import yaml
from sanic import Sanic

import settings
from assistant.contract import SECRET_HEADER, SECRET_PURPOSE, TURN_PATH
from bench.servers import free_port
from ershun.launch.training import quiet
from settings import REPOSITORY, Settings
from settings.secret import secret_for

# A machine busy with other tests is no fault of the code's.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

START_SECONDS = 120.0

EXAMPLES = REPOSITORY / "assistant" / "nlu" / "examples"
#: What the small bot learns besides the first examples of each move.
SAID = {
    "affirm": ["好", "好的", "行", "可以", "要的", "是"],
    "ask_fee": ["要多少钱", "收费吗", "要不要钱", "办社保卡多少钱", "得花几个钱"],
    "ask_policy": ["多大年纪能坐车免费", "六十岁有什么优待", "老人有什么好处", "冬天有补贴吗"],
    "inform": ["我六十八岁", "今年七十了", "我自己去", "本人办"],
    "next_step": ["下一步", "接着说", "然后呢", "继续往下", "往下讲"],
    "start_service": ["我要补社保卡", "老年证怎么办", "帮我办老年证", "社保卡丢了想补办"],
}


@contextmanager
def served(app: Sanic) -> Iterator[str]:
    """A Sanic application, really listening on the loopback; gives its address."""
    port = free_port()
    started, loop = threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        server = await app.create_server("127.0.0.1", port, return_asyncio_server=True)
        await server.startup()
        await server.start_serving()
        started.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.create_task(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    yield f"http://127.0.0.1:{port}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, builds: Path, empty_database: Path) -> Path:
    """A home with the small world built and empty records."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "knowledge").symlink_to(builds)
    shutil.copy(empty_database, folder / "records.db")
    return folder


@pytest.fixture(scope="session")
def environ(home: Path) -> dict[str, str]:
    """The environment of a deployment in that home, without weights."""
    world = REPOSITORY / "tests" / "world"
    return {
        **quiet(os.environ),
        "ERSHUN_HOME": str(home),
        "ERSHUN_KNOWLEDGE": str(world),
        "ERSHUN_WEIGHTS": str(home / "no-weights"),
        "ERSHUN_RASA_PORT": str(free_port()),
        "ERSHUN_ACTIONS_PORT": str(free_port()),
    }


@pytest.fixture
def deployed(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """This process as one of that deployment's."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return settings.load()


@pytest.fixture(scope="session")
def small_bot(tmp_path_factory: pytest.TempPathFactory, environ: dict[str, str]) -> Path:
    """A model trained by Rasa from our config, domain and rules, with few examples."""
    folder = tmp_path_factory.mktemp("bot")
    examples = [
        {"intent": file.stem, "examples": _few(file) + "".join(f"- {t}\n" for t in said)}
        for file in sorted(EXAMPLES.glob("*.yml"))
        for said in [SAID.get(file.stem, [])]
    ]
    nlu = yaml.safe_dump({"version": "3.1", "nlu": examples}, allow_unicode=True)
    (folder / "nlu.yml").write_text(nlu, encoding="utf-8")
    command = [
        sys.executable, "-W", "ignore", "-m", "rasa", "train", "--skip-validation",
        "--data", str(folder / "nlu.yml"), "assistant/dialogue",
        "--out", str(folder), "--fixed-model-name", "small",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    return folder / "small.tar.gz"


def _few(file: Path) -> str:
    """The first examples of a file; all of them would take half a minute to train."""
    (block,) = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    return "".join(block["examples"].splitlines(keepends=True)[:6])


@dataclass(frozen=True)
class Inner:
    """The Rasa server and the action server of a deployment, as processes of their own."""

    settings: Settings
    rasa: subprocess.Popen[bytes]
    actions: subprocess.Popen[bytes]
    logs: Path

    def turn(self, sender: str, text: str, message_id: str) -> requests.Response:
        """One message as a door passes it on."""
        return requests.post(
            self.settings.rasa_url + TURN_PATH,
            json={"sender": sender, "message": text, "message_id": message_id},
            headers={SECRET_HEADER: secret_for(self.settings.secret_file, SECRET_PURPOSE)},
            timeout=30,
        )

    def log(self, process: str) -> str:
        """What a process has written."""
        return (self.logs / process).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def inner(
    environ: dict[str, str], small_bot: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Inner]:
    """Both inner servers, up; started once for all tests."""
    folder = tmp_path_factory.mktemp("inner")
    deployment = settings.load(environ)
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(
        f"action_endpoint: {{url: '{deployment.actions_url}/webhook'}}\n"
        "tracker_store: {type: assistant.tracker_store.RecordsTrackerStore}\n"
    )

    def start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (folder / name).open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", *arguments],
                cwd=REPOSITORY, env=environ, stdout=log, stderr=log,
            )  # fmt: skip

    actions = start("actions", "assistant.actions.server")
    rasa = start(
        "rasa", "assistant.server", "--model", str(small_bot),
        "--endpoints", str(endpoints), "--port", str(deployment.rasa_port),
    )  # fmt: skip
    both = Inner(deployment, rasa, actions, folder)
    try:
        _wait(both, "actions", f"{deployment.actions_url}/health", actions)
        _wait(both, "rasa", f"{deployment.rasa_url}/webhooks/ershun/", rasa)
        yield both
    finally:
        for process in (rasa, actions):
            process.terminate()
            process.wait(timeout=30)


def _wait(inner: Inner, name: str, url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.3)
    raise AssertionError(f"{name} did not start:\n{inner.log(name)[-2000:]}")
