"""Ends what an earlier start left running: of this deployment, and nothing else."""

from __future__ import annotations

import os
import signal
import time
from itertools import pairwise
from pathlib import Path
from typing import Optional

from ershun.launch import processes
from settings import Settings


class NotAllowed(Exception):
    """What runs is not this account's to stop; the message says whose task it is."""


def stop_running(settings: Settings, patience: float = 15.0) -> Optional[int]:
    """Stop what an earlier start left running, by force what doesn't end when asked.

    Returns:
        The process id of the supervisord that was stopped, or of the first program whose
        supervisord was gone; None if nothing ran.

    Raises:
        NotAllowed: it runs under another account.
    """
    stopped: list[int] = []
    # Supervisord first: it ends its programs itself, and would start again what others end.
    steps = (
        (_supervisord, signal.SIGTERM),
        (left_behind, signal.SIGTERM),
        (left_behind, signal.SIGKILL),
    )
    for find, how in steps:
        found = find(settings)
        for pid in found:
            _tell(pid, how)
        deadline = time.monotonic() + patience
        while any(_runs(pid) for pid in found) and time.monotonic() < deadline:
            time.sleep(0.1)
        stopped += found
    return stopped[0] if stopped else None


def _tell(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except ProcessLookupError:  # ended meanwhile
        pass
    except PermissionError as error:
        raise NotAllowed(
            f"耳顺是用另一个账号启动的（进程 {pid}），这个账号关不了。用那个账号运行 make stop。"
        ) from error


def _runs(pid: int) -> bool:
    """Whether a process runs; one that has only not been taken note of yet does not."""
    try:
        return any(_words(pid, "cmdline"))
    except OSError:
        return False


def _supervisord(settings: Settings) -> list[int]:
    """The supervisord that is noted, if it runs."""
    try:
        pid = int(processes.pid_file(settings).read_text(encoding="ascii"))
        # After a power cut the number may belong to somebody else's process.
        ours = str(processes.config_file(settings)).encode() in _words(pid, "cmdline")
    except (OSError, ValueError):
        return []
    return [pid] if ours else []


def left_behind(settings: Settings) -> list[int]:
    """Programs of this deployment that run on, as they do when supervisord is killed.

    Supervisord itself is looked for too: with its pid file gone it would start them again.
    """
    home = f"ERSHUN_HOME={settings.home}".encode()
    modules = {_module(program).encode() for program in processes.programs(settings, Path())}
    modules.add(b"supervisor.supervisord")
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        pid = int(process.name)
        try:
            if home in _words(pid, "environ") and _started_as(pid) in modules:
                found.append(pid)
        except OSError:  # ended meanwhile, or somebody else's
            continue
    return found


def _started_as(pid: int) -> Optional[bytes]:
    """The module a process was started with; others may name it in their command lines."""
    words = _words(pid, "cmdline")
    return next((module for option, module in pairwise(words) if option == b"-m"), None)


def _module(program: processes.Program) -> str:
    return program.command[program.command.index("-m") + 1]


def _words(pid: int, about: str) -> list[bytes]:
    """A process's command line or environment."""
    return Path(f"/proc/{pid}/{about}").read_bytes().split(b"\0")
