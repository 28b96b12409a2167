"""No personal number is kept, however it is typed or said; nothing else is taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import mask
from privacy.masking import (
    BANK_CARD,
    CREDIT_CODE,
    ID_NUMBER,
    LANDLINE,
    MOBILE,
    OTHER,
    PASSPORT,
    PLATE,
)
from tests.privacy.conftest import (
    bank_cards,
    credit_codes,
    digits,
    full_width,
    id_numbers,
    mobiles,
    plates,
    spoken,
)

#: What a number may stand in; nothing here is a digit, said or written.
FRAMES = st.sampled_from(["{}", "我的号是{}，记一下", "号码：{}。", "是 {} 吗", "（{}）"])
GROUPING = st.sampled_from(["", " ", "-", "，", "、", " - "])

PERSONAL = [
    (id_numbers(), ID_NUMBER),
    (mobiles(), MOBILE),
    (bank_cards(), BANK_CARD),
    (credit_codes(), CREDIT_CODE),
    (plates(), PLATE),
]


def grouped(number: str, separator: str) -> str:
    """A number as people write it, in groups."""
    return separator.join([number[:3], number[3:7], number[7:11], number[11:]]).strip(separator)


@pytest.mark.parametrize(("numbers", "kind"), PERSONAL, ids=[kind for _, kind in PERSONAL])
def test_every_well_formed_number_is_masked_wherever_it_stands(
    numbers: st.SearchStrategy[str], kind: str
) -> None:
    @given(numbers, FRAMES)
    def holds(number: str, frame: str) -> None:
        # when the number is typed in a sentence, also with full-width characters
        for typed in (number, full_width(number), number.lower()):
            masked = mask(frame.format(typed))
            # then only its kind is left, and the sentence around it stays
            assert masked.text == frame.format(f"〔{kind}〕")
            assert masked.kinds == (kind,)

    holds()


@given(st.one_of(id_numbers(), mobiles(), bank_cards()), GROUPING)
def test_groups_do_not_hide_a_number(number: str, separator: str) -> None:
    masked = mask(f"号码是{grouped(number, separator)}啊")

    assert masked.text in {f"号码是〔{kind}〕啊" for kind in (ID_NUMBER, MOBILE, BANK_CARD)}


@given(st.one_of(id_numbers(), mobiles(), bank_cards()), FRAMES)
def test_a_number_said_digit_by_digit_is_masked(number: str, frame: str) -> None:
    # given 幺三八零零幺三八零零零 from the recogniser, with or without gaps
    kinds = mask(number).kinds
    for said in spoken(number):
        for text in (said, " ".join(said)):
            # then it is the number that was said
            assert mask(frame.format(text)).text == frame.format(f"〔{kinds[0]}〕")


@given(id_numbers(), st.integers(min_value=0, max_value=16), st.sampled_from("0123456789"))
def test_an_id_number_with_a_wrong_digit_is_masked_as_one(
    number: str, place: int, digit: str
) -> None:
    mistyped = number[:place] + digit + number[place + 1 :]

    assert mask(f"身份证{mistyped}").text == f"身份证〔{ID_NUMBER}〕"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("一三八零零一三八零零零", MOBILE),
        ("幺三八零零幺三八零零零", MOBILE),
        ("幺三八 零零幺三 八零零零", MOBILE),
        ("0086 138 0013 8000", MOBILE),
        ("0451-84664444", LANDLINE),
        ("零四五幺八四六六四四四四", LANDLINE),
        ("110105491231002", ID_NUMBER),
        ("京A·D12345", PLATE),
        ("黑 A 1 2 3 4 5", PLATE),
        ("粤B幺二三四五", PLATE),
        ("E12345678", PASSPORT),
        ("EA1234567", PASSPORT),
        ("6217 0000 1000 0000 002", OTHER),
        ("23010219500101123441", OTHER),
    ],
)
def test_the_kind_is_told_so_that_the_citizen_can_be(typed: str, kind: str) -> None:
    masked = mask(f"记一下{typed}")

    assert masked.text == f"记一下〔{kind}〕"
    assert masked.kinds == (kind,)


def test_several_numbers_are_told_in_the_order_of_their_rules() -> None:
    masked = mask("我是11010519491231002X，电话13800138000，车是黑A12345")

    assert masked.text == f"我是〔{ID_NUMBER}〕，电话〔{MOBILE}〕，车是〔{PLATE}〕"
    assert masked.kinds == (ID_NUMBER, MOBILE, PLATE)


@pytest.mark.parametrize(
    "said",
    [
        "打12345还是12333",
        "12345 12333 12329 12348",
        "12345、12333、12329、95598 都打过",
        "幺二三四五、幺二三三三、幺二三二九都打过",
        "110，119，120，122",
        "400-820-8820",
        "每月两千三百元",
        "交200、300、500、800、1000的都有",
        "补了2000元，一共10000000元",
        "1,000,000,000元",
        "2025年3月5日到2026年3月5日",
        "2019、2020、2021年交了社保",
        "二零一九、二零二零、二零二一",
        "2023-01-01至2024-12-31",
        "2024.01.01-2034.01.01",
        "我1958年生，今年六十八岁",
        "2026年11月23日 13:30",
        "8.30 11.30 13.30 17.00",
        "国发〔2014〕8号，黑政办发〔2019〕34号",
        "续办码 123456",
        "一、二、三、四、五、六、七、八、九、十",
        "第一二三条",
        "幸福路三十二号八零二",
        "我要办ETC",
        "",
    ],
)
def test_what_is_nobodys_number_stays_as_it_was_said(said: str) -> None:
    assert mask(said).text == said
    assert mask(said).kinds == ()


@given(st.integers(min_value=0, max_value=999_999_999), st.sampled_from(["元", "块", "年", "岁"]))
def test_an_amount_stays_as_it_was_said(amount: int, unit: str) -> None:
    assert mask(f"一共{amount}{unit}").kinds == ()


@given(st.lists(st.integers(min_value=1900, max_value=2099), min_size=1, max_size=8))
def test_years_in_a_row_stay_as_they_were_said(years: list[int]) -> None:
    said = "、".join(map(str, years))

    assert mask(f"{said}年交的").text == f"{said}年交的"


@given(
    st.lists(
        st.sampled_from(["12345", "12333", "12329", "12348", "12366", "95598", "110", "120"]),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["、", " ", "，", "或者"]),
)
def test_hotlines_stay_as_they_were_said(phones: list[str], between: str) -> None:
    said = between.join(phones)

    assert mask(f"打{said}").text == f"打{said}"


@given(st.text(max_size=60), st.one_of(id_numbers(), mobiles(), credit_codes()))
def test_masking_what_is_masked_changes_nothing(text: str, number: str) -> None:
    once = mask(f"{text}{number}{text}").text

    assert mask(once).text == once
    assert mask(once).kinds == ()


@given(st.text("0123456789零一二三四五六七八九幺两０９ -，、.", max_size=60))
def test_no_run_of_digits_long_enough_to_be_somebodys_is_left(text: str) -> None:
    # when anything with digits is said
    left = mask(text).text
    # then no eleven digits in a row are left (gaps are up to people)
    assert not any(left[i : i + 11].isdigit() for i in range(len(left) - 10))


@given(digits(11))
def test_eleven_digits_are_always_somebodys(number: str) -> None:
    assert number not in mask(f"是{number}").text
