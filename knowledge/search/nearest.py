"""Which passages mean nearly the same as a question."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from knowledge.search.encoder import Vectors
from knowledge.search.passages import Field
from knowledge.search.storage import Matrix

#: Up to so many passages every one is compared (512 floats each: 120 MB). Beyond, the
#: signs of the vectors (64 bytes each) choose whom to compare exactly.
COMPARE_ALL = 60_000
#: Passages chosen by signs and then compared. Chosen by estimate: on real questions over
#: hundreds of thousands of passages it has not been measured yet.
_CHOSEN = 2_000


class Nearest:
    """Similarity of a question to each entry's closest passage."""

    def __init__(self, matrix: Matrix, size: int) -> None:
        """Take over the vectors.

        Args:
            matrix: the passages' vectors; ``rows`` must not be None.
            size: the highest entry key, plus one.
        """
        assert matrix.rows is not None
        self._owner, self._size = matrix.owner, size
        self._is_body = matrix.field == Field.BODY
        self._signs = Signs(matrix.rows) if len(matrix.rows) > COMPARE_ALL else None
        if self._signs is None:
            self._all = matrix.rows
            self._asked = _Runs(matrix.owner, ~self._is_body)
            self._bodies = _Runs(matrix.owner, self._is_body)

    def asked_and_body(self, question: Vectors) -> tuple[Vectors, Vectors]:
        """Highest similarity of each entry's names and questions, and of its body, by key."""
        if self._signs is None:
            similarity: Vectors = self._all @ question
            return (
                self._asked.highest(similarity, self._size),
                self._bodies.highest(similarity, self._size),
            )
        at, similarity = self._signs.closest(question, _CHOSEN)
        owner, is_body = self._owner[at], self._is_body[at]
        return (
            _Runs(owner, ~is_body).highest(similarity, self._size),
            _Runs(owner, is_body).highest(similarity, self._size),
        )


class _Runs:
    """Some of the passages, those of one entry after each other."""

    def __init__(self, owner: npt.NDArray[np.int32], chosen: npt.NDArray[np.bool_]) -> None:
        at = np.flatnonzero(chosen)
        self._at = at[np.argsort(owner[at], kind="stable")]
        owners = owner[self._at]
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self._owners = owners[self._starts]

    def highest(self, similarity: Vectors, size: int) -> Vectors:
        """By key, the highest similarity of an entry's passages; 0 for none or below 0."""
        best = np.zeros(size, dtype=np.float32)
        if len(self._starts):
            best[self._owners] = np.maximum.reduceat(similarity[self._at], self._starts)
        return np.maximum(best, 0)


class Signs:
    """Vectors too many to compare one by one: first by the signs of their numbers."""

    def __init__(self, rows: Vectors) -> None:
        """Index ``rows``; they are kept at half precision."""
        import faiss  # 40 MB of memory that a small knowledge base does without

        self._centre = rows.mean(axis=0)
        self._rows = rows.astype(np.float16)
        self._index = faiss.IndexBinaryFlat(rows.shape[1])
        for start in range(0, len(rows), 100_000):
            part = rows[start : start + 100_000] - self._centre
            self._index.add(np.packbits(part > 0, axis=1))
        faiss.omp_set_num_threads(1)

    def closest(self, question: Vectors, count: int) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Rows likely closest to ``question``, and their exact similarity."""
        signs = np.packbits((question - self._centre) > 0)[None]
        _, found = self._index.search(signs, min(count, len(self._rows)))
        at = found[0]
        similarity: Vectors = self._rows[at].astype(np.float32) @ question
        return at, similarity
