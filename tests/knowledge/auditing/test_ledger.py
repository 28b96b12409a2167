"""Counting per department and region, and keeping what was found."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from knowledge.auditing.ledger import KEPT_IMPORTED, Ledger, Origin, Rule, Severity, Subject

URGENT = Rule("gone", "不见了", Severity.URGENT, "找不到就办不成。")
NOTE = Rule("dusty", "有灰", Severity.NOTE, "擦一擦好看。")
OURS = Subject("lamp", "灯塔", "000000", "lamp.yaml")
THEIRS = Subject("item-lamp", "灯塔", "440100", "lamp.jsonl", imported=True)

cells = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["000000", "440000"]), st.integers(0, 9))
)


@given(cells)
def test_departments_and_regions_both_add_up_to_all(
    counted: list[tuple[str, str, int]],
) -> None:
    # given counts of departments in regions
    ledger = Ledger()
    for department, region, count in counted:
        ledger.cell(department, region)["entries"] += count
    total = sum(count for _, _, count in counted)
    # then neither way of cutting loses any
    assert ledger.overall()["entries"] == total
    assert sum(c["entries"] for c in ledger.by_department().values()) == total
    assert sum(c["entries"] for c in ledger.by_region().values()) == total


def test_a_department_is_added_up_over_its_regions() -> None:
    ledger = Ledger()
    ledger.cell("海事局", "440000")["entries"] += 2
    ledger.cell("海事局", "440100")["entries"] += 3
    ledger.cell("航道局", "440100")["entries"] += 5
    assert ledger.by_department()["海事局"]["entries"] == 5
    assert ledger.by_region()["440100"]["entries"] == 8
    assert list(ledger.by_region()) == ["440000", "440100"]


def test_the_same_cell_is_given_twice() -> None:
    ledger = Ledger()
    assert ledger.cell("海事局", "440000") is ledger.cell("海事局", "440000")


def test_by_origin_what_is_no_entry_is_left_out() -> None:
    ledger = Ledger()
    ledger.cell("海事局", "440000", Origin.OWN)["entries"] += 2
    ledger.cell("海事局", "440000", Origin.IMPORTED)["entries"] += 3
    ledger.cell("海事局", "440000")["asked"] += 5
    assert {name: dict(c) for name, c in ledger.by_origin().items()} == {
        "自己写的": {"entries": 2},
        "导入的": {"entries": 3},
    }
    assert ledger.by_department()["海事局"] == {"entries": 5, "asked": 5}


def test_an_empty_ledger_counts_nothing() -> None:
    assert Ledger().overall() == defaultdict(float)
    assert Ledger().rules == []


def test_a_finding_says_what_why_and_what_to_do() -> None:
    ledger = Ledger()
    ledger.find(URGENT, OURS, "“灯塔”不见了。", "找回来。")
    (finding,) = ledger.findings
    assert finding.sentence == "“灯塔”不见了。找不到就办不成。找回来。"


def test_the_most_urgent_rule_comes_first() -> None:
    ledger = Ledger()
    ledger.find(NOTE, OURS, "“灯塔”有灰。", "擦一擦。")
    ledger.find(URGENT, THEIRS, "“灯塔”不见了。", "找回来。")
    assert ledger.rules == [URGENT, NOTE]


def test_all_of_ours_are_kept_and_some_of_theirs() -> None:
    ledger = Ledger()
    for _ in range(KEPT_IMPORTED + 10):
        ledger.find(URGENT, OURS, "“灯塔”不见了。", "找回来。")
        ledger.find(URGENT, THEIRS, "“灯塔”不见了。", "找回来。")
    kept = [finding.subject.imported for finding in ledger.findings]
    assert kept.count(False) == KEPT_IMPORTED + 10
    assert kept.count(True) == KEPT_IMPORTED
    assert ledger.found(URGENT) == 2 * (KEPT_IMPORTED + 10)
    assert ledger.found(URGENT, imported=True) == KEPT_IMPORTED + 10
    assert ledger.found(NOTE) == 0


def test_each_rule_keeps_its_own() -> None:
    ledger = Ledger()
    for _ in range(KEPT_IMPORTED + 1):
        ledger.find(URGENT, THEIRS, "“灯塔”不见了。", "找回来。")
    ledger.find(NOTE, THEIRS, "“灯塔”有灰。", "擦一擦。")
    assert [f.rule for f in ledger.findings].count(NOTE) == 1
