"""What a voice says: codes digit by digit, no marks, no addresses, sentences that end."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.spoken import digits_aloud, for_the_ear

WORDS = st.text("社保卡养老金去哪儿办要带什么", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("code", "aloud"),
    [
        ("12333", "幺 二 三 三 三"),
        ("0451-12345", "零 四 五 幺 幺 二 三 四 五"),
        ("", ""),
        ("没有", ""),
    ],
)
def test_a_code_is_said_digit_by_digit(code: str, aloud: str) -> None:
    assert digits_aloud(code) == aloud


@pytest.mark.parametrize(
    ("shown", "heard"),
    [
        ("打 12345 问", "打 幺 二 三 四 五 问。"),
        ("打 12345，或者 110。", "打 幺 二 三 四 五，或者 幺 幺 零。"),
        ("说“人工”或者打 12345 人工台", "说“人工”或者打 幺 二 三 四 五 人工台。"),
        ("打 0451-84664444", "打 零 四 五 幺 八 四 六 六 四 四 四 四。"),
        ("续办码是 123456", "续办码是 幺 二 三 四 五 六。"),
    ],
)
def test_telephones_and_codes_are_said_digit_by_digit(shown: str, heard: str) -> None:
    assert for_the_ear(shown) == heard


@pytest.mark.parametrize(
    "shown",
    [
        "每月 2000 元。",
        "一共 120000 元。",
        "满 60 岁，2026 年 11 月 23 日核对过。",
        "110 人，114 平方米，120 个月，110 公里。",
        "最多 120 天。",
        "报销 11.5 倍，112％。",
        "版本 110.5。",
    ],
)
def test_amounts_years_and_measures_stay_numbers(shown: str) -> None:
    # one hundred and twenty months is not one-two-zero
    assert for_the_ear(shown) == shown


@pytest.mark.parametrize(
    ("shown", "heard"),
    [
        ("看 https://www.gov.cn/a?b=1#c 就行", "看  就行。"),
        ("看https://www.gov.cn。打电话", "看。打电话。"),
        ("[官网](https://www.gov.cn)上查", "官网上查。"),
        ("**要带**_身份证_", "要带身份证。"),
        ("# 要带\n> 身份证\n\n`照片`", "要带。身份证。照片。"),
        ("您要哪个？\n说就行", "您要哪个？说就行。"),
        ("要带：\r\n照片", "要带：照片。"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_what_is_only_for_the_eye_is_left_out(shown: str, heard: str) -> None:
    assert for_the_ear(shown) == heard


@given(st.integers(min_value=0, max_value=10**11), st.sampled_from(["元", "年", "岁", "天", " 个"]))
def test_a_number_with_a_unit_is_never_spelt(number: int, unit: str) -> None:
    assert for_the_ear(f"一共{number}{unit}。") == f"一共{number}{unit}。"


@given(WORDS, st.integers(min_value=10_000, max_value=99_999), WORDS)
def test_a_hotline_is_always_spelt(before: str, hotline: int, after: str) -> None:
    assert for_the_ear(f"{before}{hotline}，{after}") == (
        f"{before}{digits_aloud(str(hotline))}，{after}。"
    )


@given(
    st.lists(st.one_of(WORDS, st.sampled_from(["**重要**", "12345", "\n", "？", "https://a.cn/"])))
)
def test_speech_holds_no_marks_and_is_the_same_when_prepared_twice(parts: list[str]) -> None:
    # when any page of words, marks, codes and addresses is prepared
    heard = for_the_ear("".join(parts))
    # then marks, addresses, codes and line ends are gone, and each line ends as a sentence
    assert not re.search(r"[*_#`>|\n\d]|https?:", heard)
    assert heard == "" or heard[-1] in "。？；：，"
    # and a reply put together from prepared parts stays as it is
    assert for_the_ear(heard) == heard
