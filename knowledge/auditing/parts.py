"""The page's parts: one for each chapter, and one with everything to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.auditing import demand_part, display
from knowledge.auditing.display import Row
from knowledge.auditing.elements import ITEM, State
from knowledge.auditing.figures import Chapter, Measured
from knowledge.auditing.layout import Drawing, Part, Table, drawing, rest
from knowledge.auditing.ledger import Finding, Rule
from knowledge.auditing.plots import Bar, Slice
from knowledge.auditing.report import Report

#: Rows of a table by department or region, and findings of one rule, on the page.
GROUPS = 20
FINDINGS = 50

#: Figures of single elements, which have a table of their own.
_ELEMENT_IDS = ("item_", "question_", "document_", "hall_")
_STATES = {State.FILLED: "写了", State.UNKNOWN: "写明不知道", State.MISSING: "没写"}


def parts(report: Report) -> list[Part]:
    """All parts of the page, in order."""
    return [*(_chapter(report, chapter) for chapter in report.chapters), _findings(report)]


def _chapter(report: Report, chapter: Chapter) -> Part:
    section = chapter.section
    part = Part(section.id, section.title, section.about)
    part.counterparts = [display.beside(m) for m in chapter.measured if m.figure.counterpart]
    part.drawings += _drawn(chapter)
    shown = [m for m in chapter.measured if not m.figure.id.startswith(_ELEMENT_IDS)]
    if section.id == "completeness":
        part.drawings.append(_elements_drawn(chapter))
        part.tables.append(_elements(chapter))
    part.tables.append(_overall(section.title, shown))
    if section.id == "consistency":
        part.tables += _differences(report)
    if section.id == "demand":
        demand_part.lay_out(report.demand, part)
    part.tables += _by_group(report, section.title, [m for m in shown if m.figure.lead])
    return part


def _overall(title: str, shown: Sequence[Measured]) -> Table:
    rows = [
        (
            m.figure.title,
            display.counts_of(m.figure, m.overall),
            display.value_of(m.figure, m.overall),
        )
        for m in shown
    ]
    return Table(f"{title}：全部", ("看什么", "数 / 共", "结果"), rows)


def _by_group(report: Report, title: str, leads: Sequence[Measured]) -> Iterator[Table]:
    titles = [m.figure.title for m in leads]
    yield _groups(f"{title}：自己写的和导入的", ("来源", *titles), display.by_origin(leads), 0)
    rows, more = display.by_department(leads, GROUPS)
    yield _groups(f"{title}：按部门", ("部门", *titles), rows, more)
    rows, more = display.by_region(leads, report.region_names, GROUPS)
    yield _groups(f"{title}：按地区", ("地区", *titles), rows, more)


def _groups(caption: str, heads: Sequence[str], rows: Sequence[Row], more: int) -> Table:
    return Table(caption, heads, [(row.name, *row.cells) for row in rows], rest(more, "个"))


def _drawn(chapter: Chapter) -> Iterator[Drawing]:
    """A bar for each figure of the chapter that is to be drawn."""
    bars = [
        Bar(m.figure.drawn, [Slice(m.overall.value or 0.0, m.figure.title)], _value(m))
        for m in chapter.measured
        if m.figure.drawn
    ]
    if bars:
        yield drawing(f"plot-{chapter.section.id}", f"{chapter.section.title}（占比）", bars)


def _value(measured: Measured) -> str:
    return display.value_of(measured.figure, measured.overall)


def _elements_drawn(chapter: Chapter) -> Drawing:
    """How each element of the items stands."""
    bars = []
    for element in ITEM:
        stands = [chapter[f"item_{element.id}_{state.value}"] for state in State]
        slices = [
            Slice(m.overall.value or 0.0, name)
            for m, name in zip(stands, _STATES.values(), strict=True)
        ]
        bars.append(Bar(element.title, slices, _value(stands[0])))
    caption = "事项的每个要素写了多少（右边是写了的占比）"
    return drawing("plot-elements", caption, bars, _STATES.values())


def _elements(chapter: Chapter) -> Table:
    rows = []
    for element in ITEM:
        stands = [chapter[f"item_{element.id}_{state.value}"] for state in State]
        needed = "必备" if element.required else "可以没有"
        counts = (f"{m.overall.count:.0f}" for m in stands)
        rows.append((element.title, _value(stands[0]), *counts, f"{needed}：{element.reason}"))
    heads = ("要素", "写了的占比", *_STATES.values(), "为什么")
    return Table("事项的要素：写了几条", heads, rows)


def _differences(report: Report) -> Iterator[Table]:
    rows = []
    for one in report.differences:
        said = "；".join(
            f"{report.region_names.get(code, code)} {text}" for code, text in one.values
        )
        rows.append((one.name, one.field, said))
    if rows:
        yield Table("同一件事，各地不一样", ("条目", "哪一项", "各地怎么说"), rows)


def _findings(report: Report) -> Part:
    part = Part("findings", "要改的地方", "一条一条列出来：哪一条，怎么了，为什么要紧，怎么改。")
    if not report.totals:
        part.said.append("没有发现问题。")
        return part
    rows = [(rule.title, rule.severity.value, str(n)) for rule, n in report.totals.items()]
    part.tables.append(Table("发现了几处", ("问题", "轻重", "几处"), rows))
    by_rule: dict[Rule, list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    part.tables += [_of_rule(rule, found, report) for rule, found in by_rule.items()]
    return part


def _of_rule(rule: Rule, found: Sequence[Finding], report: Report) -> Table:
    rows = [(f"{f.subject.name}（{_where(f, report)}）", f.sentence) for f in found[:FINDINGS]]
    more = report.totals[rule] - len(rows)
    note = f"还有 {more} 处没有列在这里。" if more > 0 else ""
    heads = ("哪一条（在哪儿）", "怎么了，怎么改")
    return Table(f"{rule.title}（{rule.severity.value}）", heads, rows, note)


def _where(finding: Finding, report: Report) -> str:
    subject = finding.subject
    region = report.region_names.get(subject.region, subject.region)
    return "，".join(part for part in (region, subject.file or subject.id) if part)
