"""What numerals are worth, and how values are written."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.hearing.numerals import (
    NUMERAL,
    digit_of,
    digits_of,
    is_elided,
    value_of,
    written,
)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("一百二", 120),
        ("一百零二", 102),
        ("一百一十二", 112),
        ("两千五", 2500),
        ("三万五", 35_000),
        ("十二万五", 125_000),
        ("三万五千六百", 35_600),
        ("一万零五百", 10_500),
        ("一亿二千万", 120_000_000),
    ],
)
def test_a_numeral_has_a_value(said: str, value: int) -> None:
    assert value_of(said) == value


@pytest.mark.parametrize(
    "said",
    [
        "",
        "六七十",
        "十五六",
        "百八十",
        "千万",
        "万一",
        "二十三十",
        "十十",
        "三千万五",
        "一百万亿万",
    ],
    ids=str,
)
def test_what_is_rough_or_two_numbers_or_a_word_has_none(said: str) -> None:
    assert value_of(said) is None


@given(st.integers(0, 10**9))
def test_every_number_said_in_full_is_read(value: int) -> None:
    assert value_of(cn2an.an2cn(value)) == value


@given(st.text(NUMERAL, max_size=40))
def test_no_text_breaks_it(said: str) -> None:
    value = value_of(said)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (9999, "9999"),
        (10_000, "1万"),
        (35_000, "35000"),
        (1_200_000, "120万"),
        (120_000_000, "1亿2000万"),
        (300_000_000, "3亿"),
    ],
)
def test_round_values_are_written_with_their_unit(value: int, text: str) -> None:
    assert written(value) == text


def test_digits_have_names_of_their_own_on_the_telephone() -> None:
    assert digits_of("幺洞拐勾两零〇九") == "10792009"
    assert [digit_of(said) for said in ("幺", "5", "十", "百", "x")] == ["1", "5", None, None, None]


@pytest.mark.parametrize(
    ("said", "elided"),
    [("一百二", True), ("三万五", True), ("一百零二", False), ("一百二十", False), ("十二", False)],
)
def test_the_place_of_the_last_digit_may_be_left_out(said: str, elided: bool) -> None:
    assert is_elided(said) is elided
