"""``ershun run``: everything from an empty folder to an open door, and ``ershun setup``."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Optional

from rich.markup import escape

from ershun import voice
from ershun.launch import database, models, preflight, processes, training
from ershun.launch.console import bar, console, fail, step, warn
from ershun.launch.stopping import stop_running
from knowledge.build import Built, NothingToServe, build, errors_in, fingerprint, usable
from knowledge.importing.tables import StoreError
from knowledge.problems import Severity
from knowledge.search.storage import StoreUnavailable
from knowledge.search.stores import stores_at
from settings import Settings


def set_up(settings: Settings) -> training.Trained:
    """Fetch, build, train, migrate: only what is missing or changed.

    Returns:
        The model to serve with.
    """
    _ready(preflight.check_disk, settings)
    encoder = models.set_up_models(settings)
    _knowledge(settings, encoder)
    trained = _model(settings, encoder)
    database.upgrade(settings)
    return trained


def _ready(check: Callable[[Settings], None], settings: Settings) -> None:
    """Make sure of something, or end with what is missing."""
    try:
        check(settings)
    except preflight.NotReady as error:
        fail(str(error))


def _knowledge(settings: Settings, encoder: Optional[str]) -> None:
    """Build the knowledge if a file changed."""
    target = settings.index / f"build-{fingerprint(settings.knowledge, settings.imported, encoder)}"
    try:
        in_use = usable(settings.index, stores_at(settings.index_url))
    except StoreUnavailable as error:
        fail(str(error))
    if in_use is not None and in_use == target.resolve() and not errors_in(in_use):
        console.print("✓ 知识库没有变化")
        return
    build_knowledge(settings, encoder)


def build_knowledge(settings: Settings, encoder: Optional[str] = models.ENCODER) -> Built:
    """Build the knowledge; a broken file is named, and the last good build stays in use."""
    from knowledge.search.meaning import load_encoder, model_name

    _ready(preflight.check_disk, settings)
    loaded = load_encoder(settings.weights) if encoder else None
    try:
        with bar("建知识库") as show:
            built = build(
                settings.knowledge,
                settings.index,
                today=date.today(),
                imported=settings.imported,
                encoder=loaded,
                model=model_name() if loaded else None,
                progress=lambda done, total: show(done, total),
                stores=stores_at(settings.index_url),
            )
    except (NothingToServe, StoreUnavailable) as error:
        fail(str(error))
    _report(built)
    return built


def _report(built: Built) -> None:
    """Tell what a build found; only errors keep an entry out."""
    for problem in built.problems:
        if problem.severity is Severity.ERROR or built.fresh:
            style = "red" if problem.severity is Severity.ERROR else None
            console.print(str(problem), style=style, markup=False)
    if built.kept_last_good:
        warn(
            f"知识文件有错，先接着用上一次建好的知识库（{built.folder.name}）。改好上面几处再启动。"
        )
    else:
        console.print(f"✓ 知识库就绪（{built.folder.name}）")


def _model(settings: Settings, encoder: Optional[str]) -> training.Trained:
    """The trained model; the last good one if training fails."""
    present = training.trained(settings, encoder)
    if present is not None:
        _verify(present)
        console.print("✓ 对话模型没有变化")
        return training.Trained(present, fresh=False)
    try:
        with step("训练对话模型（第一次要一两分钟）"):
            return training.Trained(training.train(settings, encoder), fresh=True)
    except training.TrainingFailed as error:
        console.print(str(error), style="red", markup=False)
        last_good = training.newest(settings)
        if last_good is None:
            fail("对话模型没有训练成。原因在上面几行，改好后再运行一次。")
        warn(f"训练没有成，先接着用 {last_good.name}。原因在上面几行。")
        _verify(last_good)
        return training.Trained(last_good, fresh=False)


def _verify(model: Path) -> None:
    try:
        training.verify(model)
    except training.SpoiltModel as error:
        fail(str(error))


def run(settings: Settings) -> None:
    """Set up, start all processes, wait until they are well, stay until stopped."""
    started = time.monotonic()
    _ready(preflight.check_disk, settings)
    _ready(preflight.check_ports, settings)
    trained = set_up(settings)
    _voice(settings)
    all_programs = processes.programs(settings, trained.model)
    processes.write_endpoints(settings)
    config = processes.write_supervisor(settings, all_programs)
    while not _open(settings, all_programs, config, started):
        warn("管理进程的程序被关掉了，正在重新启动。")
        started = time.monotonic()


def _voice(settings: Settings) -> None:
    """Make the speech service ready; where its model is missing, set-up has said so."""
    try:
        voice.prepare(settings)
    except (voice.BadOrigin, StoreError, OSError) as error:
        fail(str(error))


def _open(
    settings: Settings, all_programs: list[processes.Program], config: Path, started: float
) -> bool:
    """Start all processes and stay until they end; whether somebody meant them to."""
    with _supervised(settings, config) as supervisor:
        try:
            with step("启动各个进程"):
                processes.wait_until_healthy(
                    all_programs,
                    settings,
                    still_running=lambda: supervisor.poll() is None,
                    on_ready=lambda name: console.print(f"  {name} 好了"),
                )
        except processes.NeverHealthy as error:
            fail(str(error))
        seconds = time.monotonic() - started
        console.print(
            f"\n耳顺开门了：[bold]{processes.address(settings)}[/bold]  （{seconds:.0f} 秒）"
        )
        console.print("按 Ctrl-C 关门。日志在 " + escape(str(settings.logs)))
        return supervisor.wait() == 0
    return True


#: What ends a start: Ctrl-C, and the machine shutting down.
_ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _supervised(settings: Settings, config: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Supervisord for as long as the block runs; Ctrl-C and TERM stop everything."""

    def stop(_signal: int, _frame: Optional[FrameType]) -> None:
        raise KeyboardInterrupt

    # INT too: started in the background by a shell script, it would be ignored for good.
    before = {number: signal.signal(number, stop) for number in _ENDING}
    supervisor = processes.start(settings, config)
    try:
        yield supervisor
    except KeyboardInterrupt:
        console.print("\n正在关门……")
    finally:
        if supervisor.poll() is None:
            supervisor.terminate()
        supervisor.wait()
        # A killed supervisord leaves its programs running, on ports the next start needs.
        stop_running(settings)
        for number, handler in before.items():
            signal.signal(number, handler)
