"""What a file is shows in what it begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.importing.rows import rows
from tests.knowledge.importing.conftest import Office

WANTED = [{"问题": "多少钱", "答案": "三十元"}]


def read(office: Office, path: Path) -> list[dict[str, object]]:
    found = rows(office.source(path), 0, lambda head: "答案" in head)
    return [dict(row.data) for row in found]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"问题": "多少钱", "答案": "三十元"}\n'),
        ("a.json", '[\n {"问题": "多少钱", "答案": "三十元"}\n]'),
        ("a.txt", '{"问题": "多少钱", "答案": "三十元"}\n'),
        ("a.csv", "问题,答案\n多少钱,三十元\n"),
        ("a.tsv", "问题\t答案\n多少钱\t三十元\n"),
        ("a.txt", "\n问题,答案\n多少钱,三十元\n"),
    ],
)
def test_a_text_is_read_as_what_it_is(office: Office, name: str, text: str) -> None:
    assert read(office, office.text(name, text)) == WANTED


def test_a_workbook_is_read_as_one(office: Office) -> None:
    assert read(office, office.book("a.xlsx", [["问题", "答案"], ["多少钱", "三十元"]])) == WANTED
