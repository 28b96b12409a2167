"""Chapter 4: the same thing twice in one region."""

from __future__ import annotations

import pytest

from knowledge.auditing.duplicates import names_of
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

LONG = "城镇企业职工基本养老保险关系转移接续申请"


def test_the_same_name_twice_in_a_region_is_one_too_many() -> None:
    report = audited(
        imported=[
            imported_item("item-one", region="440100"),
            imported_item("item-two", region="440100", name="“灯塔参观证”办理"),
        ]
    )
    assert counts(report, "consistency", "duplicate") == (2, 2)
    (finding,) = found(report, "duplicate")
    assert finding.subject.id == "item-two"
    assert finding.what == ("““灯塔参观证”办理”和“灯塔参观证办理”（item-one）同名或者几乎同名。")
    assert finding.mend == "留下一条；真的是两件事，就把名称改得分得开。"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LONG, f"{LONG[:-2]}的申请", True),
        ("灯塔参观证办理", "灯塔参观证补办", False),
        # numbers tell two things apart, however long the name
        (f"第一社区{LONG}", f"第二社区{LONG}", False),
        (f"{LONG}1号窗口", f"{LONG}2号窗口", False),
        (f"第一社区{LONG}", f"第一社区{LONG[:-2]}的申请", True),
        ("残疾人证办理（ＩＣ卡）", "残疾人证办理IC卡", True),
    ],
)
def test_nearly_the_same_name(one: str, other: str, same: bool) -> None:
    report = audited(
        imported=[imported_item("item-one", name=one), imported_item("item-two", name=other)]
    )
    assert counts(report, "consistency", "duplicate")[0] == (2 if same else 0)


def test_the_same_name_in_two_regions_is_two_things() -> None:
    report = audited(
        imported=[
            imported_item("item-one", region="440100"),
            imported_item("item-two", region="230000"),
        ]
    )
    assert counts(report, "consistency", "duplicate") == (0, 2)


def test_an_overlay_is_no_duplicate_of_what_it_overlays() -> None:
    report = audited(item(), item(region="440000", local_rule="广东另有规定。"))
    assert counts(report, "consistency", "duplicate") == (0, 2)


def test_what_is_imported_and_written_by_hand_is_found() -> None:
    report = audited(item(), imported=[imported_item()])
    (finding,) = found(report, "duplicate")
    assert (finding.subject.id, finding.subject.imported) == ("item-lamp", True)


def test_two_that_name_each_other_are_known_to_be_two() -> None:
    report = audited(item("lamp-visit", related=["lamp-tour"]), item("lamp-tour"))
    assert counts(report, "consistency", "duplicate") == (0, 2)


def test_three_of_a_kind_are_one_group() -> None:
    report = audited(imported=[imported_item(f"item-{n}") for n in range(3)])
    assert counts(report, "consistency", "duplicate") == (3, 3)
    assert [f.subject.id for f in found(report, "duplicate")] == ["item-1", "item-2"]


def test_questions_are_compared_with_questions_and_titles() -> None:
    # given two answers to one question under different titles
    report = audited(
        policy("lamp-hours"),
        policy(
            "lamp-night", title="夜里的灯塔", questions=["晚上灯塔啥时候开灯？", "二", "三", "四"]
        ),
    )
    assert [f.subject.id for f in found(report, "duplicate")] == ["lamp-night"]


def test_the_same_question_twice_in_one_entry_is_another_matter() -> None:
    again = ["灯塔几点亮", "灯塔几点亮？", "灯塔，几点亮", "灯塔几点亮。"]
    assert found(audited(policy(questions=again)), "duplicate") == []


def test_an_item_and_an_answer_of_the_same_name_go_together() -> None:
    report = audited(item(name="灯塔几点亮灯"), policy())
    assert found(report, "duplicate") == []


def test_a_hall_and_a_document_of_the_same_name_too() -> None:
    report = audited(
        imported=[hall(title="码头大厅"), imported_text(title="码头大厅", questions=[])]
    )
    assert found(report, "duplicate") == []


def test_duplicates_are_counted_by_region() -> None:
    report = audited(
        imported=[
            imported_item("item-one", region="440100"),
            imported_item("item-two", region="440100"),
            imported_item("item-three", region="230000"),
        ]
    )
    regions = figure(report, "consistency", "duplicate").regions
    assert {code: measure.value for code, measure in regions.items()} == {"440100": 1, "230000": 0}


def test_a_name_of_signs_alone_is_like_no_other() -> None:
    report = audited(
        imported=[imported_item("item-one", name="——"), imported_item("item-two", name="//")]
    )
    assert found(report, "duplicate") == []


def test_what_an_entry_is_known_by() -> None:
    assert list(names_of(item())) == ["灯塔参观证办理"]
    assert list(names_of(policy()))[:2] == ["灯塔几点亮灯", "灯塔几点亮"]
