"""Rasa's evaluations: two minutes of one core, begun while other tests run."""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import settings
from bench.evaluation import cross_validated, held_out
from ershun.launch.models import ENCODER
from ershun.launch.training import trained
from settings import REPOSITORY
from weights import manifest


@dataclass(frozen=True)
class Evaluations:
    """Rasa's intent reports, once they are there."""

    cross_validated: Future[dict[str, Any]]
    held_out: Future[dict[str, Any]]


_BEGUN = pytest.StashKey[Evaluations]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin as soon as it is known that the evaluations are wanted."""
    if not any("evaluations" in getattr(item, "fixturenames", ()) for item in session.items):
        return
    folder = Path(tempfile.mkdtemp())
    session.config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    worker = ThreadPoolExecutor(1)
    session.config.stash[_BEGUN] = Evaluations(
        worker.submit(cross_validated, REPOSITORY / "config.yml", folder / "cross"),
        worker.submit(_held_out, folder / "held"),
    )


def _held_out(folder: Path) -> dict[str, Any]:
    model = trained(settings.load(), manifest()[ENCODER].folder)
    assert model is not None, "还没有训练。先运行 make setup。"
    return held_out(model, folder)


@pytest.fixture
def evaluations(pytestconfig: pytest.Config) -> Evaluations:
    """The evaluations under way."""
    return pytestconfig.stash[_BEGUN]
