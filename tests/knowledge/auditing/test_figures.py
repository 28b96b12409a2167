"""Figures are what the counts make them, and nothing where nothing was counted."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from knowledge.auditing.figures import INSPECTION, Figure, Section, measure, measured
from knowledge.auditing.ledger import Ledger
from knowledge.auditing.report import SECTIONS

LIT = Figure("lit", "亮着的灯塔", "lit", "towers")
SECTION = Section("towers", "灯塔", "亮没亮。", (LIT,))


def test_a_share_is_the_part_of_the_whole() -> None:
    found = measured(LIT, {"lit": 3, "towers": 4})
    assert (found.count, found.of, found.value) == (3, 4, 0.75)


@pytest.mark.parametrize("counts", [{}, {"lit": 3}, {"towers": 0}])
def test_of_nothing_there_is_no_share(counts: Mapping[str, float]) -> None:
    assert measured(LIT, counts).value is None


def test_a_formula_takes_all_counts() -> None:
    bright = Figure(
        "bright", "亮度", "lit", "towers", formula=lambda c: 10 * c["lit"] - c["towers"]
    )
    assert measured(bright, {"lit": 3, "towers": 4}).value == 26


def test_groups_in_which_there_is_nothing_to_count_are_left_out() -> None:
    # given a department with towers, one with more, and one with ships only
    ledger = Ledger()
    ledger.cell("海事局", "440000")["towers"] += 1
    ledger.cell("航道局", "230000")["towers"] += 4
    ledger.cell("航道局", "230000")["lit"] += 1
    ledger.cell("船厂", "440000")["ships"] += 9
    # then the largest comes first and the one without towers doesn't come
    (chapter,) = measure([SECTION], ledger)
    assert list(chapter["lit"].departments) == ["航道局", "海事局"]
    assert chapter["lit"].departments["航道局"].value == 0.25
    assert list(chapter["lit"].regions) == ["230000", "440000"]


def test_a_figure_that_is_not_there_is_not_found() -> None:
    (chapter,) = measure([SECTION], Ledger())
    with pytest.raises(KeyError, match="dark"):
        chapter["dark"]


def test_no_two_figures_of_a_chapter_have_the_same_id() -> None:
    for section in SECTIONS:
        ids = [figure.id for figure in section.figures]
        assert len(ids) == len(set(ids)), section.id


def test_every_chapter_has_a_figure_that_stands_for_it() -> None:
    for section in SECTIONS:
        assert any(figure.lead for figure in section.figures), section.id


def test_what_is_drawn_has_a_name_that_fits_on_a_small_telephone() -> None:
    drawn = [figure.drawn for section in SECTIONS for figure in section.figures if figure.drawn]
    assert len(drawn) > 15
    assert [name for name in drawn if len(name) > 8] == []


def test_two_figures_have_a_counterpart_and_both_name_the_inspection() -> None:
    told = [f.counterpart for section in SECTIONS for f in section.figures if f.counterpart]
    assert INSPECTION == "2020 年全国政府网站和政务新媒体检查"
    assert [text.startswith(INSPECTION) for text in told] == [True, True]
    assert ["52.3 %" in told[0], "63.4 %" in told[1]] == [True, True]
