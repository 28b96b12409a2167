"""Facts that contradict each other, are out of date, or belong to two entries at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.checking import check
from knowledge.checking.facts import STALE_DAYS
from knowledge.problems import Problem, Severity
from tests.conftest import TODAY
from tests.knowledge.conftest import amend

Findings = Callable[[], list[Problem]]

REPLACE = "items/card-replace.yaml"
SENIOR = "items/senior-card.yaml"
AGE = "policies/senior-age.yaml"


def test_a_promise_longer_than_the_law_allows_is_an_error(world: Path, findings: Findings) -> None:
    # given a promise of 20 working days where the law says 15
    amend(world / REPLACE, "legal_days: 15", "legal_days: 15, promised_days: 20")
    (problem,) = findings()
    assert (problem.rule, problem.severity, problem.line) == ("limit", Severity.ERROR, 38)
    assert problem.what == "承诺 20 天，比法定 15 天还长。"


@pytest.mark.parametrize("promised", ["15", "0"])
def test_a_promise_within_the_law_is_right(world: Path, findings: Findings, promised: str) -> None:
    amend(world / REPLACE, "legal_days: 15", f"legal_days: 15, promised_days: {promised}")
    assert findings() == []


def test_a_promise_without_a_legal_limit_is_right(world: Path, findings: Findings) -> None:
    amend(world / REPLACE, "legal_days: 15", "promised_days: 20")
    assert findings() == []


def test_a_fee_with_an_amount_cannot_be_free(world: Path, findings: Findings) -> None:
    amend(world / SENIOR, "{text: 不收费。, amount: 0}", "{text: 不收费。, amount: 20}")
    (problem,) = findings()
    assert (problem.rule, problem.what) == ("fee", "写了金额又说不收费。")


@pytest.mark.parametrize("fee", ["{text: 不收费。, amount: 0}", "{text: 收 20 元。, amount: 20}"])
def test_a_fee_that_says_one_thing_is_right(world: Path, findings: Findings, fee: str) -> None:
    amend(world / SENIOR, "{text: 不收费。, amount: 0}", fee)
    assert findings() == []


def test_facts_checked_tomorrow_are_an_error(world: Path, findings: Findings) -> None:
    amend(world / AGE, "as_of: 2026-11-23", f"as_of: {TODAY + timedelta(days=1)}")
    (problem,) = findings()
    assert (problem.rule, problem.severity) == ("date", Severity.ERROR)
    assert problem.what == "核对日期在今天以后。"


@pytest.mark.parametrize(
    ("days", "stale"), [(0, False), (STALE_DAYS, False), (STALE_DAYS + 1, True)]
)
def test_a_year_without_a_look_is_a_reminder(
    world: Path, findings: Findings, days: int, stale: bool
) -> None:
    amend(world / AGE, "as_of: 2026-11-23", f"as_of: {TODAY - timedelta(days=days)}")
    found = [(p.rule, p.severity, p.what) for p in findings()]
    assert found == ([("stale", Severity.WARNING, "366 天没有核对了。")] if stale else [])


@pytest.mark.parametrize(("day", "expired"), [(TODAY, False), (TODAY - timedelta(days=1), True)])
def test_what_has_run_out_is_a_reminder(
    world: Path, findings: Findings, day: date, expired: bool
) -> None:
    # given an entry that holds until a certain day
    amend(world / AGE, "as_of: 2026-11-23", f"as_of: 2026-11-01\nvalid_until: {day}")
    # then on that day it still holds
    found = [(p.rule, p.severity) for p in findings()]
    assert found == ([("expired", Severity.WARNING)] if expired else [])


def test_old_knowledge_is_only_reminded_of_and_answers_on(world: Path) -> None:
    # given a kiosk that nobody has looked after for two years
    library, problems = check(world, today=TODAY + timedelta(days=730))
    # then every entry is still there
    assert {p.severity for p in problems} == {Severity.WARNING}
    assert "card-replace" in library.variants


def test_nothing_may_rest_on_a_repealed_document(world: Path, findings: Findings) -> None:
    amend(world / AGE, "document: hearsay", "document: old-rule")
    (problem,) = findings()
    assert (problem.rule, problem.severity, problem.line) == ("repealed", Severity.ERROR, 8)
    assert problem.what == "老规定已经废止。"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("各地不一样，打 12345 问。,", "当天。, legal_days: 1, promised_days: 2,", "limit"),
        ("as_of: 2026-11-23", "as_of: 2027-11-23", "date"),
        ("as_of: 2026-11-23", "as_of: 2026-01-01\nvalid_until: 2026-11-10", "expired"),
        ("document: card-law", "document: old-rule", "repealed"),
    ],
)
def test_what_a_province_inherits_is_judged_once_for_the_nation(
    world: Path, findings: Findings, old: str, new: str, rule: str
) -> None:
    # given a fault in an entry that Heilongjiang builds on
    amend(world / SENIOR, old, new)
    # then the province's file, which has no fault, is not named
    assert [(p.rule, p.file.parent.parent.name) for p in findings()] == [(rule, "knowledge")]


def test_what_a_province_adds_is_judged_with_what_it_inherits(
    world: Path, findings: Findings
) -> None:
    # given a legal limit of the nation and a longer promise of the province
    amend(world / SENIOR, "各地不一样，打 12345 问。,", "十天。, legal_days: 10,")
    overlay = world / "regions/230000/items/senior-card.yaml"
    amend(overlay, "as_of", "time_limit: {promised_days: 12}\nas_of")
    # then the province has promised more than the law allows
    assert [(p.rule, p.file) for p in findings()] == [("limit", overlay)]


# Names


def test_one_name_for_two_unrelated_entries_is_an_error(world: Path, findings: Findings) -> None:
    # given a question asked of two entries, in different spelling
    amend(world / "policies/heating-money.yaml", "[取暖补贴有多少", "[“老年证”？")
    (problem,) = findings()
    # then both files are named
    assert (problem.rule, problem.severity) == ("alias", Severity.ERROR)
    assert {problem.file.stem, problem.what.split("和 ")[1].removesuffix(" 重名。")} == {
        "heating-money",
        "senior-card",
    }


@pytest.mark.parametrize("side", ["senior-age", "senior-card"])
def test_related_entries_may_share_a_name(world: Path, findings: Findings, side: str) -> None:
    # given two entries of which either names the other as related
    amend(
        world / AGE,
        "related: [senior-card]",
        f"related: [{'senior-card' if side == 'senior-age' else ''}]",
    )
    amend(
        world / SENIOR,
        "related: [senior-age]",
        f"related: [{'senior-age' if side == 'senior-card' else ''}]",
    )
    amend(world / AGE, "[多大算老年人", "[老年证")
    # then a citizen who says it is asked which one she means
    assert findings() == []


def test_a_name_written_twice_in_one_entry_is_a_reminder(world: Path, findings: Findings) -> None:
    amend(world / SENIOR, "[老年证, 办老年证", "[老年证, 老年证。")
    (problem,) = findings()
    assert (problem.severity, problem.what) == (Severity.WARNING, "“老年证”写了两遍。")


def test_a_province_repeating_the_nations_names_is_no_clash(
    world: Path, findings: Findings
) -> None:
    amend(
        world / "regions/230000/items/senior-card.yaml",
        "as_of",
        "aliases: [老年证, 敬老卡, 老人卡]\nas_of",
    )
    assert findings() == []


def test_an_entry_of_one_province_clashes_like_any_other(world: Path, findings: Findings) -> None:
    amend(world / "regions/440000/policies/tea-money.yaml", "[凉茶补贴有多少", "[老年证")
    assert [(p.rule, p.file.stem) for p in findings()] == [("alias", "tea-money")]
