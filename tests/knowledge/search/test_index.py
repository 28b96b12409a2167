"""The index: what goes in comes out again, from one read-only file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import jieba
import numpy as np
import pytest

from knowledge.library import Library
from knowledge.search import index as indexes
from knowledge.search.encoder import DIMENSIONS
from knowledge.search.index import kind_of, read
from knowledge.search.passages import Field
from tests.knowledge.conftest import StandIn


def test_the_library_comes_out_as_it_went_in(library: Library, index: Path) -> None:
    contents = read(index)
    # given the library read from files
    for variant in library.all_variants():
        stored = contents.library.variants[variant.entry.id][variant.entry.region]
        # then every entry is the same, with the level each fact comes from
        assert stored.entry == variant.entry
        assert stored.provenance == variant.provenance
    assert set(contents.library.variants) == set(library.variants)


@pytest.mark.parametrize("registry", ["documents", "phones", "regions", "terms"])
def test_registries_come_out_as_they_went_in(library: Library, index: Path, registry: str) -> None:
    assert getattr(read(index).library, registry) == getattr(library, registry)


def test_every_passage_belongs_to_an_entry(index: Path) -> None:
    contents = read(index)
    assert len(contents.texts) == len(contents.owner) == len(contents.field)
    assert set(contents.owner.tolist()) == set(contents.variants)
    assert set(contents.field.tolist()) == {int(f) for f in Field}


def test_an_index_without_an_encoder_has_no_vectors(index: Path) -> None:
    assert read(index).vectors is None


def test_vectors_come_out_nearly_as_exact_as_they_went_in(hybrid_index: Path) -> None:
    contents = read(hybrid_index)
    assert contents.vectors is not None
    assert contents.vectors.shape == (len(contents.texts), DIMENSIONS)
    # given the vectors as the encoder gives them
    exact = StandIn().encode(contents.texts)
    # then half precision has moved no similarity by more than a thousandth
    assert np.abs(contents.vectors @ exact.T - exact @ exact.T).max() < 0.001


def test_kinds_are_told_apart(library: Library) -> None:
    kinds = {v.entry.id: kind_of(v.entry) for v in library.all_variants()}
    assert kinds["card-replace"] == "item"
    assert kinds["card-cost"] == "policy"


def test_an_empty_library_makes_an_empty_index(tokens: jieba.Tokenizer, tmp_path: Path) -> None:
    file = tmp_path / "index.sqlite"
    assert indexes.build(Library(), tokens, file, lambda _: None) == 0
    contents = read(file)
    assert (contents.variants, contents.texts, contents.vectors) == ({}, [], None)


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
    spiked = Library(variants={"senior-age": {"000000": type(variant)(entry)}})
    # when it is indexed and read
    indexes.build(spiked, tokens, tmp_path / "index.sqlite", lambda _: None)
    # then it is that text and nothing happened
    stored = read(tmp_path / "index.sqlite").library.variants["senior-age"]["000000"].entry
    assert stored.dict()["answer"] == nasty


def test_reading_never_writes(index: Path) -> None:
    before = index.read_bytes()
    read(index)
    assert index.read_bytes() == before
    assert not list(index.parent.glob("*-journal"))


def test_a_missing_index_is_not_created_by_reading_it(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        read(tmp_path / "index.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_cut_index_is_noticed(index: Path, tmp_path: Path) -> None:
    # given the first half of an index, as a full disk leaves it
    cut = tmp_path / "index.sqlite"
    cut.write_bytes(index.read_bytes()[: index.stat().st_size // 2])
    with pytest.raises(sqlite3.DatabaseError):
        read(cut)
