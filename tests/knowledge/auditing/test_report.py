"""The audit as a whole: one pass, everything counted once, the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.auditing import audit
from knowledge.library import Library
from knowledge.loader import load
from knowledge.problems import Problem, Severity
from tests.conftest import TODAY
from tests.knowledge.auditing.conftest import (
    audited,
    counts,
    found,
    imported_item,
    item,
    library_of,
    policy,
)
from tests.knowledge.conftest import amend


def test_variants_and_imported_entries_are_counted() -> None:
    report = audited(
        item(),
        item(region="440000", local_rule="广东另有规定。"),
        policy(),
        imported=[imported_item()],
    )
    assert (report.hand_written, report.imported) == (3, 1)
    assert counts(report, "freshness", "stale")[1] == 4


def test_the_small_world_is_audited_as_it_is(library: Library) -> None:
    report = audit(library, today=TODAY)
    # what is out of date in it on purpose
    assert [f.subject.id for f in found(report, "stale")] == ["heating-money"]
    assert [f.subject.id for f in found(report, "expired")] == ["heating-money"]
    # and what rests on a document known by name only
    assert [f.subject.id for f in found(report, "unread")] == ["senior-age"]
    assert report.lacking == []


def test_a_file_that_cannot_be_read_is_urgent_and_counts_as_lacking(world: Path) -> None:
    # given a file without a required key, which the loader leaves out
    file = world / "items" / "card-replace.yaml"
    amend(file, "result: 一张新的社保卡。\n", "")
    library, problems = load(world)
    report = audit(library, today=TODAY, problems=problems, root=world)
    # then it is told with line and remedy, the file as seen from the knowledge folder
    (finding,) = found(report, "broken")
    assert finding.subject.file == "items/card-replace.yaml"
    assert finding.sentence == (
        "card-replace.yaml 第 1 行：缺少“result”。读不了的文件，里面的话一句也用不上。"
        "补上 result；不知道的，写 unknown: true 并说明去哪里问。"
    )
    assert report.lacking == [finding]


def test_a_problem_of_the_loader_is_told_where_it_is() -> None:
    problem = Problem("yaml", Severity.ERROR, Path("灯塔.yaml"), 7, "读不懂。", "改一改。")
    report = audit(library_of(), today=TODAY, problems=[problem])
    (finding,) = found(report, "broken")
    assert finding.what == "灯塔.yaml 第 7 行：读不懂。"
    assert finding.subject.id == "灯塔"


def test_files_are_named_from_the_knowledge_folder(world: Path) -> None:
    library, _ = load(world)
    inside = audit(library, today=TODAY, root=world)
    assert found(inside, "stale")[0].subject.file == "policies/heating-money.yaml"
    # without it, or from elsewhere, in full
    for root in (Path(), world / "items"):
        outside = audit(library, today=TODAY, root=root)
        assert found(outside, "stale")[0].subject.file == str(world / "policies/heating-money.yaml")


def test_what_is_urgent_and_ours_comes_first() -> None:
    report = audited(
        policy(valid_until="2026-11-22", answer="亮"),
        imported=[
            imported_item(steps=[]),
            imported_item("item-two", name="甲", contact={"consult": ["-"]}),
        ],
    )
    severities = [list(type(f.rule.severity)).index(f.rule.severity) for f in report.findings]
    assert severities == sorted(severities)
    zombies = [f.subject.imported for f in found(report, "zombie")]
    assert zombies == sorted(zombies)


def test_a_chapter_that_is_not_there_is_not_found() -> None:
    with pytest.raises(KeyError, match="weather"):
        audited()["weather"]


def test_two_audits_of_the_same_are_the_same(library: Library) -> None:
    one, other = audit(library, today=TODAY), audit(library, today=TODAY)
    assert one.findings == other.findings
    assert one.chapters == other.chapters
    assert one.differences == other.differences


def test_the_whole_country_has_its_name_without_a_registry() -> None:
    report = audit(Library(), today=TODAY, imported=[imported_item()])
    assert report.region_names["000000"] == "全国"
