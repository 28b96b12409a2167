"""What an office handed over, all of it made up: as entries, and imported for real."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from knowledge.importing.importing import Importer
from knowledge.importing.outcome import Options
from knowledge.importing.places import Places
from knowledge.importing.report import ReportFile
from knowledge.schema import Hall, ImportedItem, ImportedText
from tests.conftest import TODAY

OFFICE = "清河市园林管理局"


def imported_item(**changed: Any) -> ImportedItem:
    """An item as a catalogue has it: nothing to bring, no steps, no conditions."""
    plain: dict[str, Any] = {
        "id": "item-park-pass",
        "name": "公园年票办理",
        "short": "公园年票办理",
        "type": "公共服务",
        "department": OFFICE,
        "theme": "其他",
        "audience": {"elderly": True},
        "summary": "公园年票办理，由清河市园林管理局办理。",
        "where": {"hall": {"text": "办理地点：东湖公园南门窗口。"}},
        "time_limit": {"text": "当场就能办好。"},
        "fee": {"text": "不收费。"},
        "result": "办好以后给什么，资料里没有写。",
        "contact": {"consult": ["0999-8123456"]},
        "as_of": "2026-06-30",
        "origin": {"kind": "items", "file": "items.jsonl", "publisher": OFFICE},
    }
    return ImportedItem.parse_obj({**plain, **changed})


def imported_text(**changed: Any) -> ImportedText:
    """A text of which no question is known."""
    plain: dict[str, Any] = {
        "id": "doc-parks",
        "title": "关于公园免费开放的通知",
        "topic": "政策",
        "answer": "老年人凭身份证免费进公园。",
        "sections": [{"text": "老年人凭身份证免费进公园。节假日也一样。"}],
        "contact": {"consult": ["12345"]},
        "as_of": "2026-06-30",
        "origin": {"kind": "documents", "file": "papers.jsonl", "publisher": OFFICE},
    }
    return ImportedText.parse_obj({**plain, **changed})


def imported_hall(**changed: Any) -> Hall:
    """A hall with its address."""
    plain: dict[str, Any] = {
        "id": "hall-east",
        "title": "清河市政务服务中心",
        "topic": "办事大厅",
        "questions": ["清河市政务服务中心在哪里"],
        "answer": "清河市政务服务中心在东湖路 8 号。",
        "address": "东湖路 8 号",
        "sections": [{"text": "清河市政务服务中心在东湖路 8 号。"}],
        "contact": {"consult": ["12345"]},
        "as_of": "2026-06-30",
        "origin": {"kind": "halls", "file": "halls.jsonl"},
    }
    return Hall.parse_obj({**plain, **changed})


def take(
    folder: Path, kind: str, name: str, rows: Iterable[Mapping[str, Any]], **options: Any
) -> None:
    """Import a file of JSON lines into ``folder``; every row of it is taken."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    take_text(folder, kind, name, "\n".join(lines) + "\n", **options)


def take_text(folder: Path, kind: str, name: str, text: str, **options: Any) -> None:
    """Import a file with a text in it into ``folder``; all of it is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    with ReportFile(folder, datetime(2026, 11, 23, 9)) as report_file:
        importer = Importer(folder, Places([]), TODAY, report_file)
        report = importer.run(file, kind, Options(**options))
    assert (report.refused_for, report.counts.refused) == ("", 0), report
