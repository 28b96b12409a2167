"""``ershun knowledge import``, ``imported``, ``forget``: what offices hand over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer
from rich.markup import escape
from rich.table import Table

from ershun.deployment import deployment
from ershun.launch.console import bar, console, fail, warn

if TYPE_CHECKING:
    from knowledge.importing.importing import Importer
    from knowledge.importing.outcome import Options
    from knowledge.importing.report import Report, ReportFile

#: Which files of a folder are meant.
_SUFFIXES = {
    "items": (".jsonl", ".json", ".csv", ".xlsx"),
    "statutes": (".md", ".txt"),
    "faq": (".jsonl", ".json", ".csv", ".xlsx"),
    "documents": (".jsonl", ".json", ".csv", ".xlsx", ".txt", ".md"),
    "halls": (".jsonl", ".json", ".csv", ".xlsx"),
    "divisions": (".json", ".jsonl", ".csv", ".xlsx"),
}


def register(app: typer.Typer) -> None:
    """Add the commands to ``ershun knowledge``."""
    app.command("import", help="导入部门给的文件：事项、法规、问答、文件、大厅、区划。")(
        import_files
    )
    app.command(help="列出导入过的文件。")(imported)
    app.command(help="去掉一个导入过的文件带来的内容。")(forget)


def import_files(
    kind: str = typer.Argument(help="、".join(_SUFFIXES)),
    files: list[Path] = typer.Argument(help="文件，或者文件夹"),
    region: Optional[str] = typer.Option(None, help="行没写地区的，算哪里的：行政区划代码"),
    as_of: Optional[str] = typer.Option(None, help="资料是哪天的，例如 2021-12-31"),
    columns: str = typer.Option("", help="列名和平常不一样：question=列名,answer=列名"),
    topic: Optional[str] = typer.Option(None, help="问答和文件归哪个主题"),
    department: Optional[str] = typer.Option(None, help="行没写部门的，算哪个部门的"),
) -> None:
    """Import files of one kind; exit 1 if one was refused."""
    if kind not in _SUFFIXES:
        fail(f"没有 {kind} 这一种，写 {'、'.join(_SUFFIXES)} 中的一个。")
    options = _options(region, as_of, columns, topic, department)
    paths = [path for file in files for path in _files(file, kind)]
    with _importing() as (importer, report_file):
        reports = []
        for path in paths:
            with bar(f"导入 {escape(path.name)}") as progress:
                reports.append(importer.run(path, kind, options, progress))
    _tell(reports, report_file)
    if any(report.refused_for for report in reports):
        raise typer.Exit(1)


def imported() -> None:
    """List what was imported."""
    from knowledge.importing.store import ImportedStore
    from knowledge.importing.tables import StoreError

    store = ImportedStore(deployment().imported)
    try:
        sources, unfinished, count = store.sources(), store.unfinished(), store.count()
    except StoreError as error:
        fail(str(error))
    table = Table("编号", "种类", "文件", "收下", "没收", "资料日期", "导入时间（UTC）")
    for one in sources:
        told = (str(one.taken), str(one.refused), one.as_of, one.finished_at[:16])
        table.add_row(str(one.number), one.kind, escape(one.name), *told)
    if sources:
        console.print(table)
    console.print(f"{len(sources)} 个文件，一共 {count} 条知识。")
    for kind, name in unfinished:
        warn(f"{name} 没有导完。再运行一次 ershun knowledge import {kind}，会接着做。")


def forget(source: str = typer.Argument(help="文件名，或者编号")) -> None:
    """Remove what one file brought."""
    from knowledge.importing.forgetting import abandon
    from knowledge.importing.forgetting import forget as take_back
    from knowledge.importing.store import ImportedStore

    folder = deployment().imported
    with _importing():
        store = ImportedStore(folder)
        found = [s for s in store.sources() if source in (s.name, str(s.number))]
        if len(found) > 1:
            numbers = "、".join(f"{one.number}（{one.kind}）" for one in found)
            fail(f"有 {len(found)} 个 {source}，写编号：{numbers}。")
        if found:
            take_back(folder, found[0])
        elif not (source in {name for _, name in store.unfinished()} and abandon(folder, source)):
            fail(f"没有导入过 {source}。用 ershun knowledge imported 看看有哪些。")
        count = store.count()
    console.print(
        f"✓ 去掉了 {escape(source)}，还有 {count} 条知识。运行 ershun knowledge build 生效。"
    )


@contextmanager
def _importing() -> Iterator[tuple[Importer, ReportFile]]:
    """What imports, with nobody else importing; what can go wrong is said in one sentence."""
    from knowledge.importing.importing import AnotherImport, Importer, alone
    from knowledge.importing.places import Places
    from knowledge.importing.report import ReportFile
    from knowledge.importing.store import ImportedStore
    from knowledge.importing.tables import StoreError
    from knowledge.loader import load_regions

    here = deployment()
    try:
        with alone(here.imported), ReportFile(here.imported, datetime.now()) as report_file:
            regions = ImportedStore(here.imported).regions()
            known = Places([*load_regions(here.knowledge), *regions])
            yield Importer(here.imported, known, date.today(), report_file), report_file
    except (AnotherImport, StoreError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("停下了。读过的还在，再运行一次会接着做。")


def _options(
    region: Optional[str],
    as_of: Optional[str],
    columns: str,
    topic: Optional[str],
    department: Optional[str],
) -> Options:
    """The options as they are meant, or one sentence about what is wrong with them."""
    from knowledge.importing.columns import columns_option
    from knowledge.importing.outcome import Options

    if region is not None and not re.fullmatch("[0-9]{6}", region):
        fail(f"--region {region} 不是六位行政区划代码，例如 230100。")
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        fail(f"--as-of {as_of} 不是日期，要写成 2021-12-31 的样子。")
    try:
        named = columns_option(columns)
    except ValueError as error:
        fail(f"--columns {columns} 不对：{error}。")
    return Options(region, day, topic, department, named)


def _files(path: Path, kind: str) -> list[Path]:
    """A file, or the files of a folder that may be of this kind."""
    if not path.is_dir():
        return [path]
    inside = (one for one in path.iterdir() if one.suffix.lower() in _SUFFIXES[kind])
    found = sorted(one for one in inside if one.is_file() and not one.name.startswith((".", "~")))
    if not found:
        fail(f"{path} 里没有 {'、'.join(_SUFFIXES[kind])} 文件。")
    return found


def _tell(reports: Sequence[Report], report_file: ReportFile) -> None:
    """Say what came of the files."""
    from knowledge.importing.report import tables

    for table in tables(reports):
        console.print(table)
    there = sum(report.there_already for report in reports)
    if there:
        console.print(f"{there} 个文件已经导入过，没有变，什么都没做。")
    for report in reports:
        if report.resumed_at:
            console.print(f"{escape(report.file)} 接着上次，从第 {report.resumed_at} 行往后做的。")
        if report.refused_for:
            console.print(f"✗ {report.file}：{report.refused_for}", style="red", markup=False)
    if report_file.path:
        console.print(f"合并、跳过、没收和提醒的每一行，写在 {report_file.path}", markup=False)
    if any(not report.refused_for and not report.there_already for report in reports):
        console.print("✓ 导入了。运行 ershun knowledge build 就用上。")
