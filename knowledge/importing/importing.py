"""Imports one file: reads it, writes it batch by batch, publishes it or takes it back."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import Optional

from knowledge.importing import publishing
from knowledge.importing.divisions import read_divisions
from knowledge.importing.documents import read_documents
from knowledge.importing.draft import Counts, Draft, Remark
from knowledge.importing.faq import read_faq
from knowledge.importing.halls import read_halls
from knowledge.importing.items import read_items
from knowledge.importing.outcome import FileRefused, Options, Outcome
from knowledge.importing.places import Places
from knowledge.importing.report import Report, ReportFile
from knowledge.importing.source_file import SourceFile, inspect
from knowledge.importing.statutes import read_statutes
from knowledge.importing.tables import FILE, LOCK_TIMEOUT, StoreError, writing

#: Reads a file: the rows behind a given one.
Reader = Callable[[SourceFile, Options, Places, int], Iterator[Outcome]]
#: Called with (bytes done, bytes in all).
Progress = Callable[[int, Optional[int]], None]

READERS: Mapping[str, Reader] = {
    "items": read_items,
    "statutes": read_statutes,
    "faq": read_faq,
    "documents": read_documents,
    "halls": read_halls,
    "divisions": read_divisions,
}

#: Rows a transaction; a killed import loses at most so many.
BATCH = 500
#: From this many rows on, a file of which more than one in twenty is bad is refused whole.
_ENOUGH_ROWS = 20
_ONE_IN = 20


class AnotherImport(Exception):
    """Another import is running; the text says so, in Chinese."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One import at a time.

    Raises:
        AnotherImport: one is running.
        StoreError: the folder can't be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "import.lock").open("w")
    except OSError as error:
        raise StoreError(f"{folder} 写不进去：{error.strerror}。") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherImport("另一个导入正在进行。等它做完，再运行一次。") from error
        yield


@dataclass(frozen=True)
class Importer:
    """Imports files into one folder; the caller makes sure to be ``alone`` there.

    Attributes:
        folder: of the imported knowledge.
        known: the registered divisions.
        today: no fact is from later.
        report_file: where all remarks go.
        lock_timeout: seconds to wait for another process's lock on the database.
    """

    folder: Path
    known: Places
    today: date
    report_file: ReportFile
    lock_timeout: float = LOCK_TIMEOUT

    def run(
        self, path: Path, kind: str, options: Options, progress: Progress = lambda *_: None
    ) -> Report:
        """Import one file.

        Args:
            path: the file.
            kind: a key of ``READERS``.
            options: how to read it.
            progress: called after every batch.

        Raises:
            StoreError: the database or the report can't be written. Readers see what they
                saw before; what was read so far is kept, and the next run goes on there.
        """
        report = Report(path.name)
        try:
            source = inspect(path, self.today, options.as_of)
        except FileRefused as error:
            report.refused_for = str(error)
            return report
        report.encoding = source.encoding
        with writing(self.folder / FILE, self.lock_timeout) as connection:
            draft = publishing.begin(connection, kind, source, options)
            if draft is None:
                report.there_already = True
                return report
            report.resumed_at, report.counts = draft.counts.row, draft.counts
            rows = READERS[kind](source, options, self.known, draft.counts.row)
            report.refused_for = _read(draft, rows, source, progress)
            self._finish(connection, draft, report)
        return report

    def _finish(self, connection: Connection, draft: Draft, report: Report) -> None:
        """Write down what is to be told; then publish the file or take it back."""
        report.shown = self._tell(report.file, draft)
        if report.refused_for:
            publishing.discard(connection, draft)
        else:
            report.change = publishing.publish(connection, draft)

    def _tell(self, name: str, draft: Draft) -> list[Remark]:
        try:
            return self.report_file.write(name, draft.remarks())
        except OSError as error:
            what = f"{self.folder} 写不进去：{error.strerror}。腾出地方再运行一次，会接着做。"
            raise StoreError(what) from error


def _read(draft: Draft, rows: Iterator[Outcome], source: SourceFile, progress: Progress) -> str:
    """Read and write all rows; why nothing of them is to be taken, ``""`` if they are."""
    try:
        for batch in _batches(rows):
            draft.add(batch)
            progress(source.done, source.size)
        source.check_unchanged()
    except FileRefused as error:
        return str(error)
    return _verdict(draft.counts)


def _batches(rows: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    """Some hundred rows at a time; what one row of the file gives stays together."""
    batch: list[Outcome] = []
    for row in rows:
        if len(batch) >= BATCH and row.number != batch[-1].number:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _verdict(counts: Counts) -> str:
    rows = counts.taken + counts.merged + counts.refused + counts.passed
    bad = counts.refused - counts.repeated
    if not rows:
        return "里面一条也没有。"
    if not counts.taken:
        return "一条也收不下。看看种类对不对，列名对不对。"
    if rows >= _ENOUGH_ROWS and bad * _ONE_IN > rows:
        return f"{rows} 行里有 {bad} 行收不下，超过二十分之一，整个没收。先把文件改好。"
    return ""
