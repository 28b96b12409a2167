"""Numbers and signs in words, by wetext in a process of its own.

wetext (kaldifst) and vosk each bring an OpenFst, and the two break each other: loaded after
wetext, vosk waits for ever; loaded before it, the process crashed in twelve of twelve runs
that used both, also with RTLD_DEEPBIND. So whoever hears must not load wetext.
"""

from __future__ import annotations

import atexit
import functools
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Optional

import cn2an
import structlog

from voice.speaking.frames import BadFrame, Kind, read_frame, write_frame

_LOG = structlog.get_logger(__name__)
_ROOT = Path(__file__).parents[2]
#: Seconds. It takes under one to start, and milliseconds for a piece of sixty characters.
_STARTING = 20.0
_ANSWERING = 2.0
#: Seconds after a failure during which it isn't tried again.
_REST = 5.0
#: Pieces kept: the same dates and amounts come again and again.
_REMEMBERED = 4096

_Process = subprocess.Popen[bytes]


class Wording:
    """Puts pieces of text into words. Safe to share between threads."""

    def __init__(self, module: str = "voice.speaking.wording_worker") -> None:
        """Nothing is started yet; ``module`` is run as ``python -m``."""
        self._command = (sys.executable, "-m", module)
        self._lock = threading.Lock()
        self._process: Optional[_Process] = None
        self._rests_until = 0.0
        self._known = functools.lru_cache(_REMEMBERED)(self._asked)

    @property
    def pid(self) -> Optional[int]:
        """Of the process, while there is one."""
        return self._process.pid if self._process else None

    def in_words(self, piece: str) -> str:
        """``piece`` with its numbers in words; never raises.

        While the process is away, cn2an reads the plain numbers: less well, but at once.
        """
        try:
            return self._known(piece)
        except (OSError, EOFError, BadFrame) as error:
            _LOG.warning("wording worker ended", why=repr(error))
            return _plainly(piece)

    def close(self) -> None:
        """End the process. The next piece starts another."""
        with self._lock:
            self._end()

    def _asked(self, piece: str) -> str:
        with self._lock:
            try:
                process = self._running()
                assert process.stdin and process.stdout
                write_frame(process.stdin, Kind.ASKED, piece.encode())
                kind, words = read_frame(process.stdout, time.monotonic() + _ANSWERING)
                if kind is not Kind.WORDS:
                    raise BadFrame(f"{kind} is no answer")
                return words.decode()
            except (OSError, EOFError, BadFrame):
                self._rests_until = time.monotonic() + _REST
                self._end()
                raise

    def _running(self) -> _Process:
        if self._process and self._process.poll() is None:
            return self._process
        if time.monotonic() < self._rests_until:
            raise EOFError("failed a moment ago")
        self._end()
        self._process = subprocess.Popen(  # noqa: S603 (a module of ours)
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, cwd=_ROOT
        )
        assert self._process.stdout
        kind, _ = read_frame(self._process.stdout, time.monotonic() + _STARTING)
        if kind is not Kind.READY:
            raise BadFrame(f"{kind} before anything was asked")
        return self._process

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@functools.cache
def shared() -> Wording:
    """The one of this process, ended with it."""
    made = Wording()
    atexit.register(made.close)
    return made


def _plainly(piece: str) -> str:
    try:
        words: str = cn2an.transform(piece, "an2cn")
    except ValueError:
        return piece
    return words
