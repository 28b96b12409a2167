"""Service halls with where they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Optional

from pydantic import ValidationError

from knowledge.importing import identity
from knowledge.importing.columns import Columns, Names
from knowledge.importing.contacts import GENERAL
from knowledge.importing.fields import Fields
from knowledge.importing.hall_rooms import Rooms, read_rooms
from knowledge.importing.origin import origin
from knowledge.importing.outcome import Options, Outcome, PassedOver, Refused, Taken
from knowledge.importing.places import Places, six_digits
from knowledge.importing.reasons import reason
from knowledge.importing.rows import rows
from knowledge.importing.sections import split
from knowledge.importing.source_file import SourceFile
from knowledge.importing.text import cut
from knowledge.schema import NATIONAL, Hall, ImportedText

KIND = "halls"
TOPIC = "办事大厅"

#: Role -> columns, as offices call them.
NAMES: Names = {
    "name": ("name", "名称", "大厅名称", "单位名称", "窗口名称"),
    "nick": ("nick", "简称", "别名"),
    "address": ("address", "地址", "详细地址", "办公地址"),
    "latitude": ("latitude", "lat", "纬度"),
    "longitude": ("longitude", "lng", "lon", "经度"),
    "region": ("行政区划代码", "区划代码", "areaCode", "region", "index"),
    "phone": ("phone", "电话", "联系电话", "咨询电话"),
    "hours": ("hours", "办公时间", "工作时间", "服务时间"),
    "departments": ("department", "departments", "科室", "窗口"),
    "url": ("链接", "网址", "url", "link"),
}
#: Shorter numbers in an index are running numbers.
_CODE = 6
#: Where China's territory lies, degrees; a point outside is a slip.
_LATITUDES, _LONGITUDES = (3.0, 54.0), (73.0, 136.0)


def read_halls(
    source: SourceFile, options: Options, known: Places, after: int
) -> Iterator[Outcome]:
    """Halls of a file. One without an address becomes a text that says so.

    Args:
        source: the file.
        options: how to read it.
        known: the registered divisions: a code of the office's own is taken as its city.
        after: number of the last row that is not wanted again.

    Raises:
        FileRefused: it has no column of names.
    """
    columns = Columns(NAMES, options.columns)
    for row in rows(source, after, partial(columns.has, "name")):
        if row.fault:
            yield Refused(row.number, row.fault)
            continue
        fields = Fields(columns, row.data)
        try:
            yield _outcome(row.number, fields, source, _region(fields, options, known), options)
        except ValidationError as error:
            yield Refused(row.number, reason(error))


def _region(fields: Fields, options: Options, known: Places) -> str:
    said = fields("region")
    code = six_digits(said) if len(said) >= _CODE else None
    return known.nearest(code) if code else options.region or NATIONAL


def _outcome(
    number: int, fields: Fields, source: SourceFile, region: str, options: Options
) -> Outcome:
    name, address = fields("name"), fields("address")
    if not name:
        return Refused(number, "没有名称。")
    rooms = read_rooms(fields, name, region)
    if not (address or fields("nick") or rooms.lines):
        return PassedOver(number, f"只有名称，没有地址也没有电话：{name[:40]}")
    plain = _common(fields, source, region, options, rooms)
    latitude, longitude = _point(fields)
    placed = {"address": cut(address), "latitude": latitude, "longitude": longitude}
    entry = Hall.parse_obj({**plain, **placed}) if address else ImportedText.parse_obj(plain)
    return Taken(
        number,
        entry,
        lines=rooms.lines,
        notes=rooms.notes,
        otherwise=identity.by_words("hall", region, name, address),
    )


def _common(
    fields: Fields, source: SourceFile, region: str, options: Options, rooms: Rooms
) -> dict[str, Any]:
    """What a hall and a text about one without an address have in common."""
    name, nick, address = (fields(role) for role in ("name", "nick", "address"))
    answer = f"{name}在{address}。" if address else f"{name}在哪里，资料里没有写。"
    if rooms.lines:
        answer += f"电话 {rooms.lines[0].number}。"
    elif not address:
        answer += f"打 {GENERAL} 问一句。"
    return {
        "id": identity.by_words("hall", region, name),
        "title": cut(name),
        "topic": cut(options.topic or TOPIC),
        "questions": [cut(f"{one}在哪里") for one in dict.fromkeys((name, nick)) if one],
        "answer": cut(answer),
        "department": cut(name),
        "sections": split("\n".join([answer, *rooms.told])),
        "contact": {"consult": rooms.numbers or [GENERAL]},
        "region": region,
        "as_of": source.as_of,
        "origin": origin(KIND, source, options.department, fields("region"), fields.url("url")),
    }


def _point(fields: Fields) -> tuple[Optional[float], Optional[float]]:
    """Latitude and longitude in degrees; whole numbers are what stands for unknown."""
    try:
        latitude, longitude = float(fields("latitude")), float(fields("longitude"))
    except ValueError:
        return None, None
    inside = (
        _LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]
    )
    whole = latitude.is_integer() and longitude.is_integer()
    return (latitude, longitude) if inside and not whole else (None, None)
