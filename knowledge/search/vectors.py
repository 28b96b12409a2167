"""A cache of sentence vectors, so that a rebuild encodes only what changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.search.encoder import DIMENSIONS, Encoder, Vectors

#: Called with (texts encoded so far, texts to encode in all).
Progress = Callable[[int, int], None]

_BATCH = 64


class VectorCache:
    """Vectors by text, in one SQLite file next to the indexes."""

    def __init__(self, path: Path, model: str) -> None:
        """Open or create the cache.

        Args:
            path: the cache file.
            model: name and version of the encoder; another model has other vectors.
        """
        self._db = _opened(path)
        self._model = model

    def encode(
        self, encoder: Encoder, texts: Sequence[str], progress: Progress = lambda *_: None
    ) -> Vectors:
        """One row a text, taken from the cache where it is known."""
        keys = [hashlib.sha256(f"{self._model}\n{text}".encode()).digest() for text in texts]
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        missing = []
        for i, key in enumerate(keys):
            found = self._db.execute("SELECT value FROM vector WHERE key = ?", (key,)).fetchone()
            if found:
                rows[i] = np.frombuffer(found[0], dtype=np.float16)
            else:
                missing.append(i)
        for start in range(0, len(missing), _BATCH):
            part = missing[start : start + _BATCH]
            rows[part] = encoder.encode([texts[i] for i in part])
            self._db.executemany(
                "INSERT OR REPLACE INTO vector VALUES (?, ?)",
                [(keys[i], rows[i].astype(np.float16).tobytes()) for i in part],
            )
            self._db.commit()
            progress(min(start + _BATCH, len(missing)), len(missing))
        return rows

    def close(self) -> None:
        """Release the file."""
        self._db.close()


def _opened(path: Path) -> sqlite3.Connection:
    """The cache's database; one that is damaged is begun anew, everything can be encoded again."""
    try:
        return _connected(path)
    except sqlite3.OperationalError:
        raise  # locked or no room: the file itself may be good
    except sqlite3.DatabaseError:
        path.unlink()
        return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    try:
        db.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB)")
    except sqlite3.Error:
        db.close()
        raise
    return db
