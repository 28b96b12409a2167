"""Telephones, however an office types them; all of these numbers are made up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.telephones import Number, read_numbers
from knowledge.schema import Phone


def told(text: str) -> list[str]:
    """Numbers and notes of a field."""
    return [f"{n.number} {n.note}".strip() for n in read_numbers(text).numbers]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0999-8123456", ["0999-8123456"]),
        ("020-81234567", ["020-81234567"]),
        ("（0999）8123456", ["0999-8123456"]),
        ("(020)81234567", ["020-81234567"]),
        ("0999—8123456", ["0999-8123456"]),
        ("0999－8123456", ["0999-8123456"]),
        ("0999 - 8123456", ["0999-8123456"]),
        ("0999--8123456", ["0999-8123456"]),
        ("09998123456", ["0999-8123456"]),
        ("020-8123 4567", ["020-81234567"]),
        ("+86 20 81234567", ["020-81234567"]),
        ("(8620) 81234567", ["020-81234567"]),
        ("8123456", ["8123456"]),
        ("12345", ["12345"]),
        ("020-12345", ["020-12345"]),
        ("95598", ["95598"]),
        ("400-8123-456", ["400-812-3456"]),
        ("4008123456", ["400-812-3456"]),
        ("13800138000", ["13800138000"]),
        ("咨询电话：0999-8123456。", ["0999-8123456"]),
    ],
)
def test_one_number_is_read(text: str, numbers: list[str]) -> None:
    assert told(text) == numbers
    assert not read_numbers(text).unreadable


@pytest.mark.parametrize("between", ["、", "，", ",", "；", ";", "/", " 或 ", "\n"])
def test_several_numbers_are_read_in_their_order(between: str) -> None:
    assert told(f"0999-8123456{between}0999-8765432") == ["0999-8123456", "0999-8765432"]


def test_a_number_said_twice_is_one() -> None:
    assert told("0999-8123456、0999-8123456") == ["0999-8123456"]


def test_a_local_number_takes_the_area_code_before_it() -> None:
    assert told("0999-8123456、8765432") == ["0999-8123456", "0999-8765432"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0999-8123456转1", "0999-8123456 转1"),
        ("0999-8123456 转 102", "0999-8123456 转102"),
        ("0999-8123456分机102", "0999-8123456 转102"),
        ("0999-8123456-826", "0999-8123456 转826"),
        ("12333-7-2", "12333 转7-2"),
        ("020-12366-5-1", "020-12366 转5-1"),
    ],
)
def test_an_extension_is_kept_beside_the_number(text: str, number: str) -> None:
    assert told(text) == [number]


def test_whose_a_number_is_is_kept() -> None:
    assert told("市局：0999-8123456；桥东：0999-8765432（老年卡）") == [
        "0999-8123456 市局",
        "0999-8765432 桥东，老年卡",
    ]


@pytest.mark.parametrize("label", ["咨询电话", "办公室电话", "服务热线", "联系方式"])
def test_that_it_is_a_telephone_need_not_be_said(label: str) -> None:
    assert told(f"{label}：0999-8123456") == ["0999-8123456"]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("0999-8123456，受理时间：周一至周五 8：30-12：00", "周一至周五 8：30-12：00"),
        ("0999-8123456（工作日：8:30-17:00）", "工作日：8:30-17:00"),
        ("0999-8123456", ""),
    ],
)
def test_hours_are_kept_and_are_no_number(text: str, hours: str) -> None:
    assert read_numbers(text).hours == hours
    assert told(text) == ["0999-8123456"]


@pytest.mark.parametrize(
    "text",
    [
        "见 http://park.example/1234567?id=87654321",
        "邮箱 12345678@park.example",
        "邮政编码：123456",
        "8:30-17:00",
        "微信号：12345678",
        "二〇二一",
        "20210305",
        "11111",
        "无人接听",
    ],
)
def test_what_is_no_telephone_is_none(text: str) -> None:
    assert read_numbers(text).numbers == ()
    assert read_numbers(text).unreadable


@pytest.mark.parametrize(
    "mistyped", ["0999-812345678", "020-8123456", "0000abc", "0999-81234", "00999-8123456"]
)
def test_a_number_somebody_mistyped_is_told(mistyped: str) -> None:
    # when it stands alone, or beside one that is right
    alone, beside = read_numbers(mistyped), read_numbers(f"12345、{mistyped}")
    # then it is not taken for another, and that it is there is known
    assert alone.numbers == ()
    assert alone.unreadable
    assert beside.numbers == (Number("12345", ""),)


def test_a_field_of_five_megabytes_is_not_searched_to_its_end() -> None:
    assert read_numbers("a" * 5_000_000).numbers == ()


area = st.sampled_from(["010", "020", "0999", "0310"])
local = st.integers(2_000_000, 9_999_999).map(str)


@given(area, local, st.integers(0, 9), st.sampled_from(["{}-{}", "（{}）{}", "{} {}", "{}—{}"]))
def test_every_number_comes_back_however_written(
    code: str, number: str, eighth: int, form: str
) -> None:
    number = number if len(code) == 4 else f"{number}{eighth}"
    assert told(f"电话：{form.format(code, number)}。") == [f"{code}-{number}"]


@given(st.text(st.sampled_from("0123456789-、（）转 :电话a@."), max_size=60))
def test_whatever_is_typed_what_is_read_fits_the_registry(text: str) -> None:
    pattern = re.compile(str(Phone.__fields__["number"].field_info.regex))
    for found in read_numbers(text).numbers:
        assert pattern.fullmatch(found.number)
