"""Numbers in words, by a process that may fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.voice.conftest import model
from voice.speaking.wording import Wording


@pytest.fixture
def wording() -> Iterator[Wording]:
    made = Wording()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("piece", "words"),
    [("2026年3月5日", "二零二六年三月五日"), ("8:30", "八点三十分"), ("100km/h", "每小时一百公里")],
)
def test_numbers_are_put_into_words(wording: Wording, piece: str, words: str) -> None:
    assert wording.in_words(piece) == words


def test_one_process_does_it_all_and_ends_with_its_owner(wording: Wording) -> None:
    wording.in_words("3.5%")
    first = wording.pid
    assert first is not None
    wording.in_words("1/3")
    assert wording.pid == first
    wording.close()
    assert not psutil.pid_exists(first)


def test_many_threads_get_each_its_own_answer(wording: Wording) -> None:
    pieces = [f"{number}元" for number in range(300, 340)]
    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(wording.in_words, pieces))
    assert len(set(said)) == 40
    assert said[5] == "三百零五元"


def test_a_killed_process_costs_no_word(wording: Wording) -> None:
    wording.in_words("20元")
    assert wording.pid is not None
    # when it is killed
    os.kill(wording.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(wording.pid)], timeout=5)
    # then another takes over
    assert wording.in_words("8:30") == "八点三十分"


@pytest.mark.parametrize(
    "module", ["tests.voice.speaking.nowhere", "this", "tests.voice.speaking.misbehaving"]
)
def test_while_it_cannot_be_had_plain_numbers_are_read_all_the_same(module: str) -> None:
    # given a module that isn't there, one that prints a poem, one that wants other words
    wording = Wording(module)
    assert wording.in_words("带2026元") == "带二千零二十六元"
    assert wording.in_words("没有数字") == "没有数字"
    assert wording.pid is None


@pytest.mark.running
def test_who_hears_and_speaks_in_one_process_does_not_crash() -> None:
    # given vosk decoding in a thread while many pieces are put into words
    script = Path(__file__).with_name("hearing_and_wording.py")
    folder = model("vosk-small-cn")
    done = subprocess.run(
        [sys.executable, str(script), str(folder)],
        cwd=script.parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout.strip().splitlines()[-1:]) == (0, ["说完了"]), done.stderr
