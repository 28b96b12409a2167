"""A voice in a process of its own: started when needed, killed when it fails.

The libraries of both voices can hang, crash or leak: pyttsx3 with espeak-ng does all three
(MODELS.md §3). Nothing of that may reach who speaks. The process is started afresh, never
forked: after a fork espeak-ng hangs.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

import structlog

from voice.audio import Clip
from voice.speaking.frames import Asked, BadFrame, Kind, read_frame, unpack_sound, write_frame
from voice.speaking.manner import VoiceFailed

_LOG = structlog.get_logger(__name__)
_ROOT = Path(__file__).parents[2]
#: Seconds after a start that came to nothing before another is tried.
_REST = 5.0

_Process = subprocess.Popen[bytes]


class WorkerDied(VoiceFailed):
    """The worker is gone: it crashed, hung or wrote rubbish. A new one may do better."""


class Worker:
    """Owns the process of one voice. Used by one thread at a time; others wait."""

    def __init__(self, module: str, arguments: Sequence[str] = (), *, starting: float) -> None:
        """Nothing is started yet.

        Args:
            module: run as ``python -m``; it calls ``serving.serve``.
            arguments: of its command line.
            starting: seconds until it must be ready.
        """
        self._command = (sys.executable, "-m", module, *arguments)
        self._starting = starting
        self._lock = threading.Lock()
        self._process: Optional[_Process] = None
        self._rests_until = 0.0

    @property
    def pid(self) -> Optional[int]:
        """Of the process, while there is one."""
        return self._process.pid if self._process else None

    def ask(self, asked: Asked, seconds: float) -> Clip:
        """What the worker makes of a sentence.

        Args:
            asked: the sentence.
            seconds: until it must be there; starting the worker is not counted.

        Raises:
            WorkerDied: there was no sound in time; the process has been ended.
            VoiceFailed: the worker says that the sentence cannot be said.
        """
        with self._lock:
            try:
                return self._answer(self._running(), asked, seconds)
            except (OSError, EOFError, BadFrame) as error:
                self._end()
                _LOG.warning("voice worker ended", module=self._command[2], why=repr(error))
                raise WorkerDied(_reason(error)) from error

    def close(self) -> None:
        """End the process. The next ``ask`` starts another."""
        with self._lock:
            self._end()

    def _answer(self, process: _Process, asked: Asked, seconds: float) -> Clip:
        assert process.stdin and process.stdout
        write_frame(process.stdin, Kind.ASKED, asked.packed())
        kind, payload = read_frame(process.stdout, time.monotonic() + seconds)
        if kind is Kind.SOUND:
            return unpack_sound(payload)
        if kind is Kind.FAILED:
            raise VoiceFailed(payload.decode(errors="replace"))
        raise BadFrame(f"{kind} is no answer")

    def _running(self) -> _Process:
        if self._process and self._process.poll() is None:
            return self._process
        if time.monotonic() < self._rests_until:
            raise EOFError("did not start a moment ago")
        self._end()
        self._rests_until = time.monotonic() + _REST
        self._process = self._start()
        self._rests_until = 0.0
        return self._process

    def _start(self) -> _Process:
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        process = subprocess.Popen(  # noqa: S603 (a module of ours)
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        )
        assert process.stdout
        try:
            kind, _ = read_frame(process.stdout, time.monotonic() + self._starting)
            if kind is not Kind.READY:
                raise BadFrame(f"{kind} before anything was asked")
        except BaseException:
            _kill(process)
            raise
        return process

    def _end(self) -> None:
        if self._process:
            _kill(self._process)
            self._process = None


def _kill(process: _Process) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        # What was not yet read at the other end no longer matters.
        with contextlib.suppress(OSError):
            if pipe:
                pipe.close()


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "发声的程序没有按时答复，已经结束它"
    if isinstance(error, BadFrame):
        return "发声的程序答得不对，已经结束它"
    return "发声的程序停了"
