"""What an imported item is called, and how it is filed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.columns import Columns
from knowledge.importing.fields import Fields
from knowledge.importing.item_names import (
    SHORT,
    aliases_of,
    audience_of,
    name_of,
    short_of,
    theme_of,
    type_of,
)
from knowledge.importing.items import NAMES
from knowledge.schema.item import ItemType

LONG = "清河市老年人免费乘坐城市公共交通工具凭证的申领与年度审验"


def fields(**row: Any) -> Fields:
    return Fields(Columns(NAMES), row)


@pytest.mark.parametrize(
    ("task", "matter", "name"),
    [
        ("年票办理(补办)", "年票办理", "年票办理(补办)"),
        ("年票办理", "年票办理", "年票办理"),
        ("年票", "老年人公园年票办理", "老年人公园年票办理"),
        (None, "年票办理", "年票办理"),
        ("年票办理", "无", "年票办理"),
        ("无", None, ""),
    ],
)
def test_the_name_that_says_more_is_taken(task: object, matter: object, name: str) -> None:
    assert name_of(fields(TASK_NAME=task, matter_name=matter)) == name


@pytest.mark.parametrize(
    ("row", "name", "short"),
    [
        ({"matter_short": "年票"}, "老年人公园年票办理", "年票"),
        ({"matter_short": "无"}, "老年人公园年票办理", "老年人公园年票办理"),
        ({"subCatalogName": "乘车凭证"}, LONG, "乘车凭证"),
        ({}, f"乘车凭证申领（{LONG}）", "乘车凭证申领"),
        ({}, LONG, LONG[: SHORT - 1] + "…"),
        ({"matter_short": LONG}, "年票办理", "年票办理"),
    ],
)
def test_the_name_on_a_button_is_the_first_that_fits(
    row: dict[str, Any], name: str, short: str
) -> None:
    assert short_of(fields(**row), name) == short


@given(st.text(min_size=1, max_size=80).filter(lambda text: text.strip() != ""))
def test_a_name_on_a_button_always_fits(name: str) -> None:
    assert 1 <= len(short_of(fields(), name)) <= SHORT


@pytest.mark.parametrize(
    ("row", "aliases"),
    [
        ({"matter_daily": "公园卡，老年卡、免费票,年票办理"}, ["公园卡", "老年卡", "免费票"]),
        ({"matter_short": "公园票", "matter_daily": "公园 票"}, ["公园票"]),
        # Parts of an item that half the catalogue has name nothing.
        ({"subTaskName": "延期"}, []),
        ({"subTaskName": "（个人申请的）"}, []),
        ({"subTaskName": "外地老年人办理"}, ["外地老年人办理"]),
        (
            {"subCatalogName": "公园管理", "parentCatalogName": "园林服务"},
            ["公园管理", "园林服务"],
        ),
        ({"main_item": "未分类"}, []),
        ({"matter_daily": "票"}, []),
        ({"matter_daily": None}, []),
    ],
)
def test_other_names_are_kept_once_and_only_if_they_name_it(
    row: dict[str, Any], aliases: list[str]
) -> None:
    assert aliases_of(fields(**row), "年票办理", "年票") == aliases


def test_so_many_names_that_nobody_means_them_are_cut_off() -> None:
    daily = "，".join(f"名字{n}" for n in range(5000))
    assert len(aliases_of(fields(matter_daily=daily), "年票办理", "年票")) == 500


@pytest.mark.parametrize(
    ("row", "number", "found"),
    [
        ({"TASK_TYPE_TEXT": "行政许可"}, "", (ItemType.LICENCE, True)),
        ({"TASK_TYPE_TEXT": "行政给付"}, "", (ItemType.PAYMENT, True)),
        # Types our schema doesn't tell apart are the other powers.
        ({"TASK_TYPE_TEXT": "行政奖励"}, "", (ItemType.OTHER, True)),
        ({}, "1", (ItemType.LICENCE, True)),
        ({}, "20", (ItemType.PUBLIC_SERVICE, True)),
        ({}, "8", (ItemType.OTHER, False)),
        ({}, "", (ItemType.OTHER, False)),
        # What is written out holds against a number.
        ({"TASK_TYPE_TEXT": "行政确认"}, "20", (ItemType.CONFIRMATION, True)),
    ],
)
def test_the_type_is_read_or_known_to_be_unknown(
    row: dict[str, Any], number: str, found: tuple[ItemType, bool]
) -> None:
    assert type_of(fields(**row), number) == found


@pytest.mark.parametrize(
    ("theme", "found"),
    [
        (["其他", "文化体育"], "文化体育"),
        (["社会保障（社会保险、社会救助）"], "社会保障（社会保险、社会救助）"),
        ("交通出行,文化体育", "交通出行"),
        ("其他", "其他"),
        (None, "其他"),
    ],
)
def test_the_first_theme_that_says_something_is_taken(theme: object, found: str) -> None:
    assert theme_of(fields(theme_category=theme)) == found


@pytest.mark.parametrize(
    ("served", "themes", "audience"),
    [
        (["自然人"], [], (["自然人"], False, False)),
        (["企业法人", "其他组织"], [], (["法人"], False, False)),
        ("自然人;企业法人", [], (["自然人", "法人"], False, False)),
        (None, ["老年人"], (["自然人", "法人"], True, False)),
        (["个人"], ["残疾人"], (["自然人"], False, True)),
    ],
)
def test_whom_it_is_for_is_read_and_both_where_nobody_says(
    served: object, themes: object, audience: tuple[list[str], bool, bool]
) -> None:
    found = audience_of(fields(service_object_name=served, theme_category=themes))
    assert (found["kind"], found["elderly"], found["disabled"]) == audience
