"""A statute as an entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.schema import ImportedText
from tests.knowledge.importing.conftest import Office, reasons, refusal
from tests.knowledge.importing.test_statute_text import LAW


def one(office: Office, path: Path, **options: Any) -> ImportedText:
    (entry,) = office.entries(path, "statutes", **options)
    assert isinstance(entry, ImportedText)
    return entry


def test_a_statute_becomes_one_entry(office: Office) -> None:
    entry = one(office, office.text("清河市公园条例(2019-03-24).md", LAW))
    assert entry.title == "清河市公园条例"
    assert (entry.topic, entry.department) == ("法律法规", "清河市人民代表大会常务委员会")
    assert entry.answer == "《清河市公园条例》一共 4 条。为了办好公园，制定本条例。"
    assert [section.article for section in entry.sections] == [1, 2, 3, 10]
    assert (entry.region, entry.as_of) == ("990100", date(2019, 3, 24))
    assert entry.origin.dict(exclude_none=True) == {
        "kind": "statutes",
        "file": "清河市公园条例(2019-03-24).md",
        "publisher": "清河市人民代表大会常务委员会",
        "issued": date(2019, 3, 24),
    }


@pytest.mark.parametrize(
    ("name", "as_of", "day", "issued"),
    [
        # The name tells the version where the head tells of the first one only.
        ("条例(2021-01-02).md", None, date(2021, 1, 2), date(2021, 1, 2)),
        ("条例.md", None, date(2019, 3, 24), date(2019, 3, 24)),
        ("条例.md", date(2022, 2, 2), date(2022, 2, 2), date(2022, 2, 2)),
    ],
)
def test_the_day_of_the_version_is_the_latest_that_is_known(
    office: Office, name: str, as_of: date | None, day: date, issued: date
) -> None:
    entry = one(office, office.text(name, LAW), as_of=as_of)
    assert (entry.as_of, entry.origin.issued) == (day, issued)


def test_two_versions_of_a_statute_are_two_entries(office: Office) -> None:
    old = one(office, office.text("条例(2019-03-24).md", LAW))
    new = one(office, office.text("条例(2021-01-02).md", LAW))
    assert old.id != new.id


@pytest.mark.parametrize(
    ("title", "region"),
    [("云岭省公园条例", "990000"), ("公园条例", "000000"), ("远山市公园条例", "000000")],
)
def test_a_statute_holds_where_its_title_says(office: Office, title: str, region: str) -> None:
    path = office.text("a.md", LAW.replace("# 清河市公园条例", f"# {title}", 1))
    assert one(office, path).region == region
    assert one(office, path, region="990200").region == "990200"


def test_a_title_within_a_title_is_set_as_the_standard_wants(office: Office) -> None:
    path = office.text("a.md", LAW.replace("# 清河市公园条例", "# 清河市实施《公园法》办法", 1))
    assert one(office, path).answer.startswith("《清河市实施〈公园法〉办法》一共 4 条。")


def test_a_file_without_a_sentence_is_refused(office: Office) -> None:
    assert reasons(
        office.read(office.text("a.md", "# 公园条例\n<!-- INFO END -->\n"), "statutes")
    ) == [(1, "里面没有条文。")]


def test_a_statute_that_was_read_is_not_read_again(office: Office) -> None:
    assert office.read(office.text("a.md", LAW), "statutes", after=1) == []


def test_a_workbook_is_no_statute(office: Office) -> None:
    path = office.book("a.xlsx", [["第一条"]])
    assert refusal(lambda: office.read(path, "statutes")) == "是表格，不是文章。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_makes_the_same_entry(office: Office, encoding: str) -> None:
    assert one(office, office.text("a.md", LAW, encoding)) == one(office, office.text("a.md", LAW))
