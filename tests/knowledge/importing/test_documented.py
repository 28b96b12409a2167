"""docs/importing.md tells what the importers really do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from knowledge.importing import (
    divisions,
    documents,
    faq,
    halls,
    importing,
    items,
    json_rows,
    report,
    sections,
    source_file,
    workbook,
)
from tests.docs.markdown import DOCS, Page, names

PAGE = Page(DOCS / "importing.md")
TABLES: dict[str, Mapping[str, Sequence[str]]] = {
    "items": items.NAMES,
    "faq": faq.NAMES,
    "documents": documents.NAMES,
    "halls": halls.NAMES,
    "divisions": divisions.NAMES,
}


def test_every_kind_has_a_section_with_an_example() -> None:
    for kind in importing.READERS:
        assert f"ershun knowledge import {kind} " in PAGE.section(kind), kind


@pytest.mark.parametrize("kind", TABLES)
def test_every_column_is_told_by_all_its_names(kind: str) -> None:
    told = {names(role)[0]: tuple(names(columns)) for role, columns, *_ in PAGE.rows(kind)}
    assert told == {role: tuple(known) for role, known in TABLES[kind].items()}


@pytest.mark.parametrize(
    "limit",
    [
        f"{source_file.LARGEST // 10**9} GB",
        f"{source_file.LARGEST_ROW // 10**6} MB",
        f"{sections.LONGEST // 1000} 000 characters",
        f"{sections.MOST // 1000} 000 sections",
        f"{json_rows.DEEPEST} levels",
        f"{workbook.LARGEST_UNPACKED // 10**6} MB",
        f"{workbook.LARGEST_STRINGS // 10**6} MB",
        f"{workbook.HIGHEST_RATIO} times",
        f"{importing.BATCH} rows",
        f"{report.SHOWN} rows",
    ],
)
def test_every_limit_is_told(limit: str) -> None:
    assert limit in PAGE.section("Limits") + PAGE.section("What happens to errors")
