"""Dates as offices write them, and the day of a file's facts."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.day import day, day_in_name, days
from tests.conftest import TODAY


@pytest.mark.parametrize(
    "written",
    ["2021年3月5日", "2021-03-05", "2021/3/5", "2021.3.5", "20210305", "2021 年 3 月 5 日"],
)
def test_a_date_is_read_however_it_is_written(written: str) -> None:
    assert days(f"自{written}起施行") == [date(2021, 3, 5)]


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{}年{}月{}日", "{}-{:02}-{:02}"]),
)
def test_every_date_comes_back(written: date, form: str) -> None:
    assert days(form.format(written.year, written.month, written.day)) == [written]


@pytest.mark.parametrize("text", ["2021年13月1日", "2021-02-30", "1234567890", "220210305", ""])
def test_what_is_no_date_is_none(text: str) -> None:
    assert days(text) == []


def test_several_dates_come_in_their_order() -> None:
    assert days("2001年1月2日通过，2010年3月4日修订") == [date(2001, 1, 2), date(2010, 3, 4)]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (datetime(2021, 3, 5, 8, 30), date(2021, 3, 5)),
        (date(2021, 3, 5), date(2021, 3, 5)),
        ("2021-03-05 08:30:00", date(2021, 3, 5)),
        ("上个月", None),
        (None, None),
    ],
)
def test_a_cell_holds_a_date_or_none(value: object, found: date | None) -> None:
    assert day(value) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("catalogue_2021.jsonl", date(2021, 12, 31)),
        ("公园条例(2019-03-24).md", date(2019, 3, 24)),
        ("2019年至2021年问答.csv", date(2021, 12, 31)),
        ("export20230601.xlsx", date(2023, 6, 1)),
        # Nothing is known from the future.
        ("plan_2026.jsonl", TODAY),
        ("plan_2031.jsonl", None),
        ("questions.jsonl", None),
        ("form-12021.csv", None),
    ],
)
def test_a_file_s_name_tells_the_day_of_its_facts(name: str, found: date | None) -> None:
    assert day_in_name(name, TODAY) == found
