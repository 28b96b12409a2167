"""What an entry is, whose it is, where it holds and which file says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.auditing.holdings import (
    NO_DEPARTMENT,
    Kind,
    department_of,
    holdings,
    kind_of,
    name_of,
)
from knowledge.auditing.ledger import Ledger, Origin
from knowledge.library import Entry
from tests.knowledge.auditing.conftest import (
    hall,
    imported_item,
    imported_text,
    item,
    library_of,
    policy,
)

NOBODY = {"kind": "faq", "file": "faq.jsonl"}


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (item(), Kind.ITEM),
        (imported_item(), Kind.ITEM),
        (policy(), Kind.QUESTION),
        (imported_text(), Kind.QUESTION),
        (imported_text(questions=[]), Kind.DOCUMENT),
        (hall(), Kind.HALL),
        (hall(questions=["码头在哪"]), Kind.HALL),
    ],
)
def test_kinds(entry: Entry, kind: Kind) -> None:
    assert kind_of(entry) is kind


@pytest.mark.parametrize(
    ("entry", "department"),
    [
        (item(), "海事部门"),
        (policy(), "政策问答·灯塔"),
        (imported_text(department="航道局"), "航道局"),
        (imported_text(), "海事局"),
        (imported_text(origin=NOBODY), NO_DEPARTMENT),
    ],
)
def test_departments(entry: Entry, department: str) -> None:
    assert department_of(entry) == department


@pytest.mark.parametrize(
    ("entry", "name"), [(item(), "灯塔参观证办理"), (policy(), "灯塔几点亮灯")]
)
def test_names(entry: Any, name: str) -> None:
    assert name_of(entry) == name


def test_each_region_has_its_own_variant_under_audit() -> None:
    library = library_of(item(), item(region="440000", local_rule="广东另有规定。"))
    held = list(holdings(library, (), Ledger()))
    assert [(h.subject.region, h.subject.file) for h in held] == [
        ("000000", "000000/lamp-visit.yaml"),
        ("440000", "440000/lamp-visit.yaml"),
    ]
    assert [h.subject.imported for h in held] == [False, False]


def test_a_region_owns_what_it_changes() -> None:
    library = library_of(item(), item(region="440000", local_rule="广东另有规定。"))
    nation, region = holdings(library, (), Ledger())
    assert [nation.own("local_rule"), nation.own("fee")] == [True, True]
    assert [region.own("local_rule"), region.own("fee")] == [True, False]


def test_an_entry_that_only_a_region_has_is_its_own_throughout() -> None:
    (held,) = holdings(library_of(item(region="440000")), (), Ledger())
    assert held.own("fee")


def test_an_imported_entry_names_the_file_it_came_in() -> None:
    (held,) = holdings(library_of(), [imported_item(region="440100")], Ledger())
    assert held.subject.file == "lighthouse.jsonl"
    assert held.subject.imported
    assert held.own("fee")


def test_what_is_counted_of_an_entry_is_counted_where_it_belongs() -> None:
    ledger = Ledger()
    (held,) = holdings(library_of(), [imported_item(region="440100")], ledger)
    held.counts["entries"] += 1
    assert ledger.cell("海事部门", "440100", Origin.IMPORTED)["entries"] == 1


def test_what_is_written_by_hand_is_counted_apart() -> None:
    ledger = Ledger()
    for held in holdings(library_of(item()), [imported_item()], ledger):
        held.counts["entries"] += 1
    assert {name: c["entries"] for name, c in ledger.by_origin().items()} == {
        "自己写的": 1,
        "导入的": 1,
    }


def test_imported_entries_are_read_one_at_a_time() -> None:
    # given a store that tells how many entries it has given out
    given_out = []

    def store() -> Iterator[Entry]:
        for number in range(3):
            given_out.append(number)
            yield imported_item(f"item-{number}")

    held = holdings(library_of(), store(), Ledger())
    # when the first is looked at, then the others still wait
    next(held)
    assert given_out == [0]
