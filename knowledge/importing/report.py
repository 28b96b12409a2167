"""What came of an import, for the person at the terminal and in a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Optional, TextIO

from rich import box
from rich.markup import escape
from rich.table import Table

from knowledge.importing.draft import Counts, Remark
from knowledge.importing.publishing import Change

#: Refused rows shown at the terminal; the file has all.
SHOWN = 20


@dataclass
class Report:
    """What came of one file.

    Attributes:
        file: its name.
        encoding: how it is encoded, as told to people; empty if nobody got so far.
        there_already: the same file was imported before, nothing was done.
        refused_for: why nothing of it was taken; empty if something was.
        resumed_at: row behind which an import that was cut off went on, 0 if none was.
        counts: what became of its rows.
        change: what publishing it changed.
        shown: the first rows that were refused.
    """

    file: str
    encoding: str = ""
    there_already: bool = False
    refused_for: str = ""
    resumed_at: int = 0
    counts: Counts = field(default_factory=Counts)
    change: Change = field(default_factory=lambda: Change(0, 0, 0, 0))
    shown: list[Remark] = field(default_factory=list)


class ReportFile:
    """The file that every remark goes to, one JSON object a line; made when there is one."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self._folder = folder
        self._stamp = f"{now:%Y%m%d-%H%M%S}"
        self._out: Optional[TextIO] = None
        self.path: Optional[Path] = None

    def __enter__(self) -> ReportFile:
        return self

    def __exit__(self, *_: object) -> None:
        if self._out is not None:
            self._out.close()

    def write(self, file: str, remarks: Iterable[Remark]) -> list[Remark]:
        """Write remarks on a file.

        Returns:
            The first refusals, as many as the terminal shows.

        Raises:
            OSError: it can't be written.
        """
        shown: list[Remark] = []
        for remark in remarks:
            out = self._open()
            told = {"文件": file, "行": remark.row, "怎么了": remark.what, "原因": remark.reason}
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
            if remark.what == "没收" and len(shown) < SHOWN:
                shown.append(remark)
        if self._out is not None:
            self._out.flush()
        return shown

    def _open(self) -> TextIO:
        """The file, made under a name that no other report has."""
        number = 1
        while self._out is None:
            suffix = "" if number == 1 else f"-{number}"
            path = self._folder / f"report-{self._stamp}{suffix}.jsonl"
            try:
                self._out = path.open("x", encoding="utf-8")
                self.path = path
            except FileExistsError:
                number += 1
        return self._out


def tables(reports: Iterable[Report]) -> list[Table]:
    """What came of the files, and below it the first rows that were refused."""
    reports = list(reports)
    files = _table("文件", "编码", "收下", "新的", "换掉", "合并", "跳过", "没收", "去掉")
    for report in reports:
        files.add_row(escape(report.file), report.encoding, *_numbers(report))
    shown = [(report.file, remark) for report in reports for remark in report.shown][:SHOWN]
    if not shown:
        return [files]
    refused = _table("文件", "第几行", "为什么没收")
    for file, remark in shown:
        refused.add_row(escape(file), str(remark.row), escape(remark.reason))
    return [files, refused]


def _table(*titles: str) -> Table:
    """A table for a narrow screen: nothing is cut off, numbers stand on the right."""
    table = Table(box=box.SIMPLE, padding=(0, 1, 0, 0))
    for title in titles:
        right = title not in ("文件", "编码", "为什么没收")
        table.add_column(title, overflow="fold", justify="right" if right else "left")
    return table


def _numbers(report: Report) -> list[str]:
    if report.there_already:
        return ["已有"]
    if report.refused_for:
        return ["没收"]
    counts, change = report.counts, report.change
    numbers = (counts.taken, change.new, change.replaced, counts.merged, counts.passed)
    return [str(number) for number in (*numbers, counts.refused, change.gone)]
