"""What is told of an import."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

from rich.console import Console

from knowledge.importing.draft import Counts, Remark
from knowledge.importing.publishing import Change
from knowledge.importing.report import SHOWN, Report, ReportFile, tables

NOW = datetime(2026, 11, 23, 9, 30, 5)


def printed(reports: list[Report], width: int = 80) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=width)
    for table in tables(reports):
        console.print(table)
    return [line.rstrip() for line in out.getvalue().splitlines() if line.strip()]


def test_every_remark_goes_to_the_file_and_the_first_refusals_come_back(tmp_path: Path) -> None:
    remarks = [Remark(n, "没收", f"原因{n}") for n in range(1, 31)]
    with ReportFile(tmp_path, NOW) as report_file:
        shown = report_file.write("a.jsonl", [Remark(1, "提醒", "电话"), *remarks])
        report_file.write("b.jsonl", [Remark(2, "合并", "一样")])
    # then there is one file, with a line for each
    assert report_file.path == tmp_path / "report-20261123-093005.jsonl"
    lines = [json.loads(line) for line in report_file.path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 32
    assert lines[0] == {"文件": "a.jsonl", "行": 1, "怎么了": "提醒", "原因": "电话"}
    assert lines[-1] == {"文件": "b.jsonl", "行": 2, "怎么了": "合并", "原因": "一样"}
    # and only as many refusals as a screen holds
    assert shown == remarks[:SHOWN]


def test_without_a_remark_there_is_no_file(tmp_path: Path) -> None:
    with ReportFile(tmp_path, NOW) as report_file:
        assert report_file.write("a.jsonl", []) == []
    assert report_file.path is None
    assert list(tmp_path.iterdir()) == []


def test_two_reports_of_one_second_are_two_files(tmp_path: Path) -> None:
    for _ in range(2):
        with ReportFile(tmp_path, NOW) as report_file:
            report_file.write("a.jsonl", [Remark(1, "没收", "x")])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "report-20261123-093005-2.jsonl",
        "report-20261123-093005.jsonl",
    ]


def test_a_table_tells_of_every_file(tmp_path: Path) -> None:
    reports = [
        Report("a.jsonl", "UTF-8", counts=Counts(9, 5, 1, 2, 1, 1, 0), change=Change(3, 1, 1, 4)),
        Report("b.jsonl", "GB18030（GBK）", there_already=True),
        Report("c.jsonl", refused_for="是空的。"),
    ]
    head, _, *rows = printed(reports)
    assert head.split() == ["文件", "编码", "收下", "新的", "换掉", "合并", "跳过", "没收", "去掉"]
    assert [row.split() for row in rows] == [
        ["a.jsonl", "UTF-8", "5", "3", "1", "1", "1", "2", "4"],
        ["b.jsonl", "GB18030（GBK）", "已有"],
        ["c.jsonl", "没收"],
    ]


def test_refused_rows_are_shown_below_with_their_numbers(tmp_path: Path) -> None:
    shown = [Remark(70_000, "没收", "不是正确的 JSON（第 1 个字附近）。")]
    lines = printed([Report("a.jsonl", "UTF-8", shown=shown)])
    assert lines[-3].split() == ["文件", "第几行", "为什么没收"]
    assert lines[-1].split(maxsplit=2) == [
        "a.jsonl",
        "70000",
        "不是正确的 JSON（第 1 个字附近）。",
    ]


def test_no_more_rows_are_shown_than_a_screen_holds(tmp_path: Path) -> None:
    shown = [Remark(n, "没收", f"原因{n}") for n in range(SHOWN)]
    lines = printed([Report("a.jsonl", shown=shown), Report("b.jsonl", shown=shown)])
    assert sum("原因" in line for line in lines) == SHOWN


def test_names_and_reasons_are_shown_as_they_are_also_on_a_narrow_screen() -> None:
    # given a name that would be markup, and a screen of forty columns
    report = Report("[red]问答[/red].csv", "UTF-8", shown=[Remark(1, "没收", "缺了：[b]代码")])
    text = "".join("".join(printed([report], width=60)).split())
    assert "[red]" in text
    assert "[/red]" in text
    assert "[b]代码" in text
