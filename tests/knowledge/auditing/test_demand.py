"""Chapter 7: what was asked beside what there is."""

from __future__ import annotations

import ast
from datetime import date
from typing import Any

import pytest

import settings
from knowledge.auditing.demand import NO_ENTRY, RESULTS, Asked, Result, Week
from knowledge.auditing.report import Report
from tests.knowledge.auditing.conftest import (
    audited,
    counts,
    figure,
    found,
    imported_item,
    item,
    policy,
)

MONDAY = date(2026, 11, 16)


def asked(label: str, text: str = "灯塔几点亮", day: date = MONDAY, **more: Any) -> Asked:
    return Asked(text, label, day, **more)


def labels_in_the_conversation() -> set[str]:
    """Every label an outcome is made with."""
    found_labels = set()
    for file in (settings.REPOSITORY / "assistant" / "conversation").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Outcome":
                label = node.args[1]
                assert isinstance(label, (ast.Constant, ast.Name, ast.IfExp)), file
                found_labels |= {c.value for c in ast.walk(label) if isinstance(c, ast.Constant)}
    return found_labels


def test_every_result_is_of_a_label_that_conversations_have() -> None:
    assert set(RESULTS) <= labels_in_the_conversation()


@pytest.mark.parametrize(
    ("label", "result"),
    [("answered", "asked_answered"), ("started", "asked_answered"),
     ("clarified", "asked_clarified"), ("unknown", "asked_unknown"),
     ("foreign", "asked_unknown"), ("handed_over", "asked_handed_over"),
     ("complained", "asked_handed_over")],
)  # fmt: skip
def test_a_label_is_a_result(label: str, result: str) -> None:
    report = audited(asked=[asked(label)])
    assert counts(report, "demand", result) == (1, 1)


@pytest.mark.parametrize("label", ["walked", "greeted", "repeated", "chitchat", "nonsense"])
def test_what_is_no_question_is_not_counted(label: str) -> None:
    report = audited(asked=[asked(label)])
    assert report.demand.asked == 0
    assert figure(report, "demand", "asked_answered").overall.value is None


def test_shares_are_told_week_by_week_from_monday() -> None:
    report = audited(
        asked=[
            asked("answered", day=date(2026, 11, 15)),
            asked("answered", day=date(2026, 11, 16)),
            asked("unknown", day=date(2026, 11, 22)),
            asked("clarified", day=date(2026, 11, 18)),
            asked("handed_over", day=date(2026, 11, 18)),
        ]
    )
    before, week = report.demand.weeks
    assert (before.begins, before.asked) == (date(2026, 11, 9), 1)
    assert (week.begins, week.asked) == (MONDAY, 4)
    assert [week.share(result) for result in Result] == [0.25, 0.25, 0.25, 0.25]


def test_a_week_without_questions_has_no_shares() -> None:
    assert Week(MONDAY, {}).share(Result.ANSWERED) == 0


def test_what_was_asked_in_vain_is_clustered() -> None:
    report = audited(
        asked=[
            asked("unknown", "电梯坏了没人修"),
            asked("unknown", "楼里电梯坏了"),
            asked("unknown", "垃圾怎么分类"),
            asked("answered", "电梯坏了"),
        ]
    )
    assert [(c.asked, c.variants) for c in report.demand.unanswered] == [(2, 2), (1, 1)]


def test_what_three_asked_in_vain_is_a_finding() -> None:
    report = audited(
        asked=[asked("unknown", "电梯坏了没人修")] * 3 + [asked("unknown", "垃圾分类")]
    )
    (finding,) = found(report, "unanswered")
    assert finding.sentence == (
        "“电梯坏了没人修”这一类问了 3 次，都没答上。问的人不止一个，知识库里没有。"
        "写一条；已经有的，把这种说法加进去。"
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("我手机13800138000没反应", "我手机〔手机号〕没反应"),
        ("我手机〔手机号〕没反应", "我手机〔手机号〕没反应"),
        ("身份证 110101 19900307 7758 查不到", "身份证 〔身份证号〕 查不到"),
    ],
)
def test_personal_numbers_never_come_out(said: str, told: str) -> None:
    # given a number that slipped through
    report = audited(asked=[asked("unknown", said)] * 3)
    # then the report tells its kind only
    assert [c.label for c in report.demand.unanswered] == [told]
    assert told in found(report, "unanswered")[0].what


# --- supply ---


def answered_by(*ids: str, region: str | None = None) -> Asked:
    return asked("answered", entry_ids=ids, region=region)


def test_the_most_asked_come_first() -> None:
    report = audited(
        item(), policy(), asked=[answered_by("lamp-hours"), answered_by("lamp-hours"),
                                 answered_by("lamp-visit")]
    )  # fmt: skip
    told = [(subject.name, count) for subject, count in report.demand.most_asked]
    assert told == [("灯塔几点亮灯", 2), ("灯塔参观证办理", 1)]


def test_what_nobody_asks_is_listed_if_we_wrote_it() -> None:
    report = audited(
        item(),
        policy(),
        imported=[imported_item(name="灯塔甲"), imported_item("item-two", name="灯塔乙")],
        asked=[answered_by("lamp-hours"), answered_by("item-two")],
    )
    assert [subject.id for subject in report.demand.never_asked] == ["lamp-visit"]
    # and an imported one comes among the asked, but is not held against its office
    assert {s.id for s, _ in report.demand.most_asked} == {"lamp-hours", "item-two"}
    assert counts(report, "demand", "entries_asked") == (1, 2)


def test_of_an_entry_with_regions_one_is_listed() -> None:
    report = audited(item(), item(region="440000", local_rule="广东另有规定。"))
    assert [s.region for s in report.demand.never_asked] == ["000000"]


def test_an_entry_that_is_gone_is_not_told() -> None:
    report = audited(item(), asked=[answered_by("long-gone")])
    assert report.demand.most_asked == []
    assert counts(report, "demand", "asked_answered") == (1, 1)


def test_questions_are_counted_under_what_answered_them() -> None:
    report = audited(
        item(),
        asked=[answered_by("lamp-visit", region="440100"), asked("unknown", region="440100")],
    )
    answers = figure(report, "demand", "asked_answered")
    assert answers.departments["海事部门"].value == 1
    assert answers.departments[NO_ENTRY].value == 0
    assert (answers.regions["440100"].count, answers.regions["440100"].of) == (1, 2)


def test_without_a_region_a_question_counts_for_the_nation() -> None:
    report = audited(asked=[asked("answered")])
    assert list(figure(report, "demand", "asked_answered").regions) == ["000000"]


def test_before_the_first_question_no_entry_counts_as_unasked() -> None:
    def value_of(report: Report) -> float | None:
        return figure(report, "demand", "entries_asked").overall.value

    assert value_of(audited(item())) is None
    assert value_of(audited(item(), asked=[asked("unknown")])) == 0
