"""Which numbers are said digit by digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speaking.digits import one_by_one, put_into_words


@pytest.mark.parametrize(
    "left",
    ["3.5%", "第12条", "8:30", "500元", "1000000元", "12.5公斤", "100km/h", "2026年", "65岁", "50"],
)
def test_quantities_are_left_to_wetext(left: str) -> None:
    assert put_into_words(left) == left


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("邮编100010", "邮编幺零零零幺零"),
        ("电话：88881234", "电话：八八八八，幺二三四"),
        ("(0755)88881234".translate({40: "，", 41: "，"}), "，零七五五，八八八八，幺二三四"),
        ("101路", "幺零幺路"),
        ("0731-88881234", "零七三一，八八八八，幺二三四".replace("一", "幺")),
        ("91110000MA01ABCD2X", "九一一一，零零零零，MA零一，ABCD，二X"),
        ("COVID-19", "COVID一九"),
        ("09月01日", "9月1日"),
        ("10-15", "10到15"),
    ],
)
def test_others_are_put_into_words(written: str, said: str) -> None:
    assert put_into_words(written) == said


@given(st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True))
def test_no_figure_of_an_identity_number_is_lost(number: str) -> None:
    heard = put_into_words(f"证件{number}。").replace("，", "").replace("幺", "一")
    assert heard == f"证件{one_by_one(number)}。"


@given(st.text("0123456789-.:/，元年室路A", max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    put_into_words(text)
