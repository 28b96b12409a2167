"""The rooms of a hall."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.importing.columns import Columns
from knowledge.importing.fields import Fields
from knowledge.importing.hall_rooms import Rooms, read_rooms
from knowledge.importing.halls import NAMES


def rooms(**row: Any) -> Rooms:
    return read_rooms(Fields(Columns(NAMES), row), "桥东大厅", "990102")


def test_the_hall_s_own_number_comes_first_and_hours_go_with_all() -> None:
    found = rooms(
        电话="12345",
        办公时间="工作日",
        department=[{"name": "一室", "phone": "0999-8123456"}, {"name": "二室", "phone": "12345"}],
    )
    assert found.numbers == ["12345", "0999-8123456"]
    assert {line.hours for line in found.lines} == {"工作日"}
    assert found.told == (
        "办公时间：工作日",
        "一室，电话 0999-8123456",
        "二室，电话 12345",
    )


@pytest.mark.parametrize("nothing", [None, [], "一室", [None, 3], [{}]])
def test_where_no_rooms_are_told_there_are_none(nothing: object) -> None:
    assert rooms(department=nothing) == Rooms((), (), ())
