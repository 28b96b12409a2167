"""Writes the index of one build, from the build before if little has changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Optional

from knowledge import lexicon
from knowledge.importing.store import ImportedStore
from knowledge.library import Library, Variant
from knowledge.search import index, updating
from knowledge.search.stores import Stores
from knowledge.siblings import Key, shared_names

LEXICON = "lexicon.txt"
META = "meta.json"
#: Raise when the layout of a build changes, so that old builds are not reused.
FORMAT = 6

#: Called with (entries written so far, entries to write).
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Way:
    """How entries are read and encoded.

    Attributes:
        encode: meaning of texts.
        model: name and version of the encoder's model.
        progress: called while entries are written.
    """

    encode: index.Encode
    model: Optional[str]
    progress: Progress


class Sources:
    """Where the entries of a build come from: the files, and what was imported."""

    def __init__(self, library: Library, store: ImportedStore) -> None:
        self.library = library
        self._store = store
        # A number or a division that ships was checked by hand: it stays as it is.
        library.regions = {**{r.code: r for r in store.regions()}, **library.regions}
        library.phones = {**{p.number: p for p in store.phones()}, **library.phones}

    def drafts(self) -> list[index.Draft]:
        """Every variant; where a file and an import speak of the same, the file holds."""
        own = [index.draft(variant) for variant in self.library.all_variants()]
        there = {(d.id, d.region) for d in own}
        shared = shared_names(self._store.named_items())
        return [
            *own,
            *(
                self._draft(key, digest, shared.get(key, ()))
                for key, digest in sorted(self._store.digests().items())
                if key not in there
            ),
        ]

    def _draft(self, key: Key, digest: str, also: Sequence[str]) -> index.Draft:
        # What siblings are called is no part of the entry, but of what is indexed of it.
        digest = sha256("\0".join([digest, *also]).encode()).hexdigest() if also else digest
        return index.Draft(*key, digest, partial(self._read, *key), tuple(also))

    def _read(self, entry_id: str, region: str) -> Variant:
        entry = self._store.entry(entry_id, region)
        assert entry is not None, (entry_id, region)  # both from one snapshot
        return Variant(entry, {"*": region})


def write_index(
    sources: Sources, staging: Path, before: Optional[Path], way: Way, stores: Stores
) -> tuple[int, Optional[str]]:
    """Write the index into ``staging``, where the lexicon lies already.

    Args:
        sources: what is to be in it.
        staging: folder of the new build.
        before: folder of the build in use, if its index is in ``stores``.
        way: how entries are read and encoded.
        stores: where indexes are kept.

    Returns:
        How many entries there are, and the name of the build it goes on from.
    """
    drafts = sources.drafts()
    tokens = lexicon.tokenizer(lexicon.read(staging / LEXICON))
    change = _change(drafts, staging, before, way.model, stores)
    if change is None:
        before = None
    averages = None
    if before is not None:
        with closing(stores.reader(before)) as reader:
            averages = index.averages(reader.meta())
    todo = change or updating.Update(drafts, [], 1)
    count = len(todo.drafts)
    with closing(stores.writer(staging, before)) as writer:
        indexer = index.Indexer(writer, tokens, way.encode, averages)
        writer.retire(todo.retired)
        indexer.add(todo.drafts, todo.first_key, lambda done: way.progress(done, count))
        indexer.finish(sources.library)
    return len(drafts), before.name if before is not None else None


def _change(
    drafts: Sequence[index.Draft],
    staging: Path,
    before: Optional[Path],
    model: Optional[str],
    stores: Stores,
) -> Optional[updating.Update]:
    """What differs from the build before, if it can be gone on from."""
    if before is None:
        return None
    meta = json.loads((before / META).read_text(encoding="utf-8"))
    if (meta.get("format"), meta.get("model")) != (FORMAT, model):
        return None
    words = set(lexicon.read(before / LEXICON)) ^ set(lexicon.read(staging / LEXICON))
    with closing(stores.reader(before)) as reader:
        return updating.update(drafts, reader, words)
