"""Words a 74-year-old follows: short sentences, plain words, steps that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.checking.rule import Context
from knowledge.checking.wording import (
    FIRST_ANSWER,
    LONG_SENTENCE,
    SHORT_NAME,
    UNSPEAKABLE_SENTENCE,
    check_wording,
)
from knowledge.library import Library, Variant
from knowledge.problems import Problem, Severity
from knowledge.schema import PolicyEntry, Term
from knowledge.yaml_source import Source
from tests.conftest import TODAY
from tests.knowledge.conftest import amend

Findings = Callable[[], list[Problem]]

AGE = "policies/senior-age.yaml"
SENIOR = "items/senior-card.yaml"
OVERLAY = "regions/230000/items/senior-card.yaml"
ANSWER = "answer: 满 60 岁就是老年人。"


def said(answer: str, library: Library) -> list[Problem]:
    """What is found in a policy that answers so."""
    entry = library.variants["senior-age"]["000000"].entry.copy(update={"answer": answer})
    assert isinstance(entry, PolicyEntry)
    lone = Library(terms=library.terms)
    lone.variants["senior-age"] = {"000000": Variant(entry, source=Source({"answer": answer}))}
    return list(check_wording(Context(lone, TODAY)))


@pytest.mark.parametrize(
    ("length", "found"),
    [
        (LONG_SENTENCE, []),
        (LONG_SENTENCE + 1, [Severity.WARNING]),
        (UNSPEAKABLE_SENTENCE, [Severity.WARNING]),
        (UNSPEAKABLE_SENTENCE + 1, [Severity.ERROR]),
    ],
)
def test_long_sentences_are_reminded_of_and_unspeakable_ones_refused(
    library: Library, length: int, found: list[Severity]
) -> None:
    assert [p.severity for p in said("长" * length, library)] == found


def test_a_long_sentence_is_quoted_with_its_length(world: Path, findings: Findings) -> None:
    # given a sentence of 40 characters after a short one
    amend(world / AGE, ANSWER, f"answer: 是的。{'老' * 40}。")
    (problem,) = findings()
    # then the administrator sees which one it is
    assert (problem.rule, problem.line) == ("length", 5)
    assert problem.what == f"有一句 40 个字：“{'老' * 20}…”。"
    assert problem.mend == "拆成几句，每句不超过 36 个字。"


@pytest.mark.parametrize("end", ["。", "！", "？", "；", "!", "?", ";"])
def test_sentences_end_at_every_full_stop(library: Library, end: str) -> None:
    halves = end.join(["前" * 30, "后" * 30])
    assert [p for p in said(halves, library) if p.rule == "length"] == []


@pytest.mark.parametrize("quote", ["《{}》", "“{}”"])
def test_titles_and_quotations_do_not_make_a_sentence_long(library: Library, quote: str) -> None:
    # a title can't be shortened
    assert said(f"按{quote.format('长' * 50)}办。", library) == []


@given(st.lists(st.integers(1, LONG_SENTENCE), min_size=1, max_size=3))
def test_short_sentences_are_never_too_long_together(library: Library, lengths: list[int]) -> None:
    assert said("。".join("字" * n for n in lengths), library) == []


@pytest.mark.parametrize("mark", ["！", "!"])
def test_nobody_is_shouted_at(library: Library, mark: str) -> None:
    (problem,) = said(f"可以办{mark}", library)
    assert (problem.rule, problem.severity) == ("wording", Severity.ERROR)
    assert problem.what == "用了感叹号。"


def test_officialese_is_reminded_of_with_the_plain_word(library: Library) -> None:
    (problem,) = said("请携带身份证。", library)
    assert (problem.rule, problem.severity) == ("jargon", Severity.WARNING)
    assert (problem.what, problem.mend) == ("“携带”是公文话。", "改成“带上”。")


def test_officialese_in_the_name_of_a_form_is_right(library: Library) -> None:
    # given the words on the form she has to ask for
    assert said("跟窗口说“携带证明”。", library) == []


def test_a_word_that_is_only_explained_may_be_used(library: Library) -> None:
    assert said("要写一张委托书。", library) == []


def test_officialese_comes_from_the_glossary(library: Library) -> None:
    # given a glossary that also bans 委托书
    strict = Library(variants=library.variants, terms=dict(library.terms))
    strict.terms["委托书"] = Term(word="委托书", means="一张纸。", instead="写一张纸")
    assert [p.what for p in said("要写委托书。", strict)] == ["“委托书”是公文话。"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("result: 一本老年优待证。", "result: 携带回家。", "jargon"),
        ("stop: 要满 60 岁才能办，到时候再来。", "stop: 不行！", "wording"),
        ("why: 满 60 岁才能办。", "why: 须携带。", "jargon"),
        ("bedside: {text: 走不动的，打 12345 请人上门。}", "bedside: {text: 携带。}", "jargon"),
    ],
)
def test_every_sentence_of_an_item_is_read(
    world: Path, findings: Findings, old: str, new: str, rule: str
) -> None:
    amend(world / SENIOR, old, new)
    assert [p.rule for p in findings()] == [rule]


# Judged where it is written


def test_a_national_fault_is_found_once_not_in_every_province(
    world: Path, findings: Findings
) -> None:
    # given officialese in a sentence that Heilongjiang inherits
    amend(world / SENIOR, "result: 一本老年优待证。", "result: 携带回家。")
    assert [p.file.parent.parent.name for p in findings()] == ["knowledge"]


def test_a_fault_of_a_province_is_found_there(world: Path, findings: Findings) -> None:
    amend(world / OVERLAY, "黑龙江全省通用", "黑龙江请携带户口本")
    assert [(p.rule, p.file.parent.parent.name, p.line) for p in findings()] == [
        ("jargon", "230000", 1)
    ]


# Shape


def test_the_first_answer_is_short_enough_to_be_heard(world: Path, findings: Findings) -> None:
    # given an answer of short sentences that goes on and on
    amend(world / AGE, ANSWER, f"answer: {'一二三四五六七八九。' * 13}")
    (problem,) = findings()
    assert problem.severity is Severity.ERROR
    assert problem.what == "第一句回答有 130 个字。"
    assert f"不超过 {FIRST_ANSWER} 个字" in problem.mend


def test_the_name_on_a_button_fits_it(world: Path, findings: Findings) -> None:
    amend(world / SENIOR, "short: 办老年证", f"short: {'办' * (SHORT_NAME + 1)}")
    (problem,) = findings()
    assert (problem.severity, problem.line) == (Severity.ERROR, 3)
    assert problem.mend == "不超过 10 个字。"


def test_a_name_of_ten_characters_fits(world: Path, findings: Findings) -> None:
    amend(world / SENIOR, "short: 办老年证", f"short: {'办' * SHORT_NAME}")
    assert findings() == []


def test_a_step_says_what_to_do(world: Path, findings: Findings) -> None:
    # given a step that is only a thing
    amend(world / SENIOR, "{do: 填一张表}", "{do: 登记表}")
    (problem,) = findings()
    assert (problem.rule, problem.severity, problem.line) == ("step", Severity.ERROR, 24)
    assert problem.what == "“登记表”没说做什么。"


@pytest.mark.parametrize(
    "step", ["带上身份证", "到社区去", "跟窗口说“办老年证”", "打 12345", "等通知"]
)
def test_ordinary_steps_pass(world: Path, findings: Findings, step: str) -> None:
    amend(world / SENIOR, "{do: 填一张表}", f"{{do: {step}}}")
    assert findings() == []
