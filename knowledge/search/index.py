"""The built index: one read-only SQLite file with entries, full-text rows and vectors."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import jieba
import numpy as np
import numpy.typing as npt

from knowledge.library import Entry, Library, Variant
from knowledge.schema import Document, Phone, PolicyEntry, Region, ServiceItem, Strict, Term
from knowledge.search.encoder import DIMENSIONS, Vectors
from knowledge.search.passages import Field, Passage, passages
from knowledge.search.text import tokenise

#: Encodes all passage texts at once; None for an index without meaning vectors.
Encode = Callable[[Sequence[str]], Optional[Vectors]]

_SCHEMA = """
CREATE TABLE entry (
    key INTEGER PRIMARY KEY, kind TEXT NOT NULL, data TEXT NOT NULL, provenance TEXT NOT NULL
);
CREATE TABLE passage (
    key INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entry(key),
    field INTEGER NOT NULL, text TEXT NOT NULL, vector BLOB
);
CREATE VIRTUAL TABLE fulltext USING fts5(name, asked, body, tokenize = 'unicode61');
CREATE TABLE registry (name TEXT PRIMARY KEY, data TEXT NOT NULL);
"""

KINDS: dict[str, type[ServiceItem] | type[PolicyEntry]] = {
    "item": ServiceItem,
    "policy": PolicyEntry,
}

#: Registry of the library -> model of its rows and the field they are keyed by.
REGISTRIES: dict[str, tuple[type[Strict], str]] = {
    "documents": (Document, "id"),
    "phones": (Phone, "number"),
    "regions": (Region, "code"),
    "terms": (Term, "word"),
}


def kind_of(entry: Entry) -> str:
    """``item`` or ``policy``."""
    return "item" if isinstance(entry, ServiceItem) else "policy"


def build(library: Library, tokenizer: jieba.Tokenizer, path: Path, encode: Encode) -> int:
    """Write the index of ``library`` to ``path`` (which must not exist).

    Returns:
        The number of entries.
    """
    db = sqlite3.connect(path)
    db.executescript(_SCHEMA)
    texts: list[tuple[int, Passage]] = []
    count = 0
    for count, variant in enumerate(library.all_variants(), start=1):
        entry = variant.entry
        db.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?)",
            (count, kind_of(entry), entry.json(), json.dumps(variant.provenance)),
        )
        own = list(passages(entry))
        texts.extend((count, passage) for passage in own)
        _insert_fulltext(db, tokenizer, count, own)
    _insert_passages(db, texts, encode)
    _insert_registries(db, library)
    db.commit()
    db.execute("VACUUM")
    db.close()
    return count


def _insert_fulltext(
    db: sqlite3.Connection, tokenizer: jieba.Tokenizer, key: int, own: list[Passage]
) -> None:
    columns = [
        " ".join(t for p in own if p.field is field for t in tokenise(tokenizer, p.text))
        for field in Field
    ]
    db.execute(
        "INSERT INTO fulltext (rowid, name, asked, body) VALUES (?, ?, ?, ?)", (key, *columns)
    )


def _insert_passages(
    db: sqlite3.Connection, texts: list[tuple[int, Passage]], encode: Encode
) -> None:
    vectors = encode([p.text for _, p in texts])
    blobs = [None] * len(texts) if vectors is None else [v.tobytes() for v in _half(vectors)]
    db.executemany(
        "INSERT INTO passage (entry, field, text, vector) VALUES (?, ?, ?, ?)",
        ((key, int(p.field), p.text, blob) for (key, p), blob in zip(texts, blobs, strict=True)),
    )


def _half(vectors: Vectors) -> npt.NDArray[np.float16]:
    """Half the space; the rounding moves no similarity by more than 0.001."""
    return vectors.astype(np.float16)


def _insert_registries(db: sqlite3.Connection, library: Library) -> None:
    for name in REGISTRIES:
        rows = [json.loads(row.json()) for row in getattr(library, name).values()]
        db.execute("INSERT INTO registry VALUES (?, ?)", (name, json.dumps(rows)))


@dataclass(frozen=True)
class Contents:
    """What is kept in memory of an index.

    Attributes:
        library: the entries and registries, as :mod:`knowledge.loader` would give them.
        variants: every variant by its key in the index.
        texts: the passages.
        owner: key of each passage's variant.
        field: :class:`Field` of each passage.
        vectors: one unit row a passage, or None when built without an encoder.
    """

    library: Library
    variants: dict[int, Variant]
    texts: list[str]
    owner: npt.NDArray[np.int64]
    field: npt.NDArray[np.int64]
    vectors: Optional[Vectors]


def read(path: Path) -> Contents:
    """Load an index written by :func:`build`."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    library, variants = _read_library(db)
    rows = db.execute("SELECT entry, field, text, vector FROM passage ORDER BY key").fetchall()
    db.close()
    vectors = None
    if rows and rows[0][3] is not None:
        raw = b"".join(row[3] for row in rows)
        vectors = np.frombuffer(raw, dtype=np.float16).reshape(-1, DIMENSIONS).astype(np.float32)
    return Contents(
        library,
        variants,
        [row[2] for row in rows],
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.int64),
        vectors,
    )


def _read_library(db: sqlite3.Connection) -> tuple[Library, dict[int, Variant]]:
    library, variants = Library(), {}
    for name, (model, key) in REGISTRIES.items():
        (data,) = db.execute("SELECT data FROM registry WHERE name = ?", (name,)).fetchone()
        rows = [model.parse_obj(row) for row in json.loads(data)]
        getattr(library, name).update({getattr(row, key): row for row in rows})
    for key, kind, data, provenance in db.execute("SELECT * FROM entry"):
        variant = Variant(KINDS[kind].parse_raw(data), json.loads(provenance))
        variants[key] = variant
        library.variants.setdefault(variant.entry.id, {})[variant.entry.region] = variant
    return library, variants
