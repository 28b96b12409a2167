"""All knowledge in memory, and how a region's overlay chain resolves an entry."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional, Union

from knowledge.schema import (
    NATIONAL,
    Document,
    Phone,
    PolicyEntry,
    Region,
    ServiceItem,
    Term,
)
from knowledge.yaml_source import Source

Entry = Union[ServiceItem, PolicyEntry]


@dataclass(frozen=True)
class Variant:
    """An entry as it holds in one region.

    ``provenance`` maps each overridden top-level field to the region whose file
    overrode it; a field not named there comes from the variant's base. ``file`` and
    ``source`` are empty when the variant was read from an index instead of a file.
    """

    entry: Entry
    provenance: dict[str, str] = field(default_factory=dict)
    file: Path = Path()
    source: Source = field(default_factory=lambda: Source({}))

    def level_of(self, field_name: str) -> str:
        """Region code the field's value comes from."""
        return self.provenance.get(field_name, self.provenance.get("*", NATIONAL))


@dataclass
class Library:
    """Everything the knowledge folder says, after overlays are merged."""

    variants: MutableMapping[str, dict[str, Variant]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)

    def chain(self, region: str) -> list[str]:
        """Codes from ``region`` up to the nation, most specific first.

        An unknown code yields the nation only: an answer that holds everywhere is
        better than none. A parent loop ends where it closes.
        """
        codes: list[str] = []
        current: Optional[str] = region
        while current and current in self.regions and current not in codes:
            codes.append(current)
            current = self.regions[current].parent
        return codes if NATIONAL in codes else [*codes, NATIONAL]

    def resolve(self, entry_id: str, region: str = NATIONAL) -> Optional[Variant]:
        """The most specific variant of an entry that holds in ``region``."""
        by_region = self.variants.get(entry_id, {})
        return next((by_region[c] for c in self.chain(region) if c in by_region), None)

    def applicable(self, variant: Variant, region: str) -> bool:
        """Whether ``variant`` is the one that holds in ``region``."""
        return self.resolve(variant.entry.id, region) is variant

    def all_variants(self) -> Iterator[Variant]:
        """Every variant of every entry, national first, in a stable order."""
        for entry_id in sorted(self.variants):
            yield from (v for _, v in sorted(self.variants[entry_id].items()))

    def items(self) -> Iterator[ServiceItem]:
        """Service items in their most general variant."""
        return (e for e in self._general() if isinstance(e, ServiceItem))

    def policies(self) -> Iterator[PolicyEntry]:
        """Policy entries in their most general variant."""
        return (e for e in self._general() if isinstance(e, PolicyEntry))

    def _general(self) -> Iterator[Entry]:
        for entry_id in sorted(self.variants):
            by_region = self.variants[entry_id]
            yield by_region[min(by_region, key=lambda c: (len(self.chain(c)), c))].entry

    @property
    def papers(self) -> frozenset[str]:
        """Names of all materials of all items."""
        return frozenset(
            material.name
            for variant in self.all_variants()
            if isinstance(variant.entry, ServiceItem)
            for material in variant.entry.materials
        )

    @property
    def regions_with_rules(self) -> frozenset[str]:
        """Codes of the regions that any entry is of."""
        return frozenset(code for by_region in self.variants.values() for code in by_region)

    def region_name(self, code: str) -> str:
        """Chinese name of a region, or 全国."""
        return self.regions[code].name if code in self.regions else "全国"
