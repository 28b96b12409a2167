"""Builds in either store: the same answers, and nobody notices which it is."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bench.servers import free_port
from knowledge.build import current, usable
from knowledge.search.storage import StoreUnavailable
from knowledge.search.stores import INDEX, SQLITE, PostgresStores, Stores, schema_of, stores_at
from knowledge.serving import Serving
from tests.conftest import WORLD
from tests.knowledge.conftest import StandIn, amend
from tests.knowledge.search.place import QUESTIONS, TEA, Place, note
from tests.postgres import on_server

# --- which store ---


def test_without_a_url_indexes_are_files() -> None:
    assert stores_at("") is SQLITE


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2"])
def test_a_url_of_postgresql_is_taken_without_connecting(scheme: str) -> None:
    assert isinstance(stores_at(f"{scheme}://ershun@127.0.0.1:9/index"), PostgresStores)


@pytest.mark.parametrize("url", ["mysql://ershun:geheim@db/index", "geheim", "sqlite:///geheim"])
def test_any_other_url_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        stores_at(url)
    assert str(refused.value) == (
        "ERSHUN_INDEX_URL 写的这种库用不了。要么空着，用 SQLite；"
        "要么写 postgresql://用户:密码@主机:5432/库名。"
    )


def test_a_build_has_one_schema_on_its_way_and_when_it_is_finished() -> None:
    assert schema_of(Path("/srv/build-0123456789abcdef")) == "ershun_build_0123456789abcdef"
    assert schema_of(Path(".build-0123456789abcdef.new")) == "ershun_build_0123456789abcdef"


@pytest.mark.parametrize("name", ["current", "build-", "build-x; DROP", "build-0123456789ABCDEF"])
def test_no_other_folder_has_a_schema(name: str) -> None:
    with pytest.raises(ValueError, match="not a build"):
        schema_of(Path(name))


def test_an_index_is_there_from_its_end_until_it_is_dropped(stores: Stores, tmp_path: Path) -> None:
    folder = tmp_path / "build-0123456789abcdef"
    folder.mkdir()
    assert not stores.holds(folder)
    stores.writer(folder, None).commit()
    assert stores.holds(folder)
    stores.drop(folder)
    stores.drop(folder)
    assert not stores.holds(folder)


# --- the same answers ---


def test_both_stores_find_the_same_just_as_surely(two: tuple[Place, Place]) -> None:
    # given the same knowledge in both
    for place in two:
        place.build(WORLD)
    sqlite, postgresql = (place.answers() for place in two)
    # then ids, scores and probabilities are the same to the last digit
    assert postgresql == sqlite
    # and they do tell the questions apart
    assert len(set(map(str, sqlite))) > len(QUESTIONS)


def test_both_stores_go_on_from_the_build_before(two: tuple[Place, Place], world: Path) -> None:
    # given builds in both, and a file changed since
    first = [place.build(world) for place in two]
    before = [place.answers() for place in two]
    amend(world / TEA, "凉茶", "奶茶")
    encoders = StandIn(), StandIn()
    again = [place.build(world, encoder) for place, encoder in zip(two, encoders, strict=True)]
    # then each goes on from the first, with the new words alone to be encoded
    for built, earlier in zip(again, first, strict=True):
        assert note(built.folder)["based_on"] == earlier.folder.name
    assert encoders[0].encoded == encoders[1].encoded
    assert any("奶茶" in text for text in encoders[0].encoded)
    # and both find the same again, which is not what they found before
    sqlite, postgresql = (place.answers() for place in two)
    assert postgresql == sqlite != before[0] == before[1]


def test_an_unchanged_world_is_not_built_again(place: Place) -> None:
    assert place.build(WORLD).fresh
    assert not place.build(WORLD).fresh


# --- changing stores ---


def test_a_build_of_another_store_is_made_anew(two: tuple[Place, Place], world: Path) -> None:
    # given a build in SQLite
    sqlite, postgresql = two
    built = sqlite.build(world)
    moved = Place(sqlite.root, postgresql.stores)
    assert (usable(sqlite.root, SQLITE), usable(moved.root, moved.stores)) == (built.folder, None)
    # when PostgreSQL is set, and the same knowledge built
    again = moved.build(world)
    # then it is built once more under its name
    assert (again.folder, again.fresh) == (built.folder, True)
    assert note(again.folder)["based_on"] is None
    assert not (again.folder / INDEX).exists()
    # and back again
    assert sqlite.build(world).fresh
    assert sqlite.answers() == moved.answers()


def test_a_broken_file_does_not_keep_a_build_that_is_in_another_store(
    two: tuple[Place, Place], world: Path
) -> None:
    # given a build in SQLite, a broken file since, and PostgreSQL set
    sqlite, postgresql = two
    sqlite.build(world)
    amend(world / TEA, "as_of:", "as_off:")
    built = Place(sqlite.root, postgresql.stores).build(world)
    # then what can be read is served, rather than what can't be reached
    assert (built.fresh, built.kept_last_good) == (True, False)


# --- servers that are away ---


def test_a_server_that_is_away_stops_a_build_with_a_kind_sentence(
    two: tuple[Place, Place], world: Path
) -> None:
    # given a build in use, and a database that doesn't run
    _, place = two
    built = place.build(world)
    away = Place(place.root, stores_at(f"postgresql://ershun:geheim@127.0.0.1:{free_port()}/x"))
    # when it is built or read
    for attempt in (lambda: away.build(world), lambda: away.stores.reader(built.folder).heads()):
        with pytest.raises(StoreUnavailable, match=r"^连不上放知识库的 PostgreSQL（127\.0"):
            attempt()
    # then the build in use still is
    assert current(place.root) == built.folder.resolve()


def test_what_is_served_comes_back_with_a_lost_index(
    two: tuple[Place, Place], postgres_url: str
) -> None:
    # given an index served, and dropped by somebody
    _, place = two
    built = place.build(WORLD)
    serving = Serving(place.root, StandIn(), place.stores)
    searcher = serving.searcher()
    assert serving.searcher() is searcher
    on_server(f"DROP SCHEMA {schema_of(built.folder)} CASCADE", postgres_url)
    with pytest.raises(StoreUnavailable, match=r"运行 ershun knowledge build 重新建。$"):
        serving.searcher().search("社保卡丢了", region="000000")
    # when it is built again, under the same name
    assert place.build(WORLD).folder == built.folder
    # then the new one is read, not the old one's numbers
    assert serving.searcher() is not searcher
    result = serving.searcher().search("社保卡丢了", region="000000")
    assert result.hits[0].id == "card-replace"


def test_the_password_is_written_nowhere(
    postgres_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # given a URL with a password in it (the tests' server doesn't ask for one)
    url = make_url(postgres_url).set(password="geheim").render_as_string(hide_password=False)
    stores = stores_at(url)
    # when a build is made and served
    with caplog.at_level(logging.DEBUG):
        place = Place(tmp_path / "builds", stores)
        place.build(WORLD)
        place.answers()
    # then no file and no line of the log has it
    files = [file for file in place.root.rglob("*") if file.is_file()]
    assert {"meta.json", "lexicon.txt"} <= {file.name for file in files}
    assert not any(b"geheim" in file.read_bytes() for file in files)
    assert "geheim" not in caplog.text
    assert "geheim" not in repr(vars(stores))
    assert isinstance(stores, PostgresStores)
    stores.close()
