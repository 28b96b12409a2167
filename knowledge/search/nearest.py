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
        self._all = matrix.rows if len(matrix.rows) <= COMPARE_ALL else None
        self._signs = None if self._all is not None else Signs(matrix.rows)

    def asked_and_body(self, question: Vectors) -> tuple[Vectors, Vectors]:
        """Highest similarity of each entry's names and questions, and of its body, by key."""
        owner, is_body = self._owner, self._is_body
        if self._all is not None:
            similarity: Vectors = self._all @ question
        else:
            assert self._signs is not None
            at, similarity = self._signs.closest(question, _CHOSEN)
            owner, is_body = owner[at], is_body[at]
        return (
            self._highest(owner[~is_body], similarity[~is_body]),
            self._highest(owner[is_body], similarity[is_body]),
        )

    def _highest(self, owner: npt.NDArray[np.int32], similarity: Vectors) -> Vectors:
        best = np.zeros(self._size, dtype=np.float32)
        # Ascending, so that of an entry's passages the closest is written last.
        order = np.argsort(similarity, kind="stable")
        best[owner[order]] = similarity[order]
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
