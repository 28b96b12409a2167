"""Administrative divisions: lists of provinces, cities, counties, or a tree of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from knowledge.importing.columns import Columns, Names
from knowledge.importing.fields import Fields
from knowledge.importing.json_rows import first_line
from knowledge.importing.outcome import (
    FileRefused,
    Options,
    Outcome,
    PassedOver,
    Refused,
    Taken,
)
from knowledge.importing.places import Places, six_digits
from knowledge.importing.reasons import reason
from knowledge.importing.rows import rows
from knowledge.importing.source_file import SourceFile
from knowledge.importing.text import cut
from knowledge.schema import NATIONAL, Region

#: Role -> columns, as offices call them.
NAMES: Names = {
    "code": ("code", "行政区划代码", "区划代码", "代码"),
    "name": ("name", "名称", "区划名称", "单位名称"),
}
#: Names of levels that exist only in the code (GB/T 2260): between a municipality and its
#: districts, and between a province and the counties it governs itself.
_EMPTY_LEVELS = (
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "市",
    "省直辖县级行政单位",
)
#: Streets and towns have nine digits, or twelve of which the last six tell (GB/T 10114).
_STREET = re.compile(r"\d{9}|\d{6}(?!0{6})\d{6}", re.ASCII)
_MUNICIPALITIES = ("11", "12", "31", "50")
_GOVERNED_BY_PROVINCE = "90"


def read_divisions(
    source: SourceFile, options: Options, known: Places, after: int
) -> Iterator[Outcome]:
    """Divisions of a file; a tree (``children``) counts as one row a province.

    Args:
        source: the file.
        options: how to read it.
        known: the registered divisions; not used.
        after: number of the last row that is not wanted again.

    Raises:
        FileRefused: the divisions in it have no codes, as Hong Kong, Macao and Taiwan.
    """
    columns = Columns(NAMES, options.columns)
    if source.codec and first_line(source) == "{":
        raise FileRefused(
            "里面没有行政区划代码（香港、澳门、台湾的表就没有），没法排上下级。这个文件不用导入。"
        )
    for row in rows(source, after, lambda head: columns.has("code", head)):
        if row.fault:
            yield Refused(row.number, row.fault)
        else:
            yield from _tree(row.number, columns, row.data)


def _tree(number: int, columns: Columns, row: Mapping[str, Any]) -> Iterator[Outcome]:
    fields = Fields(columns, row)
    yield _division(number, fields("code"), fields("name"))
    children = row.get("children")
    for child in children if isinstance(children, list) else []:
        if isinstance(child, dict):
            yield from _tree(number, columns, child)


def _division(number: int, said: str, name: str) -> Outcome:
    code = six_digits(said)
    if _STREET.fullmatch(said):
        return PassedOver(number, f"{said} {name}是街道一级，用不上。")
    if code is None or not name:
        return Refused(number, f"缺了代码或者名称：{said or name}")
    if name in _EMPTY_LEVELS:
        return PassedOver(number, f"{code} {name}只是代码里的一级，不是地方。")
    try:
        plain = {"code": code, "name": cut(name), "parent": parent_of(code)}
        return Taken(number, region=Region.parse_obj(plain))
    except ValidationError as error:
        return Refused(number, reason(error))


def parent_of(code: str) -> str | None:
    """Code of the division above (GB/T 2260); None above the nation."""
    if code == NATIONAL:
        return None
    province, city = f"{code[:2]}0000", f"{code[:4]}00"
    if code == province:
        return NATIONAL
    own_level = code[:2] in _MUNICIPALITIES or code[2:4] == _GOVERNED_BY_PROVINCE
    return province if code == city or own_level else city
