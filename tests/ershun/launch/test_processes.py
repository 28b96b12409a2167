"""Described to supervisord, started, brought back when killed, stopped, left behind."""

from __future__ import annotations

import configparser
import os
import shlex
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from supervisor.options import ServerOptions

from ershun.launch import processes
from ershun.launch.processes import NeverHealthy, Program
from settings import REPOSITORY, Settings
from tests.ershun.launch.conftest import answers, broken, launched, ours, small, wait_until


def never_healthy(here: Settings, programs: list[Program], timeout: float = 8) -> str:
    """The sentence when they don't come up (the others must, on a busy machine too)."""
    with launched(here, programs) as supervisor:
        with pytest.raises(NeverHealthy) as failed:
            processes.wait_until_healthy(
                programs, here, lambda: supervisor.poll() is None, lambda _name: None, timeout
            )
        supervisor.terminate()
    return str(failed.value)


# --- what is described ---


def test_the_real_programs_are_given_this_deployments_ports_and_model(here: Settings) -> None:
    # when the programs of a deployment are named
    by_name = {p.name: p for p in processes.programs(here, Path("/srv/model.tar.gz"))}
    # then Rasa serves the model given, on the port set, with endpoints of this home
    rasa = by_name["rasa"].command
    assert rasa[rasa.index("--model") + 1] == "/srv/model.tar.gz"
    assert rasa[rasa.index("--port") + 1] == str(here.rasa_port)
    assert rasa[rasa.index("--endpoints") + 1] == str(processes.endpoints_file(here))
    # and each is asked on its own port how it is
    assert {name: p.health for name, p in by_name.items()} == {
        "web": f"http://127.0.0.1:{here.port}/healthz",
        "rasa": f"http://127.0.0.1:{here.rasa_port}/",
        "actions": f"http://127.0.0.1:{here.actions_port}/health",
    }


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080"),
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("192.168.1.20", "http://192.168.1.20:8080"),
        ("::1", "http://[::1]:8080"),
        ("::", "http://[::1]:8080"),
    ],
)
def test_the_address_printed_can_be_opened(here: Settings, host: str, address: str) -> None:
    assert processes.address(replace(here, host=host, port=8080)) == address


def test_rasa_is_told_where_this_deployments_action_server_is(here: Settings) -> None:
    # given the endpoints of the checkout, with the usual port
    here.home.mkdir()
    processes.write_endpoints(here)
    # then only that port differs from them
    ours = yaml.safe_load(processes.endpoints_file(here).read_text(encoding="utf-8"))
    usual = yaml.safe_load((REPOSITORY / "endpoints.yml").read_text(encoding="utf-8"))
    assert ours["action_endpoint"]["url"] == f"{here.actions_url}/webhook"
    usual["action_endpoint"]["url"] = ours["action_endpoint"]["url"]
    assert ours == usual


@pytest.mark.parametrize("folder", ["home", "50% 满 (x)s", "空 格"])
def test_supervisord_reads_paths_as_they_are(here: Settings, tmp_path: Path, folder: str) -> None:
    # given a home with letters that supervisord takes for its own
    odd = replace(here, home=tmp_path / folder)
    config = processes.write_supervisor(odd, processes.programs(odd, odd.models / "m.tar.gz"))
    # when supervisord itself reads what is written
    options = ServerOptions()
    options.realize(["-c", str(config)])
    # then commands and logs are what was meant, and each program is brought back
    by_name = {group.name: group.process_configs[0] for group in options.process_group_configs}
    assert shlex.split(by_name["rasa"].command)[-5] == str(odd.models / "m.tar.gz")
    for name, program in by_name.items():
        assert program.stdout_logfile == str(odd.logs / f"{name}.log")
        assert program.autorestart is not False
        # and its log doesn't fill the disk
        assert program.stdout_logfile_maxbytes * (program.stdout_logfile_backups + 1) < 100_000_000
    assert configparser.RawConfigParser().read(config) == [str(config)]


# --- coming up ---


def test_each_program_is_reported_once_when_it_is_well(
    here: Settings, programs: list[Program]
) -> None:
    well: list[str] = []
    with launched(here, programs) as supervisor:
        processes.wait_until_healthy(programs, here, lambda: True, well.append, timeout=30)
        assert all(answers(program) for program in programs)
        supervisor.terminate()

    assert sorted(well) == ["actions", "rasa", "web"]
    # and with their supervisor all of them end
    assert not any(answers(program) for program in programs)


def test_a_program_that_keeps_ending_is_named_with_a_log_that_tells_why(
    here: Settings, programs: list[Program]
) -> None:
    # given an action server that ends at once
    programs[2] = broken("actions", here.actions_port)

    sentence = never_healthy(here, programs)

    log = here.logs / "actions.log"
    assert sentence == f"actions 没有启动起来。原因在 {log} 的最后几行。"
    assert "No module named missing_module" in log.read_text(encoding="utf-8")


def test_the_door_is_not_blamed_for_what_stands_behind_it(
    here: Settings, programs: list[Program]
) -> None:
    # given a door that is unwell because Rasa is
    programs[0] = Program("web", programs[0].command, f"{programs[0].health}not-well")
    programs[1] = broken("rasa", here.rasa_port)

    assert never_healthy(here, programs).startswith("rasa 没有启动起来。")


def test_the_door_is_named_when_it_is_the_only_one(here: Settings, programs: list[Program]) -> None:
    programs[0] = broken("web", here.port)

    assert never_healthy(here, programs).startswith("web 没有启动起来。")


def test_a_supervisor_that_ends_is_noticed_at_once_with_its_own_log(
    here: Settings, programs: list[Program]
) -> None:
    # given a configuration supervisord can't work with
    config = processes.write_supervisor(here, programs)
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("nodaemon=true", "nodaemon=maybe"), encoding="utf-8")
    # when it is started
    with processes.start(here, config) as supervisor, pytest.raises(NeverHealthy) as failed:
        processes.wait_until_healthy(
            programs, here, lambda: supervisor.poll() is None, lambda _name: None, timeout=60
        )
    # then nobody waits for a minute, and no program is blamed
    assert str(failed.value) == (
        f"管理进程的程序自己停了。原因在 {here.logs / 'supervisord.log'} 的最后几行。"
    )


def test_a_proxy_of_the_environment_does_not_stand_between_us(
    here: Settings, running: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a hall behind a proxy, set without exceptions (http_proxy is set to a dead one)
    monkeypatch.delenv("no_proxy")
    # then our own processes are asked directly
    web = small("web", here.port)
    processes.wait_until_healthy([web], here, lambda: True, lambda _name: None, timeout=3)


# --- killed ---


def test_a_killed_program_is_brought_back(
    here: Settings, running: subprocess.Popen[bytes], programs: list[Program]
) -> None:
    # given a program killed without a chance to clean up
    killed = ours(here)[str(here.rasa_port)]
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(5)
    # then another one answers in its place, and the others were left alone
    wait_until(lambda: answers(programs[1]))
    assert ours(here)[str(here.rasa_port)].pid != killed.pid
    assert answers(programs[0])
