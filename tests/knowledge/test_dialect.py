"""Dialect words in standard Chinese: what is replaced, and what must never be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dialect import in_mandarin, words


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("张社保卡唔见咗，点补办", "张社保卡丢了，怎么补办"),
        ("老人家几多岁先至有高龄津贴领啊", "老人多少岁才有高龄津贴领啊"),
        ("俾公司炒咗，失业金点攞", "给公司辞退了，失业金怎么拿"),
        ("我个仔唔养我，可唔可以告佢", "我儿子不养我，可不可以告他"),
        ("俺这身份证过期了，咋换", "我这身份证过期了，怎么换"),
        ("啷个办社保卡", "怎么办社保卡"),
        ("医保哪能办", "医保怎么办"),
    ],
)
def test_a_dialect_is_understood_as_it_was_meant(said: str, meant: str) -> None:
    assert in_mandarin(said) == meant


@pytest.mark.parametrize(
    "standard",
    [
        "八点办公吗",
        "早点办完早点回家",
        "8点办手续来得及吗",
        "联系人写谁",
        "这个系统怎么用",
        "返回上一步",
        "三点办得完吗",
    ],
)
def test_standard_chinese_stays_as_it_is(standard: str) -> None:
    assert in_mandarin(standard) == standard


@given(st.text(max_size=60))
def test_understanding_twice_changes_nothing_more(text: str) -> None:
    once = in_mandarin(text)

    assert in_mandarin(once) == once


@pytest.mark.parametrize(("word", "meant"), sorted(words().items()))
def test_what_a_word_means_is_no_dialect_itself(word: str, meant: str) -> None:
    assert in_mandarin(meant) == meant
    assert word not in meant
