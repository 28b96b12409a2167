"""Chapter 6: what a sentence is, what is hard about it, and one figure for it all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.auditing.figures import measured
from knowledge.auditing.reading import LENGTHS, SECTION, ease
from knowledge.auditing.report import Report
from knowledge.schema import Term
from tests.knowledge.auditing.conftest import (
    audited,
    counts,
    figure,
    found,
    imported_text,
    item,
    policy,
    value,
)

TERMS = (
    Term(word="携带", means="带着。", instead="带上"),
    Term(word="携带证件", means="带着证件。", instead="带上证件"),
    Term(word="统筹基金", means="大家的钱。"),
)


def read(*answers: str, **changes: Any) -> Report:
    """The audit of one answer and its details."""
    first, *details = answers
    return audited(policy(answer=first, details=details, **changes), terms=TERMS)


# --- sentences ---


@pytest.mark.parametrize(
    ("answer", "sentences", "characters"),
    [
        ("天黑亮灯。", 1, 4),
        ("天黑亮灯", 1, 4),
        ("天黑亮灯。天亮关灯。", 2, 8),
        ("天黑亮吗？亮；一直亮。", 3, 8),
        ("《灯塔管理条例》说“天黑亮灯”。", 1, 1),
        ("天黑亮。。", 1, 3),
        (" 天黑亮 。", 1, 3),
    ],
)
def test_sentences_are_counted_as_they_are_heard(
    answer: str, sentences: int, characters: int
) -> None:
    mean = figure(read(answer), "wording", "mean_sentence").overall
    assert (mean.of, mean.count) == (sentences, characters)


def test_a_line_of_its_own_is_a_sentence_of_its_own() -> None:
    text = imported_text(answer="天黑亮灯", sections=[{"text": "天黑亮\n天亮关"}])
    report = audited(imported=[text])
    assert counts(report, "wording", "mean_sentence") == (10, 3)


@pytest.mark.parametrize(
    ("length", "bucket"),
    [(1, "10"), (10, "10"), (11, "20"), (30, "30"), (31, "40"), (40, "40"), (41, "60"),
     (60, "60"), (61, "more"), (300, "more")],
)  # fmt: skip
def test_each_sentence_belongs_to_one_bucket(length: int, bucket: str) -> None:
    report = read("灯" * length)
    names = [name.replace(".", "_") for _, name, _ in LENGTHS]
    assert [n for n in names if counts(report, "wording", n) == (1, 1)] == [f"length_{bucket}"]


@pytest.mark.parametrize(("length", "long"), [(40, 0), (41, 1)])
def test_more_than_forty_characters_are_long(length: int, long: int) -> None:
    assert counts(read("灯" * length), "wording", "long_sentences") == (long, 1)


def test_nobody_can_say_more_than_sixty_in_one_breath() -> None:
    (finding,) = found(read("天黑了就亮" + "灯" * 60), "long_sentence")
    assert finding.what == (
        "“灯塔几点亮灯”有一句 65 个字：“天黑了就亮灯灯灯灯灯灯灯灯灯灯灯灯灯灯灯…”。"
    )
    assert found(read("灯" * 60), "long_sentence") == []


# --- officialese ---


def test_officialese_is_found_with_what_to_say_instead() -> None:
    (finding,) = found(read("请携带身份证。携带就行。"), "officialese")
    assert finding.sentence == ("“灯塔几点亮灯”用了公文话“携带”。老人听不懂公文话。改成“带上”。")


def test_the_longer_word_is_taken_for_itself() -> None:
    (finding,) = found(read("请携带证件。"), "officialese")
    assert "“携带证件”" in finding.what
    assert "“携带”" not in finding.what


@pytest.mark.parametrize("answer", ["带上身份证。", "钱从统筹基金里出。", "条例说“携带身份证”。"])
def test_what_has_no_plain_word_or_is_quoted_is_no_fault(answer: str) -> None:
    report = read(answer)
    assert found(report, "officialese") == []
    assert counts(report, "wording", "with_officialese") == (0, 1)


def test_entries_with_officialese_are_counted_once_each() -> None:
    assert counts(read("携带。携带。", "携带。"), "wording", "with_officialese") == (1, 1)


def test_without_a_glossary_nothing_is_officialese() -> None:
    report = audited(policy(answer="请携带身份证。"))
    assert counts(report, "wording", "with_officialese") == (0, 1)


def test_what_a_region_inherits_is_counted_and_told_once() -> None:
    report = audited(
        item(summary="携带身份证上塔。"),
        item(summary="携带身份证上塔。", region="440000", local_rule="广东另有规定。"),
        terms=TERMS,
    )
    assert counts(report, "wording", "with_officialese") == (2, 2)
    assert [f.subject.region for f in found(report, "officialese")] == ["000000"]


# --- characters ---


@pytest.mark.parametrize(
    ("answer", "uncommon", "han"),
    [
        ("天黑亮灯。", 0, 4),
        ("殡葬补贴。", 1, 4),
        ("魑魅魍魉。", 4, 4),
        ("打 12345，OK。", 0, 1),
        ("赡养、辖区、残疾。", 0, 6),
    ],
)
def test_characters_outside_the_first_level_are_uncommon(
    answer: str, uncommon: int, han: int
) -> None:
    assert counts(read(answer), "wording", "uncommon") == (uncommon, han)


# --- the figure ---


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ("天黑亮灯。", 100),
        ("灯" * 12, 100),
        ("灯" * 13, 98),
        ("灯" * 37, 50),
        ("灯" * 62, 0),
        ("灯" * 200, 0),
        # one word of officialese in one sentence: 100 of 100 sentences
        ("携带灯塔。", 50),
        # one character of ten
        ("殡灯灯灯灯灯灯灯灯灯。", 50),
    ],
)
def test_reading_ease(answer: str, points: float) -> None:
    assert value(read(answer)["wording"], "ease") == pytest.approx(points)


positive = st.integers(0, 1000)


@given(st.integers(1, 1000), positive, positive, positive, positive)
def test_reading_ease_stays_between_nothing_and_a_hundred(
    sentences: int, characters: int, han: int, uncommon: int, officialese: int
) -> None:
    points = ease(
        {
            "sentences": sentences,
            "sentence_characters": characters,
            "han": han,
            "uncommon": min(uncommon, han),
            "officialese": officialese,
        }
    )
    assert 0 <= points <= 100


@given(st.integers(1, 100), st.integers(0, 100))
def test_a_longer_sentence_is_never_easier(length: int, more: int) -> None:
    def points(characters: int) -> float:
        return ease({"sentences": 1, "sentence_characters": characters, "han": characters})

    assert points(length + more) <= points(length)


def test_where_nothing_is_read_there_is_no_figure() -> None:
    (figure_,) = [f for f in SECTION.figures if f.id == "ease"]
    assert measured(figure_, {}).value is None


# --- what is read ---


def test_the_articles_of_a_statute_are_law_and_not_ours_to_word() -> None:
    law = [{"text": "第一条 携带灯具须经批准。", "article": 1}, {"text": "说明。"}]
    report = audited(imported=[imported_text(answer="天黑亮灯。", sections=law)], terms=TERMS)
    assert counts(report, "wording", "mean_sentence") == (6, 2)
    assert counts(report, "wording", "with_officialese") == (0, 1)


def test_every_sentence_of_an_item_is_read() -> None:
    report = audited(
        item(steps=[{"do": "携带身份证", "detail": "携带原件。"}, {"do": "领证"}]), terms=TERMS
    )
    assert counts(report, "wording", "with_officialese") == (1, 1)


def test_it_is_told_by_department() -> None:
    report = audited(item(), policy(answer="灯" * 37))
    by_department = figure(report, "wording", "ease").departments
    assert by_department["海事部门"].value == 100
    assert by_department["政策问答·灯塔"].value == pytest.approx(50)
