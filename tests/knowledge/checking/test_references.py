"""Every reference leads somewhere: documents, telephones, entries, answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.problems import Problem, Severity
from tests.knowledge.conftest import amend, places

Findings = Callable[[], list[Problem]]

REPLACE = "items/card-replace.yaml"
COST = "policies/card-cost.yaml"


DOCUMENTS = "登记到 documents.yaml"
PHONES = "登记到 phones.yaml"
ENTRIES = "写一个已有条目的 id"
ITEMS = "写一个已有事项的 id"
ANSWERS = "写 eligibility 里有的问题和答案"
RELATED = "[card-report, card-cost]"
FAMILY = "{who: [family]}"
REPORTED = "{reported: ['no']}"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "target", "mend"),
    [
        (REPLACE, "document: card-law", "document: lore", 44, "lore", DOCUMENTS),
        (COST, "document: card-law", "document: lore", 10, "lore", DOCUMENTS),
        (REPLACE, "consult: ['12333']", "consult: ['12999']", 41, "12999", PHONES),
        (COST, "['12333']", "['12333'], complain: ['12346']", 8, "12346", PHONES),
        (REPLACE, RELATED, "[card-repot]", 46, "card-repot", ENTRIES),
        (REPLACE, RELATED, "[card-replace]", 46, "card-replace", ENTRIES),
        (REPLACE, "label: 挂失了}", "label: 挂失了, go: nowhere}", 17, "nowhere", ITEMS),
        (REPLACE, FAMILY, "{who: [son]}", 28, "who: son", ANSWERS),
        (REPLACE, FAMILY, "{whom: [family]}", 28, "whom: family", ANSWERS),
        (REPLACE, REPORTED, "{reported: [never]}", 30, "reported: never", ANSWERS),
        (REPLACE, REPORTED, "{reported: []}", 30, "reported: ", ANSWERS),
    ],
)
def test_a_reference_to_nothing_is_an_error(
    world: Path,
    findings: Findings,
    file: str,
    old: str,
    new: str,
    line: int,
    target: str,
    mend: str,
) -> None:
    amend(world / file, old, new)
    (problem,) = findings()
    assert places([problem], world) == [("reference", file, line)]
    assert problem.severity is Severity.ERROR
    assert problem.what == f"“{target}”找不到。"
    assert problem.mend == f"{mend}，或者改正拼写。"


def test_a_condition_on_an_item_without_questions_is_an_error(
    world: Path, findings: Findings
) -> None:
    amend(world / "items/card-report.yaml", "{do: 打 12333}", "{do: 打 12333, when: {who: [self]}}")
    assert [p.what for p in findings()] == ["“who: self”找不到。"]


def test_an_answer_may_lead_to_another_item(world: Path, findings: Findings) -> None:
    amend(world / REPLACE, "label: 挂失了}", "label: 挂失了, go: card-report}")
    assert findings() == []


def test_a_telephone_that_is_struck_from_the_registry_is_found_in_every_entry(
    world: Path, findings: Findings
) -> None:
    # given the labour hotline gone
    amend(world / "phones.yaml", "- {number: '12333', name: 人社服务热线, source: 测试}\n", "")
    # then every entry that gave it out is named
    assert {p.file.stem for p in findings()} == {"card-replace", "card-report", "card-cost"}


def test_a_province_is_checked_as_well(world: Path, findings: Findings) -> None:
    amend(world / "regions/230000/items/senior-card.yaml", "as_of", "related: [tea-monkey]\nas_of")
    assert [(p.rule, p.line, p.file.parent.parent.name) for p in findings()] == [
        ("reference", 3, "230000")
    ]


def test_two_dangling_references_are_two_findings(world: Path, findings: Findings) -> None:
    amend(world / REPLACE, "[card-report, card-cost]", "[nobody, nothing]")
    assert [p.what for p in findings()] == ["“nobody”找不到。", "“nothing”找不到。"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("['12345']", "['12999']"),
        ("[senior-age]", "[nobody]"),
        ("document: card-law", "document: lore"),
        ("age_to: 59,", "age_to: 59, go: nowhere,"),
        ("{do: 填一张表}", "{do: 填一张表, when: {age: [never]}}"),
        ("name: 居民身份证}", "name: 居民身份证, when: {age: [never]}}"),
    ],
)
def test_what_provinces_inherit_is_reported_once_for_the_nation(
    world: Path, findings: Findings, old: str, new: str
) -> None:
    # given a dangling reference in an entry that Heilongjiang builds on
    amend(world / "items/senior-card.yaml", old, new)
    # then the province's file, which has no fault, is not named
    assert [p.file.parent.parent.name for p in findings()] == ["knowledge"]


def test_questions_of_a_province_must_fit_the_lines_it_inherits(
    world: Path, findings: Findings
) -> None:
    # given a step for those old enough, and a province that asks otherwise
    amend(
        world / "items/senior-card.yaml",
        "{do: 填一张表}",
        "{do: 填一张表, when: {age: [old-enough]}}",
    )
    with (world / "regions/230000/items/senior-card.yaml").open("a", encoding="utf-8") as overlay:
        overlay.write("eligibility: []\n")
    # then the inherited step would be shown to nobody or to everybody
    (problem,) = findings()
    assert problem.file.parent.parent.name == "230000"
    assert problem.what == "“age: old-enough”找不到。"
