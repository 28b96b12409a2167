"""Ages, dates, amounts and places in a list, as people say them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlu.values import LAST, OLDEST, Plain, number, values

TODAY = date(2026, 11, 23)
#: What values are made of, and what stands between them.
ALPHABET = (
    "0123456789０６零〇一二三四五六七八九十百千万两"
    + "年月日号块元毛岁第个步了多的生，。. 最后前面快不到今"
)


def read(text: str) -> list[tuple[str, Plain]]:
    """Kind and value of everything found, in the order of the text."""
    found = sorted(values(text, TODAY), key=lambda value: value.start)
    return [(value.kind, value.value) for value in found]


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("我六十八岁", 68),
        ("68岁", 68),
        ("６８岁", 68),
        ("八十五周岁", 85),
        ("今年七十了", 70),
        ("我今年 68 了", 68),
        ("虚岁七十", 70),
        ("我都七十了", 70),
        ("七十来岁", 70),
        ("六十多岁", 60),
        ("百岁老人", 100),
        ("一百零二岁", 102),
        ("两岁", 2),
    ],
)
def test_an_age_is_heard_however_it_is_put(said: str, age: int) -> None:
    assert read(said) == [("age", age)]


@pytest.mark.parametrize(
    "said", ["不到六十岁", "我不到六十", "没满六十", "未满60周岁", "快六十了", "快要六十岁"]
)
def test_an_age_not_reached_yet_is_the_year_before(said: str) -> None:
    # given somebody who says that he isn't sixty yet
    # then he isn't given what begins at sixty
    assert read(said) == [("age", 59)]


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("1958年生的", 68),
        ("一九五八年生人", 68),
        ("五八年的", 68),
        ("58年出生", 68),
        ("27年生的", 99),
        ("零五年生的", 21),
        ("〇三年的", 23),
        ("26年出生", 0),
        ("一九〇〇年的", 126),
    ],
)
def test_a_birth_year_is_an_age(said: str, age: int) -> None:
    assert read(said) == [("age", age)]


@pytest.mark.parametrize(
    "said",
    [
        "我交了15年的社保",
        "社保交满15年的能领吗",
        "工作了35年的",
        "15年的社保断了怎么办",
        "等了三四年的低保",
        "五十年的工龄",
        "1815年的老房子",
        "2030年的事",
    ],
)
def test_a_length_of_time_is_nobodys_age(said: str) -> None:
    # given years that somebody paid or waited
    # then nobody is taken for a child of eleven
    assert [kind for kind, _ in read(said)] == []


@pytest.mark.parametrize("said", ["0岁", f"{OLDEST + 1}岁", "岁", "今年3个月", "今年2026年"])
def test_what_cannot_be_an_age_is_none(said: str) -> None:
    assert read(said) == []


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2025年3月5日", "2025-03-05"),
        ("二〇二五年三月五号", "2025-03-05"),
        ("十二月三十一号", "--12-31"),
        ("2月29日", "--02-29"),
        ("2024年2月29日", "2024-02-29"),
    ],
)
def test_a_date_is_read_as_iso(said: str, day: str) -> None:
    assert read(said) == [("date", day)]


@pytest.mark.parametrize(
    "said", ["13月5号", "千千月3日", "2月30日", "2025年2月29日", "0月1日", "4月31号"]
)
def test_a_day_no_calendar_has_is_no_date(said: str) -> None:
    assert read(said) == []


@pytest.mark.parametrize(
    ("said", "yuan"),
    [
        ("2000元", 2000),
        ("两千块", 2000),
        ("3000块钱", 3000),
        ("1.5元", 1.5),
        ("1.5万元", 15000),
        ("3万5千元", 35000),
        ("三千五百元", 3500),
        ("2000多块", 2000),
        ("五毛", 0.5),
    ],
)
def test_an_amount_is_told_in_yuan(said: str, yuan: float) -> None:
    assert read(said) == [("amount", yuan)]


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("第三步", 3),
        ("第 3 步", 3),
        ("选二", 2),
        ("我要第一个", 1),
        ("第一百零一步", 101),
        ("最后一个", LAST),
        ("末了那个", LAST),
        ("前面那个", 1),
        ("头一个", 1),
        ("后面那个", 2),
    ],
)
def test_a_place_in_a_list_is_a_position(said: str, position: int) -> None:
    assert read(said) == [("ordinal", position)]


def test_there_is_no_zeroth_choice() -> None:
    assert read("第零个") == []


@pytest.mark.parametrize(
    ("said", "value"), [("68", 68), ("六十八", 68), ("嗯，七十吧", 70), ("两", 2), ("１２", 12)]
)
def test_a_number_by_itself_is_an_answer_to_our_question(said: str, value: int) -> None:
    assert read(said) == [("number", value)]


@pytest.mark.parametrize("said", ["", "您好", "千千", "没有号码"])
def test_words_hold_no_numbers(said: str) -> None:
    assert read(said) == []


def test_everything_in_one_breath_is_told_apart() -> None:
    # when an age, an amount and a day come together
    found = read("我妈九十三岁，每月两千三百块，三月五号办的")
    # then each is what it is, in its place
    assert found == [("age", 93), ("amount", 2300.0), ("date", "--03-05")]


@pytest.mark.parametrize("none", [None, "", "千千", "万万", "点", "0一11"])
def test_what_is_no_numeral_is_no_number(none: str | None) -> None:
    assert number(none) is None


@given(st.integers(min_value=0, max_value=99_999_999))
def test_a_number_written_in_characters_is_the_number(value: int) -> None:
    assert number(cn2an.an2cn(value)) == value
    assert number(str(value)) == value


@given(
    st.integers(min_value=1, max_value=OLDEST), st.sampled_from(["{}岁", "我今年{}岁了", "{}周岁"])
)
def test_every_age_in_either_script_is_heard(age: int, frame: str) -> None:
    assert read(frame.format(age)) == [("age", age)]
    assert read(frame.format(cn2an.an2cn(age))) == [("age", age)]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    assert read(f"{day.year:04d}年{day.month}月{day.day}日") == [("date", day.isoformat())]


@given(st.text(ALPHABET, max_size=24))
def test_no_stretch_of_text_is_read_twice(text: str) -> None:
    # when anything at all is said
    found = sorted(values(text, TODAY), key=lambda value: value.start)
    # then values lie in the text, in order, without overlap, and make sense
    assert all(0 <= value.start < value.end <= len(text) for value in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= v.value <= OLDEST for v in found if v.kind == "age" and v.value != LAST)
    for day in (str(v.value) for v in found if v.kind == "date"):
        assert date.fromisoformat(day.replace("--", "2000-"))
