"""A voice's process is ended when it fails, and started again."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from voice.speaking.frames import Asked
from voice.speaking.manner import VoiceFailed
from voice.speaking.worker import Worker, WorkerDied

MODULE = "tests.voice.speaking.misbehaving"


def asked(text: str) -> Asked:
    return Asked(text, 1.0)


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(MODULE, ("serve", "30"), starting=20)
    yield made
    made.close()


def test_the_same_process_answers_again_and_again(worker: Worker) -> None:
    worker.ask(asked("好"), 5)
    first = worker.pid
    clip = worker.ask(asked("好"), 5)
    assert (worker.pid, clip.rate, len(clip.samples)) == (first, 8_000, 8)


def test_what_a_library_prints_does_not_come_between(worker: Worker) -> None:
    assert len(worker.ask(asked("print"), 5).samples) == 8


def test_a_sentence_that_cannot_be_said_costs_no_process(worker: Worker) -> None:
    worker.ask(asked("好"), 5)
    before = worker.pid
    with pytest.raises(VoiceFailed, match="说不了"):
        worker.ask(asked("refuse"), 5)
    assert worker.pid == before


@pytest.mark.parametrize("how", ["die", "crash", "hang"])
def test_a_process_that_dies_or_hangs_is_replaced(worker: Worker, how: str) -> None:
    # given a worker at work
    worker.ask(asked("好"), 5)
    before = worker.pid
    # when it fails
    began = time.monotonic()
    with pytest.raises(WorkerDied):
        worker.ask(asked(how), 1.0)
    # then that is known in time, nothing of it is left, and the next is answered
    assert time.monotonic() - began < 3
    assert before is not None and not psutil.pid_exists(before)
    assert len(worker.ask(asked("好"), 5).samples) == 8


def test_killed_while_it_works_is_known_at_once(worker: Worker) -> None:
    worker.ask(asked("好"), 5)
    assert worker.pid
    killing = threading.Timer(0.2, os.kill, (worker.pid, signal.SIGKILL))
    killing.start()
    began = time.monotonic()
    with pytest.raises(WorkerDied):
        worker.ask(asked("hang"), 30)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("how", ["rubbish", "endless"])
def test_who_writes_rubbish_is_ended(how: str) -> None:
    worker = Worker(MODULE, (how,), starting=10)
    with pytest.raises(WorkerDied, match="答得不对"):
        worker.ask(asked("好"), 5)
    assert worker.pid is None


def test_one_that_does_not_start_is_not_tried_for_every_sentence() -> None:
    # given one that is never ready
    worker = Worker(MODULE, ("unready",), starting=0.5)
    with pytest.raises(WorkerDied, match="没有按时"):
        worker.ask(asked("好"), 5)
    # then who asks at once does not wait again
    began = time.monotonic()
    with pytest.raises(WorkerDied):
        worker.ask(asked("好"), 5)
    assert time.monotonic() - began < 0.3


def test_a_process_that_hangs_ends_itself_when_its_owner_is_gone() -> None:
    # given a worker that may take one second, whose owner does not watch
    worker = Worker(MODULE, ("serve", "1"), starting=20)
    worker.ask(asked("好"), 5)
    assert worker.pid
    process = psutil.Process(worker.pid)
    # when it hangs
    with pytest.raises(WorkerDied, match="停了"):
        worker.ask(asked("hang"), 30)
    # then its own alarm has ended it
    assert not process.is_running()


def test_the_end_of_the_pipe_ends_it(worker: Worker) -> None:
    worker.ask(asked("好"), 5)
    assert worker.pid and worker._process and worker._process.stdin
    process = psutil.Process(worker.pid)
    worker._process.stdin.close()
    assert process.wait(5) in (0, None)


def test_many_threads_take_turns(worker: Worker) -> None:
    lengths: list[int] = []
    threads = [
        threading.Thread(target=lambda: lengths.append(len(worker.ask(asked("好"), 5).samples)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lengths == [8] * 8
