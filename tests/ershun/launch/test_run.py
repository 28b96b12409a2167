"""From an empty folder to an open door: set up, started, closed; and what goes wrong on the way."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from ershun.launch import processes, run, training
from ershun.launch.processes import Program
from ershun.launch.stopping import stop_running
from knowledge.build import current
from knowledge.search.stores import schema_of
from settings import Settings
from tests.ershun.conftest import Answer, Ershun
from tests.ershun.launch.conftest import answers, broken, ours
from tests.knowledge.conftest import amend
from tests.postgres import schemas


def lay_model(here: Settings, name: str, content: bytes = b"model") -> Path:
    """A model that was trained earlier, with its hash noted."""
    here.models.mkdir(parents=True, exist_ok=True)
    file = here.models / f"ershun-{name}.tar.gz"
    file.write_bytes(content)
    note = {"sha256": training.sha256_of(file)}
    file.with_name(f"{file.name}.json").write_text(json.dumps(note), encoding="utf-8")
    return file


@pytest.fixture
def trained(here: Settings) -> Path:
    """The model of the present inputs, without the encoder (there is no network here)."""
    return lay_model(here, training.fingerprint(None))


@pytest.fixture
def untrainable(project: Path) -> None:
    """A checkout with a mistake in its pipeline, at which Rasa gives up."""
    amend(project / "config.yml", "JiebaTokenizer", "JiebaTokenizr")


# --- set up ---


def test_everything_is_set_up_once(ershun: Ershun, here: Settings, trained: Path) -> None:
    # given a home with nothing in it but a model trained earlier
    first = ershun("setup")
    # then knowledge and database are made, and each is said
    assert first.status == 0
    in_use = current(here.index)
    assert in_use is not None
    assert first.text.splitlines()[-3:] == [
        f"✓ 知识库就绪（{in_use.name}）",
        "✓ 对话模型没有变化",
        "✓ 数据库就绪",
    ]
    # and a second time nothing is made anew
    made = (in_use / "meta.json").stat().st_mtime_ns
    second = ershun("setup")
    assert second.text.splitlines()[-3:] == [
        "✓ 知识库没有变化",
        "✓ 对话模型没有变化",
        "✓ 数据库就绪",
    ]
    assert (in_use / "meta.json").stat().st_mtime_ns == made


# --- knowledge ---


def test_another_place_for_the_index_is_a_change(
    ershun: Ershun,
    here: Settings,
    trained: Path,
    monkeypatch: pytest.MonkeyPatch,
    postgres_url: str,
) -> None:
    # given knowledge built into a file, and a database set since
    ershun("setup")
    monkeypatch.setenv("ERSHUN_INDEX_URL", postgres_url)
    # when it is set up twice
    first, second = ershun("setup"), ershun("setup")
    # then it is built into the database the first time, and only then
    in_use = current(here.index)
    assert in_use is not None
    assert f"✓ 知识库就绪（{in_use.name}）" in first.text
    assert schemas(postgres_url) == {schema_of(in_use)}
    assert "✓ 知识库没有变化" in second.text


def test_a_start_without_the_database_of_the_index_says_so(
    ershun: Ershun, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given knowledge built, and a database set since that isn't started
    ershun("setup")
    monkeypatch.setenv("ERSHUN_INDEX_URL", "postgresql://ershun:geheim@127.0.0.1:9/index")
    # then the start ends with that
    answer = ershun("setup")
    assert answer.status == 1
    assert answer.text.splitlines()[-1].startswith("✗ 连不上放知识库的 PostgreSQL（127.0.0.1:9")
    assert "geheim" not in answer.text


def test_a_broken_file_is_named_at_every_start_and_the_last_good_build_is_served(
    ershun: Ershun, here: Settings, world: Path, trained: Path
) -> None:
    # given a product that ran, and then a slip in a file
    ershun("setup")
    good = current(here.index)
    assert good is not None
    card = world / "items" / "card-replace.yaml"
    amend(card, "kind: yes_no", "kind: yes-no")
    # when it is started, twice
    for _ in range(2):
        answer = ershun("setup")
        # then each time the file, the line, the fault and the remedy are named
        assert f"{card}:15: 错误[schema] “eligibility → 1 → kind”" in answer.text
        assert "怎么改：只能写：" in answer.text
        # and it goes on with what was good
        assert f"先接着用上一次建好的知识库（{good.name}）" in answer.text
        assert answer.status == 0
        assert current(here.index) == good


def test_a_file_broken_from_the_start_is_named_at_every_start_too(
    ershun: Ershun, world: Path, trained: Path
) -> None:
    # given a slip in a file before anything was ever built
    amend(world / "items" / "card-replace.yaml", "kind: yes_no", "kind: yes-no")
    # then the rest is served, and that one is missing is not forgotten at the next start
    for _ in range(2):
        answer = ershun("setup")
        assert answer.status == 0
        assert "card-replace.yaml:15: 错误[schema]" in answer.text
        assert "✓ 知识库就绪" in answer.text


def test_reminders_are_told_when_a_build_is_new_and_not_at_every_start(
    ershun: Ershun, trained: Path
) -> None:
    # given a policy that is out of date, on purpose
    assert "提醒[stale]" in ershun("setup").text
    assert "提醒[stale]" not in ershun("setup").text


# --- the model ---


@pytest.mark.usefixtures("untrainable")
def test_when_training_fails_the_last_good_model_is_used(ershun: Ershun, here: Settings) -> None:
    # given a model of earlier inputs, and inputs that Rasa can't work with
    good = lay_model(here, "earlier")
    # when it is set up
    answer = ershun("setup")
    # then Rasa's reason is shown, and it goes on with the model there is
    assert answer.status == 0
    assert "JiebaTokenizr" in answer.text
    assert f"! 训练没有成，先接着用 {good.name}。原因在上面几行。" in answer.text
    assert answer.text.splitlines()[-1] == "✓ 数据库就绪"


@pytest.mark.usefixtures("untrainable")
def test_when_training_fails_and_there_is_no_model_it_ends(ershun: Ershun) -> None:
    answer = ershun("setup")

    assert answer.status == 1
    assert answer.text.splitlines()[-1].startswith("✗ 对话模型没有训练成。")


@pytest.mark.usefixtures("untrainable")
def test_a_spoilt_last_good_model_is_not_used_instead(ershun: Ershun, here: Settings) -> None:
    lay_model(here, "earlier").write_bytes(b"spoilt")

    answer = ershun("setup")

    assert answer.status == 1
    assert "被改动过，已不可信。" in answer.text


def test_a_spoilt_model_is_refused(ershun: Ershun, trained: Path) -> None:
    # given the present model, changed by somebody
    trained.write_bytes(b"spoilt")
    # then it isn't used, and the way out is told
    answer = ershun("setup")
    assert answer.status == 1
    assert answer.text.endswith(
        f"✗ 模型 {trained} 被改动过，已不可信。删掉它，再运行 make train。\n"
    )


def test_a_model_trained_now_is_used(
    ershun: Ershun, here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given no model; what training does is tested in test_training.py
    monkeypatch.setattr(training, "train", lambda settings, _encoder: lay_model(settings, "new"))

    answer = ershun("setup")

    assert answer.status == 0
    assert "✓ 训练对话模型（第一次要一两分钟）" in answer.text


# --- the database ---


def test_a_locked_database_ends_the_start_with_a_sentence(
    ershun: Ershun, here: Settings, trained: Path
) -> None:
    # given a backup program that holds a database from before there were versions
    with closing(sqlite3.connect(here.home / "records.db", isolation_level=None)) as other:
        other.execute("CREATE TABLE notes (said TEXT)")
        other.execute("BEGIN EXCLUSIVE")
        answer = ershun("setup")
    # then it is told, and nothing is started on half a database
    assert answer.status == 1
    assert answer.text.splitlines()[-1].startswith("✗ 打不开数据库（database is locked）。")


# --- run ---


@contextmanager
def meanwhile(do: Callable[[], None]) -> Iterator[None]:
    """Do something beside a command that stays."""
    thread = threading.Thread(target=do)
    thread.start()
    yield
    thread.join()


Launch = Callable[[Callable[[], None]], Answer]


def close(how: signal.Signals) -> None:
    """End ``ershun run``; the thread that stays must get it, as the only one of a real run."""
    time.sleep(0.3)  # let it stay first: just before, it would notice only the next signal
    signal.pthread_kill(threading.main_thread().ident or 0, how)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set whenever ``ershun run`` has told all it tells of an open door."""
    event, tell = threading.Event(), run.console.print

    def told(*words: object, **how: Any) -> None:
        tell(*words, **how)
        if "按 Ctrl-C 关门" in str(words):
            event.set()

    monkeypatch.setattr(run.console, "print", told)
    return event


@pytest.fixture
def launch(
    ershun: Ershun, programs: list[Program], trained: Path, opened: threading.Event
) -> Iterator[Launch]:
    """``ershun run`` with small programs; once the door is open, something happens."""
    before = signal.getsignal(signal.SIGTERM)

    def start(then: Callable[[], None]) -> Answer:
        def wait() -> None:
            if opened.wait(30):
                then()
            else:
                close(signal.SIGINT)  # the assertions say what is missing

        with meanwhile(wait):
            return ershun("run")

    yield start
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_door_is_open_until_it_is_closed(
    launch: Launch, here: Settings, programs: list[Program], how: signal.Signals
) -> None:
    # when it is run, and ended by Ctrl-C or by the machine shutting down
    answer = launch(lambda: close(how))
    # then the address is told, and the way to end it
    assert answer.status == 0
    assert f"耳顺开门了：http://127.0.0.1:{here.port}" in answer.text
    assert f"按 Ctrl-C 关门。日志在 {here.logs}\n" in answer.text
    for name in ("web", "rasa", "actions"):
        assert f"  {name} 好了" in answer.text
    assert answer.text.endswith("正在关门……\n")
    # and nothing is left running
    assert ours(here) == {}
    assert not any(answers(program) for program in programs)


def test_it_is_closed_from_another_terminal(
    launch: Launch, here: Settings, programs: list[Program]
) -> None:
    # when somebody runs make stop elsewhere
    answer = launch(lambda: stop_running(here) and None)
    # then it ends like that, as meant
    assert answer.status == 0
    assert "重新启动" not in answer.text
    assert ours(here) == {}


def test_a_killed_supervisor_is_started_again(
    launch: Launch, here: Settings, opened: threading.Event
) -> None:
    pids: list[set[int]] = []

    def kill_and_close() -> None:
        # given a supervisord killed without a chance to clean up
        pids.append({process.pid for process in ours(here).values()})
        opened.clear()
        ours(here)["supervisord"].kill()
        # when the door is open again
        opened.wait(30)
        pids.append({process.pid for process in ours(here).values()})
        close(signal.SIGINT)

    answer = launch(kill_and_close)

    # then supervisord and all three programs are other ones, and it was said
    assert [len(running) for running in pids] == [4, 4]
    assert not pids[0] & pids[1]
    assert answer.status == 0
    assert "! 管理进程的程序被关掉了，正在重新启动。" in answer.text
    assert answer.text.count("耳顺开门了") == 2


def test_a_port_in_use_ends_it_before_any_work(
    ershun: Ershun, here: Settings, trained: Path
) -> None:
    # given another program on the door's port
    with socket.create_server(("127.0.0.1", here.port)):
        answer = ershun("run")
    # then it is named, and nothing has been built
    assert answer.status == 1
    assert answer.text.startswith(f"✗ 端口 {here.port} 已被占用，占用它的是 ")
    assert f"({os.getpid()})" in answer.text
    assert current(here.index) is None


def test_a_process_that_does_not_come_up_ends_it_and_the_others(
    ershun: Ershun,
    here: Settings,
    programs: list[Program],
    trained: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given a Rasa that ends at once, and less patience than three minutes
    programs[1] = broken("rasa", here.rasa_port)
    patient = processes.wait_until_healthy
    monkeypatch.setattr(
        processes, "wait_until_healthy", lambda *args, **more: patient(*args, **more, timeout=2)
    )
    before = signal.getsignal(signal.SIGTERM)
    # when it is run
    answer = ershun("run")
    signal.signal(signal.SIGTERM, before)
    # then it is named with its log, and what did come up is ended again
    assert answer.status == 1
    log = here.logs / "rasa.log"
    assert answer.text.endswith(f"✗ rasa 没有启动起来。原因在 {log} 的最后几行。\n")
    assert "No module named missing_module" in log.read_text(encoding="utf-8")
    assert ours(here) == {}
