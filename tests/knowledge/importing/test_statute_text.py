"""Statutes: head, chapters, articles; the law of this test was passed by nobody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.statute_text import Statute, read_statute

LAW = """# 清河市公园条例

2001年3月5日 清河市第三届人民代表大会常务委员会第二十次会议通过

2019年3月24日 清河市第八届人民代表大会常务委员会第六次会议《关于修改〈条例〉的决定》修正

2019年6月1日 施行

<!-- INFO END -->

## 第一章　总　则

第一条 为了办好公园，制定本条例。

第二条　公园对老年人免费。

前款所称老年人，是指年满六十岁的人。

## 第二章 开放与管理

### 第一节 开 放

第三条 公园天天开放：

（一）夏天六点开门；

（二）冬天七点开门。

## 第三章 附则

第十条之一 本条例自2001年5月1日起施行。
"""


def told(statute: Statute) -> list[tuple[str | None, int | None, str]]:
    return [(s.heading, s.article, s.text) for s in statute.sections]


def test_a_statute_is_read_article_by_article_under_its_chapters() -> None:
    statute = read_statute(LAW, "没有用上")
    assert told(statute) == [
        ("第一章 总则", 1, "为了办好公园，制定本条例。"),
        ("第一章 总则", 2, "公园对老年人免费。\n前款所称老年人，是指年满六十岁的人。"),
        (
            "第二章 开放与管理 第一节 开放",
            3,
            "公园天天开放：\n（一）夏天六点开门；\n（二）冬天七点开门。",
        ),
        ("第三章 附则", 10, "第十条之一 本条例自2001年5月1日起施行。"),
    ]
    assert statute.articles == 4


def test_the_head_says_what_it_is_by_whom_and_of_when() -> None:
    statute = read_statute(LAW, "没有用上")
    assert statute.title == "清河市公园条例"
    assert statute.issuer == "清河市人民代表大会常务委员会"
    assert statute.number is None
    # The day of the version, not of its coming into force.
    assert statute.issued == date(2019, 3, 24)


@pytest.mark.parametrize(
    ("line", "issuer", "number"),
    [
        ("2003年4月9日 中华人民共和国国务院令第9375号公布", "国务院", "国务院令第9375号"),
        ("2003年4月8日 国务院第905次常务会议通过", "国务院", None),
        ("2015年1月8日 公园总局令第9073号公布", "公园总局", "公园总局令第9073号"),
        ("1994年7月8日 公园部、园林部、花木部发布", "公园部、园林部、花木部", None),
        ("1980年9月8日 第九十五届全国人民代表大会第七次会议通过", "全国人民代表大会", None),
        (
            "2004年8月8日 中华人民共和国国务院、中华人民共和国公园委员会令第9413号公布",
            "国务院、公园委员会",
            "国务院、公园委员会令第9413号",
        ),
        ("2010年1月1日 《关于修改〈公园条例〉的决定》修订", None, None),
        ("2010年1月1日", None, None),
    ],
)
def test_who_issued_it_is_read_without_sessions_and_meetings(
    line: str, issuer: str | None, number: str | None
) -> None:
    statute = read_statute(f"# 公园条例\n\n{line}\n\n<!-- INFO END -->\n第一条 略。", "")
    assert (statute.issuer, statute.number) == (issuer, number)


def test_a_title_of_two_lines_is_one() -> None:
    text = LAW.replace("# 清河市公园条例", "# 公园法典\n\n# 开放编", 1)
    assert read_statute(text, "").title == "公园法典 开放编"


def test_plain_text_is_read_as_well() -> None:
    # given a text that somebody copied out of a web page
    text = (
        "清河市公园条例\n（2001年3月5日清河市人民政府令第7号公布）\n第一章 总则\n"
        "第一条 为了办好公园，制定本条例。\n第二条 老年人免费。\n"
    )
    statute = read_statute(text, "没有用上")
    assert statute.title == "清河市公园条例"
    assert statute.issued == date(2001, 3, 5)
    assert [(heading, number) for heading, number, _ in told(statute)] == [
        ("第一章 总则", 1),
        ("第一章 总则", 2),
    ]


def test_without_a_head_the_file_s_name_is_the_title() -> None:
    assert read_statute("<!-- INFO END -->\n第一条 略。", "公园条例").title == "公园条例"


def test_articles_in_bold_and_in_digits_are_articles() -> None:
    statute = read_statute("# 条例\n**第一条** 甲。\n\n第2条 乙。\n第三条\n丙。", "")
    assert [(s.article, s.text) for s in statute.sections] == [
        (1, "甲。"),
        (2, "乙。"),
        (3, "丙。"),
    ]


def test_a_number_without_a_space_is_believed_only_in_its_turn() -> None:
    # given text run together as in some copies, and a sentence that begins with a number
    statute = read_statute("# 条例\n第一条为了老人。\n第九条规定的除外。\n第二条免费。", "")
    assert [(s.article, s.text) for s in statute.sections] == [
        (1, "为了老人。\n第九条规定的除外。"),
        (2, "免费。"),
    ]


def test_what_stands_before_the_first_article_is_kept_unless_it_is_the_title() -> None:
    with_preface = LAW.replace(
        "## 第一章", "公园是大家的，所以要立个规矩。\n\n清河市公园条例\n\n## 第一章", 1
    )
    first = read_statute(with_preface, "").sections[0]
    assert (first.article, first.text) == (None, "公园是大家的，所以要立个规矩。\n清河市公园条例")
    only_title = LAW.replace("## 第一章", "清河市公园条例\n\n## 第一章", 1)
    assert read_statute(only_title, "").sections[0].article == 1


def test_a_contents_list_changes_nothing() -> None:
    contents = "目录\n第一章 总则\n第二章 附则\n"
    text = f"公园条例\n{contents}第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。"
    assert [(s.heading, s.article) for s in read_statute(text, "").sections if s.article] == [
        ("第一章 总则", 1),
        ("第二章 附则", 2),
    ]


def test_a_rule_without_articles_is_read_as_any_document() -> None:
    long = (
        "老年人凭身份证免费进公园，节假日也一样，不用预约，当场登记就能进去，请大家互相转告一下。"
    )
    statute = read_statute(
        f"# 公园规定\n<!-- INFO END -->\n一、怎么进\n{long}\n二、怎么出\n{long}", ""
    )
    assert statute.articles == 0
    assert [section.heading for section in statute.sections] == ["一、怎么进", "二、怎么出"]


def test_an_article_too_long_for_a_section_is_parted_between_sentences() -> None:
    statute = read_statute("# 条例\n第一条 " + "公园对老年人免费开放。" * 4000, "")
    assert statute.articles == 1
    assert [s.article for s in statute.sections] == [1, 1, 1]
    assert all(s.text.endswith("。") and len(s.text) <= 20_000 for s in statute.sections)


@pytest.mark.parametrize("line", ["第百百条 甲。", "第零条 甲。", "第三千条 甲。", "第9999条 甲。"])
def test_an_impossible_number_is_no_article(line: str) -> None:
    statute = read_statute(f"# 条例\n第一条 甲。\n{line}", "")
    assert [section.article for section in statute.sections] == [1]
    assert line in statute.sections[0].text


@given(
    st.lists(
        st.text(st.sampled_from("公园老人免费开放，。"), min_size=1, max_size=40),
        min_size=1,
        max_size=30,
    )
)
def test_every_article_written_out_comes_back(texts: list[str]) -> None:
    # given articles numbered in order, each a line that is not blank
    texts = [f"甲{text}" for text in texts]
    numerals = "零一二三四五六七八九十"
    names = [
        numerals[n]
        if n <= 10
        else f"十{numerals[n - 10]}"
        if n < 20
        else f"{numerals[n // 10]}十{numerals[n % 10] if n % 10 else ''}"
        for n in range(1, len(texts) + 1)
    ]
    law = "# 条例\n\n" + "\n\n".join(
        f"第{name}条 {text}" for name, text in zip(names, texts, strict=True)
    )
    statute = read_statute(law, "")
    assert [(s.article, s.text) for s in statute.sections] == list(enumerate(texts, start=1))
