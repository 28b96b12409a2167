"""What is measured is started apart from the real deployment, and a failed start is seen."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.servers import borrow, memory_mb, stock_bot, wait_until_well, well
from tests.shelf import Shelf, open_shelf

#: A process that holds 40 MB, and one that starts it.
HOLD = "data = bytearray(b'x') * 40_000_000; print('ready', flush=True); input()"
START = f'import subprocess, sys; subprocess.run([sys.executable, "-c", "{HOLD}"])'

Start = Callable[[str], "subprocess.Popen[bytes]"]


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A web server."""
    with open_shelf() as opened:
        yield opened


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts Python code as a process."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(code: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", code]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        started.append(process)
        return process

    yield begin
    for process in started:
        # The end of its input ends it, and what it started.
        process.communicate()


def test_the_memory_of_what_a_process_started_counts(start: Start) -> None:
    # given a process that holds little and has started one that holds 40 MB
    parent = start(START)
    assert parent.stdout
    assert parent.stdout.readline() == b"ready\n"

    assert 40 <= memory_mb(parent.pid) < 120


def test_only_model_and_knowledge_are_borrowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a deployment with citizens' data
    theirs, home = tmp_path / "theirs", tmp_path / "bench"
    for file in ("models/bot.tar.gz", "knowledge/b1/index.db", "records.db", "log/rasa.log"):
        (theirs / file).parent.mkdir(parents=True, exist_ok=True)
        (theirs / file).write_text("x", encoding="utf-8")
    (theirs / "knowledge" / "current").symlink_to("b1")
    monkeypatch.setenv("ERSHUN_HOME", str(theirs))
    # when a benchmark borrows from it
    borrow(home)
    # then its home has what need not be trained and built again, and nothing else
    assert sorted(path.relative_to(home).as_posix() for path in home.glob("*/*")) == [
        "knowledge/b1",
        "knowledge/current",
        "models/bot.tar.gz",
    ]
    assert (home / "knowledge" / "current" / "index.db").exists()
    assert (home / "knowledge" / "current").readlink() == Path("b1")
    assert {folder.name for folder in home.iterdir()} == {"knowledge", "models"}


def test_a_server_is_well_when_it_answers_with_success(shelf: Shelf) -> None:
    shelf.files["/healthz"] = b"{}"

    assert well(f"{shelf.url}/healthz")
    assert not well(f"{shelf.url}/elsewhere")
    assert not well("http://127.0.0.1:9/healthz")


def test_the_start_is_timed_until_it_answers(shelf: Shelf, start: Start) -> None:
    shelf.files["/healthz"] = b"{}"

    assert wait_until_well(start("input()"), f"{shelf.url}/healthz", 10) < 10


def test_a_start_that_failed_is_not_waited_for(start: Start) -> None:
    # given a process that ends before it serves
    began = time.monotonic()
    # then the benchmark ends at once and says so
    with pytest.raises(RuntimeError, match="ended with 3"):
        wait_until_well(start("raise SystemExit(3)"), "http://127.0.0.1:9/healthz", 60)
    assert time.monotonic() - began < 30


def test_without_the_stock_bot_it_says_how_to_point_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.servers.SHARED", tmp_path / "nowhere")

    with pytest.raises(SystemExit, match="用 ERSHUN_SHARED 指到"), stock_bot(tmp_path):
        pass
