"""What must be true before anything is started, each failure one sentence."""

from __future__ import annotations

import errno
import shutil
import socket
from contextlib import suppress
from pathlib import Path
from typing import Optional

from settings import Settings


class NotReady(Exception):
    """The deployment can't start; the message says what is missing and how to get it."""


#: Why a folder can't be written, in the administrator's words.
_REASONS = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EACCES: "没有权限",
    errno.EROFS: "只能读",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "那是一个文件，不是文件夹",
}


def check_disk(settings: Settings) -> None:
    """Check that the data folder can be written and the disk has room.

    Raises:
        NotReady: with one sentence for the person at the terminal.
    """
    _writable(settings.home)
    _space(settings)


def check_ports(settings: Settings) -> None:
    """Check that every port can be listened on.

    Raises:
        NotReady: with one sentence for the person at the terminal.
    """
    wanted = (
        ("ERSHUN_PORT", settings.host, settings.port),
        ("ERSHUN_RASA_PORT", "127.0.0.1", settings.rasa_port),
        ("ERSHUN_ACTIONS_PORT", "127.0.0.1", settings.actions_port),
        ("ERSHUN_VOICE_PORT", "127.0.0.1", settings.voice_port),
    )
    ours: dict[int, str] = {}
    for variable, host, port in wanted:
        if port in ours:
            raise NotReady(f"{ours[port]} 和 {variable} 都是 {port}，要各用一个端口。")
        ours[port] = variable
        _free(variable, host, port)


def _writable(home: Path) -> None:
    probe = home / ".probe"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
    except OSError as error:
        raise NotReady(
            f"数据文件夹 {home} 写不进去（{_REASONS.get(error.errno or 0, error.strerror)}）。"
            "腾出空间或改权限，也可以用 ERSHUN_HOME 换一个文件夹。"
        ) from error


def _space(settings: Settings) -> None:
    free = shutil.disk_usage(settings.home).free // 1_000_000
    if free < settings.min_free_mb:
        raise NotReady(
            f"磁盘只剩 {free} MB，至少要 {settings.min_free_mb} MB。"
            f"清理 {settings.home} 所在的磁盘，再启动。"
        )


def _free(variable: str, host: str, port: int) -> None:
    if not 0 < port < 1 << 16:
        raise NotReady(f"{variable}={port} 不是端口号，要在 1 到 65535 之间。")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:
            raise NotReady(_why_not(error, variable, host, port)) from error


def _why_not(error: Exception, variable: str, host: str, port: int) -> str:
    """Why a port can't be listened on, and what to do."""
    number = getattr(error, "errno", None)
    if number == errno.EACCES:
        return f"{variable}={port} 要管理员权限才能用。用 {variable} 换一个 1024 以上的端口。"
    if number != errno.EADDRINUSE:
        return (
            f"ERSHUN_HOST={host} 不是这台机器的地址。"
            "只给本机用就写 127.0.0.1，给别的机器用就写 0.0.0.0。"
        )
    owner = owner_of(port)
    named = f"，占用它的是 {owner}" if owner else ""
    return (
        f"端口 {port} 已被占用{named}。是耳顺自己就运行 make stop，不是就用 {variable} 换一个端口。"
    )


def owner_of(port: int) -> Optional[str]:
    """The process that listens on a port, e.g. ``python (4711)``; None if not to be seen."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        # One that ends meanwhile, or that is somebody else's, can't be looked into.
        with suppress(OSError):
            if any(_link(fd) in sockets for fd in (process / "fd").iterdir()):
                name = (process / "comm").read_text(encoding="utf-8").strip()
                return f"{name} ({process.name})"
    return None


def _link(fd: Path) -> Optional[str]:
    """What a descriptor stands for; None if it was closed meanwhile, as busy servers do."""
    try:
        return str(fd.readlink())
    except OSError:
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
