"""What a text without a form says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.texts import answer, document_number, parted

REST = "本市老年人凭证免费进公园。另有规定的从其规定。"


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        (f"公园管理办法\n{REST}", "公园管理办法", REST),
        (f"# 公园管理办法\n{REST}", "公园管理办法", REST),
        (f"公园管理办法 {REST}", "公园管理办法", REST),
        # A title with spaces in it ends as titles end.
        (
            f"关于优待老人 做好公园开放工作的通知 {REST}",
            "关于优待老人 做好公园开放工作的通知",
            REST,
        ),
        (f"公园条例（试行） 第一条 {REST}", "公园条例（试行）", f"第一条 {REST}"),
        # A first line that goes on as a sentence is more than a title.
        (f"公园票价又降了 {REST}\n{REST}", "公园票价又降了", f"{REST}\n{REST}"),
        # Whom it is addressed to is no part of it.
        (
            f"关于开放公园的通知 各公园、各街道：\n{REST}",
            "关于开放公园的通知",
            f"各公园、各街道：\n{REST}",
        ),
        # Without a title, the first sentence stands for it.
        (REST, "本市老年人凭证免费进公园。", REST),
        (f"好 {REST}", "好 本市老年人凭证免费进公园。", f"好 {REST}"),
        ("公园管理办法", "公园管理办法", "公园管理办法"),
    ],
)
def test_title_and_rest_are_told_apart(text: str, title: str, rest: str) -> None:
    assert parted(text) == (title, rest)


@given(
    st.text(st.sampled_from("公园通知办法。！ \n：一"), min_size=1, max_size=300).filter(str.strip)
)
def test_there_is_always_a_title_and_a_rest(text: str) -> None:
    title, rest = parted(text.strip())
    assert 0 < len(title) <= 400
    assert rest.strip()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (REST, REST),
        ("可以。", "可以。"),
        ("可以。\n凭身份证。", "可以。凭身份证。"),
        # Title, salutation and headings are no answer.
        (f"公园管理办法\n各公园、各街道：\n一、怎么进\n{REST}", REST),
        (
            "现将公园免费开放的有关事项通知如下：\n一、免费进园。凭证进园。",
            "一、免费进园。凭证进园。",
        ),
        # A list belongs to the sentence that opens it.
        ("要带这些东西：1.身份证；2.照片。当场办。", "要带这些东西：1.身份证；2.照片。当场办。"),
        # A second sentence that is long is left for later.
        ("可以。" + "凭身份证进园" * 30 + "。", "可以。"),
        ("带证", "带证"),
    ],
)
def test_an_answer_is_one_sentence_or_two_short_ones(text: str, said: str) -> None:
    assert answer(text, "公园管理办法") == said.replace("\n", "")


@given(
    st.text(st.sampled_from("公园票。；：！ \n一、1.长"), min_size=1, max_size=900).filter(
        str.strip
    )
)
def test_an_answer_is_never_empty_and_never_too_long(text: str) -> None:
    assert 0 < len(answer(text.strip())) <= 400


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("关于开放公园的通知 清政办〔2020〕7号 各公园：", "清政办〔2020〕7号"),
        ("清政办发[2020]12号\n通知", "清政办发[2020]12号"),
        ("清政办（2020）第 3 号", "清政办（2020）第 3 号"),
        ("按照国家规定执行", None),
        ("字" * 500 + " 清政办〔2020〕7号", None),
    ],
)
def test_a_document_s_number_is_found_in_its_head(text: str, number: str | None) -> None:
    assert document_number(text) == number
