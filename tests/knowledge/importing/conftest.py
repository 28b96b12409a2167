"""An office that hands over files, all of it made up, and a folder they are imported into."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

import openpyxl
import pytest

from knowledge.importing.importing import READERS, Importer
from knowledge.importing.outcome import FileRefused, Options, Outcome, Refused, Taken
from knowledge.importing.places import Places
from knowledge.importing.report import Report, ReportFile
from knowledge.importing.source_file import SourceFile, inspect
from knowledge.importing.store import ImportedStore
from knowledge.schema import ImportedItem, ImportedText, Region
from tests.conftest import TODAY

Row = Mapping[str, Any]

#: Divisions the office knows: a province, two cities, two districts of the first.
KNOWN = Places(
    Region.parse_obj({"code": code, "name": name})
    for code, name in {
        "000000": "全国",
        "990000": "云岭省",
        "990100": "清河市",
        "990102": "桥东区",
        "990103": "桥西区",
        "990200": "望海市",
    }.items()
)


def item_row(**changed: Any) -> dict[str, Any]:
    """A row of a platform's catalogue, with what a test changes."""
    return {
        "TASK_CODE": "1199000000000001XQ2990101001000",
        "TASK_NAME": "老年人公园年票办理",
        "matter_name": "无",
        "TASK_TYPE_TEXT": "公共服务",
        "DEPT_NAME": "清河市园林管理局",
        "AREACODE": "990100",
        "consult_phone": "0999-8123456",
        **changed,
    }


class Office:
    """Files of an office, and what was imported of them."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "office"
        self.imported = folder / "imported"
        self.files.mkdir()
        self.imported.mkdir()
        self.store = ImportedStore(self.imported)
        self._reports = 0

    def text(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        """A file with a text in it."""
        return self.bytes(name, text.encode(encoding))

    def bytes(self, name: str, data: bytes) -> Path:
        """A file."""
        path = self.files / name
        path.write_bytes(data)
        return path

    def lines(self, name: str, rows: Iterable[Row]) -> Path:
        """A file with a JSON object a line."""
        return self.text(name, "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))

    def book(self, name: str, *sheets: Sequence[Sequence[Any]]) -> Path:
        """A workbook with sheets of rows."""
        workbook = openpyxl.Workbook()
        for number, rows in enumerate(sheets):
            sheet = workbook.active if number == 0 else workbook.create_sheet()
            for row in rows:
                sheet.append(list(row))
        path = self.files / name
        workbook.save(path)
        return path

    def source(self, path: Path, **options: Any) -> SourceFile:
        """A file as readers get it."""
        return inspect(path, TODAY, options.get("as_of"))

    def read(self, path: Path, kind: str, after: int = 0, **options: Any) -> list[Outcome]:
        """What a reader makes of a file."""
        source = self.source(path, **options)
        return list(READERS[kind](source, Options(**options), KNOWN, after))

    def entries(self, path: Path, kind: str, **options: Any) -> list[Any]:
        """The entries a reader makes of a file in which every row is right."""
        outcomes = self.read(path, kind, **options)
        assert [o for o in outcomes if not isinstance(o, Taken)] == []
        return [o.entry for o in outcomes if isinstance(o, Taken)]

    def item(self, **changed: Any) -> ImportedItem:
        """The item that one row of a catalogue makes."""
        (entry,) = self.entries(self.lines("items_2021.jsonl", [item_row(**changed)]), "items")
        assert isinstance(entry, ImportedItem)
        return entry

    def asked(self, question: str = "公园年票多少钱", answer: str = "三十元一年。") -> ImportedText:
        """The text that one row of a table of questions makes."""
        path = self.lines("asked_2021.jsonl", [{"问题": question, "答案": answer}])
        (entry,) = self.entries(path, "faq")
        assert isinstance(entry, ImportedText)
        return entry

    def take(
        self,
        path: Path,
        kind: str,
        progress: Callable[[int, Optional[int]], None] = lambda *_: None,
        lock_timeout: float = 10.0,
        **options: Any,
    ) -> Report:
        """Import a file."""
        self._reports += 1
        now = datetime(2026, 11, 23, 9, 0, self._reports)
        with ReportFile(self.imported, now) as report_file:
            importer = Importer(self.imported, KNOWN, TODAY, report_file, lock_timeout)
            return importer.run(path, kind, Options(**options), progress)

    def remarks(self) -> list[dict[str, Any]]:
        """What the report files say, in the order of import."""
        files = sorted(self.imported.glob("report-*.jsonl"))
        lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
        return [json.loads(line) for line in lines]


def reasons(outcomes: Iterable[Outcome]) -> list[tuple[int, str]]:
    """Row and reason of each refusal."""
    return [(o.number, o.reason) for o in outcomes if isinstance(o, Refused)]


def refusal(read: Callable[[], object]) -> str:
    """Why a file is refused as a whole."""
    with pytest.raises(FileRefused) as caught:
        read()
    return str(caught.value)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)
