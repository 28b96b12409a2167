"""The index: what goes in comes out again, from one read-only file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import jieba
import numpy as np
import pytest

from knowledge.library import Library, Variant
from knowledge.search import index as indexes
from knowledge.search.encoder import DIMENSIONS
from knowledge.search.index import Indexer, averages, draft, kind_of, model_of
from knowledge.search.passages import Field, passages
from knowledge.search.sqlite_storage import SqliteReader, SqliteWriter
from knowledge.search.storage import Channel
from knowledge.search.stored_library import StoredLibrary
from tests.imported import imported_hall, imported_item, imported_text
from tests.knowledge.conftest import StandIn
from tests.knowledge.search.conftest import library_of

STATUTE = imported_text(
    id="law-parks",
    title="清河市公园条例",
    sections=[
        {"text": "为了管好公园，制定本条例。", "heading": "第一章 总则", "article": 1},
        {"text": "老年人免费进公园。", "heading": "第二章 游览", "article": 2},
    ],
)


@pytest.fixture
def reader(index: Path) -> Iterator[SqliteReader]:
    """The small world's index, opened."""
    with closing(SqliteReader(index)) as opened:
        yield opened


def built(library: Library, tokens: jieba.Tokenizer, file: Path) -> SqliteReader:
    """An index without vectors, written and opened."""
    indexes.build(library, tokens, file, lambda _: None)
    return SqliteReader(file)


def texts_of(reader: SqliteReader, key: int) -> list[tuple[int, str, str | None, int | None]]:
    """Field, text, heading and article of all that is kept of an entry, names first."""
    rows = [*reader.names([key]), *reader.bodies(key)[0]]
    return [(row.field, row.text, row.heading, row.article) for row in rows]


def test_the_library_comes_out_as_it_went_in(library: Library, reader: SqliteReader) -> None:
    stored = StoredLibrary(reader)
    # given the library read from files
    for variant in library.all_variants():
        found = stored.variants[variant.entry.id][variant.entry.region]
        # then every entry is the same, with the level each fact comes from
        assert found.entry == variant.entry
        assert found.provenance == variant.provenance
    assert set(stored.variants) == set(library.variants)


@pytest.mark.parametrize("registry", ["documents", "phones", "regions", "terms"])
def test_registries_come_out_as_they_went_in(
    library: Library, reader: SqliteReader, registry: str
) -> None:
    assert getattr(StoredLibrary(reader), registry) == getattr(library, registry)


@pytest.mark.parametrize(
    ("entry", "model", "kind", "asked"),
    [
        (imported_item(), "imported-item", "item", True),
        (imported_text(), "imported-text", "policy", False),
        (imported_text(questions=["公园要门票吗"]), "imported-text", "policy", True),
        (imported_hall(), "hall", "policy", True),
        (imported_hall(questions=[]), "hall", "policy", True),
        (STATUTE, "imported-text", "policy", False),
    ],
)
def test_what_was_imported_comes_out_as_it_went_in(
    tokens: jieba.Tokenizer, tmp_path: Path, entry: object, model: str, kind: str, asked: bool
) -> None:
    assert isinstance(entry, indexes.ServiceItem | indexes.PolicyEntry)
    with closing(built(library_of(entry), tokens, tmp_path / "index.sqlite")) as opened:
        (head,) = opened.heads()
        stored = StoredLibrary(opened).variants[entry.id][entry.region].entry
    # then it is of the same kind, and whether people's words for it are known is noted
    assert (stored, type(stored)) == (entry, type(entry))
    assert (head.kind, model_of(entry), kind_of(entry), head.asked) == (model, model, kind, asked)


def test_every_passage_belongs_to_the_entry_it_is_of(
    library: Library, reader: SqliteReader
) -> None:
    matrix = reader.matrix()
    keys = [head.key for head in reader.heads()]
    assert set(matrix.owner.tolist()) == set(keys)
    assert set(matrix.field.tolist()) == {int(f) for f in Field}
    # then of each entry just its own passages come out, in their order
    for head in reader.heads():
        own = list(passages(library.variants[head.id][head.region].entry))
        told = [(int(p.field), p.text, p.heading, p.article) for p in own]
        assert texts_of(reader, head.key) == sorted(told, key=lambda row: row[0] == Field.BODY)
        assert (matrix.owner == head.key).sum() == len(own)


def test_headings_and_articles_stay_with_their_text(
    tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    with closing(built(library_of(STATUTE), tokens, tmp_path / "index.sqlite")) as opened:
        assert texts_of(opened, 1) == [
            (Field.NAME, "清河市公园条例", None, None),
            (Field.BODY, "为了管好公园，制定本条例。", "第一章 总则", 1),
            (Field.BODY, "老年人免费进公园。", "第二章 游览", 2),
        ]


def test_only_names_are_kept_as_sounds(reader: SqliteReader) -> None:
    named = reader.names([head.key for head in reader.heads()])
    assert all(row.sounds for row in named)
    assert {row.sounds for row in reader.bodies(reader.heads()[0].key)[0]} == {""}
    assert next(row.sounds for row in named if row.text == "社保卡挂失") == "se bao ka gua si"


def test_an_index_without_an_encoder_has_no_vectors(reader: SqliteReader) -> None:
    assert reader.matrix().rows is None
    assert reader.bodies(reader.heads()[0].key)[1] is None


def test_vectors_come_out_nearly_as_exact_as_they_went_in(hybrid_index: Path) -> None:
    with closing(SqliteReader(hybrid_index)) as opened:
        matrix = opened.matrix()
        texts = [text for h in opened.heads() for _, text, *_ in texts_of(opened, h.key)]
    assert matrix.rows is not None
    assert matrix.rows.shape == (len(texts), DIMENSIONS)
    # given the vectors as the encoder gives them; names come first in every entry
    exact = StandIn().encode(texts)
    # then half precision has moved no similarity by more than a thousandth
    assert np.abs(matrix.rows @ exact.T - exact @ exact.T).max() < 0.001


def test_the_body_of_an_entry_comes_with_its_own_vectors(hybrid_index: Path) -> None:
    with closing(SqliteReader(hybrid_index)) as opened:
        key = next(h.key for h in opened.heads() if h.id == "card-cost")
        rows, vectors = opened.bodies(key)
    assert vectors is not None
    exact = StandIn().encode([row.text for row in rows])
    assert np.diag(vectors @ exact.T) == pytest.approx(1, abs=0.001)


def test_names_are_kept_as_words_pairs_and_sounds_and_a_title_has_no_body(
    reader: SqliteReader,
) -> None:
    keys = {head.id: head.key for head in reader.heads()}

    def holding(channel: Channel, term: str) -> set[int]:
        found = reader.postings(channel, [term])
        return set(found[term].keys.tolist()) if found else set()

    # 加急 stands in the body of one answer only, 收费 in a question of the same
    assert holding(Channel.PAIRS, "加急") == {keys["card-cost"]}
    assert holding(Channel.TITLE, "加急") == set()
    assert keys["card-cost"] in holding(Channel.TITLE, "收费")
    assert keys["tea-money"] in holding(Channel.WORDS, "凉茶")
    assert keys["tea-money"] in holding(Channel.SOUNDS, "lian_ca")
    assert reader.postings(Channel.WORDS, ["火箭"]) == {}


def test_a_word_in_a_name_counts_more_than_one_in_a_body(
    tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    # given two texts of the same words, parted differently into title and body
    named = imported_text(id="named", title="公园门票", sections=[{"text": "怎么收费。"}])
    told = imported_text(id="told", title="怎么收费", sections=[{"text": "公园门票。"}])
    with closing(built(library_of(named, told), tokens, tmp_path / "index.sqlite")) as opened:
        keys = {head.id: head.key for head in opened.heads()}
        found = opened.postings(Channel.PAIRS, ["门票"])["门票"]
    weights = dict(zip(found.keys.tolist(), found.weights.tolist(), strict=True))
    assert weights[keys["named"]] > weights[keys["told"]]


def test_kinds_are_told_apart(library: Library) -> None:
    kinds = {v.entry.id: kind_of(v.entry) for v in library.all_variants()}
    assert kinds["card-replace"] == "item"
    assert kinds["card-cost"] == "policy"


def test_a_variant_that_differs_in_anything_has_another_digest(library: Library) -> None:
    variant = library.variants["card-cost"]["000000"]
    same = Variant(variant.entry.copy(deep=True), dict(variant.provenance))
    edited = Variant(variant.entry.copy(update={"answer": "都不要钱。"}), variant.provenance)
    elsewhere = Variant(variant.entry, {"answer": "230000"})
    digests = [draft(v).digest for v in (variant, same, edited, elsewhere)]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_a_draft_is_read_when_it_is_written(tokens: jieba.Tokenizer, tmp_path: Path) -> None:
    # given drafts that note when they are read
    read: list[str] = []

    def load(entry_id: str) -> Variant:
        read.append(entry_id)
        return Variant(imported_text(id=entry_id))

    wanted = [
        indexes.Draft(name, "000000", name, lambda name=name: load(name))  # type: ignore[misc]
        for name in ("one-text", "other-text")
    ]
    assert read == []
    indexer = Indexer(SqliteWriter(tmp_path / "index.sqlite"), tokens, lambda _: None)
    # when they are written
    seen: list[int] = []
    assert indexer.add(wanted, 1, seen.append) == 2
    indexer.finish(Library())
    # then each was read once
    assert (read, seen) == (["one-text", "other-text"], [2])


def test_texts_are_encoded_some_hundred_at_a_time(tokens: jieba.Tokenizer, tmp_path: Path) -> None:
    # given more entries than are written at a time
    many = library_of(*(imported_text(id=f"text-{n}", title=f"通知{n}") for n in range(300)))
    asked_for: list[int] = []

    def encode(texts: object) -> None:
        assert isinstance(texts, list)
        asked_for.append(len(texts))

    told: list[int] = []
    indexer = Indexer(SqliteWriter(tmp_path / "index.sqlite"), tokens, encode)
    indexer.add((draft(v) for v in many.all_variants()), progress=told.append)
    indexer.finish(many)
    # then the encoder saw the titles and bodies in two parts, and progress was told twice
    assert asked_for == [512, 88]
    assert told == [256, 300]
    with closing(SqliteReader(tmp_path / "index.sqlite")) as opened:
        assert len(opened.heads()) == 300
        assert len(opened.matrix().owner) == 600


def test_the_length_of_an_average_entry_is_kept_for_the_next_build(
    reader: SqliteReader,
) -> None:
    kept = averages(reader.meta())
    assert set(kept) == set(Channel)
    # a title has fewer pairs than the whole entry
    assert 0 < kept[Channel.TITLE] < kept[Channel.PAIRS]


def test_an_empty_library_makes_an_empty_index(tokens: jieba.Tokenizer, tmp_path: Path) -> None:
    file = tmp_path / "index.sqlite"
    assert indexes.build(Library(), tokens, file, lambda _: None) == 0
    with closing(SqliteReader(file)) as opened:
        assert (opened.heads(), opened.names([1]), opened.bodies(1)) == ([], [], ([], None))
        assert (len(opened.matrix().owner), opened.matrix().rows) == (0, None)
        assert dict(StoredLibrary(opened).variants) == {}


def test_the_number_of_entries_is_told(
    library: Library, tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    count = indexes.build(library, tokens, tmp_path / "index.sqlite", lambda _: None)
    assert count == len(list(library.all_variants())) == 8


def test_texts_are_data_never_commands(
    library: Library, tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    # given an entry with SQL and quotes in its text
    nasty = "'); DROP TABLE entry; -- \" OR 1=1"
    variant = library.variants["senior-age"]["000000"]
    entry = variant.entry.copy(update={"answer": nasty, "questions": [nasty] * 4})
    # when it is indexed and read, and asked for by the same words
    with closing(built(library_of(entry), tokens, tmp_path / "index.sqlite")) as opened:
        stored = StoredLibrary(opened).variants["senior-age"]["000000"].entry
        assert opened.postings(Channel.WORDS, [nasty, "' OR 1=1 --"]) == {}
        assert set(opened.postings(Channel.PAIRS, ["dr", "'"])) == {"dr"}
        # then it is that text and nothing happened
        assert stored.dict()["answer"] == nasty
        assert len(opened.heads()) == 1


def test_reading_never_writes(index: Path, library: Library) -> None:
    before = index.read_bytes()
    with closing(SqliteReader(index)) as opened:
        stored = StoredLibrary(opened)
        assert len(list(stored.all_variants())) == len(list(library.all_variants()))
        opened.matrix()
        opened.postings(Channel.WORDS, ["社保卡"])
    assert index.read_bytes() == before
    assert not list(index.parent.glob("*-journal"))
    assert not list(index.parent.glob("*-wal"))


def test_a_missing_index_is_not_created_by_reading_it(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        SqliteReader(tmp_path / "index.sqlite").heads()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.9])
def test_a_cut_index_is_noticed(index: Path, tmp_path: Path, share: float) -> None:
    # given the beginning of an index, as a full disk leaves it
    cut = tmp_path / "index.sqlite"
    cut.write_bytes(index.read_bytes()[: int(index.stat().st_size * share)])
    with closing(SqliteReader(cut)) as opened, pytest.raises(sqlite3.DatabaseError):
        StoredLibrary(opened)
