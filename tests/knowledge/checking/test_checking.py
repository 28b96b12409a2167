"""The gatekeeper as a whole: everything is read, everything found comes in file order."""

from __future__ import annotations

from pathlib import Path

from knowledge.checking import check
from knowledge.problems import Severity, errors
from tests.conftest import TODAY
from tests.knowledge.conftest import amend, places


def test_the_small_world_has_only_the_old_entry_it_keeps_on_purpose(world: Path) -> None:
    _, problems = check(world, today=TODAY)
    assert places(problems, world) == [
        ("stale", "policies/heating-money.yaml", 9),
        ("expired", "policies/heating-money.yaml", 10),
    ]
    assert errors(problems) == []


def test_findings_come_in_the_order_in_which_one_mends_them(world: Path) -> None:
    # given faults of different rules in different files
    amend(world / "policies/card-cost.yaml", "related: [card-replace]", "related: [nothing]")
    amend(world / "policies/card-cost.yaml", "answer: 第一次", "answer: 请携带。第一次")
    amend(world / "items/card-report.yaml", "summary: 卡丢了", "summary: 快！卡丢了")
    amend(world / "items/card-report.yaml", "amount: 0", "amount: 9")
    # then they are listed file by file, from top to bottom
    _, problems = check(world, today=TODAY)
    assert places(problems, world)[:4] == [
        ("wording", "items/card-report.yaml", 9),
        ("fee", "items/card-report.yaml", 19),
        ("jargon", "policies/card-cost.yaml", 5),
        ("reference", "policies/card-cost.yaml", 12),
    ]


def test_what_cannot_be_read_is_found_together_with_the_rest(world: Path) -> None:
    # given one unreadable file and, in another, a reference to it
    (world / "items/card-report.yaml").write_bytes(b"\xff\xfe")
    library, problems = check(world, today=TODAY)
    # then both are named
    assert places(errors(problems), world) == [
        ("reference", "items/card-replace.yaml", 46),
        ("yaml", "items/card-report.yaml", 1),
    ]
    assert "card-report" not in library.variants


def test_checking_changes_no_file(world: Path) -> None:
    before = {f: f.read_bytes() for f in world.rglob("*") if f.is_file()}
    check(world, today=TODAY)
    assert {f: f.read_bytes() for f in world.rglob("*") if f.is_file()} == before


def test_every_finding_says_where_what_and_how_to_mend_it(world: Path) -> None:
    # given faults of several kinds
    amend(world / "items/card-replace.yaml", "legal_days: 15", "legal_days: 1, promised_days: 2")
    amend(world / "items/senior-card.yaml", "{do: 填一张表}", "{do: 登记表}")
    amend(world / "policies/senior-age.yaml", "document: hearsay", "document: old-rule")
    _, problems = check(world, today=TODAY)
    # then no sentence is empty, and each line exists
    assert {p.severity for p in problems} == {Severity.ERROR, Severity.WARNING}
    for problem in problems:
        assert problem.what.endswith("。")
        assert problem.mend.endswith("。")
        assert 1 <= problem.line <= len(problem.file.read_text(encoding="utf-8").splitlines())
