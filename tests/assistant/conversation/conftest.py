"""Shared by the conversation's tests: a guide under way, a second world, a world edited."""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.conversation.turn import Desk
from knowledge.build import Built, build
from knowledge.serving import Serving
from tests.conftest import TODAY, WORLD, Talk, open_talk

SECOND_WORLD = Path(__file__).with_name("second_world")


@pytest.fixture
def walking(talk: Talk) -> Talk:
    """The guide to a replacement card, questions answered: not reported, goes herself."""
    talk.say("start_service", "补办社保卡")
    talk.say("deny", "还没挂失呢")
    talk.say("inform", "我自己去")
    return talk


@pytest.fixture(scope="session")
def second_serving(tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """The small world with what a careful author wouldn't write, as a first build serves it."""
    root = tmp_path_factory.mktemp("second")
    shutil.copytree(WORLD, root / "knowledge")
    shutil.copytree(SECOND_WORLD, root / "knowledge", dirs_exist_ok=True)
    build(root / "knowledge", root / "builds", today=TODAY)
    return Serving(root / "builds", encoder=None)


@pytest.fixture
def second_talk(desk: Desk, second_serving: Serving) -> Talk:
    """A new conversation over the second world."""
    return open_talk(dataclasses.replace(desk, serving=second_serving))


@dataclass
class LivingWorld:
    """A copy of the small world whose files are edited and built while it is served."""

    folder: Path
    builds: Path
    desk: Desk

    def rewrite(self, file: str, old: str, new: str) -> None:
        """Replace ``old``, which must be there once, in a file."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: {old!r} is there {text.count(old)} times"
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")

    def remove(self, file: str) -> None:
        """Delete a file."""
        (self.folder / file).unlink()

    def build(self) -> Built:
        """Build and switch over, as ``ershun knowledge build`` does."""
        return build(self.folder, self.builds, today=TODAY)

    def talk(self) -> Talk:
        """A new conversation over this world."""
        return open_talk(self.desk)


@pytest.fixture
def living(world: Path, tmp_path: Path, desk: Desk) -> LivingWorld:
    """A world that a test edits; nothing is built yet."""
    builds = tmp_path / "builds"
    return LivingWorld(world, builds, dataclasses.replace(desk, serving=Serving(builds, None)))
