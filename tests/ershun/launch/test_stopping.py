"""What an earlier start left running is ended, whatever became of its keeper; nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from ershun.launch import processes
from ershun.launch.processes import Program
from ershun.launch.stopping import stop_running
from settings import REPOSITORY, Settings
from tests.ershun.conftest import Ershun, free_port
from tests.ershun.launch.conftest import answers, launched, ours, small, wait_until

#: A process that only waits; what stands behind it on its command line is of no account.
IDLE = [sys.executable, "-c", "import time; time.sleep(60)"]


def killed(here: Settings, running: subprocess.Popen[bytes]) -> dict[str, psutil.Process]:
    """The programs of a supervisord that was killed with -9: they run on, on their ports."""
    running.kill()
    running.wait(5)
    left = ours(here)
    assert len(left) == 3
    return left


# --- with its supervisor ---


def test_stopping_ends_supervisor_and_programs(
    here: Settings, running: subprocess.Popen[bytes], programs: list[Program]
) -> None:
    # given a product left running by an earlier start
    assert len(ours(here)) == 4
    # when it is stopped
    pid = stop_running(here)
    # then nothing of it runs any more by the time one may start anew
    assert pid == running.pid
    assert ours(here) == {}
    assert not any(answers(program) for program in programs)
    # and a second time there is nothing to stop
    assert stop_running(here) is None


def test_what_somebody_started_who_has_gone_is_stopped(
    here: Settings, programs: list[Program]
) -> None:
    # given a product started by somebody else, who isn't there any more
    config = processes.write_supervisor(here, programs)
    script = (
        "from pathlib import Path; import settings; from ershun.launch.processes import start;"
        f"start(settings.load(), Path({str(config)!r}))"
    )
    subprocess.run([programs[0].command[0], "-c", script], cwd=REPOSITORY, check=True)
    wait_until(lambda: all(answers(program) for program in programs))
    # when it is stopped
    stop_running(here)
    # then it has ended by the time one may start anew
    assert ours(here) == {}


def test_a_supervisor_whose_pid_file_is_gone_is_stopped_with_its_programs(
    here: Settings, running: subprocess.Popen[bytes], programs: list[Program]
) -> None:
    # given the file with supervisord's number was lost, and it would start anew what ends
    processes.pid_file(here).unlink()
    # when the product is stopped
    assert stop_running(here) is not None
    # then nothing of it runs, and nothing comes back
    assert running.wait(10) == 0
    assert not any(answers(program) for program in programs)
    assert ours(here) == {}


def test_a_supervisor_that_hangs_is_ended_by_force(
    here: Settings, running: subprocess.Popen[bytes], programs: list[Program]
) -> None:
    # given a supervisord that no longer does anything
    running.send_signal(signal.SIGSTOP)
    # when the product is stopped
    stop_running(here, patience=1)
    # then nothing of it runs
    assert running.wait(10) == -signal.SIGKILL
    assert ours(here) == {}


# --- without it ---


def test_programs_left_behind_by_a_killed_supervisor_are_stopped(
    ershun: Ershun, here: Settings, running: subprocess.Popen[bytes], programs: list[Program]
) -> None:
    # given a supervisord that was killed
    left = {process.pid for process in killed(here, running).values()}
    # when somebody runs make stop
    answer = ershun("stop")
    # then it is said that something was stopped
    assert answer.status == 0
    assert answer.text in {f"已关门（进程 {pid}）。\n" for pid in left}
    # and the ports are free again
    assert ours(here) == {}
    assert not any(answers(program) for program in programs)
    assert ershun("stop").text == "耳顺没有在运行。\n"


def test_one_left_behind_that_hangs_is_ended_by_force(
    here: Settings, running: subprocess.Popen[bytes]
) -> None:
    # given that one of those left behind no longer does anything, being asked to end neither
    killed(here, running)[str(here.rasa_port)].suspend()
    # when the product is stopped
    stop_running(here, patience=1)
    # then that one has ended too
    assert ours(here) == {}


def test_what_two_starts_left_is_stopped_at_once(
    here: Settings,
    running: subprocess.Popen[bytes],
    programs: list[Program],
) -> None:
    # given programs left behind, and a second start that went round them to other ports
    killed(here, running)
    others = [small(program.name, free_port()) for program in programs]
    with launched(here, others) as second:
        wait_until(lambda: all(answers(program) for program in others))
        # when the product is stopped
        assert stop_running(here) == second.pid
    # then neither is there any more
    assert ours(here) == {}


# --- nothing else ---


def test_the_same_programs_of_another_deployment_are_left_alone(
    here: Settings, running: subprocess.Popen[bytes], programs: list[Program]
) -> None:
    # given a second deployment on this machine, in whose home nothing runs
    for second in (here.home.with_name("home2"), here.home.parent, here.home / "below"):
        # when that one is stopped
        assert stop_running(replace(here, home=second)) is None
    # then this one goes on, with its supervisor and without
    assert all(answers(program) for program in programs)
    killed(here, running)
    assert stop_running(replace(here, home=here.home.with_name("home2"))) is None
    assert len(ours(here)) == 3


@pytest.fixture
def bystander(here: Settings, programs: list[Program]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the administrator's own that has our home set and names our modules."""
    names = [program.command[program.command.index("-m") + 1] for program in programs]
    environ = {"ERSHUN_HOME": str(here.home)}
    with subprocess.Popen([*IDLE, *names, "supervisor.supervisord"], env=environ) as process:
        yield process
        process.kill()


def test_who_only_names_our_programs_is_left_alone(
    here: Settings, bystander: subprocess.Popen[bytes]
) -> None:
    assert stop_running(here) is None
    assert bystander.poll() is None


@pytest.mark.parametrize("noted", ["stranger", "nobody", "no number", "nothing"])
def test_a_number_from_before_a_power_cut_stops_nobody_else(
    here: Settings, programs: list[Program], noted: str
) -> None:
    # given a process number that now belongs to somebody else, to nobody, or is none
    here.home.mkdir()
    port = free_port()
    command = small("stranger", port).command
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env={}) as stranger:
        content = {"stranger": str(stranger.pid), "nobody": "4194999", "no number": "x\0"}
        if noted in content:
            processes.pid_file(here).write_text(content[noted], encoding="utf-8")
        # when the product is stopped
        assert stop_running(here) is None
        # then nobody is hit
        assert stranger.poll() is None
        stranger.terminate()


@pytest.fixture
def open_home(here: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A home that every account of the machine may look into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("ERSHUN_HOME", folder)
        yield replace(here, home=Path(folder))


def test_what_another_account_runs_is_said_to_be_so(ershun: Ershun, open_home: Settings) -> None:
    # given a product that root has started, and somebody who isn't root
    if os.geteuid() != 0:
        pytest.skip("要管理员权限才能换用户")
    config = str(processes.config_file(open_home))
    with subprocess.Popen([*IDLE, config]) as supervisor:
        processes.pid_file(open_home).write_text(str(supervisor.pid), encoding="ascii")
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:  # pragma: no cover (another user's process)
            os.setuid(65534)
            try:
                answer = ershun("stop")
                os.write(tell, f"{answer.status} {answer.text}".encode())
            finally:
                os._exit(0)
        os.close(tell)
        os.waitpid(child, 0)
        assert supervisor.poll() is None
        supervisor.kill()
    # then it is told whose task it is
    with os.fdopen(told, encoding="utf-8") as printed:
        assert printed.read() == (
            f"1 ✗ 耳顺是用另一个账号启动的（进程 {supervisor.pid}），这个账号关不了。"
            "用那个账号运行 make stop。\n"
        )
