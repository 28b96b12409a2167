"""Shared by all tests: a small world of knowledge, a searcher over it, a desk, a talk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import jieba
import pytest

from assistant.conversation.scene import Message
from assistant.conversation.state import State
from assistant.conversation.turn import Desk, take_turn
from assistant.nlu.values import values
from assistant.reply import Reply
from knowledge.build import build
from knowledge.library import Library
from knowledge.loader import load
from knowledge.search.searcher import Searcher
from knowledge.serving import Serving
from records.database import connect, upgrade
from records.store import Records

jieba.setLogLevel("ERROR")
# In a process that tests are shared out to it is set, and rich keeps to it for ever.
os.environ.pop("COLUMNS", None)

#: The really running product, for tests/running, tests/browser and tests/everyday; and
#: a PostgreSQL database, for what is kept there.
pytest_plugins = ["tests.deployment", "tests.postgres"]

TODAY = date(2026, 11, 23)
WORLD = Path(__file__).with_name("world")
#: Data that nobody in this project wrote, beside the checkout where there is any.
SHARED = Path(
    os.environ.get("ERSHUN_SHARED_DATA", Path(__file__).parent.parent.parent / "shared" / "data")
)
STATUTES = SHARED / "statutes"
_OVER_THE_PRODUCT = {"browser", "everyday", "running"}


def pytest_report_header() -> str:
    """Says at the head of a test run whether citations are looked up in the statutes."""
    if STATUTES.is_dir():
        return f"shared data: {SHARED}"
    return "shared data: not found, statute citations not re-checked"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Says what must stay together when tests are shared out among processes.

    All that need the running product share one; of all else, the tests of a file share
    what is made for the file.
    """
    for item in items:
        folder = Path(item.path).relative_to(Path(__file__).parent).parts[0]
        group = "product" if folder in _OVER_THE_PRODUCT else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A copy of the small world that a test may spoil."""
    return shutil.copytree(WORLD, tmp_path / "knowledge")


@pytest.fixture(scope="session")
def library() -> Library:
    """The small world, loaded. It has no problems."""
    loaded, problems = load(WORLD)
    assert problems == []
    return loaded


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small world built (without meaning vectors: no weights needed)."""
    root = tmp_path_factory.mktemp("builds")
    build(WORLD, root, today=TODAY)
    return root


@pytest.fixture(scope="session")
def serving(builds: Path) -> Serving:
    """The small world, served."""
    return Serving(builds, encoder=None)


@pytest.fixture(scope="session")
def searcher(serving: Serving) -> Searcher:
    """Search over the small world."""
    return serving.searcher()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at the newest version without a row, to be copied."""
    file = tmp_path_factory.mktemp("records") / "records.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def database_url(empty_database: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    return f"sqlite:///{shutil.copy(empty_database, tmp_path / 'records.db')}"


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    """Records over a fresh database."""
    engine = connect(database_url)
    yield Records(engine)
    engine.dispose()


@pytest.fixture
def desk(records: Records, serving: Serving) -> Desk:
    """A desk over fresh records and the small world."""
    return Desk(records=records, serving=serving, region="000000", human_phone="12345")


@dataclass
class Talk:
    """A conversation driven move by move, as Rasa would after understanding each message."""

    desk: Desk
    session_id: str
    code: str
    state: State = field(default_factory=State)
    replies: list[Reply] = field(default_factory=list)

    def say(self, move: str, text: str = "", **entities: object) -> Reply:
        """One message with its move; values in the text are found as in production."""
        found = {v.kind: v.value for v in reversed(values(text, TODAY))}
        message = Message(text or f"/{move}", move, 0.9, {**found, **entities})
        reply, self.state = take_turn(self.desk, self.session_id, f"m{len(self.replies)}", message)
        self.replies.append(reply)
        return reply

    def press(self, key: str) -> Reply:
        """Choose the option of the last reply that has ``key``."""
        from assistant.conversation.choosing import message_of

        option = next(o for o in self.replies[-1].options if o.key == key)
        chosen = message_of(option)
        return self.say(chosen.move, chosen.text, **chosen.entities)


@pytest.fixture
def talk(desk: Desk) -> Talk:
    """A new conversation over the small world."""
    return open_talk(desk)


@pytest.fixture
def new_talk(desk: Desk) -> Callable[[], Talk]:
    """Begins further conversations at the same desk."""
    return lambda: open_talk(desk)


def open_talk(desk: Desk) -> Talk:
    """A conversation freshly begun."""
    session = desk.records.open_session("web")
    return Talk(desk, session.id, session.code)
