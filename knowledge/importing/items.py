"""Service items from a platform's catalogue, or from a list of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from pydantic import ValidationError

from knowledge.importing import identity, item_facts, item_names
from knowledge.importing.columns import Columns, Names
from knowledge.importing.contacts import telephones
from knowledge.importing.fields import Fields
from knowledge.importing.origin import origin
from knowledge.importing.outcome import Options, Outcome, Refused, Taken
from knowledge.importing.places import Places, six_digits
from knowledge.importing.reasons import reason
from knowledge.importing.rows import rows
from knowledge.importing.source_file import SourceFile
from knowledge.importing.text import cut
from knowledge.schema import NATIONAL, ImportedItem

KIND = "items"
#: The shortest code that is one of a catalogue and no running number.
_SHORTEST_CODE = 6
#: What ``ServiceItem.code`` holds; codes of sub-items are longer.
_CODE = "[0-9A-Za-z]{6,31}"

#: Role -> columns, as platforms and offices call them.
NAMES: Names = {
    "name": ("TASK_NAME", "taskName", "事项名称", "办理项名称", "name", "名称"),
    "base_name": ("matter_name", "主项名称"),
    "code": ("TASK_CODE", "taskCode", "实施编码", "事项编码", "itemCode", "code"),
    "department": ("DEPT_NAME", "deptName", "实施主体", "实施机关", "部门", "department"),
    "type": ("TASK_TYPE_TEXT", "matter_type", "事项类型"),
    "region": ("AREACODE", "areaCode", "行政区划代码", "区划代码"),
    "theme": ("theme_category", "主题分类", "主题"),
    "audience": ("service_object_name", "服务对象"),
    "short": ("matter_short", "事项简称", "简称"),
    "daily": ("matter_daily", "通俗名称", "别名"),
    "part": ("subTaskName", "情形名称"),
    "catalogue": ("subCatalogName", "目录名称", "main_item", "主项"),
    "parent": ("parentCatalogName", "CATANAME", "父目录名称"),
    "conditions": ("accept_standard", "受理条件", "办理条件"),
    "materials": ("material_intro", "申请材料", "办理材料"),
    "place": ("handle_location", "办理地点", "办理地址"),
    "hours": ("办理时间", "办公时间", "工作时间"),
    "online": ("ONLINECHECK", "是否网办"),
    "platform": ("bear_paltform", "bear_platform", "办理平台"),
    "mail": ("courier_service", "是否支持物流快递"),
    "legal": ("handle_time", "法定办结时限"),
    "promised": ("handle_time_limit", "承诺办结时限"),
    "charged": ("是否收费",),
    "charges": ("收费标准",),
    "result": ("办理结果", "审批结果名称"),
    "visits": ("visit_number", "LIMIT_SCENE_NUM", "到现场次数"),
    "consult": ("consult_phone", "咨询电话", "咨询方式"),
    "complain": ("complain_phone", "投诉电话", "监督投诉方式"),
    "url": ("URL", "link", "链接", "网址"),
}


def read_items(
    source: SourceFile, options: Options, known: Places, after: int
) -> Iterator[Outcome]:
    """Items of a file: JSON, one a line or an array, CSV or a workbook.

    Args:
        source: the file.
        options: how to read it.
        known: the registered divisions.
        after: number of the last row that is not wanted again.

    Raises:
        FileRefused: no row of it can be read.
    """
    columns = Columns(NAMES, options.columns)
    for row in rows(source, after, partial(columns.has, "name")):
        if row.fault:
            yield Refused(row.number, row.fault)
        else:
            yield _outcome(row.number, Fields(columns, row.data), source, options)


def _outcome(number: int, fields: Fields, source: SourceFile, options: Options) -> Outcome:
    name = item_names.name_of(fields)
    department = fields("department") or options.department
    if not name:
        return Refused(number, "没有事项名称。")
    if not department:
        return Refused(number, f"没有写哪个部门办，用 --department 指明：{name[:40]}")
    try:
        return _item(number, fields, name, department, source, options)
    except ValidationError as error:
        return Refused(number, reason(error))


def _item(
    number: int, fields: Fields, name: str, department: str, source: SourceFile, options: Options
) -> Taken:
    """The item a row makes.

    Raises:
        ValidationError: a value is one that no item may have.
    """
    link = fields.link("url")
    code = fields("code") or link.get("itemCode", "")
    said = fields("region") or link.get("areaCode", "")
    region = six_digits(said) or options.region or NATIONAL
    phones = telephones(fields, department, region)
    by_name = identity.by_words("item", region, department, name)
    plain = {
        "id": identity.by_code("item", code, _SHORTEST_CODE) or by_name,
        "code": code if re.fullmatch(_CODE, code) else None,
        "department": department,
        "contact": phones.contact,
        "region": region,
        "as_of": source.as_of,
        "origin": origin(KIND, source, department, code, fields.url("url")),
        **_called(fields, name, department, link.get("taskType", "")),
        **_facts(fields, phones.ask),
    }
    notes = phones.notes
    if said and not six_digits(said):
        notes = (*notes, f"不是行政区划代码，当作 {region}：{said[:40]}")
    return Taken(number, ImportedItem.parse_obj(plain), lines=phones.lines, notes=notes)


def _called(fields: Fields, name: str, department: str, type_number: str) -> dict[str, Any]:
    """What it is called and how it is filed."""
    short = item_names.short_of(fields, name)
    kind, said = item_names.type_of(fields, type_number)
    filed = f"，属于{fields('type') or kind.value}" if said else ""
    return {
        "name": cut(name),
        "short": short,
        "aliases": item_names.aliases_of(fields, name, short),
        "type": kind,
        "theme": item_names.theme_of(fields),
        "audience": item_names.audience_of(fields),
        "summary": cut(f"{name}，由{department}办理{filed}。"),
    }


def _facts(fields: Fields, ask: str) -> dict[str, Any]:
    """What the row says of the matter itself."""
    visits = fields("visits")
    return {
        "conditions": item_facts.conditions(fields),
        "materials": item_facts.materials(fields),
        "where": item_facts.places(fields, ask),
        "time_limit": item_facts.time_limit(fields, ask),
        "fee": item_facts.fee(fields, ask),
        "result": item_facts.result(fields),
        "visits": int(visits) if re.fullmatch("[0-9]", visits) else None,
    }
