"""The library of an index: entries are read when somebody asks for them.

A hundred thousand entries as objects would take minutes to load and gigabytes to keep; a
conversation touches a handful.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from functools import cached_property, lru_cache

from knowledge.library import Library, Variant
from knowledge.schema import NATIONAL
from knowledge.search.index import KINDS, REGISTRIES
from knowledge.search.storage import Head, Reader

#: Entries kept in memory; a busy hall speaks of far fewer in an hour.
_REMEMBERED = 4096


class StoredVariants(MutableMapping[str, dict[str, Variant]]):
    """Variants by entry id and region, read on demand. Nothing can be changed."""

    def __init__(self, reader: Reader) -> None:
        """Know which entries there are; read none."""
        self._reader = reader
        self.heads: list[Head] = reader.heads()
        self._keys: dict[str, dict[str, int]] = {}
        for head in self.heads:
            self._keys.setdefault(head.id, {})[head.region] = head.key
        self._models = {head.key: KINDS[head.kind] for head in self.heads}
        self.variant = lru_cache(maxsize=_REMEMBERED)(self._read)

    def keys_of(self, entry_id: str) -> dict[str, int]:
        """Region -> key of the entry's variants."""
        return self._keys.get(entry_id, {})

    def _read(self, key: int) -> Variant:
        data, provenance = self._reader.entry(key)
        return Variant(self._models[key].parse_raw(data), json.loads(provenance))

    def __getitem__(self, entry_id: str) -> dict[str, Variant]:
        return {region: self.variant(key) for region, key in self._keys[entry_id].items()}

    def __setitem__(self, entry_id: str, by_region: dict[str, Variant]) -> None:
        raise TypeError("an index is read only")

    def __delitem__(self, entry_id: str) -> None:
        raise TypeError("an index is read only")

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._keys  # without reading the entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class StoredLibrary(Library):
    """A library whose entries are in a store."""

    def __init__(self, reader: Reader) -> None:
        """Read the registries; entries only when they are asked for."""
        registries = {
            name: {
                getattr(row, key): row
                for row in (model.parse_obj(data) for data in json.loads(reader.registry(name)))
            }
            for name, (model, key) in REGISTRIES.items()
        }
        self.stored = StoredVariants(reader)
        super().__init__(variants=self.stored, **registries)  # type: ignore[arg-type]
        self._reader = reader

    @cached_property
    def papers(self) -> frozenset[str]:
        """Names of all materials of all items, gathered when the index was built."""
        return frozenset(json.loads(self._reader.registry("papers")))

    @cached_property
    def regions_with_rules(self) -> frozenset[str]:
        """Codes of the regions that any entry is of."""
        return frozenset(head.region for head in self.stored.heads)

    def resolve(self, entry_id: str, region: str = NATIONAL) -> Variant | None:
        """The most specific variant of an entry that holds in ``region``."""
        key = self.holding(entry_id, region)
        return None if key is None else self.stored.variant(key)

    def holding(self, entry_id: str, region: str) -> int | None:
        """Key of the variant that holds in ``region``, without reading it."""
        by_region = self.stored.keys_of(entry_id)
        return next((by_region[c] for c in self.chain(region) if c in by_region), None)
