"""Service halls: where they are, and that nobody told where."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.importing.outcome import PassedOver, Taken
from knowledge.schema import Hall, ImportedText
from tests.knowledge.importing.conftest import Office, reasons

ROW = {
    "index": 99010201,
    "name": "桥东区政务服务大厅",
    "nick": "桥东大厅",
    "address": "公园路 1 号一楼",
    "latitude": 36.6502,
    "longitude": 116.9731,
}


def one(office: Office, row: dict[str, Any], **options: Any) -> ImportedText:
    (entry,) = office.entries(office.lines("halls_2018.jsonl", [row]), "halls", **options)
    assert isinstance(entry, ImportedText)
    return entry


def test_a_row_becomes_a_hall(office: Office) -> None:
    hall = one(office, {**ROW, "电话": "0999-8123456", "办公时间": "工作日 9 点到 17 点"})
    assert isinstance(hall, Hall)
    assert (hall.title, hall.topic, hall.department) == (
        "桥东区政务服务大厅",
        "办事大厅",
        "桥东区政务服务大厅",
    )
    assert hall.address == "公园路 1 号一楼"
    assert (hall.latitude, hall.longitude) == (36.6502, 116.9731)
    assert hall.answer == "桥东区政务服务大厅在公园路 1 号一楼。电话 0999-8123456。"
    assert hall.questions == ["桥东区政务服务大厅在哪里", "桥东大厅在哪里"]
    assert [section.text for section in hall.sections] == [
        f"{hall.answer}\n办公时间：工作日 9 点到 17 点"
    ]
    assert hall.contact.consult == ["0999-8123456"]
    assert (hall.region, hall.as_of, hall.origin.number) == (
        "990102",
        date(2018, 12, 31),
        "99010201",
    )
    assert hall.serves == []


def test_rooms_and_their_telephones_are_told(office: Office) -> None:
    rooms = [
        {"name": "社保窗口", "phone": "0999-8123456", "duty": "社保"},
        {"name": "年票窗口", "phone": "", "duty": "公园年票"},
        {"name": "空", "phone": "", "duty": ""},
        "不是科室",
    ]
    path = office.lines("a.jsonl", [{**ROW, "department": rooms}])
    (taken,) = office.read(path, "halls")
    assert isinstance(taken, Taken)
    assert taken.entry is not None
    assert isinstance(taken.entry, Hall)
    assert taken.entry.sections[0].text.splitlines()[1:] == [
        "社保窗口，电话 0999-8123456，社保",
        "年票窗口，公园年票",
    ]
    assert [(line.number, line.owner) for line in taken.lines] == [
        ("0999-8123456", "桥东区政务服务大厅")
    ]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(36, 116), (36.0, 117.0), (0.5, 0.5), (91.5, 200.5), ("", ""), ("东经", "北纬"), (None, None)],
)
def test_a_point_that_stands_for_unknown_is_none(
    office: Office, latitude: object, longitude: object
) -> None:
    hall = one(office, {**ROW, "latitude": latitude, "longitude": longitude})
    assert isinstance(hall, Hall)
    assert (hall.latitude, hall.longitude) == (None, None)


@pytest.mark.parametrize("nothing", ["", None, "无"])
def test_a_hall_without_an_address_is_a_text_that_says_so(office: Office, nothing: object) -> None:
    entry = one(office, {**ROW, "address": nothing})
    assert not isinstance(entry, Hall)
    assert entry.answer == "桥东区政务服务大厅在哪里，资料里没有写。打 12345 问一句。"
    # and the telephone it has is better than the general one
    entry = one(office, {**ROW, "address": nothing, "电话": "0999-8123456"})
    assert entry.answer == "桥东区政务服务大厅在哪里，资料里没有写。电话 0999-8123456。"


def test_a_name_alone_is_passed_over(office: Office) -> None:
    path = office.lines("a.jsonl", [{"index": 990102, "name": "桥东区"}])
    assert office.read(path, "halls") == [PassedOver(1, "只有名称，没有地址也没有电话：桥东区")]


def test_a_row_without_a_name_is_refused(office: Office) -> None:
    assert reasons(office.read(office.lines("a.jsonl", [{**ROW, "name": ""}]), "halls")) == [
        (1, "没有名称。")
    ]


@pytest.mark.parametrize(
    ("index", "region"),
    [
        (99010201, "990102"),
        ("990102000000", "990102"),
        (99017101, "990100"),  # a development zone: its city
        (12, "990200"),  # a running number, not 天津
        (None, "990200"),
    ],
)
def test_a_hall_is_where_its_code_says(office: Office, index: object, region: str) -> None:
    assert one(office, {**ROW, "index": index}, region="990200").region == region


def test_a_telephone_that_can_not_be_read_is_noted(office: Office) -> None:
    path = office.lines("a.jsonl", [{**ROW, "电话": "0000abc"}])
    (taken,) = office.read(path, "halls")
    assert isinstance(taken, Taken)
    assert taken.notes == ("电话有读不出来的，没有收：0000abc",)
    assert taken.lines == ()


def test_halls_of_one_name_in_two_places_are_two(office: Office) -> None:
    assert one(office, ROW).id != one(office, {**ROW, "index": 99010301}).id
    # and two addresses of one name have an id each at hand
    rows = [ROW, {**ROW, "address": "公园路 2 号"}]
    found = office.read(office.lines("a.jsonl", rows), "halls")
    assert len({o.otherwise for o in found if isinstance(o, Taken)}) == 2


def test_options_say_what_rows_do_not(office: Office) -> None:
    hall = one(office, ROW, topic="社保大厅", department="清河市政务局")
    assert (hall.topic, hall.origin.publisher) == ("社保大厅", "清河市政务局")
