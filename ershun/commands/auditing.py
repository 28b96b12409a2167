"""``ershun knowledge audit``: the health of all that there is to answer with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer

from ershun.deployment import deployment
from ershun.launch import database
from ershun.launch.console import console, fail
from settings import Settings

if TYPE_CHECKING:
    from knowledge.auditing import Asked, Report
    from knowledge.importing.store import ImportedStore
    from knowledge.library import Library


def audit(
    json_file: Optional[Path] = typer.Option(
        None, "--json", metavar="FILE", help="全部的数和问题，写成 JSON"
    ),
    html_file: Optional[Path] = typer.Option(
        None, "--html", metavar="FILE", help="一张带图的网页，断网也能看"
    ),
    strict: bool = typer.Option(False, help="自己写的条目缺必备要素，就返回 1"),
) -> None:
    """Report on completeness, freshness, sources, likeness, life, wording and demand."""
    from knowledge.auditing.terminal import tables

    report = _report(deployment())
    for table in tables(report):
        console.print(table)
    if json_file is not None:
        from knowledge.auditing.export import as_data

        _write(json_file, json.dumps(as_data(report), ensure_ascii=False, indent=2) + "\n")
    if html_file is not None:
        from knowledge.auditing.page import page

        _write(html_file, page(report))
    if strict and report.lacking:
        fail(f"自己写的有 {len(report.lacking)} 处缺必备要素，或者读不了。照上面说的补。")


def _report(here: Settings) -> Report:
    from knowledge.auditing import audit as audit_all
    from knowledge.importing.store import ImportedStore
    from knowledge.importing.tables import StoreError
    from knowledge.loader import load

    library, problems = load(here.knowledge)
    asked = _asked(here, library)
    try:
        with ImportedStore(here.imported).snapshot() as store:
            _with_registries(library, store)
            return audit_all(
                library,
                today=date.today(),
                imported=store.entries(),
                asked=asked,
                problems=problems,
                root=here.knowledge,
            )
    except StoreError as error:
        fail(str(error))


def _with_registries(library: Library, store: ImportedStore) -> None:
    """Add the divisions and telephones that were imported; ours go before them."""
    for region in store.regions():
        library.regions.setdefault(str(region.code), region)
    for phone in store.phones():
        library.phones.setdefault(phone.number, phone)


def _asked(here: Settings, library: Library) -> list[Asked]:
    """What citizens asked so far; nothing if there is no database yet."""
    from ershun import demand

    with database.within_reach("没建过就先运行 ershun records upgrade。"):
        if not demand.is_there(here.database_url):
            return []
        return list(demand.asked(here.database_url, library))


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{file} 写不进去（{error.strerror}）。换一个写得进去的地方。")
    console.print(f"✓ 写进了 {file}", markup=False)
