"""What builds leave behind in either store: old ones, broken off ones, killed ones."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge.build import current
from knowledge.search.encoder import Vectors
from knowledge.search.stores import schema_of
from settings import REPOSITORY
from tests.knowledge.conftest import StandIn, amend
from tests.knowledge.search.place import TEA, Place
from tests.postgres import schemas


def test_old_builds_are_dropped_with_their_schemas(
    two: tuple[Place, Place], postgres_url: str, world: Path
) -> None:
    # given more builds than are kept
    _, place = two
    said = ["凉茶", "奶茶", "早茶", "夜茶", "花茶"]
    for old, new in pairwise(said):
        place.build(world)
        amend(world / TEA, old, new)
    place.build(world)
    # then as many schemas are left as folders, and theirs
    left = list(place.root.glob("build-*"))
    assert len(left) == 3
    assert schemas(postgres_url) == {schema_of(folder) for folder in left}


def test_what_a_killed_build_left_is_swept_up(
    two: tuple[Place, Place], postgres_url: str, world: Path
) -> None:
    # given one build killed after its index was finished, another done again since
    _, place = two
    lost = place.build(world).folder
    for name in (".build-00000000000000aa.new", f".{lost.name}.new"):
        (place.root / name).mkdir()
    place.stores.writer(place.root / ".build-00000000000000aa.new", None).commit()
    # when the next is built
    amend(world / TEA, "凉茶", "奶茶")
    place.build(world)
    # then nothing is left of the first, and the other keeps its index
    assert list(place.root.glob(".build-*")) == []
    assert schemas(postgres_url) == {schema_of(folder) for folder in place.root.glob("build-*")}
    assert place.stores.holds(lost)


class Dying(StandIn):
    """An encoder at which a build breaks off."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise MemoryError


def test_a_build_that_breaks_off_leaves_the_old_one(place: Place, world: Path) -> None:
    built, before = place.build(world), place.answers()
    amend(world / TEA, "凉茶", "奶茶")
    with pytest.raises(MemoryError):
        place.build(world, Dying())
    assert (current(place.root), place.answers()) == (built.folder.resolve(), before)
    assert place.build(world).fresh


#: Builds, and is killed when the first entries are written.
_KILLED = """
import os, signal, sys
from pathlib import Path
from knowledge.build import build
from knowledge.search.stores import stores_at
from tests.conftest import TODAY
from tests.knowledge.conftest import StandIn
build(
    Path(sys.argv[1]), Path(sys.argv[2]), today=TODAY, encoder=StandIn(), model="stand-in",
    stores=stores_at(sys.argv[3]),
    progress=lambda done, total: done and os.kill(os.getpid(), signal.SIGKILL),
)
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_killed_build_leaves_the_old_one(
    kind: str, two: tuple[Place, Place], postgres_url: str, world: Path
) -> None:
    # given a build in use, and a file changed since
    place, url = (two[0], "") if kind == "sqlite" else (two[1], postgres_url)
    built, before, there = place.build(world), place.answers(), schemas(postgres_url)
    amend(world / TEA, "凉茶", "奶茶")
    # when the next is killed in the middle
    command = [sys.executable, "-W", "ignore", "-c", _KILLED, str(world), str(place.root), url]
    killed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    # then the first is served as before, nothing of the second is in the database
    assert (current(place.root), place.answers()) == (built.folder.resolve(), before)
    assert schemas(postgres_url) == there
    # and it can be built after all
    assert place.build(world).fresh
