"""BM25 over the index's full-text rows (SQLite FTS5), and how much a score could be."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from pathlib import Path

#: BM25 weight of the name, asked and body columns.
WEIGHTS = (4.0, 3.0, 1.0)
#: FTS5's fixed k1; a term that saturates contributes idf * (k1 + 1).
_K1 = 1.2


class Lexical:
    """BM25 scores of one index."""

    def __init__(self, path: Path) -> None:
        """Open the index read-only."""
        self._db = sqlite3.connect(
            f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._db.execute(
            "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, fulltext, 'row')"
        )
        (self._rows,) = self._db.execute("SELECT count(*) FROM fulltext").fetchone()
        self._document_counts: dict[str, int] = dict(
            self._db.execute("SELECT term, doc FROM temp.vocabulary").fetchall()
        )

    def scores(self, tokens: Sequence[str], limit: int) -> dict[int, float]:
        """Key -> score of the best ``limit`` rows.

        Scores are shares of the highest score the tokens could reach, so that a query
        full of words we have never seen scores low even at rank one.
        """
        ceiling = sum(self._idf(token) for token in tokens) * (_K1 + 1)
        if not tokens or ceiling <= 0:
            return {}
        match = " OR ".join('"' + token.replace('"', "") + '"' for token in tokens)
        found = self._db.execute(
            "SELECT rowid, -bm25(fulltext, ?, ?, ?) AS score FROM fulltext"
            " WHERE fulltext MATCH ? ORDER BY score DESC LIMIT ?",
            (*WEIGHTS, match, limit),
        )
        return {key: min(1.0, score / ceiling) for key, score in found}

    def _idf(self, token: str) -> float:
        seen = self._document_counts.get(token, 0)
        return max(1e-6, math.log((self._rows - seen + 0.5) / (seen + 0.5)))

    def close(self) -> None:
        """Release the file."""
        self._db.close()
