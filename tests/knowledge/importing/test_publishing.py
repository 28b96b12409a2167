"""An import begins, goes on where it was cut off, and is published in one step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from knowledge.importing import publishing
from knowledge.importing.draft import Draft
from knowledge.importing.outcome import Options, Taken
from knowledge.importing.publishing import Change
from knowledge.importing.source_file import SourceFile
from knowledge.importing.tables import FILE, writing
from tests.knowledge.importing.conftest import Office, item_row


@pytest.fixture
def connection(office: Office) -> Iterator[sqlite3.Connection]:
    with writing(office.imported / FILE) as opened:
        yield opened


def source(office: Office, *names: str, file: str = "a.jsonl") -> SourceFile:
    rows = [item_row(TASK_CODE=f"990000{name}", TASK_NAME=f"年票{name}") for name in names]
    return office.source(office.lines(file, rows))


def begun(connection: sqlite3.Connection, file: SourceFile, **options: Any) -> Draft:
    draft = publishing.begin(connection, "items", file, Options(**options))
    assert draft is not None
    return draft


def brought(
    connection: sqlite3.Connection, office: Office, *names: str, file: str = "a.jsonl"
) -> Change:
    """What publishing a file with these items changes."""
    rows = [item_row(TASK_CODE=f"990000{name[0]}", TASK_NAME=f"年票{name}") for name in names]
    path = office.lines(file, rows)
    draft = begun(connection, office.source(path))
    draft.add(Taken(n, entry) for n, entry in enumerate(office.entries(path, "items"), start=1))
    return publishing.publish(connection, draft)


def test_the_same_file_read_the_same_way_is_there_already(
    connection: sqlite3.Connection, office: Office
) -> None:
    file = source(office, "1")
    publishing.publish(connection, begun(connection, file))
    assert publishing.begin(connection, "items", file, Options()) is None


@pytest.mark.parametrize(
    "options",
    [
        {"region": "990100"},
        {"as_of": date(2020, 1, 1)},
        {"topic": "公园"},
        {"department": "园林局"},
        {"columns": (("name", "事项"),)},
    ],
)
def test_read_another_way_it_is_not(
    connection: sqlite3.Connection, office: Office, options: dict[str, Any]
) -> None:
    file = source(office, "1")
    publishing.publish(connection, begun(connection, file))
    assert publishing.begin(connection, "items", file, Options(**options)) is not None
    assert publishing.recipe("items", file, Options()) != publishing.recipe("faq", file, Options())


def test_an_import_that_was_cut_off_goes_on_with_its_counts(
    connection: sqlite3.Connection, office: Office
) -> None:
    file = source(office, "1", "2")
    first = begun(connection, file)
    first.add([Taken(1, office.item())])
    again = begun(connection, file)
    assert (again.number, again.counts) == (first.number, first.counts)
    assert again.counts.row == 1


def test_what_an_earlier_version_left_unfinished_is_taken_back(
    connection: sqlite3.Connection, office: Office
) -> None:
    # given a file that changed after its import was cut off
    first = begun(connection, source(office, "1", "2"))
    first.add([Taken(1, office.item())])
    second = begun(connection, source(office, "1", "3"))
    # then the import begins anew, and nothing is left of the first
    assert second.counts.row == 0
    assert connection.execute("SELECT number FROM source").fetchall() == [(second.number,)]
    assert connection.execute("SELECT count(*) FROM entry").fetchone() == (0,)


def test_it_is_taken_back_also_if_the_file_is_again_what_it_was(
    connection: sqlite3.Connection, office: Office
) -> None:
    # given a file that was imported, changed, and changed back while its import was cut off
    publishing.publish(connection, begun(connection, source(office, "1")))
    begun(connection, source(office, "1", "2"))
    assert publishing.begin(connection, "items", source(office, "1"), Options()) is None
    # then nothing says that something is left to be done
    assert office.store.unfinished() == []


def test_nobody_sees_a_draft(connection: sqlite3.Connection, office: Office) -> None:
    draft = begun(connection, source(office, "1"))
    draft.add([Taken(1, office.item())])
    assert list(office.store.entries()) == []
    assert office.store.unfinished() == [("items", "a.jsonl")]
    # until it is published
    publishing.publish(connection, draft)
    assert office.store.count() == 1
    assert office.store.unfinished() == []


def test_a_draft_that_is_discarded_leaves_nothing(
    connection: sqlite3.Connection, office: Office
) -> None:
    draft = begun(connection, source(office, "1"))
    draft.add([Taken(1, office.item(consult_phone="0000abc"))])
    publishing.discard(connection, draft)
    for table in ("source", "entry", "line", "remark", "region"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_what_changed_is_counted(connection: sqlite3.Connection, office: Office) -> None:
    assert brought(connection, office, "1", "2", "3") == Change(
        new=3, replaced=0, unchanged=0, gone=0
    )
    # 1 as before, 2 said otherwise, 3 gone, 4 and 5 new
    assert brought(connection, office, "1", "2乙", "4", "5") == Change(2, 1, 1, 1)
    assert [entry.dict()["name"] for entry in office.store.entries()] == [
        "年票1",
        "年票2乙",
        "年票4",
        "年票5",
    ]


def test_what_another_file_said_counts_as_replaced_not_as_gone(
    connection: sqlite3.Connection, office: Office
) -> None:
    brought(connection, office, "1", "2")
    # The origin names the file: the same words from another file are another entry.
    assert brought(connection, office, "2", "3", file="b.jsonl") == Change(1, 1, 0, 0)
    assert brought(connection, office, "3", file="b.jsonl") == Change(0, 0, 1, 1)
    assert office.store.count() == 3
