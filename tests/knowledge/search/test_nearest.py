"""Which passages mean nearly the same: all compared, or chosen by their signs first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from knowledge.search.encoder import DIMENSIONS, Vectors
from knowledge.search.nearest import COMPARE_ALL, Nearest, Signs
from knowledge.search.passages import Field
from knowledge.search.storage import Matrix

MANY = 70_000
#: Matters that the passages are about, some hundred passages each.
MATTERS = 700
#: How far a passage lies from the middle of its matter, so that two of one matter are about
#: as alike (0.6) as an encoder finds them.
SPREAD = 0.8


def unit(rows: npt.NDArray[np.float32]) -> Vectors:
    made: Vectors = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return made


def clustered(count: int, seed: int) -> tuple[Vectors, Vectors]:
    """Passages of several matters, and questions about some of them."""
    rng = np.random.default_rng(seed)
    middles = unit(rng.standard_normal((MATTERS, DIMENSIONS), dtype=np.float32))
    # Encoders point all texts somewhat into one direction.
    middles = unit(middles + unit(rng.standard_normal(DIMENSIONS, dtype=np.float32)))
    about = rng.integers(MATTERS, size=count)
    rows = middles[about]
    rows += rng.standard_normal(rows.shape, dtype=np.float32) * (SPREAD / DIMENSIONS**0.5)
    noise = rng.standard_normal((60, DIMENSIONS), dtype=np.float32)
    questions = rows[rng.integers(count, size=60)] + noise * (SPREAD / DIMENSIONS**0.5)
    return unit(rows), unit(questions)


@pytest.fixture(scope="module")
def many() -> tuple[Vectors, Vectors]:
    """More passages than are compared one by one, and sixty questions."""
    return clustered(MANY, seed=20261123)


def matrix(rows: Vectors, owner: list[int], field: list[Field]) -> Matrix:
    return Matrix(
        np.array(owner, dtype=np.int32), np.array([int(f) for f in field], dtype=np.int8), rows
    )


def small(*rows: list[float]) -> Vectors:
    """Vectors of which only the first numbers differ from nought."""
    made = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
    for at, row in enumerate(rows):
        made[at, : len(row)] = row
    return made


QUESTION = small([1, 0])[0]


def test_of_an_entry_the_closest_passage_counts() -> None:
    # given an entry of two names and two bodies, and another
    rows = small([0.1], [0.9], [0.4], [0.3], [0.2])
    fields = [Field.NAME, Field.ASKED, Field.BODY, Field.BODY, Field.BODY]
    nearest = Nearest(matrix(rows, [1, 1, 1, 1, 3], fields), size=5)
    asked, body = nearest.asked_and_body(QUESTION)
    # then names and questions are one matter, bodies another
    assert asked.tolist() == pytest.approx([0, 0.9, 0, 0, 0])
    assert body.tolist() == pytest.approx([0, 0.4, 0, 0.2, 0])


def test_what_points_away_is_as_good_as_unknown() -> None:
    nearest = Nearest(matrix(small([-0.8]), [1], [Field.BODY]), size=2)
    asked, body = nearest.asked_and_body(QUESTION)
    assert (asked.tolist(), body.tolist()) == ([0, 0], [0, 0])


def test_without_passages_nothing_is_near() -> None:
    empty = np.zeros((0, DIMENSIONS), dtype=np.float32)
    asked, body = Nearest(matrix(empty, [], []), size=3).asked_and_body(QUESTION)
    assert asked.tolist() == body.tolist() == [0, 0, 0]


def test_few_passages_are_all_compared_exactly() -> None:
    # given two thousand passages, eight an entry
    rows, questions = clustered(2_000, seed=7)
    owner = [1 + n // 8 for n in range(2_000)]
    field = [Field.BODY if n % 2 else Field.ASKED for n in range(2_000)]
    nearest = Nearest(matrix(rows, owner, field), size=251)
    for question in questions[:5]:
        asked, body = nearest.asked_and_body(question)
        similarity = rows @ question
        # then each entry has the highest of its own, to the last bit
        for key in range(1, 251):
            own = similarity[(key - 1) * 8 : key * 8]
            assert asked[key] == max(own[::2].max(), 0)
            assert body[key] == max(own[1::2].max(), 0)


def test_of_few_passages_signs_leave_none_out() -> None:
    rows, questions = clustered(500, seed=3)
    at, similarity = Signs(rows).closest(questions[0], 2_000)
    assert sorted(at.tolist()) == list(range(500))
    assert similarity == pytest.approx(rows[at] @ questions[0], abs=0.001)


def test_of_many_passages_the_best_ten_are_found_by_their_signs(
    many: tuple[Vectors, Vectors],
) -> None:
    rows, questions = many
    assert len(rows) > COMPARE_ALL
    signs = Signs(rows)
    found = 0
    for question in questions:
        best = np.argpartition(rows @ question, -10)[-10:]
        at, _ = signs.closest(question, 2_000)
        found += len(np.intersect1d(best, at))
    assert found / (10 * len(questions)) >= 0.95


def test_with_many_passages_the_nearest_entries_are_the_same(
    many: tuple[Vectors, Vectors],
) -> None:
    # given seven passages an entry, more than are compared one by one
    rows, questions = many
    owner = np.arange(MANY, dtype=np.int32) // 7 + 1
    field = np.full(MANY, int(Field.BODY), dtype=np.int8)
    nearest = Nearest(Matrix(owner, field, rows), size=int(owner.max()) + 1)
    same = 0
    for question in questions:
        asked, body = nearest.asked_and_body(question)
        similarity = rows @ question
        first = int(owner[similarity.argmax()])
        same += int(body.argmax()) == first
        # then nothing is made nearer than it is, and no name is found where there is none
        assert body.max() <= similarity.max() + 0.002
        assert not asked.any()
    assert same / len(questions) >= 0.95
