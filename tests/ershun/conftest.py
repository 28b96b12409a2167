"""The ``ershun`` command in a home of its own, on the small world, in a hall without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

import settings
from bench.servers import free_port
from ershun.cli import app
from tests.shelf import Shelf, open_shelf

#: A port on which nobody listens: what an offline hall gets for an answer.
NOBODY = "http://127.0.0.1:9"


@dataclass
class Answer:
    """What a command printed, and its exit status."""

    status: int
    text: str


#: Calls ``ershun`` with these words.
Ershun = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path, world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a deployment of its own; not there yet."""
    for name, value in {
        "ERSHUN_HOME": tmp_path / "home",
        "ERSHUN_KNOWLEDGE": world,
        "ERSHUN_WEIGHTS": tmp_path / "weights",
        "ERSHUN_WEIGHTS_MIRROR": "",
        "ERSHUN_DATABASE_URL": "",
        "ERSHUN_INDEX_URL": "",
        "ERSHUN_PORT": free_port(),
        "ERSHUN_RASA_PORT": free_port(),
        "ERSHUN_ACTIONS_PORT": free_port(),
        "ERSHUN_VOICE_PORT": free_port(),
        "ERSHUN_MIN_FREE_MB": 1,
        "http_proxy": NOBODY,
        "https_proxy": NOBODY,
        "no_proxy": "127.0.0.1",
        "npm_config_registry": NOBODY,
        "UV_DEFAULT_INDEX": NOBODY,
    }.items():
        monkeypatch.setenv(name, str(value))
        monkeypatch.delenv(name.upper(), raising=False) if name.islower() else None
    return tmp_path / "home"


@pytest.fixture
def here(home: Path) -> settings.Settings:
    """The settings of that deployment."""
    return settings.load()


@pytest.fixture
def ershun(home: Path) -> Ershun:
    """Calls the command as from a terminal wide enough for its tables."""

    def call(*words: str, columns: int = 200) -> Answer:
        runner = CliRunner()
        result = runner.invoke(app, list(words), prog_name="ershun", env={"COLUMNS": str(columns)})
        # Whatever went wrong, nobody at a terminal is to read a traceback.
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return Answer(result.exit_code, result.output)

    return call


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """A web server on loopback with nothing on it yet."""
    with open_shelf() as opened:
        yield opened
