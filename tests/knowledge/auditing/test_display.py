"""How figures read: never nothing where there is something, never all where something lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.auditing import display
from knowledge.auditing.figures import Figure, Measure, Unit
from tests.knowledge.auditing.conftest import audited, figure, imported_item, item, policy

SHARE = Figure("lit", "亮着的", "lit", "towers")
LENGTH = Figure("long", "平均一句", "characters", "sentences", Unit.CHARACTERS)
POINTS = Figure("ease", "好读分", "s", "s", Unit.POINTS, formula=lambda c: 91.13)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0.0 %"),
        (1, "100.0 %"),
        (0.523, "52.3 %"),
        (0.0004, "不到 0.1 %"),
        (0.0006, "0.1 %"),
        (0.9996, "99.9 %"),
        (0.9999999, "99.9 %"),
    ],
)
def test_shares(value: float, told: str) -> None:
    assert display.share(value) == told


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_only_nothing_is_nothing_and_only_all_is_all(part: int, more: int) -> None:
    told = display.share(part / (part + more))
    assert told not in ("0.0 %", "100.0 %")


@pytest.mark.parametrize(
    ("of", "measure", "told"),
    [
        (SHARE, Measure(3, 4, 0.75), "75.0 %"),
        (LENGTH, Measure(138, 10, 13.8), "13.8 个字"),
        (POINTS, Measure(9, 9, 91.13), "91.1 分"),
        (SHARE, Measure(0, 0, None), "没有"),
        (POINTS, Measure(0, 0, None), "没有"),
    ],
)
def test_values(of: Figure, measure: Measure, told: str) -> None:
    assert display.value_of(of, measure) == told


@pytest.mark.parametrize(("of", "told"), [(SHARE, "3 / 4"), (LENGTH, "3 / 4"), (POINTS, "4")])
def test_counts(of: Figure, told: str) -> None:
    assert display.counts_of(of, Measure(3, 4, 0.75)) == told


def test_a_figure_stands_beside_the_inspection_by_origin() -> None:
    report = audited(item(), imported=[imported_item(name="灯塔甲", steps=[])])
    told = display.beside(figure(report, "completeness", "items_incomplete"))
    assert told.startswith(
        "缺必备要素的事项，我们 50.0 %（自己写的 0.0 %，导入的 100.0 %）。2020 年全国"
    )


def test_where_all_is_of_one_origin_it_is_told_once() -> None:
    told = display.beside(figure(audited(policy()), "pairing", "paired"))
    assert told.startswith("文件在、原文读过的解读，我们 100.0 %。2020 年全国")


def test_what_has_no_counterpart_is_told_alone() -> None:
    told = display.beside(figure(audited(policy()), "freshness", "stale"))
    assert told == "一年以上没核对的，我们 0.0 %。"


def test_rows_by_origin() -> None:
    report = audited(item(), imported=[imported_item(name="灯塔甲", steps=[])])
    rows = display.by_origin([figure(report, "completeness", "items_incomplete")])
    assert {row.name: row.cells[0] for row in rows} == {
        "自己写的": "0.0 %（0 / 1）",
        "导入的": "100.0 %（1 / 1）",
    }


def test_every_chapter_has_its_lead() -> None:
    leads = [m.figure.id for m in display.leads(audited())]
    assert leads == [
        "items_incomplete", "stale", "paired", "duplicate", "zombies", "shells", "ease",
        "asked_answered", "entries_asked",
    ]  # fmt: skip


def test_rows_are_the_largest_groups_with_the_rest_counted() -> None:
    # given an office with two items, one with one, and a topic that has only answers
    report = audited(
        policy(),
        imported=[
            imported_item("item-one", department="海事局"),
            imported_item("item-two", department="海事局", name="灯塔甲"),
            imported_item("item-three", department="航道局", name="灯塔乙", steps=[]),
        ],
    )
    incomplete = [figure(report, "completeness", "items_incomplete")]
    # then a group that has none of it doesn't come
    rows, more = display.by_department(incomplete, most=5)
    assert [(row.name, *row.cells) for row in rows] == [
        ("海事局", "0.0 %（0 / 2）"),
        ("航道局", "100.0 %（1 / 1）"),
    ]
    assert more == 0
    # and of two figures each group comes that has either
    both = [*incomplete, figure(report, "pairing", "paired")]
    rows, more = display.by_department(both, most=2)
    assert [row.name for row in rows] == ["海事局", "政策问答·灯塔"]
    assert list(rows[1].cells) == ["没有", "100.0 %（1 / 1）"]
    assert more == 1


def test_regions_are_told_by_name() -> None:
    report = audited(
        imported=[imported_item(region="440100"), imported_item("item-two", region="999999")]
    )
    rows, _ = display.by_region(
        [figure(report, "completeness", "items_incomplete")], report.region_names, most=5
    )
    assert [row.name for row in rows] == ["广州市", "没登记的 999999"]


def test_where_only_sentences_are_counted_the_most_come_first() -> None:
    report = audited(
        policy(), imported=[imported_item(department="啊局"), imported_item("item-two", name="甲")]
    )
    rows, _ = display.by_department([figure(report, "wording", "ease")], most=3)
    sentences = [int(row.cells[0].split("（")[1].rstrip("）")) for row in rows]
    assert sentences == sorted(sentences, reverse=True)


def test_sentences_do_not_outweigh_entries() -> None:
    # given a talkative topic of one entry and an office with two items of few words
    report = audited(
        policy(details=["天黑亮灯。" * 40]),
        imported=[imported_item("item-one"), imported_item("item-two", name="灯塔甲")],
    )
    rows, _ = display.by_department(display.leads(report), most=1)
    assert [row.name for row in rows] == ["海事部门"]
