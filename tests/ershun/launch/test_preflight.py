"""What keeps a start from beginning: no room, no right to write, ports in use."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ershun.launch.preflight import NotReady, check_disk, check_ports, owner_of
from settings import Settings
from tests.ershun.conftest import free_port


def refusal(check: Callable[[Settings], None], settings: Settings) -> str:
    """The sentence with which a start is refused."""
    with pytest.raises(NotReady) as refused:
        check(settings)
    return str(refused.value)


# --- disk ---


def test_a_home_that_is_not_there_yet_is_made_and_left_empty(here: Settings) -> None:
    check_disk(here)

    assert list(here.home.iterdir()) == []


def test_a_disk_with_too_little_room_says_how_much_there_is_and_must_be(here: Settings) -> None:
    # given more room asked for than any disk has
    sentence = refusal(check_disk, replace(here, min_free_mb=10**12))

    assert re.fullmatch(
        rf"磁盘只剩 \d+ MB，至少要 {10**12} MB。清理 {here.home} 所在的磁盘，再启动。", sentence
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a small disk of its own, with options."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", f"size=1m,{options}", "tmpfs", str(disk)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("挂载小磁盘要管理员权限")
        return disk

    yield mount
    subprocess.run(["umount", str(disk)], capture_output=True, check=False)


def test_a_disk_full_to_the_last_byte_is_said_to_be_full(
    here: Settings, small_disk: Callable[[str], Path]
) -> None:
    # given a disk on which nothing more goes
    disk = small_disk("rw")
    with pytest.raises(OSError, match="No space left"):
        (disk / "everything").write_bytes(b"\0" * 2_000_000)
    # then that is the reason told
    sentence = refusal(check_disk, replace(here, home=disk))
    assert sentence.startswith(f"数据文件夹 {disk} 写不进去（磁盘满了）。")
    assert "ERSHUN_HOME" in sentence


def test_a_nearly_full_disk_is_measured_where_the_home_is(
    here: Settings, small_disk: Callable[[str], Path]
) -> None:
    # given a home on a disk of one megabyte
    small = replace(here, home=small_disk("rw"))
    # then it may be used down to what must be left
    check_disk(replace(small, min_free_mb=1))
    assert refusal(check_disk, replace(small, min_free_mb=2)).startswith("磁盘只剩 1 MB，")


def test_a_disk_that_may_only_be_read_is_said_to_be_so(
    here: Settings, small_disk: Callable[[str], Path]
) -> None:
    disk = small_disk("ro")

    assert "写不进去（只能读）。" in refusal(check_disk, replace(here, home=disk))


@pytest.mark.parametrize(("below", "reason"), [("", "那是一个文件"), ("x/y", "有一段不是文件夹")])
def test_a_file_in_the_way_is_named(here: Settings, below: str, reason: str) -> None:
    here.home.write_text("我是文件", encoding="utf-8")

    assert reason in refusal(check_disk, replace(here, home=here.home / below))


# --- ports ---


@pytest.fixture
def stranger() -> Iterator[tuple[int, int]]:
    """Somebody else's server: its port and process id."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={"PYTHONUNBUFFERED": "1"}) as server:
        assert server.stdout is not None
        assert b"Serving" in server.stdout.readline()
        yield port, server.pid
        server.terminate()


def test_free_ports_are_no_obstacle(here: Settings) -> None:
    check_ports(here)


@pytest.mark.parametrize(
    ("variable", "setting"),
    [
        ("ERSHUN_PORT", "port"),
        ("ERSHUN_RASA_PORT", "rasa_port"),
        ("ERSHUN_ACTIONS_PORT", "actions_port"),
        ("ERSHUN_VOICE_PORT", "voice_port"),
    ],
)
def test_a_port_in_use_is_named_with_who_uses_it_and_what_to_do(
    here: Settings, stranger: tuple[int, int], variable: str, setting: str
) -> None:
    # given another program on one of our ports
    port, pid = stranger
    sentence = refusal(check_ports, replace(here, **{setting: port}))
    # then both are named, and the variable to change
    assert re.fullmatch(
        rf"端口 {port} 已被占用，占用它的是 python\S* \({pid}\)。"
        rf"是耳顺自己就运行 make stop，不是就用 {variable} 换一个端口。",
        sentence,
    )


def test_a_port_in_use_on_all_addresses_or_by_ipv6_is_seen_too(here: Settings) -> None:
    # given a server on every address, as most are
    with socket.create_server(("", 0)) as everywhere:
        port = everywhere.getsockname()[1]
        assert f"({os.getpid()})" in refusal(check_ports, replace(here, rasa_port=port))
    with socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True) as dual:
        port = dual.getsockname()[1]
        assert f"({os.getpid()})" in refusal(check_ports, replace(here, rasa_port=port))


def test_a_port_just_left_can_be_taken_again(here: Settings, stranger: tuple[int, int]) -> None:
    # given a connection to a server that has just ended (TIME_WAIT)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            accepted, _ = server.accept()
            accepted.close()
    # then a restart doesn't have to wait for a minute
    check_ports(replace(here, port=port))


def test_who_only_talks_to_a_port_does_not_own_it(stranger: tuple[int, int]) -> None:
    # given a client of the stranger's server
    port, pid = stranger
    with socket.create_connection(("127.0.0.1", port)):
        owner = owner_of(port)
    # then it is the server that is named
    assert owner is not None
    assert owner.endswith(f"({pid})")


def test_nobody_owns_a_free_port() -> None:
    assert owner_of(free_port()) is None


def test_two_of_our_own_on_one_port_are_told_apart(here: Settings) -> None:
    sentence = refusal(check_ports, replace(here, actions_port=here.rasa_port))

    assert sentence == (
        f"ERSHUN_RASA_PORT 和 ERSHUN_ACTIONS_PORT 都是 {here.rasa_port}，要各用一个端口。"
    )


@pytest.mark.parametrize("port", [0, -1, 65536, 808080])
def test_a_number_that_is_no_port_is_named(here: Settings, port: int) -> None:
    assert refusal(check_ports, replace(here, port=port)) == (
        f"ERSHUN_PORT={port} 不是端口号，要在 1 到 65535 之间。"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "a..b", "2001:db8::1"])
def test_an_address_of_another_machine_is_named(here: Settings, host: str) -> None:
    # given an address the door can't listen on (documentation ranges, RFC 5737 and 3849)
    sentence = refusal(check_ports, replace(here, host=host))

    assert sentence.startswith(f"ERSHUN_HOST={host} 不是这台机器的地址。")
    assert "0.0.0.0" in sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost", "::1", "::"])
def test_addresses_of_this_machine_are_fine(here: Settings, host: str) -> None:
    check_ports(replace(here, host=host))


def test_a_port_only_root_may_use_is_said_to_be_so(here: Settings) -> None:
    # given the web's port 80 and somebody who isn't root
    first = int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    if first <= 80:
        pytest.skip("这台机器上谁都能用 80 端口")
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover (another user's process)
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            check_ports(replace(here, port=80))
        except NotReady as refused:
            os.write(tell, str(refused).encode())
        os._exit(0)
    os.close(tell)
    os.waitpid(child, 0)
    with os.fdopen(told, encoding="utf-8") as answer:
        # then it isn't told that it is in use
        assert answer.read() == (
            "ERSHUN_PORT=80 要管理员权限才能用。用 ERSHUN_PORT 换一个 1024 以上的端口。"
        )


def test_an_owner_that_may_not_be_looked_at_is_left_out(here: Settings) -> None:
    # given a server of root's and somebody who may not look into its process
    if os.geteuid() != 0:
        pytest.skip("要管理员权限才能换用户")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:  # pragma: no cover (another user's process)
            server.close()
            os.setuid(65534)
            try:
                check_ports(replace(here, rasa_port=port))
            except NotReady as refused:
                os.write(tell, str(refused).encode())
            os._exit(0)
        os.close(tell)
        os.waitpid(child, 0)
        with os.fdopen(told, encoding="utf-8") as answer:
            # then the port is named without its owner
            assert answer.read().startswith(f"端口 {port} 已被占用。")
