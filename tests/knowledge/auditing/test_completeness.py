"""Chapter 1 as an administrator reads it: how many lack what, and which file to mend."""

from __future__ import annotations

import pytest

import settings
from knowledge.auditing import audit
from knowledge.auditing.elements import ITEM
from knowledge.auditing.ledger import KEPT_IMPORTED
from knowledge.auditing.report import Report
from knowledge.loader import load
from tests.conftest import TODAY
from tests.knowledge.auditing.conftest import (
    audited,
    counts,
    figure,
    found,
    hall,
    imported_item,
    imported_text,
    item,
    policy,
)

UNKNOWN_FEE = {"text": "收不收钱，打 12345 问。", "unknown": True}


@pytest.fixture(scope="module")
def own() -> Report:
    """The audit of the knowledge the product ships."""
    library, problems = load(settings.REPOSITORY / "knowledge")
    return audit(library, today=TODAY, problems=problems)


def test_our_own_entries_have_every_required_element(own: Report) -> None:
    # given that there is something to count
    assert counts(own, "completeness", "items_incomplete")[1] > 70
    # then nothing required is missing, element by element and all told
    assert own.lacking == []
    for element in ITEM:
        if element.required:
            missing = figure(own, "completeness", f"item_{element.id}_missing").overall
            assert missing.count == 0, element.id
    assert counts(own, "completeness", "items_incomplete")[0] == 0
    assert counts(own, "completeness", "questions_incomplete")[0] == 0


def test_what_we_say_not_to_know_is_counted_for_itself(own: Report) -> None:
    unknown, all_items = counts(own, "completeness", "items_unknown")
    assert 0 < unknown < all_items / 4


def test_the_three_states_of_an_element_make_up_all_items(own: Report) -> None:
    for element in ITEM:
        states = [
            counts(own, "completeness", f"item_{element.id}_{state}")
            for state in ("filled", "unknown", "missing")
        ]
        assert sum(count for count, _ in states) == states[0][1], element.id


def test_it_stands_beside_what_the_inspection_found(own: Report) -> None:
    told = figure(own, "completeness", "items_incomplete").figure.counterpart
    assert told == (
        "2020 年全国政府网站和政务新媒体检查：52.3 % 的网站办事指南不完整。"
        "那里数的是网站，这里数的是事项。"
    )


def test_a_figure_is_counted_by_department_and_region() -> None:
    # given two offices, one of which hands over a guide without materials
    report = audited(
        imported=[
            imported_item("one", department="海事局", region="440100", materials=[]),
            imported_item("two", department="海事局", region="440100", name="灯塔甲"),
            imported_item("three", department="航道局", region="440000", name="灯塔乙"),
        ]
    )
    # then it is counted where it belongs
    lacking = figure(report, "completeness", "items_incomplete")
    assert (lacking.overall.count, lacking.overall.of) == (1, 3)
    assert lacking.departments["海事局"].value == 0.5
    assert lacking.departments["航道局"].value == 0
    assert lacking.regions["440100"].value == 0.5
    assert report.region_names["440100"] == "广州市"


def test_an_office_is_told_what_its_guide_lacks() -> None:
    # given an imported guide of which the import could tell neither fee nor result
    fee = {"text": "要不要钱，资料里没有写。", "unknown": True}
    result = "办好以后给什么，资料里没有写。"
    report = audited(imported=[imported_item(fee=fee, result=result, steps=[])])
    # then to us that is missing, whatever the import calls it
    (finding,) = found(report, "incomplete")
    assert finding.sentence == (
        "“灯塔参观证办理”没有写办理步骤、收费、办理结果。"
        "少了必备的要素，群众办不成，或者要多跑一趟。"
        "请海事部门补上，再导入一次。"
    )
    assert finding.subject.file == "lighthouse.jsonl"
    assert counts(report, "completeness", "item_fee_missing") == (1, 1)
    # and it is no fault of ours
    assert report.lacking == []


def test_where_no_office_is_named_whoever_handed_it_over_is_asked() -> None:
    nobody = {"kind": "documents", "file": "a.jsonl"}
    report = audited(imported=[imported_text(questions=[], origin=nobody)])
    (finding,) = found(report, "incomplete")
    assert finding.what == "“灯塔几点亮灯”没有写发文部门。"
    assert finding.mend == "请交来资料的部门补上，再导入一次。"


def test_who_writes_by_hand_may_say_not_to_know() -> None:
    report = audited(item(fee=UNKNOWN_FEE))
    assert found(report, "incomplete") == []
    assert counts(report, "completeness", "item_fee_unknown") == (1, 1)
    assert counts(report, "completeness", "items_unknown") == (1, 1)


def test_a_hand_written_placeholder_is_found_with_its_file_and_key() -> None:
    report = audited(item(result="待补充", department="/"))
    (finding,) = report.lacking
    assert finding.subject.file == "000000/lamp-visit.yaml"
    assert finding.what == "“灯塔参观证办理”没有写办理部门、办理结果。"
    assert finding.mend == "补上 department、result；查不到的写 unknown: true，并说明问谁。"


def test_what_a_region_inherits_is_told_once() -> None:
    # given a placeholder in the nation's file, and a region that changes something else
    report = audited(
        item(result="待补充"),
        item(result="待补充", region="440000", local_rule="广东另有规定。"),
    )
    # then both are counted, and one file is named
    assert counts(report, "completeness", "items_incomplete") == (2, 2)
    assert [f.subject.file for f in found(report, "incomplete")] == ["000000/lamp-visit.yaml"]


def test_a_region_that_spoils_it_itself_is_named() -> None:
    report = audited(item(), item(result="待补充", region="440000"))
    assert [f.subject.file for f in found(report, "incomplete")] == ["440000/lamp-visit.yaml"]


def test_each_kind_of_entry_is_held_to_its_own_elements() -> None:
    report = audited(
        policy(),
        imported=[
            imported_text("faq", basis=[]),
            imported_text("doc", questions=[], basis=[]),
            hall(address="暂无"),
        ],
    )
    # a document is its own basis, an answer needs one, a hall needs an address
    assert counts(report, "completeness", "questions_incomplete") == (1, 2)
    assert counts(report, "completeness", "documents_incomplete") == (0, 1)
    assert counts(report, "completeness", "halls_incomplete") == (1, 1)
    told = {f.subject.id: f.what for f in found(report, "incomplete")}
    assert told == {
        "faq": "“灯塔几点亮灯”没有写依据的文件。",
        "hall-lamp": "“灯塔几点亮灯”没有写地址。",
    }


def test_of_many_alike_some_are_kept_and_all_are_counted() -> None:
    many = (
        imported_item(f"item-{n}", name=f"第{n}号灯塔", basis=[]) for n in range(KEPT_IMPORTED + 50)
    )
    report = audited(imported=many)
    assert len(found(report, "incomplete")) == KEPT_IMPORTED
    (total,) = [count for rule, count in report.totals.items() if rule.id == "incomplete"]
    assert total == KEPT_IMPORTED + 50
