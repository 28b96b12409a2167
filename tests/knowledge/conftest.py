"""For the knowledge tests: a spoiled world and what is found in it, a stand-in encoder."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from knowledge.build import build
from knowledge.checking import check
from knowledge.problems import Problem
from knowledge.search.encoder import DIMENSIONS, Vectors
from knowledge.search.searcher import QUERY_PREFIX, Searcher
from knowledge.serving import Serving
from tests.conftest import TODAY, WORLD

#: A finding without its sentences: rule, file below the knowledge folder, line.
Place = tuple[str, str, int]


class StandIn:
    """An encoder of hashed character pairs: the same text, the same vector, everywhere.

    The real weights are a download of 24 MB; what they add is tested where `make setup`
    has fetched them (tests/knowledge/search/test_encoder.py and the running tests).
    """

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            # How a model wants its queries marked is its own affair.
            for one, two in pairwise(f"^{text.removeprefix(QUERY_PREFIX)}$"):
                row[zlib.crc32(f"{one}{two}".encode()) % DIMENSIONS] += 1
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def amend(file: Path, old: str, new: str) -> None:
    """Replace ``old``, which must be there, in a knowledge file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def places(problems: Sequence[Problem], root: Path) -> list[Place]:
    """Rule, file and line of each finding."""
    return [(p.rule, p.file.relative_to(root).as_posix(), p.line) for p in problems]


@pytest.fixture
def findings(world: Path) -> Callable[[], list[Problem]]:
    """What the gatekeeper finds in the test's world, beyond what the world has on purpose."""
    known = {"stale", "expired"}  # heating-money, out of date for the tests of freshness

    def run() -> list[Problem]:
        _, problems = check(world, today=TODAY)
        return [p for p in problems if not (p.rule in known and p.file.stem == "heating-money")]

    assert run() == []
    return run


@pytest.fixture
def encoder() -> StandIn:
    return StandIn()


@pytest.fixture(scope="session")
def hybrid_builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world built with meaning vectors of the stand-in."""
    root = tmp_path_factory.mktemp("hybrid")
    build(WORLD, root, today=TODAY, encoder=StandIn(), model="stand-in")
    return root


@pytest.fixture(scope="session")
def hybrid(hybrid_builds: Path) -> Searcher:
    """Search over the small world by words and meaning."""
    return Serving(hybrid_builds, StandIn()).searcher()
