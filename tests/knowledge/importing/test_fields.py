"""The values of a row by what they mean."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.columns import Columns
from knowledge.importing.fields import Fields


def fields(value: Any) -> Fields:
    return Fields(Columns({"role": ("列",), "other": ("别的",)}), {"列": value})


def test_a_value_is_told_raw_and_as_a_line() -> None:
    assert fields(" 无 ").raw("role") == " 无 "
    assert fields(" 无 ")("role") == ""
    assert fields(None).raw("other") is None
    assert fields(None)("other") == ""


@pytest.mark.parametrize(
    ("value", "listed"),
    [
        (["申请表", "身份证"], ["申请表", "身份证"]),
        ("['申请表', '身份证']", ["申请表", "身份证"]),
        ('["申请表", "身份证"]', ["申请表", "身份证"]),
        ("[申请表]", ["申请表"]),
        ("申请表；身份证;照片\n年票", ["申请表", "身份证", "照片", "年票"]),
        ([{"name": "申请表"}, {"materialName": "身份证"}, {"x": 1}], ["申请表", "身份证"]),
        (["无", None, ""], []),
        ("无", []),
        (None, []),
        (5, ["5"]),
    ],
)
def test_a_list_is_read_also_where_it_was_written_out(value: object, listed: list[str]) -> None:
    assert fields(value).listed("role") == listed


@given(
    st.lists(
        st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=9),
        min_size=1,
        max_size=5,
    )
)
def test_a_list_written_out_by_python_comes_back(texts: list[str]) -> None:
    assert fields(str(texts)).listed("role") == texts


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1", True),
        (1, True),
        ("是", True),
        ("支持", True),
        ("0", False),
        ("否", False),
        ("不支持", False),
        ("也许", None),
        (None, None),
    ],
)
def test_yes_and_no_are_told_apart_from_neither(value: object, said: bool | None) -> None:
    assert fields(value).yes("role") is said


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://park.example/a?b=1", "https://park.example/a?b=1"),
        ("javascript:alert(1)", None),
        ("park.example", None),
        ("https://" + "a" * 2000, None),
        (None, None),
    ],
)
def test_only_an_address_on_the_net_is_one(value: object, url: str | None) -> None:
    assert fields(value).url("role") == url


@pytest.mark.parametrize(
    ("value", "parameters"),
    [
        (
            "http://a.example/x?areaCode=990102&itemCode=A-1",
            {"areaCode": "990102", "itemCode": "A-1"},
        ),
        ("http://a.example/x?a=1&a=2", {"a": "1"}),
        ("http://[broken", {}),
        ("没有", {}),
        (None, {}),
    ],
)
def test_what_an_address_carries_is_read(value: object, parameters: dict[str, str]) -> None:
    assert fields(value).link("role") == parameters
