"""Chapter 2: ages to the day, what has expired, what rests on rules that are gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.auditing.freshness import AGES
from tests.conftest import TODAY
from tests.knowledge.auditing.conftest import (
    audited,
    counts,
    figure,
    found,
    imported_item,
    item,
    policy,
)


def aged(days: int) -> Any:
    return policy(as_of=TODAY - timedelta(days=days))


def basis(*documents: str) -> list[dict[str, str]]:
    return [{"document": document, "supports": "灯塔可以参观。"} for document in documents]


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (-1, "age_future"),
        (0, "age_month"),
        (30, "age_month"),
        (31, "age_half_year"),
        (182, "age_half_year"),
        (183, "age_year"),
        (365, "age_year"),
        (366, "age_two_years"),
        (730, "age_two_years"),
        (731, "age_older"),
        (36500, "age_older"),
    ],
)
def test_an_age_belongs_to_one_bucket(days: int, name: str) -> None:
    report = audited(aged(days))
    names = [key.replace(".", "_") for _, key, _ in AGES]
    assert [n for n in names if counts(report, "freshness", n) == (1, 1)] == [name]


@pytest.mark.parametrize(("days", "stale"), [(365, 0), (366, 1)])
def test_a_year_and_a_day_without_a_look_is_stale(days: int, stale: int) -> None:
    report = audited(aged(days))
    assert counts(report, "freshness", "stale") == (stale, 1)
    assert len(found(report, "stale")) == stale


def test_a_stale_entry_is_told_with_its_days() -> None:
    (finding,) = found(audited(aged(400)), "stale")
    assert finding.sentence == (
        "“灯塔几点亮灯”有 400 天没有核对了。隔了这么久，钱数、电话、地点都可能变了。"
        "重新和依据核对一遍，改 as_of。"
    )


def test_a_day_to_come_cannot_have_been_checked() -> None:
    (finding,) = found(audited(policy(as_of="2026-12-24")), "future")
    assert finding.what == "“灯塔几点亮灯”的核对日期是 2026-12-24，还没到。"


@pytest.mark.parametrize(
    ("until", "expired"), [(date(2026, 11, 22), 1), (date(2026, 11, 23), 0), (None, 0)]
)
def test_an_entry_holds_through_its_last_day(until: date | None, expired: int) -> None:
    report = audited(policy(valid_until=until))
    assert counts(report, "freshness", "expired") == (expired, 1)


def test_an_expired_entry_is_urgent() -> None:
    (finding,) = found(audited(policy(valid_until="2026-11-22")), "expired")
    assert finding.rule.severity.value == "要紧"
    assert finding.what == "“灯塔几点亮灯”到 2026-11-22 就过期了。"


@pytest.mark.parametrize(
    ("documents", "repealed", "amended"),
    [
        (["lamp-law"], 0, 0),
        (["old-rule"], 1, 0),
        (["lamp-law", "old-rule"], 1, 0),
        (["changed-rule", "old-rule"], 1, 1),
        (["nowhere"], 0, 0),
    ],
)
def test_a_basis_that_changed_is_counted(documents: list[str], repealed: int, amended: int) -> None:
    report = audited(policy(basis=basis(*documents)))
    assert counts(report, "freshness", "repealed") == (repealed, 1)
    assert counts(report, "freshness", "amended") == (amended, 1)
    assert len(found(report, "repealed")) == repealed
    assert len(found(report, "amended")) == amended


def test_the_documents_that_are_gone_are_named_once_each() -> None:
    report = audited(policy(basis=basis("old-rule", "old-rule", "changed-rule")))
    (repealed,), (amended,) = found(report, "repealed"), found(report, "amended")
    assert repealed.what == "“灯塔几点亮灯”依据的《灯塔老规定》已废止。"
    assert amended.what == "“灯塔几点亮灯”依据的《灯塔办法》已修订。"


def test_what_a_region_inherits_is_told_once_but_counted_where_it_holds() -> None:
    report = audited(
        item(as_of="2024-01-01", valid_until="2024-12-31", basis=basis("old-rule")),
        item(
            as_of="2024-01-01",
            valid_until="2024-12-31",
            basis=basis("old-rule"),
            region="440000",
            local_rule="广东另有规定。",
        ),
    )
    for rule in ("stale", "expired", "repealed"):
        assert [f.subject.region for f in found(report, rule)] == ["000000"], rule
    assert figure(report, "freshness", "expired").regions["440000"].value == 1


def test_a_region_that_was_checked_later_is_fresh() -> None:
    report = audited(item(as_of="2024-01-01"), item(as_of="2026-11-01", region="440000"))
    stale = figure(report, "freshness", "stale")
    assert [stale.regions[code].value for code in ("000000", "440000")] == [1, 0]


def test_imported_entries_age_as_well() -> None:
    report = audited(imported=[imported_item(as_of="2021-06-01")])
    assert counts(report, "freshness", "age_older") == (1, 1)
    assert found(report, "stale")[0].subject.imported
