"""The cache of sentence vectors: each sentence is encoded once, whatever happens."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.encoder import DIMENSIONS, Vectors
from knowledge.search.vectors import VectorCache
from tests.knowledge.conftest import StandIn

Open = Callable[..., VectorCache]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "vectors.sqlite"


@pytest.fixture
def open_cache(file: Path) -> Iterator[Open]:
    """Opens the cache as each build does; all are closed afterwards."""
    opened: list[VectorCache] = []

    def open_one(model: str = "stand-in-1") -> VectorCache:
        opened.append(VectorCache(file, model))
        return opened[-1]

    yield open_one
    for cache in opened:
        cache.close()


def test_a_sentence_is_encoded_once(open_cache: Open, encoder: StandIn) -> None:
    # given a build
    first = open_cache().encode(encoder, ["社保卡丢了", "办老年证"])
    # when the next one has one sentence more
    again = open_cache().encode(encoder, ["办老年证", "凉茶补贴", "社保卡丢了"])
    # then only that one is encoded
    assert encoder.encoded == ["社保卡丢了", "办老年证", "凉茶补贴"]
    # and each row is where its sentence is
    assert np.allclose(again[[2, 0]], first, atol=0.001)


def test_rows_come_in_the_order_of_the_sentences(open_cache: Open, encoder: StandIn) -> None:
    texts = [f"第 {i} 句" for i in range(200)]
    # given every other sentence known already
    open_cache().encode(encoder, texts[::2])
    # then known and new ones come back mixed as asked
    rows = open_cache().encode(encoder, texts)
    assert np.allclose(rows, StandIn().encode(texts), atol=0.001)


def test_another_model_has_other_vectors(open_cache: Open, encoder: StandIn) -> None:
    open_cache("stand-in-1").encode(encoder, ["社保卡丢了"])
    open_cache("stand-in-2").encode(encoder, ["社保卡丢了"])
    assert encoder.encoded == ["社保卡丢了", "社保卡丢了"]


def test_nothing_to_encode_gives_no_rows(open_cache: Open, encoder: StandIn) -> None:
    assert open_cache().encode(encoder, []).shape == (0, DIMENSIONS)


def test_progress_counts_only_what_is_really_encoded(open_cache: Open, encoder: StandIn) -> None:
    # given ten of a hundred and fifty sentences known
    texts = [f"第 {i} 句" for i in range(150)]
    open_cache().encode(encoder, texts[:10])
    seen: list[tuple[int, int]] = []
    # when all are wanted
    open_cache().encode(encoder, texts, lambda done, total: seen.append((done, total)))
    # then the bar ends at its end
    assert seen == [(64, 140), (128, 140), (140, 140)]


class Failing(StandIn):
    """Gives up at the second batch, as when the power fails."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.encoded:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_an_interrupted_build_keeps_what_was_encoded(open_cache: Open, encoder: StandIn) -> None:
    # given a build that was interrupted after the first 64 sentences
    texts = [f"第 {i} 句" for i in range(100)]
    with pytest.raises(KeyboardInterrupt):
        open_cache().encode(Failing(), texts)
    # then the next one encodes the other 36
    open_cache().encode(encoder, texts)
    assert encoder.encoded == texts[64:]


@pytest.mark.parametrize(
    "garbage",
    ["not a database at all" * 100, "SQLite format 3\0" + "x" * 900],
    ids=["text", "head"],
)
def test_a_damaged_cache_is_begun_anew(
    file: Path, open_cache: Open, encoder: StandIn, garbage: str
) -> None:
    # given a file that is no database any more
    file.write_text(garbage)
    # then the knowledge can be built all the same
    assert open_cache().encode(encoder, ["社保卡丢了"]).shape == (1, DIMENSIONS)


def test_a_cache_in_use_by_another_build_is_not_thrown_away(
    file: Path, open_cache: Open, encoder: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a good cache that another process holds for longer than we wait
    open_cache().encode(encoder, ["社保卡丢了"])
    holder = sqlite3.connect(file)
    holder.execute("BEGIN EXCLUSIVE")
    # SQLite's own wait of five seconds, shortened
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, timeout=0.05))
    # when a second build wants it
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        open_cache()
    # then it is still there afterwards
    holder.rollback()
    holder.close()
    open_cache().encode(encoder, ["社保卡丢了"])
    assert encoder.encoded == ["社保卡丢了"]
