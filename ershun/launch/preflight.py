"""What must be true before anything is started, each failure one sentence."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Optional

from settings import Settings


class NotReady(Exception):
    """The deployment can't start; the message says what is missing and how to get it."""


def check(settings: Settings) -> None:
    """Check disk space, the data folder and the ports.

    Raises:
        NotReady: with one sentence for the person at the terminal.
    """
    _writable(settings.home)
    _space(settings)
    for port, purpose in (
        (settings.port, "ERSHUN_PORT"),
        (settings.rasa_port, "ERSHUN_RASA_PORT"),
        (settings.actions_port, "ERSHUN_ACTIONS_PORT"),
    ):
        _free(port, purpose)


def _writable(home: Path) -> None:
    probe = home / ".probe"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
    except OSError as error:
        raise NotReady(
            f"数据文件夹 {home} 写不进去（{error.strerror}）。"
            "腾出空间或改权限，也可以用 ERSHUN_HOME 换一个文件夹。"
        ) from error


def _space(settings: Settings) -> None:
    free = shutil.disk_usage(settings.home).free // 1_000_000
    if free < settings.min_free_mb:
        raise NotReady(
            f"磁盘只剩 {free} MB，至少要 {settings.min_free_mb} MB。"
            f"清理 {settings.home} 所在的磁盘，再启动。"
        )


def _free(port: int, variable: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError as error:
            raise NotReady(f"{variable}={port} 不是端口号，要在 1 到 65535 之间。") from error
        except OSError as error:
            owner = owner_of(port)
            named = f"，占用它的是 {owner}" if owner else ""
            raise NotReady(
                f"端口 {port} 已被占用{named}。"
                f"是耳顺自己就运行 make stop，不是就用 {variable} 换一个端口。"
            ) from error


def owner_of(port: int) -> Optional[str]:
    """The process that listens on a port, e.g. ``python (4711)``; None if not to be seen."""
    inodes = _listening_inodes(port)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            links = [str(fd.readlink()) for fd in (process / "fd").iterdir()]
            if any(f"socket:[{inode}]" in links for inode in inodes):
                name = (process / "comm").read_text(encoding="utf-8").strip()
                return f"{name} ({process.name})"
        except OSError:
            continue
    return None


def _listening_inodes(port: int) -> set[str]:
    """Inodes of listening sockets on ``port`` (proc(5): tcp state 0A is LISTEN)."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            columns = row.split()
            if columns[3] == "0A" and int(columns[1].rpartition(":")[2], 16) == port:
                inodes.add(columns[9])
    return inodes
