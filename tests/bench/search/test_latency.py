"""The clock and the memory are read where they should be, on the real machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from bench.search.latency import built, latency, one_core, resident


def test_the_middle_and_the_slow_end_are_told_apart() -> None:
    # given one question in ten that takes four times as long
    def ask(question: str) -> None:
        time.sleep(0.02 if question.endswith("9") else 0.005)

    # when
    times = latency(ask, [f"问题{number}" for number in range(60)], warm=10)
    # then
    assert 5 <= times.p50 < 15
    assert 20 <= times.p95 < 60


def test_what_is_slow_only_the_first_time_does_not_count() -> None:
    # given files that are read at the first question
    asked: list[str] = []

    def ask(question: str) -> None:
        if not asked:
            time.sleep(0.2)
        asked.append(question)

    # when
    times = latency(ask, [str(number) for number in range(11)], warm=1)
    # then all were asked in order, and the first was not timed
    assert asked == [str(number) for number in range(11)]
    assert times.p95 < 100


def test_the_same_question_is_not_put_twice() -> None:
    # given
    asked: list[str] = []
    # when
    latency(asked.append, ["甲", "乙", "甲", "丙", "乙"], warm=1)
    # then a cache can answer none
    assert asked == ["甲", "乙", "丙"]


@pytest.mark.parametrize(("questions", "warm"), [([], 0), (["甲"], 1), (["甲", "甲"], 1)])
def test_something_must_be_left_to_time(questions: list[str], warm: int) -> None:
    with pytest.raises(ValueError, match=f"{len(set(questions))} different questions, {warm} of"):
        latency(str, questions, warm)


def test_every_thread_is_held_on_one_core_and_let_go() -> None:
    # given a thread that was there before
    allowed, go, done = os.sched_getaffinity(0), threading.Event(), threading.Event()
    seen: list[set[int]] = []

    def work() -> None:
        while not done.is_set():
            if go.wait(0.01):
                seen.append(os.sched_getaffinity(0))
                go.clear()

    older = threading.Thread(target=work)
    older.start()
    try:
        # when
        with one_core():
            inside = os.sched_getaffinity(0)
            _signal(go)
        after = os.sched_getaffinity(0)
        _signal(go)
    finally:
        done.set()
        older.join()
    # then
    assert inside == {min(allowed)}
    assert after == allowed
    assert seen == [{min(allowed)}, allowed]


def _signal(go: threading.Event) -> None:
    """Let the thread look, and wait until it has."""
    go.set()
    limit = time.monotonic() + 10
    while go.is_set():
        assert time.monotonic() < limit, "the thread never looked"
        time.sleep(0.005)


def test_the_cores_are_given_back_after_a_failure() -> None:
    allowed = os.sched_getaffinity(0)
    with pytest.raises(KeyError), one_core():
        raise KeyError
    assert os.sched_getaffinity(0) == allowed


def test_a_build_has_its_time_and_its_peak() -> None:
    # given something that needs 100 MB for a tenth of a second and keeps nothing of it
    def make() -> str:
        much = bytearray(b"x") * 100_000_000
        time.sleep(0.15)
        return f"{len(much)} bytes"

    # when
    made, took = built(make)
    # then
    assert made == "100000000 bytes"
    assert 0.15 <= took.seconds < 5
    assert took.grown > 80
    assert took.peak >= took.grown


def test_a_build_that_fails_says_so_itself() -> None:
    def make() -> None:
        raise LookupError("no such file")

    with pytest.raises(LookupError, match="no such file"):
        built(make)
    # and nobody goes on watching
    assert not [thread for thread in threading.enumerate() if thread.name.endswith("(look)")]


def test_children_count_too() -> None:
    # given a child that holds 60 MB
    code = "much = bytearray(b'x') * 60_000_000; print(len(much), flush=True); input()"
    alone = resident()
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin and child.stdout
    try:
        assert child.stdout.readline() == "60000000\n"
        # then
        assert resident() - alone > 50
    finally:
        child.communicate("\n")
