"""Texts are parted where a reader would part them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.sections import LONGEST, MOST, paragraphs, sections, split


def told(text: str) -> list[tuple[str | None, str]]:
    return [(section.heading, section.text) for section in sections(text)]


A = (
    "年满六十岁的老年人可以申请公园年票，凭票一年之内不限次数进入本市所属的各个公园，"
    "每次可以有一位家人陪同，家人另外买票。"
)
B = (
    "申请的时候带上身份证和一张一寸的照片，到任意一个公园的售票窗口当场就能办好，"
    "也可以请家里人带着这些证件代为申请办理。"
)


# --- paragraphs ---


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (f"{A}\n{B}", [A, B]),
        # On one line: behind a sentence and a space.
        (f"{A} {B}", [A, B]),
        (f"{A}1.{B}", [A, f"1.{B}"]),
        (f"{A}（一）{B}", [A, f"（一）{B}"]),
        (f"如下： 一、{A}", [f"如下：一、{A}"]),
        # What is short opens the next.
        (f"各有关单位：\n{A}", [f"各有关单位：{A}"]),
        # Numbers that count nothing part nothing.
        ("每年 1.5 元，满 2.5 年的。", ["每年 1.5 元，满 2.5 年的。"]),
        ("他说“ 好！ ”就走了。", ["他说“ 好！ ”就走了。"]),
        ("", []),
        ("；。", []),
    ],
)
def test_a_paragraph_is_what_was_one(text: str, parts: list[str]) -> None:
    assert paragraphs(text) == parts


# --- headings ---


def test_a_paragraph_stands_below_the_headings_above_it() -> None:
    text = f"{A}\n一、怎么申请\n{B}\n（一）带什么\n{A}\n（二）去哪里\n{B}\n二、怎么用\n{A}"
    assert told(text) == [
        (None, A),
        ("一、怎么申请", B),
        ("一、怎么申请 （一）带什么", A),
        ("一、怎么申请 （二）去哪里", B),
        ("二、怎么用", A),
    ]


def test_headings_are_found_also_on_a_single_line() -> None:
    assert told(f"{A} 一、怎么申请 1.{B} 2.{A}") == [
        (None, A),
        ("一、怎么申请", f"1.{B}"),
        ("一、怎么申请", f"2.{A}"),
    ]


def test_a_numbered_line_that_says_all_is_no_heading() -> None:
    # given items of a list, short and without a full stop
    text = f"{A}\n一、身份证\n二、一寸照片\n三、{B}"
    # then each is told, none stands below another
    assert told(text) == [(None, f"{A}\n一、身份证\n二、一寸照片"), (None, f"三、{B}")]


def test_a_numbered_paragraph_ends_the_heading_before_it() -> None:
    assert told(f"一、怎么申请\n{B}\n二、{A}") == [("一、怎么申请", B), (None, f"二、{A}")]


def test_short_items_of_a_list_stand_together() -> None:
    text = "要带：\n1.身份证；\n2.户口本；\n3.一寸照片。"
    assert told(text) == [(None, "要带：1.身份证；\n2.户口本；\n3.一寸照片。")]


def test_a_text_of_one_heading_is_told() -> None:
    assert told("一、怎么申请") == [(None, "一、怎么申请")]


# --- limits ---


def test_a_section_too_long_is_parted_where_a_sentence_ends() -> None:
    found = split("年满六十岁可以申请。" * 5000, heading="一、怎么申请", article=3)
    assert [len(section.text) for section in found] == [20_000, 20_000, 10_000]
    assert all(section.text.endswith("。") for section in found)
    assert {(section.heading, section.article) for section in found} == {("一、怎么申请", 3)}


def test_a_heading_too_long_is_cut() -> None:
    (section,) = split(A, heading="长" * 1000)
    assert section.heading is not None
    assert len(section.heading) == 400


def test_thousands_of_paragraphs_are_joined_and_none_is_lost() -> None:
    text = "\n".join(
        f"第 {n} 段说的是公园里面的各种规定，请大家都要记得遵守，"
        "不要在草地上面走来走去，也不要摘花，谢谢大家。"
        for n in range(20_000)
    )
    found = sections(text)
    assert len(found) <= MOST
    assert "\n".join(section.text for section in found) == text
    assert max(len(section.text) for section in found) <= LONGEST


chinese = st.text(st.sampled_from("老人办票一二三、（）12.。；：\n 第章条“”"), max_size=300)


@given(chinese)
def test_nothing_is_lost_but_signs_at_the_edges_of_what_was_parted(text: str) -> None:
    # given any text, with numbers and headings anywhere
    found = sections(text)
    # then each of its words is in a section or in a heading above one
    told_words = "".join(section.text + (section.heading or "") for section in found)
    for word in "老人办票第章条":
        assert (word in text) == (word in told_words)
    assert all(section.text.strip() for section in found)
