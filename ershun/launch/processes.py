"""The processes: described to supervisord, which restarts whatever dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
import yaml

from ershun.launch.training import quiet
from settings import REPOSITORY, Settings

#: How long everything may take to come up, seconds.
START_TIMEOUT = 180.0


#: The matrices of a turn are small: threads of a BLAS only spin beside each other, which
#: trebled the processor time of a turn on two cores (docs/benchmarks.md).
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Program:
    """One process: name, command line, and where it says that it is well."""

    name: str
    command: list[str]
    health: str


class NeverHealthy(Exception):
    """Something did not come up; the message names it and its log."""


def programs(settings: Settings, model: Path) -> list[Program]:
    """The processes of a deployment."""
    python = [sys.executable, "-W", "ignore", "-m"]
    rasa = [
        "assistant.server",
        "--model", str(model),
        "--endpoints", str(endpoints_file(settings)),
        "--port", str(settings.rasa_port),
    ]  # fmt: skip
    return [
        Program("web", [*python, "channels.web.serve"], f"{_web(settings)}/healthz"),
        Program("rasa", [*python, *rasa], f"{settings.rasa_url}/"),
        Program("actions", [*python, "assistant.actions.server"], f"{settings.actions_url}/health"),
        *_speech(settings, python),
    ]


def _speech(settings: Settings, python: list[str]) -> list[Program]:
    """The speech service, where there is what it needs (``ershun.voice``)."""
    file = speech_file(settings)
    if not file.is_file():
        return []
    command = [*python, "ershun.launch.speech", str(file)]
    return [Program("speech", command, f"{settings.voice_url}/healthz")]


def _web(settings: Settings) -> str:
    # An address that means "all of them" is listened on, not called.
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (compared, not bound)
    host = everywhere.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def address(settings: Settings) -> str:
    """What to open in a browser."""
    return _web(settings)


def endpoints_file(settings: Settings) -> Path:
    """Rasa's endpoints with this deployment's ports, written at every start."""
    return settings.home / "endpoints.yml"


def speech_file(settings: Settings) -> Path:
    """What the speech service is started with; it is not there where voice can't be had."""
    return settings.home / "speech.json"


def write_endpoints(settings: Settings) -> None:
    """Copy ``endpoints.yml`` with the port of the action server filled in."""
    endpoints = yaml.safe_load((REPOSITORY / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["action_endpoint"]["url"] = f"{settings.actions_url}/webhook"
    endpoints_file(settings).write_text(yaml.safe_dump(endpoints), encoding="utf-8")


def write_supervisor(settings: Settings, all_programs: list[Program]) -> Path:
    """Supervisord's configuration; returns its file."""
    settings.logs.mkdir(parents=True, exist_ok=True)
    config = config_file(settings)
    sections = [
        "[supervisord]",
        "nodaemon=true",
        "silent=true",
        f"logfile={_escaped(settings.logs / 'supervisord.log')}",
        f"pidfile={_escaped(pid_file(settings))}",
        f"directory={_escaped(REPOSITORY)}",
    ]
    for program in all_programs:
        command = " ".join(f'"{_escaped(part)}"' for part in program.command)
        # Supervisord expands the name of a program's log twice.
        log = _escaped(_escaped(settings.logs / f"{program.name}.log"))
        sections += [
            f"[program:{program.name}]",
            f"command={command}",
            "autorestart=true",
            "startsecs=1",
            "startretries=50",
            "stopasgroup=true",
            "killasgroup=true",
            "stopwaitsecs=5",
            "redirect_stderr=true",
            f"stdout_logfile={log}",
            "stdout_logfile_maxbytes=10MB",
            "stdout_logfile_backups=5",
        ]
    config.write_text("\n".join(sections) + "\n", encoding="utf-8")
    return config


def _escaped(value: object) -> str:
    """Supervisord expands ``%(...)s``; a literal per cent is doubled."""
    return str(value).replace("%", "%%")


def config_file(settings: Settings) -> Path:
    """Supervisord's configuration, written at every start."""
    return settings.home / "supervisord.conf"


def pid_file(settings: Settings) -> Path:
    """Where supervisord notes its process id."""
    return settings.home / "supervisord.pid"


def start(settings: Settings, config: Path) -> subprocess.Popen[bytes]:
    """Start supervisord with all its programs."""
    environ = {**quiet(os.environ), **_ONE_THREAD, "ERSHUN_HOME": str(settings.home)}
    command = [sys.executable, "-W", "ignore", "-m", "supervisor.supervisord", "-c", str(config)]
    return subprocess.Popen(command, cwd=REPOSITORY, env=environ)


def wait_until_healthy(
    all_programs: list[Program],
    settings: Settings,
    still_running: Callable[[], bool],
    on_ready: Callable[[str], None],
    timeout: float = START_TIMEOUT,
) -> None:
    """Wait until every program says that it is well.

    Raises:
        NeverHealthy: one of them doesn't in time, or supervisord ended.
    """
    deadline = time.monotonic() + timeout
    waiting = list(all_programs)
    while waiting:
        for program in list(waiting):
            if _ok(program.health):
                waiting.remove(program)
                on_ready(program.name)
        if waiting and not still_running():
            log = settings.logs / "supervisord.log"
            raise NeverHealthy(f"管理进程的程序自己停了。原因在 {log} 的最后几行。")
        if waiting and time.monotonic() > deadline:
            # The web door is unwell as long as another is; name the one that is to blame.
            name = next((p.name for p in waiting if p.name != "web"), waiting[0].name)
            log = settings.logs / f"{name}.log"
            raise NeverHealthy(f"{name} 没有启动起来。原因在 {log} 的最后几行。")
        time.sleep(0.2)


def _ok(url: str) -> bool:
    with requests.Session() as http:
        # Our own processes: no proxy of the environment stands between.
        http.trust_env = False
        try:
            return bool(http.get(url, timeout=1).ok)
        except requests.RequestException:
            return False
