"""The worker's side of the pipe, as a process."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from voice.speaking.frames import Asked, Kind, read_frame, unpack_sound, write_frame

Process = subprocess.Popen[bytes]


@pytest.fixture
def process() -> Iterator[Process]:
    command = [sys.executable, "-m", "tests.voice.speaking.misbehaving", "serve", "2"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, bufsize=0) as started:
        assert started.stdout
        assert read_frame(started.stdout, time.monotonic() + 20)[0] is Kind.READY
        yield started
        started.kill()


def ask(process: Process, text: str) -> tuple[Kind, bytes]:
    assert process.stdin and process.stdout
    write_frame(process.stdin, Kind.ASKED, Asked(text, 1.0).packed())
    return read_frame(process.stdout, time.monotonic() + 5)


def test_it_answers_with_sound_or_says_why_not(process: Process) -> None:
    kind, payload = ask(process, "好")
    assert kind is Kind.SOUND and unpack_sound(payload).rate == 8_000
    assert ask(process, "refuse") == (Kind.FAILED, "说不了".encode())


def test_printing_goes_elsewhere(process: Process) -> None:
    assert ask(process, "print")[0] is Kind.SOUND
    assert ask(process, "好")[0] is Kind.SOUND


def test_it_ends_with_its_owner(process: Process) -> None:
    assert process.stdin
    process.stdin.close()
    assert process.wait(5) == 0


def test_it_does_not_outlive_a_sentence_that_hangs(process: Process) -> None:
    with pytest.raises(EOFError):
        ask(process, "hang")
    assert process.wait(5) == -signal.SIGALRM


def test_an_interrupt_at_the_terminal_is_for_its_owner(process: Process) -> None:
    process.send_signal(signal.SIGINT)
    assert ask(process, "好")[0] is Kind.SOUND
