"""Every store gives back what was put into it: the same tests for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Optional

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge.search.encoder import DIMENSIONS, Vectors
from knowledge.search.passages import Field
from knowledge.search.storage import Channel, Head, Postings, Reader, StoredPassage, Writer
from knowledge.search.stores import Stores

NAME, ASKED, BODY = int(Field.NAME), int(Field.ASKED), int(Field.BODY)

HEADS = [
    Head(1, "card-replace", "000000", "item", "d1", True, 1),
    Head(2, "card-replace", "230100", "item", "d2", True, 1),
    Head(4, "heating", "230000", "imported-text", "d4", False, 1),
]
PASSAGES = [
    StoredPassage(1, NAME, "补办社保卡", "bu ban se bao ka"),
    StoredPassage(1, ASKED, "卡丢了咋办", "ka diu le za ban"),
    StoredPassage(1, BODY, "带身份证去。", heading="要带什么"),
    StoredPassage(1, BODY, "当天能拿。", article=15),
    StoredPassage(4, NAME, "取暖办法", "qu luan ban fa"),
    StoredPassage(4, BODY, "第一条\n\t'引号' \"引号\" \\ % %s {s} $1 😀𠮷", "", "总则", 1),
]


def vectors_for(rows: Sequence[object]) -> Vectors:
    """Unit vectors that half precision holds exactly, each another."""
    made = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
    for at, row in enumerate(made):
        row[at % DIMENSIONS], row[-1] = 0.75, 0.25
    return made


def hits(*pairs: tuple[int, float]) -> Postings:
    keys, weights = zip(*pairs, strict=True)
    return Postings(np.array(keys, np.uint32), np.array(weights, np.float16))


def plain(found: dict[str, Postings]) -> dict[str, list[tuple[int, float]]]:
    """Postings that can be compared."""
    return {
        term: list(zip(at.keys.tolist(), at.weights.tolist(), strict=True))
        for term, at in found.items()
    }


def fill(writer: Writer, vectors: Optional[Vectors]) -> None:
    """What every test here reads."""
    for head in HEADS:
        writer.put_entry(head, f'{{"id": "{head.id}", "回": "\\u0000"}}', f'{{"k": {head.key}}}')
    writer.put_passages(PASSAGES, vectors)
    writer.put_postings(Channel.WORDS, [("社保卡", hits((1, 1.5), (2, 0.5))), ("卡", hits((1, 2)))])
    writer.put_postings(Channel.PAIRS, [("社保", hits((1, 0.25)))])
    writer.put_registry("papers", '["身份证"]')
    writer.put_meta({"last-key": "4", "average-WORDS": "3.5"})


class Shelf:
    """A store and folders of builds to put into it."""

    def __init__(self, stores: Stores, root: Path) -> None:
        self.stores = stores
        self._root = root
        self._numbers = count()

    def folder(self) -> Path:
        """The folder of another build."""
        folder = self._root / f"build-{next(self._numbers):016x}"
        folder.mkdir()
        return folder

    def filled(self, vectors: Optional[Vectors] = None) -> Path:
        """A build with the rows above."""
        folder = self.folder()
        with closing(self.stores.writer(folder, None)) as writer:
            fill(writer, vectors)
            writer.commit()
        return folder

    def going_on(self, before: Path) -> tuple[Path, Writer]:
        """A build that begins with what is in another."""
        folder = self.folder()
        return folder, self.stores.writer(folder, before)


@pytest.fixture
def shelf(stores: Stores, tmp_path: Path) -> Shelf:
    return Shelf(stores, tmp_path)


@pytest.fixture
def reader(shelf: Shelf) -> Iterator[Reader]:
    """Of a build without vectors."""
    with closing(shelf.stores.reader(shelf.filled())) as opened:
        yield opened


class TestWhatGoesInComesOut:
    def test_heads_by_key(self, reader: Reader) -> None:
        assert reader.heads() == HEADS

    def test_entries_with_their_provenance_letter_for_letter(self, reader: Reader) -> None:
        assert reader.entry(2) == ('{"id": "card-replace", "回": "\\u0000"}', '{"k": 2}')

    def test_names_and_questions_of_the_entries_asked_for(self, reader: Reader) -> None:
        assert reader.names([4, 1]) == [PASSAGES[0], PASSAGES[1], PASSAGES[4]]
        assert reader.names([4]) == [PASSAGES[4]]
        assert reader.names([2, 99]) == []
        assert reader.names([]) == []

    def test_bodies_in_order_without_vectors(self, reader: Reader) -> None:
        assert reader.bodies(1) == ([PASSAGES[2], PASSAGES[3]], None)
        assert reader.bodies(4) == ([PASSAGES[5]], None)
        assert reader.bodies(2) == ([], None)

    def test_bodies_with_vectors(self, shelf: Shelf) -> None:
        vectors = vectors_for(PASSAGES)
        reader = shelf.stores.reader(shelf.filled(vectors))
        rows, found = reader.bodies(1)
        assert rows == [PASSAGES[2], PASSAGES[3]]
        assert found is not None
        assert np.array_equal(found, vectors[2:4])
        assert found.dtype == np.float32

    def test_postings_of_terms_that_occur(self, reader: Reader) -> None:
        found = reader.postings(Channel.WORDS, ["社保卡", "卡", "社保", "没有", "'); --"])
        assert plain(found) == {"社保卡": [(1, 1.5), (2, 0.5)], "卡": [(1, 2.0)]}
        assert found["卡"].keys.dtype == np.uint32
        assert found["卡"].weights.dtype == np.float16

    def test_channels_have_postings_of_their_own(self, reader: Reader) -> None:
        assert plain(reader.postings(Channel.PAIRS, ["社保", "卡"])) == {"社保": [(1, 0.25)]}
        assert reader.postings(Channel.TITLE, ["社保", "卡"]) == {}
        assert reader.postings(Channel.WORDS, []) == {}

    def test_registries_and_meta(self, reader: Reader) -> None:
        assert reader.registry("papers") == '["身份证"]'
        assert reader.meta() == {"last-key": "4", "average-WORDS": "3.5"}

    def test_the_matrix_of_all_passages(self, shelf: Shelf) -> None:
        vectors = vectors_for(PASSAGES)
        matrix = shelf.stores.reader(shelf.filled(vectors)).matrix()
        assert matrix.owner.tolist() == [1, 1, 1, 1, 4, 4]
        assert matrix.field.tolist() == [row.field for row in PASSAGES]
        assert matrix.owner.dtype == np.int32
        assert matrix.field.dtype == np.int8
        assert matrix.rows is not None
        assert np.array_equal(matrix.rows, vectors)
        assert matrix.rows.dtype == np.float32

    def test_a_matrix_without_vectors(self, reader: Reader) -> None:
        matrix = reader.matrix()
        assert matrix.owner.tolist() == [1, 1, 1, 1, 4, 4]
        assert matrix.rows is None

    def test_an_empty_build(self, shelf: Shelf) -> None:
        folder = shelf.folder()
        shelf.stores.writer(folder, None).commit()
        reader = shelf.stores.reader(folder)
        assert (reader.heads(), reader.meta(), reader.names([1])) == ([], {}, [])
        assert (reader.matrix().owner.tolist(), reader.matrix().rows) == ([], None)

    def test_an_entry_or_registry_that_is_not_there(self, reader: Reader) -> None:
        with pytest.raises(ValueError, match="not enough values"):
            reader.entry(3)
        with pytest.raises(ValueError, match="not enough values"):
            reader.registry("phones")

    def test_one_reader_serves_many_threads(self, reader: Reader) -> None:
        def ask(number: int) -> tuple[object, ...]:
            channel = Channel.WORDS if number % 2 else Channel.PAIRS
            return reader.names([1]), plain(reader.postings(channel, ["社保卡", "社保"]))

        alone = [ask(0), ask(1)]
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(ask, range(80))) == alone * 40


class TestWritingBitByBit:
    def test_postings_of_a_term_already_there_are_appended(self, shelf: Shelf) -> None:
        # given a term in two calls, and a term twice in one call
        folder = shelf.folder()
        writer = shelf.stores.writer(folder, None)
        writer.put_postings(Channel.WORDS, [("卡", hits((1, 1))), ("证", hits((1, 2)))])
        twice = [("卡", hits((2, 3))), ("新", hits((2, 4))), ("卡", hits((3, 5), (7, 6)))]
        writer.put_postings(Channel.WORDS, twice)
        writer.put_postings(Channel.TITLE, [("卡", hits((9, 9)))])
        writer.commit()
        # then all that it occurs in is there, in the order it was added
        found = shelf.stores.reader(folder).postings(Channel.WORDS, ["卡", "证", "新"])
        assert plain(found) == {
            "卡": [(1, 1.0), (2, 3.0), (3, 5.0), (7, 6.0)],
            "证": [(1, 2.0)],
            "新": [(2, 4.0)],
        }

    def test_a_term_as_long_as_a_page_of_english(self, shelf: Shelf) -> None:
        # given a term that nothing makes shorter: normal form leaves out all spaces
        endless = "".join(f"{number:x}" for number in np.random.default_rng(1).bytes(9_000))
        folder = shelf.folder()
        writer = shelf.stores.writer(folder, None)
        writer.put_postings(Channel.WORDS, [(endless, hits((1, 1)))])
        writer.put_postings(Channel.WORDS, [(endless, hits((2, 1)))])
        writer.commit()
        found = shelf.stores.reader(folder).postings(Channel.WORDS, [endless])
        assert plain(found) == {endless: [(1, 1.0), (2, 1.0)]}

    def test_what_is_set_twice_counts_as_set_last(self, shelf: Shelf) -> None:
        folder = shelf.folder()
        writer = shelf.stores.writer(folder, None)
        fill(writer, None)
        writer.put_registry("papers", "[]")
        writer.put_meta({"last-key": "5", "new": "x"})
        writer.put_meta({})
        writer.commit()
        reader = shelf.stores.reader(folder)
        assert reader.registry("papers") == "[]"
        assert reader.meta() == {"last-key": "5", "average-WORDS": "3.5", "new": "x"}

    def test_a_retired_entry_is_out_of_use_at_once(self, shelf: Shelf) -> None:
        # given an entry retired in the build that adds it
        folder = shelf.folder()
        writer = shelf.stores.writer(folder, None)
        fill(writer, vectors_for(PASSAGES))
        writer.retire([1])
        writer.retire([])
        writer.commit()
        reader = shelf.stores.reader(folder)
        # then neither heads nor matrix have it, and its postings stay
        assert reader.heads() == HEADS[1:]
        assert reader.matrix().owner.tolist() == [4, 4]
        assert plain(reader.postings(Channel.WORDS, ["卡"])) == {"卡": [(1, 2.0)]}

    def test_closing_after_the_end_does_nothing(self, shelf: Shelf) -> None:
        folder = shelf.folder()
        writer = shelf.stores.writer(folder, None)
        fill(writer, None)
        writer.commit()
        writer.close()
        assert shelf.stores.reader(folder).heads() == HEADS


class TestGoingOnFromABuild:
    def test_what_was_there_stays_and_what_is_new_is_added(self, shelf: Shelf) -> None:
        # given a build with vectors
        vectors = vectors_for(range(len(PASSAGES) + 1))
        before = shelf.filled(vectors[:-1])
        # when another goes on from it: one entry changes its words
        folder, writer = shelf.going_on(before)
        writer.retire([4])
        new = Head(5, "heating", "230000", "imported-text", "d5", True, 1)
        asked = StoredPassage(5, ASKED, "几号来暖气", "ji hao lai luan qi")
        writer.put_entry(new, "{}", "{}")
        writer.put_passages([asked], vectors[-1:])
        writer.put_postings(Channel.WORDS, [("卡", hits((5, 1))), ("暖气", hits((5, 3)))])
        writer.put_meta({"last-key": "5"})
        writer.commit()
        # then both are served together
        reader = shelf.stores.reader(folder)
        assert reader.heads() == [*HEADS[:2], new]
        assert reader.entry(1) == ('{"id": "card-replace", "回": "\\u0000"}', '{"k": 1}')
        assert reader.names([1, 5]) == [*PASSAGES[:2], asked]
        found = reader.postings(Channel.WORDS, ["卡", "暖气", "社保卡"])
        assert plain(found) == {
            "卡": [(1, 2.0), (5, 1.0)],
            "暖气": [(5, 3.0)],
            "社保卡": [(1, 1.5), (2, 0.5)],
        }
        assert reader.registry("papers") == '["身份证"]'
        assert reader.meta() == {"last-key": "5", "average-WORDS": "3.5"}
        matrix = reader.matrix()
        assert matrix.owner.tolist() == [1, 1, 1, 1, 5]
        assert matrix.rows is not None
        assert np.array_equal(matrix.rows, vectors[[0, 1, 2, 3, 6]])

    def test_the_build_before_stays_as_it_was(self, shelf: Shelf) -> None:
        before = shelf.filled()
        reader = shelf.stores.reader(before)
        _, writer = shelf.going_on(before)
        writer.retire([1])
        writer.put_postings(Channel.WORDS, [("卡", hits((5, 1)))])
        writer.put_meta({"last-key": "9"})
        writer.commit()
        assert reader.heads() == HEADS
        assert plain(reader.postings(Channel.WORDS, ["卡"])) == {"卡": [(1, 2.0)]}
        assert reader.meta()["last-key"] == "4"


#: Texts as they may stand in a file: anything but halves of characters and NUL.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@hypothesis_settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(TEXTS, max_size=8), st.dictionaries(TEXTS, st.integers(1, 2**31 - 1), max_size=8))
def test_any_text_comes_out_letter_for_letter(
    shelf: Shelf, texts: list[str], terms: dict[str, int]
) -> None:
    # given passages and terms of any characters
    rows = [StoredPassage(1, ASKED, text, text[::-1], text or None) for text in texts]
    folder = shelf.folder()
    writer = shelf.stores.writer(folder, None)
    writer.put_passages(rows, None)
    writer.put_postings(Channel.WORDS, [(term, hits((key, 1))) for term, key in terms.items()])
    writer.commit()
    # then each comes out as it went in
    reader = shelf.stores.reader(folder)
    assert reader.names([1]) == rows
    found = reader.postings(Channel.WORDS, list(terms))
    assert plain(found) == {term: [(key, 1.0)] for term, key in terms.items()}
