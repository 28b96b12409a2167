"""The report as tables for the terminal: the figures that count, and what is urgent.

What entries and citizens wrote is printed as ``Text``: it is no markup of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from knowledge.auditing import display
from knowledge.auditing.display import Row
from knowledge.auditing.figures import Measured
from knowledge.auditing.ledger import Severity
from knowledge.auditing.report import Report

#: Rows of a table and findings shown; the page and the JSON file have more.
_GROUPS = 12
_FINDINGS = 10
_QUESTIONS = 10


def tables(report: Report) -> Iterator[RenderableType]:
    """What is printed, one after another."""
    yield (
        f"知识库体检，{report.day}。自己写的 {report.hand_written} 条（各地的单算），"
        f"导入的 {report.imported} 条。"
    )
    yield _overall(report)
    yield from _counterparts(report)
    leads = display.leads(report)
    yield _groups("自己写的和导入的", "来源", leads, display.by_origin(leads), 0)
    rows, more = display.by_department(leads, _GROUPS)
    yield _groups("按部门", "部门", leads, rows, more)
    rows, more = display.by_region(leads, report.region_names, _GROUPS)
    yield _groups("按地区", "地区", leads, rows, more)
    if report.differences:
        yield _differences(report)
    yield from _demand(report)
    yield from _findings(report)


def _overall(report: Report) -> Table:
    table = Table(title="总的情况")
    for title in ("方面", "看什么", "数 / 共", "结果"):
        table.add_column(title, overflow="fold")
    for chapter in report.chapters:
        title = chapter.section.title
        for measured in chapter.measured:
            # The elements one by one fill a page of their own.
            if measured.figure.id.startswith(("item_", "question_", "document_", "hall_")):
                continue
            figure, overall = measured.figure, measured.overall
            row = (figure.title, display.counts_of(figure, overall))
            table.add_row(title, *row, display.value_of(figure, overall))
            title = ""
    return table


def _counterparts(report: Report) -> Iterator[str]:
    for chapter in report.chapters:
        for measured in chapter.measured:
            if measured.figure.counterpart:
                yield f"对照：{display.beside(measured)}"


def _groups(
    title: str, first: str, leads: Sequence[Measured], rows: Sequence[Row], more: int
) -> Table:
    table = Table(title=title, caption=f"还有 {more} 个，看 --json 的文件。" if more else None)
    for name in (first, *(measured.figure.title for measured in leads)):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(Text(row.name), *row.cells)
    return table


def _differences(report: Report) -> Table:
    table = Table(title="同一件事，各地不一样")
    for title in ("条目", "哪一项", "各地怎么说"):
        table.add_column(title, overflow="fold")
    for one in report.differences:
        said = "；".join(
            f"{report.region_names.get(code, code)} {text}" for code, text in one.values
        )
        table.add_row(Text(f"{one.name}（{one.entry}）"), one.field, Text(said))
    return table


def _demand(report: Report) -> Iterator[RenderableType]:
    demand = report.demand
    if not demand.asked:
        yield "还没有谈话记录，看不出群众问什么。"
        return
    clusters = demand.unanswered
    table = Table(title=f"没答上的问题，归成 {len(clusters)} 类")
    for title in ("问的是", "问了几次"):
        table.add_column(title, overflow="fold")
    for cluster in clusters[:_QUESTIONS]:
        table.add_row(Text(cluster.label), str(cluster.asked))
    yield table
    yield f"自己写的，有 {len(demand.never_asked)} 条从来没人问。"


def _findings(report: Report) -> Iterator[RenderableType]:
    if not report.totals:
        yield "没有发现问题。"
        return
    table = Table(title="发现的问题")
    for title in ("轻重", "问题", "几处"):
        table.add_column(title, overflow="fold")
    for rule, count in report.totals.items():
        table.add_row(rule.severity.value, rule.title, str(count))
    yield table
    urgent = [f for f in report.findings if f.rule.severity is Severity.URGENT]
    urgent.sort(key=lambda finding: finding.subject.imported)  # what is ours to mend first
    for finding in urgent[:_FINDINGS]:
        where = f"{finding.subject.file}: " if finding.subject.file else ""
        yield Text(f"要紧：{where}{finding.sentence}")
    if len(urgent) > _FINDINGS:
        yield f"要紧的还有 {len(urgent) - _FINDINGS} 处，看 --html 或 --json 的文件。"
