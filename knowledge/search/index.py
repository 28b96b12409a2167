"""The built index: entries, passages with vectors, postings and registries in one store.

Building goes entry by entry. When an earlier build is at hand only what differs from it
is read, cut and encoded: the rest is taken over as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Optional

import jieba

from knowledge.library import Entry, Library, Variant
from knowledge.schema import (
    Document,
    Hall,
    ImportedItem,
    ImportedText,
    Phone,
    PolicyEntry,
    Region,
    ServiceItem,
    Strict,
    Term,
)
from knowledge.search.encoder import Vectors
from knowledge.search.passages import Field, Passage, passages
from knowledge.search.postings import Accumulator, weighed
from knowledge.search.sqlite_storage import SqliteWriter
from knowledge.search.storage import Channel, Head, StoredPassage, Writer
from knowledge.search.text import neighbours, plain, sounds, tokenise

#: Encodes passage texts; None for an index without meaning vectors.
Encode = Callable[[Sequence[str]], Optional[Vectors]]

KINDS: dict[str, type[ServiceItem] | type[PolicyEntry]] = {
    "item": ServiceItem,
    "policy": PolicyEntry,
    "imported-item": ImportedItem,
    "imported-text": ImportedText,
    "hall": Hall,
}

#: Registry of the library -> model of its rows and the field they are keyed by.
REGISTRIES: dict[str, tuple[type[Strict], str]] = {
    "documents": (Document, "id"),
    "phones": (Phone, "number"),
    "regions": (Region, "code"),
    "terms": (Term, "word"),
}
#: How much a term counts by where it stands.
FIELD_WEIGHTS = {Field.NAME: 4.0, Field.ASKED: 3.0, Field.BODY: 1.0}
#: Passages encoded and written at a time: memory stays flat however many there are.
_BATCH = 512


def kind_of(entry: Entry) -> str:
    """What one can do with it: ``item`` is something to be done, ``policy`` something to know."""
    return "item" if isinstance(entry, ServiceItem) else "policy"


def model_of(entry: Entry) -> str:
    """Name of the entry's model in :data:`KINDS`."""
    return next(name for name, model in KINDS.items() if type(entry) is model)


@dataclass(frozen=True)
class Draft:
    """A variant on its way into the index, read only if it is new.

    Attributes:
        id: of the entry.
        region: where it holds.
        digest: changes when the variant does.
        load: reads the variant.
        also: names by which it is searched besides those it has itself.
    """

    id: str
    region: str
    digest: str
    load: Callable[[], Variant] = field(compare=False)
    also: tuple[str, ...] = ()


def draft(variant: Variant) -> Draft:
    """A draft of a variant that is read already."""
    told = variant.entry.json() + json.dumps(variant.provenance)
    digest = sha256(told.encode()).hexdigest()
    return Draft(variant.entry.id, variant.entry.region, digest, lambda: variant)


class Indexer:
    """Writes variants into a store."""

    def __init__(
        self,
        writer: Writer,
        tokenizer: jieba.Tokenizer,
        encode: Encode,
        averages: Optional[dict[Channel, float]] = None,
    ) -> None:
        """Write with ``writer``.

        Args:
            writer: of a new store, or of a copy of the one before.
            tokenizer: knows the lexicon.
            encode: meaning of passages.
            averages: of the build this one goes on from.
        """
        self._writer = writer
        self._tokenizer = tokenizer
        self._encode = encode
        self._postings = {c: Accumulator((averages or {}).get(c)) for c in Channel}
        self._last = 0

    def add(
        self,
        drafts: Iterable[Draft],
        first_key: int = 1,
        progress: Callable[[int], None] = lambda _: None,
    ) -> int:
        """Add variants under new keys.

        Args:
            drafts: the variants.
            first_key: key of the first; the others follow.
            progress: told how many are written.

        Returns:
            How many there were.
        """
        batch: list[StoredPassage] = []
        count = 0
        for key, wanted in enumerate(drafts, start=first_key):
            count += 1
            variant = wanted.load()
            further = (Passage(Field.ASKED, name) for name in wanted.also)
            own = [*passages(variant.entry), *further]
            head = _head(key, wanted, variant.entry, own)
            data = variant.entry.json(ensure_ascii=False)
            self._writer.put_entry(head, data, json.dumps(variant.provenance))
            batch.extend(self._cut(key, own))
            self._last = key
            if len(batch) >= _BATCH:
                self._flush(batch)
                progress(count)
        self._flush(batch)
        progress(count)
        return count

    def finish(self, library: Library) -> None:
        """Write the postings, the registries and what is to be known of the build."""
        for channel, gathered in self._postings.items():
            self._writer.put_postings(channel, gathered.rows())
        for name in REGISTRIES:
            rows = [json.loads(row.json()) for row in getattr(library, name).values()]
            self._writer.put_registry(name, json.dumps(rows))
        self._writer.put_registry("papers", json.dumps(sorted(library.papers)))
        self._writer.put_meta(
            {f"average-{c.name}": repr(a.average) for c, a in self._postings.items()}
        )
        if self._last:
            self._writer.put_meta({"last-key": str(self._last)})
        self._writer.commit()

    def _cut(self, key: int, own: Sequence[Passage]) -> list[StoredPassage]:
        """Count the terms of an entry; its passages as they are kept."""
        plains = [(FIELD_WEIGHTS[p.field], p.field, plain(p.text)) for p in own]
        # The slowest part of a build, so done once; names keep it as well.
        spoken = [sounds(text) for _, _, text in plains]
        words = [(w, tokenise(self._tokenizer, text)) for w, _, text in plains]
        pairs = [(w, neighbours(text)) for w, _, text in plains]
        heard = [(w, neighbours(s, "_")) for (w, _, _), s in zip(plains, spoken, strict=True)]
        title = [(1.0, neighbours(text)) for _, at, text in plains if at is not Field.BODY]
        for channel, fields in zip(Channel, (words, pairs, heard, title), strict=True):
            self._postings[channel].add(key, weighed(fields))
        return [_stored(key, p, said) for p, said in zip(own, spoken, strict=True)]

    def _flush(self, rows: list[StoredPassage]) -> None:
        self._writer.put_passages(rows, self._encode([row.text for row in rows]))
        rows.clear()


def averages(meta: Mapping[str, str]) -> dict[Channel, float]:
    """Average lengths as a build's meta data has them."""
    return {c: float(meta[f"average-{c.name}"]) for c in Channel}


def _head(key: int, wanted: Draft, entry: Entry, own: Sequence[Passage]) -> Head:
    # The title of a text without questions is its author's, not a citizen's.
    asked = isinstance(entry, Hall) or not isinstance(entry, ImportedText) or bool(entry.questions)
    bodies = sum(passage.field is Field.BODY for passage in own)
    return Head(key, wanted.id, wanted.region, model_of(entry), wanted.digest, asked, bodies)


def _stored(key: int, passage: Passage, spoken: Sequence[str]) -> StoredPassage:
    heard = "" if passage.field is Field.BODY else " ".join(spoken)
    return StoredPassage(
        key, int(passage.field), passage.text, heard, passage.heading, passage.article
    )


def build(library: Library, tokenizer: jieba.Tokenizer, path: Path, encode: Encode) -> int:
    """Write the index of ``library`` to ``path`` (which must not exist).

    Returns:
        The number of entries.
    """
    indexer = Indexer(SqliteWriter(path), tokenizer, encode)
    count = indexer.add(draft(variant) for variant in library.all_variants())
    indexer.finish(library)
    return count
