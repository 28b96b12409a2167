"""Starts and stops what is measured: a whole deployment of ours, and the stock bot."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import requests

import settings
from bench.load import Client, wait_for
from ershun.launch.training import quiet
from settings import REPOSITORY

SHARED = Path(os.environ.get("ERSHUN_SHARED", REPOSITORY.parent / "shared"))


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def well(url: str) -> bool:
    """Whether ``url`` answers with success."""
    try:
        return bool(requests.get(url, timeout=2).ok)
    except requests.RequestException:
        return False


def wait_until_well(process: subprocess.Popen[bytes], url: str, timeout: float) -> float:
    """Seconds until ``url`` answers with success.

    Raises:
        RuntimeError: the process that was to answer ended instead.
        TimeoutError: it never did.
    """

    def well_or_dead() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        return well(url)

    return wait_for(well_or_dead, timeout)


def memory_mb(pid: int) -> float:
    """Resident memory of a process and its descendants, MB (shared pages counted once)."""
    root = psutil.Process(pid)
    processes = [root, *root.children(recursive=True)]
    return round(sum(p.memory_full_info().pss for p in processes) / 1e6)


def borrow(home: Path) -> None:
    """Trained model and built knowledge of this checkout's deployment, for a home of its own.

    The deployment itself may be running: its database, logs and process ids are left alone.
    """
    ours = settings.load()
    for part in (ours.models, ours.index):
        shutil.copytree(part, home / part.relative_to(ours.home), symlinks=True)


@contextmanager
def ershun(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """A deployment of ours in ``home``: its address, its process, seconds to healthy."""
    borrow(home)
    port = free_port()
    environ = {
        **quiet(os.environ),
        "ERSHUN_HOME": str(home),
        "ERSHUN_PORT": str(port),
        "ERSHUN_RASA_PORT": str(free_port()),
        "ERSHUN_ACTIONS_PORT": str(free_port()),
        "ERSHUN_VOICE_PORT": str(free_port()),
        "ERSHUN_LIMITS_URL": "off",
    }
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "ershun.cli", "run"],
        cwd=REPOSITORY,
        env=environ,
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_well(process, f"{url}/healthz", 600)
        yield url, process, round(time.monotonic() - started, 1)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def set_up_from_nothing(folder: Path) -> float:
    """Seconds from ``make run`` in a fresh clone without any cache to the first sourced answer."""
    checkout = folder / "ershun"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(checkout)], check=True)
    bare = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ERSHUN_", "VIRTUAL_ENV", "XDG_"))
    }
    port = free_port()
    environ = {
        **bare,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "UV_CACHE_DIR": str(folder / "cache" / "uv"),
        "PIP_CACHE_DIR": str(folder / "cache" / "pip"),
        "ERSHUN_PORT": str(port),
        "ERSHUN_RASA_PORT": str(free_port()),
        "ERSHUN_ACTIONS_PORT": str(free_port()),
        "ERSHUN_VOICE_PORT": str(free_port()),
    }
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=checkout,
        env=environ,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_well(process, f"{url}/healthz", 1200)
        client = Client(url)
        token = client.post("/api/v1/sessions", {"door": "web"}, {})["token"]
        asked = {"text": "高龄津贴多大年纪能领"}
        headers = {"Authorization": f"Bearer {token}"}
        answer = client.post("/api/v1/messages", asked, headers)["reply"]
        if not answer["card"]["sources"]:
            raise RuntimeError(f"no source: {answer}")
        return round(time.monotonic() - started)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


@contextmanager
def stock_bot(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """The stock Rasa bot of ``shared/stock-bot``, trained and served."""
    source = SHARED / "stock-bot"
    if not source.is_dir():
        raise SystemExit(f"基准机器人不在 {source}。用 ERSHUN_SHARED 指到 shared 文件夹。")
    shutil.copytree(source, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    rasa = [sys.executable, "-W", "ignore", "-m", "rasa"]
    # Run by the book but for the reply endpoint: no project of ours on its path.
    environ = quiet(os.environ)
    subprocess.run(
        [*rasa, "train", "--quiet"], cwd=folder, env=environ, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    port = free_port()
    started = time.monotonic()
    process = subprocess.Popen(
        [*rasa, "run", "-i", "127.0.0.1", "-p", str(port)],
        cwd=folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_well(process, url, 300)
        yield url, process, round(time.monotonic() - started, 1)
    finally:
        process.terminate()
        process.wait()
