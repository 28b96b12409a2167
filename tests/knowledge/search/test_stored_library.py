"""The library of an index: the same as the files', read piece by piece, and read only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import jieba
import pytest

from knowledge.library import Library
from knowledge.schema import Hall, ImportedItem, ImportedText
from knowledge.search import index as indexes
from knowledge.search.sqlite_storage import SqliteReader, SqliteWriter
from knowledge.search.stored_library import StoredLibrary
from tests.imported import imported_hall, imported_item, imported_text
from tests.knowledge.search.conftest import Watched, library_of

REGIONS = ["000000", "230000", "230100", "440000", "999999", ""]


@pytest.fixture
def stored(watched: Watched) -> StoredLibrary:
    return StoredLibrary(watched)


@pytest.mark.parametrize("region", REGIONS)
def test_every_entry_holds_where_it_holds_by_the_files(
    library: Library, stored: StoredLibrary, region: str
) -> None:
    for entry_id in [*library.variants, "no-such-entry"]:
        told, found = library.resolve(entry_id, region), stored.resolve(entry_id, region)
        assert (found and found.entry) == (told and told.entry)
        assert (found and found.provenance) == (told and told.provenance)


def test_the_place_a_fact_comes_from_is_still_known(stored: StoredLibrary) -> None:
    variant = stored.resolve("senior-card", "230100")
    assert variant is not None
    assert variant.level_of("fee") == "230000"
    assert variant.level_of("steps") == "000000"


def test_items_and_policies_are_those_of_the_files(library: Library, stored: StoredLibrary) -> None:
    assert list(stored.items()) == list(library.items())
    assert list(stored.policies()) == list(library.policies())
    assert [v.entry for v in stored.all_variants()] == [v.entry for v in library.all_variants()]


def test_papers_regions_and_names_are_known_without_reading_an_entry(
    library: Library, stored: StoredLibrary, watched: Watched
) -> None:
    assert stored.papers == library.papers == {"居民身份证", "替办人身份证", "一寸照片"}
    assert stored.regions_with_rules == library.regions_with_rules == {"000000", "230000", "440000"}
    assert stored.region_name("230100") == "哈尔滨市"
    assert sorted(stored.variants) == sorted(library.variants)
    assert len(stored.variants) == len(library.variants)
    assert "card-cost" in stored.variants
    assert watched.entries_read == []


def test_an_entry_is_read_when_it_is_asked_for_and_once(
    stored: StoredLibrary, watched: Watched
) -> None:
    assert stored.holding("senior-card", "230100") is not None
    assert watched.entries_read == []
    first, second = (stored.resolve("senior-card", "230100") for _ in range(2))
    # then the national variant was not read at all, and the same object comes again
    assert first is second
    assert watched.entries_read == [stored.holding("senior-card", "230100")]
    assert first is not None
    assert stored.applicable(first, "230100")
    assert not stored.applicable(first, "440000")


def test_what_is_not_there_is_not_there(stored: StoredLibrary) -> None:
    assert "no-such-entry" not in stored.variants
    assert stored.variants.get("no-such-entry") is None
    assert stored.holding("no-such-entry", "000000") is None
    assert stored.holding("tea-money", "230100") is None
    assert stored.stored.keys_of("no-such-entry") == {}
    with pytest.raises(KeyError):
        stored.variants["no-such-entry"]


def test_nobody_changes_an_index_by_its_library(stored: StoredLibrary, library: Library) -> None:
    with pytest.raises(TypeError, match="read only"):
        stored.variants["card-cost"] = {}
    with pytest.raises(TypeError, match="read only"):
        del stored.variants["card-cost"]
    assert set(stored.variants) == set(library.variants)


def test_imported_entries_come_back_as_what_they_are(
    tokens: jieba.Tokenizer, library: Library, tmp_path: Path
) -> None:
    # given an item, a text and a hall as an office handed them over
    office = [imported_item(region="230100"), imported_text(), imported_hall()]
    made = library_of(*office, base=library)
    indexes.build(made, tokens, tmp_path / "index.sqlite", lambda _: None)
    with closing(SqliteReader(tmp_path / "index.sqlite")) as reader:
        stored = StoredLibrary(reader)
        found = {v.entry.id: v.entry for v in stored.all_variants()}
    assert {type(entry) for entry in found.values()} == {ImportedItem, ImportedText, Hall}
    assert found == {entry.id: entry for entry in office}
    # and a place has rules of its own as soon as it has an imported entry
    assert stored.regions_with_rules == {"000000", "230100"}


def test_what_was_retired_is_not_in_it(
    tokens: jieba.Tokenizer, library: Library, tmp_path: Path
) -> None:
    # given an index of which an entry was taken out of use
    indexes.build(library, tokens, tmp_path / "index.sqlite", lambda _: None)
    with closing(SqliteReader(tmp_path / "index.sqlite")) as reader:
        keys = {(h.id, h.region): h.key for h in reader.heads()}
    writer = SqliteWriter(tmp_path / "index.sqlite")
    writer.retire([keys["tea-money", "440000"], keys["senior-card", "230000"]])
    writer.commit()
    # then it is gone, and elsewhere its general variant holds again
    with closing(SqliteReader(tmp_path / "index.sqlite")) as reader:
        stored = StoredLibrary(reader)
        assert "tea-money" not in stored.variants
        assert stored.holding("senior-card", "230100") == keys["senior-card", "000000"]
        assert stored.regions_with_rules == {"000000"}


def test_many_may_read_at_once(stored: StoredLibrary, library: Library) -> None:
    wanted = [entry_id for entry_id in library.variants for _ in range(30)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda entry_id: stored.variants[entry_id], wanted))
    for entry_id, by_region in zip(wanted, found, strict=True):
        told = library.variants[entry_id]
        assert {r: v.entry for r, v in by_region.items()} == {r: v.entry for r, v in told.items()}
