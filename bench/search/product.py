"""The product's own search over a task: imported, built and searched as an office would."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Optional

from bench.search.tasks import BEIJING, GUANGDONG, POLICY, Task
from knowledge.build import build
from knowledge.importing.importing import Importer, alone
from knowledge.importing.outcome import Options
from knowledge.importing.places import Places
from knowledge.importing.report import ReportFile
from knowledge.library import Entry
from knowledge.loader import load_regions
from knowledge.schema import NATIONAL, ImportedItem, ImportedText
from knowledge.search.encoder import Encoder
from knowledge.search.results import Result
from knowledge.search.searcher import Searcher
from knowledge.serving import Serving
from settings import REPOSITORY

#: Registries of the shipped knowledge: without entries, so that only the task is searched.
_REGISTRIES = ("documents.yaml", "phones.yaml", "glossary.yaml", "regions/regions.yaml")


@dataclass(frozen=True)
class Kind:
    """How a task's documents are imported, and from where one asks.

    Attributes:
        importer: kind of the import.
        file: name of the file; a year in it dates what is in it.
        region: where the citizen is who asks.
        key: column of a row's id.
    """

    importer: str
    file: str
    region: str = NATIONAL
    key: str = "docid"


KINDS = {
    GUANGDONG: Kind("items", "guangdong_2021.jsonl", "440100", "TASK_CODE"),
    BEIJING: Kind("faq", "beijing_2024.jsonl", key="id"),
    POLICY: Kind("documents", "policy_2020.jsonl"),
}


class ProductEngine:
    """Ranks, judges and answers with the product's searcher."""

    def __init__(
        self,
        searcher: Searcher,
        region: str = NATIONAL,
        codes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Ask as a citizen in ``region`` does; ``codes`` are document ids by what is found."""
        self._searcher = searcher
        self._region = region
        self._codes = codes

    def rank(self, query: str, limit: int) -> list[str]:
        """Document ids, best first, at most ``limit``."""
        return self._ids(self._result(query, limit))[:limit]

    def judge(self, query: str) -> tuple[list[str], float, str]:
        """Ids best first, probability that the first is right, and the verdict."""
        result = self._result(query, 10)
        return self._ids(result), result.probability, result.verdict.value

    def answer(self, query: str) -> str:
        """What is told first, from the text that is found first."""
        best = self._result(query, 1).best
        extract = self._searcher.extract(query, best.variant.entry) if best else None
        return extract.text if extract else ""

    def _ids(self, result: Result) -> list[str]:
        """Ids of the documents the hits were imported from."""
        entries = (hit.variant.entry for hit in result.hits)
        return [
            next((self._codes[c] for c in row_ids(e) if c in self._codes), row_ids(e)[0])
            for e in entries
        ]

    def _result(self, query: str, limit: int) -> Result:
        return self._searcher.search(query, region=self._region, limit=limit)


def row_ids(entry: Entry) -> tuple[str, ...]:
    """What may be the id of the row an entry was imported from.

    Part of our own id, or the number that its office has given it: a long code is hashed
    in the one, and a document bears its 文号 in the other.
    """
    assert isinstance(entry, (ImportedItem, ImportedText))
    own = entry.id.partition("-")[2]
    return (entry.origin.number, own) if entry.origin.number else (own,)


@dataclass(frozen=True)
class Prepared:
    """A task ready to be asked.

    Attributes:
        engine: the product over it.
        searcher: the product's searcher.
        seconds: that the build took, without encoding what the cache had.
        size: bytes of the build on disk.
    """

    engine: ProductEngine
    searcher: Searcher
    seconds: float
    size: int


def prepare(task: Task, folder: Path, encoder: Optional[Encoder], model: str) -> Prepared:
    """Import and build a task's documents under ``folder``.

    Args:
        task: whose documents are searched.
        folder: to work in; vectors already there are used again.
        encoder: meaning vectors.
        model: the encoder's name.
    """
    kind = KINDS[task.name]
    file = folder / kind.file
    codes = {_code(number): d.id for number, d in enumerate(task.documents)}
    rows = ({**d.row, kind.key: code} for code, d in zip(codes, task.documents, strict=True))
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return prepare_file(file, kind, folder, encoder, model, codes)


def _code(number: int) -> str:
    """A code that importing keeps: running numbers are nobody's own, so it makes new ones."""
    return f"bench{number:020d}"


def prepare_file(
    file: Path,
    kind: Kind,
    folder: Path,
    encoder: Optional[Encoder],
    model: str,
    codes: Mapping[str, str] = MappingProxyType({}),
) -> Prepared:
    """Import and build one file under ``folder``; ``codes`` are ids by the codes in it."""
    shipped = _without_entries(folder / "knowledge")
    imported = folder / "imported"
    with alone(imported):
        places = Places(load_regions(shipped))
        importer = Importer(imported, places, date.today(), ReportFile(imported, datetime.now(UTC)))
        report = importer.run(file, kind.importer, Options())
        assert not report.refused_for, report.refused_for
    started = time.perf_counter()
    built = build(
        shipped,
        folder / "builds",
        today=date.today(),
        imported=imported,
        encoder=encoder,
        model=model if encoder else None,
    )
    seconds = time.perf_counter() - started
    searcher = Serving(folder / "builds", encoder).searcher()
    size = sum(f.stat().st_size for f in built.folder.iterdir())
    engine = ProductEngine(searcher, kind.region, codes)
    return Prepared(engine, searcher, seconds, size)


def _without_entries(folder: Path) -> Path:
    for name in _REGISTRIES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / "knowledge" / name, folder / name)
    return folder
