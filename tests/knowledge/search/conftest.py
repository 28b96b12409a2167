"""For the search tests: the small world's tokeniser and its indexes, and stores made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import jieba
import pytest

from knowledge import lexicon
from knowledge.build import current
from knowledge.library import Entry, Library, Variant
from knowledge.search.sqlite_storage import SqliteReader
from knowledge.search.storage import StoredPassage
from knowledge.search.stores import INDEX, SQLITE, PostgresStores, Stores, stores_at
from tests.knowledge.search.place import Place


@pytest.fixture(scope="session")
def tokens(library: Library) -> jieba.Tokenizer:
    """Knows the words of the small world."""
    return lexicon.tokenizer(lexicon.words(library))


@pytest.fixture(scope="session")
def index(builds: Path) -> Path:
    """The small world's index without meaning vectors."""
    folder = current(builds)
    assert folder is not None
    return folder / INDEX


@pytest.fixture(scope="session")
def hybrid_index(hybrid_builds: Path) -> Path:
    """The small world's index with the stand-in's vectors."""
    folder = current(hybrid_builds)
    assert folder is not None
    return folder / INDEX


class Watched(SqliteReader):
    """A reader that remembers whose entries and names were read from the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.entries_read: list[int] = []
        self.names_read: list[int] = []

    def entry(self, key: int) -> tuple[str, str]:
        self.entries_read.append(key)
        return super().entry(key)

    def names(self, keys: Sequence[int]) -> list[StoredPassage]:
        self.names_read.extend(keys)
        return super().names(keys)


@pytest.fixture
def watched(index: Path) -> Iterator[Watched]:
    """The small world's index, opened."""
    reader = Watched(index)
    yield reader
    reader.close()


def library_of(*entries: Entry, base: Library | None = None) -> Library:
    """A library of these entries, with the registries of another."""
    made = Library(
        documents=base.documents if base else {},
        phones=base.phones if base else {},
        regions=base.regions if base else {},
        terms=base.terms if base else {},
    )
    for entry in entries:
        made.variants.setdefault(entry.id, {})[entry.region] = Variant(entry)
    return made


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[PostgresStores]:
    """Stores in an empty PostgreSQL database."""
    opened = stores_at(postgres_url)
    assert isinstance(opened, PostgresStores)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """Each kind of store, empty."""
    if request.param == "sqlite":
        return SQLITE
    opened: PostgresStores = request.getfixturevalue("postgres")
    return opened


@pytest.fixture
def place(stores: Stores, tmp_path: Path) -> Place:
    """One place for each kind of store."""
    return Place(tmp_path / "builds", stores)


@pytest.fixture
def two(postgres: PostgresStores, tmp_path: Path) -> tuple[Place, Place]:
    """A place with SQLite and one with PostgreSQL."""
    return Place(tmp_path / "sqlite", SQLITE), Place(tmp_path / "postgresql", postgres)
