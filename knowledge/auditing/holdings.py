"""Every entry under audit, hand-written and imported, with department, region and file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Optional

from knowledge.auditing.ledger import Counts, Ledger, Origin, Subject
from knowledge.library import Entry, Library, Variant
from knowledge.schema import Hall, ImportedItem, ImportedText, ServiceItem


class Kind(str, Enum):
    """What an entry is to a citizen."""

    ITEM = "item"
    QUESTION = "question"
    DOCUMENT = "document"
    HALL = "hall"


KIND_NAMES = {
    Kind.ITEM: "事项",
    Kind.QUESTION: "政策问答",
    Kind.DOCUMENT: "文件原文",
    Kind.HALL: "大厅网点",
}

NO_DEPARTMENT = "没写部门"


@dataclass(frozen=True)
class Held:
    """One entry under audit.

    Attributes:
        counts: the counts of its department, region and origin, to be added to.
        variant: the hand-written file it comes from; None if it was imported.
    """

    entry: Entry
    kind: Kind
    department: str
    subject: Subject
    counts: Counts
    variant: Optional[Variant] = None

    def own(self, field: str) -> bool:
        """Whether the entry's own file says ``field``.

        What a region inherits is to be mended in the file above, and told once, there.
        """
        return self.variant is None or self.variant.level_of(field) == self.subject.region


def holdings(
    library: Library, imported: Iterable[Entry], ledger: Ledger, root: Path = Path()
) -> Iterator[Held]:
    """All entries one after another; imported ones are not kept in memory.

    Args:
        library: the hand-written entries.
        imported: the others.
        ledger: where they are counted.
        root: the knowledge folder; files are named from there.
    """
    for variant in library.all_variants():
        yield _held(variant.entry, ledger, below(variant.file, root), variant)
    for entry in imported:
        # An import keeps the name of the file it read, not where it lay.
        file = entry.origin.file if isinstance(entry, (ImportedItem, ImportedText)) else None
        yield _held(entry, ledger, file)


def kind_of(entry: Entry) -> Kind:
    """What an entry is; an imported text is a document unless it answers questions."""
    if isinstance(entry, ServiceItem):
        return Kind.ITEM
    if isinstance(entry, Hall):
        return Kind.HALL
    if isinstance(entry, ImportedText) and not entry.questions:
        return Kind.DOCUMENT
    return Kind.QUESTION


def department_of(entry: Entry) -> str:
    """The department an entry is counted under.

    Hand-written policies name none: they are counted by topic, marked as such.
    """
    if isinstance(entry, ServiceItem):
        return entry.department
    if isinstance(entry, ImportedText):
        return entry.department or entry.origin.publisher or NO_DEPARTMENT
    return f"政策问答·{entry.topic}"


def name_of(entry: Entry) -> str:
    """Name of an item, title of anything else."""
    return entry.name if isinstance(entry, ServiceItem) else entry.title


def below(file: Path, root: Path) -> str:
    """``file`` as seen from ``root``; a report that is handed on needn't tell where it lies."""
    return str(file.relative_to(root) if file.is_relative_to(root) else file)


def _held(
    entry: Entry, ledger: Ledger, file: Optional[str], variant: Optional[Variant] = None
) -> Held:
    department, region = department_of(entry), str(entry.region)
    return Held(
        entry=entry,
        kind=kind_of(entry),
        department=department,
        subject=Subject(entry.id, name_of(entry), region, file, variant is None),
        counts=ledger.cell(department, region, Origin.OWN if variant else Origin.IMPORTED),
        variant=variant,
    )
