"""Items from a platform's catalogue, and from a list of names."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importing.items import NAMES
from knowledge.importing.outcome import PassedOver, Refused, Taken
from knowledge.schema import ImportedItem
from knowledge.schema.item import ItemType
from tests.knowledge.importing.conftest import Office, item_row, reasons, refusal

LINK = "http://hall.example/item?areaCode=990102000000&itemCode={code}&taskType={type}"


# --- a row of a catalogue ---


def test_a_whole_row_becomes_a_whole_item(office: Office) -> None:
    # given a row in which everything is said
    item = office.item(
        matter_short="公园年票",
        matter_daily="老年票，公园卡",
        subCatalogName="公园票务",
        theme_category=["文化体育"],
        service_object_name=["自然人"],
        accept_standard="年满六十岁。",
        material_intro=["身份证", "一寸照片"],
        handle_location="办理地点：公园路 1 号",
        handle_time="10(工作日)",
        handle_time_limit="3(工作日)",
        ONLINECHECK="1",
        URL="https://hall.example/1",
        visit_number="1",
        complain_phone="0999-8765432",
    )
    # then everything is in its place
    assert item.id == "item-1199000000000001xq2990101001000"
    assert (item.name, item.short) == ("老年人公园年票办理", "公园年票")
    assert item.code == "1199000000000001XQ2990101001000"
    assert item.aliases == ["老年票", "公园卡", "公园票务"]
    assert (item.type, item.theme) == (ItemType.PUBLIC_SERVICE, "文化体育")
    assert item.summary == "老年人公园年票办理，由清河市园林管理局办理，属于公共服务。"
    assert item.conditions == ["年满六十岁。"]
    assert [(m.name, m.form) for m in item.materials] == [("身份证", "原件"), ("一寸照片", "照片")]
    assert item.where.hall.text == "在公园路 1 号办。"
    assert item.where.online is not None
    assert (item.time_limit.promised_days, item.time_limit.legal_days) == (3, 10)
    assert item.visits == 1
    assert item.contact.consult == ["0999-8123456"]
    assert item.contact.complain == ["0999-8765432"]
    assert (item.region, item.as_of) == ("990100", date(2021, 12, 31))
    assert item.origin.dict(exclude_none=True) == {
        "kind": "items",
        "file": "items_2021.jsonl",
        "publisher": "清河市园林管理局",
        "number": "1199000000000001XQ2990101001000",
        "url": "https://hall.example/1",
    }


def test_of_a_row_that_says_little_nothing_is_invented(office: Office) -> None:
    # given a row of which only what must be there is
    item = office.item(consult_phone=None, TASK_TYPE_TEXT=None)
    # then lists are empty, facts are known to be unknown, and nobody is promised anything
    assert (item.aliases, item.conditions, item.materials, item.steps) == ([], [], [], [])
    assert item.where.hall.unknown
    assert item.time_limit.unknown
    assert item.fee.unknown
    assert (item.where.online, item.where.mail, item.where.proxy) == (None, None, None)
    assert (item.time_limit.legal_days, item.fee.amount, item.visits) == (None, None, None)
    assert item.summary == "老年人公园年票办理，由清河市园林管理局办理。"
    assert item.contact.consult == ["12345"]


@pytest.mark.parametrize("nothing", [None, "", "无", "null", " 无。"])
def test_every_way_of_saying_nothing_says_nothing(office: Office, nothing: object) -> None:
    roles = [names[0] for role, names in NAMES.items() if role not in ("name", "department")]
    silent = office.item(**dict.fromkeys(roles, nothing))
    bare = office.item(**dict.fromkeys(roles))
    assert silent == bare


@pytest.mark.parametrize(
    ("said", "region", "notes"),
    [
        ("990102", "990102", ()),
        ("990102000000", "990102", ()),
        ("99", "990000", ()),
        (None, "000000", ()),
        ("清河", "000000", ("不是行政区划代码，当作 000000：清河",)),
    ],
)
def test_an_item_holds_where_its_row_says(
    office: Office, said: object, region: str, notes: tuple[str, ...]
) -> None:
    (taken,) = office.read(office.lines("a.jsonl", [item_row(AREACODE=said)]), "items")
    assert isinstance(taken, Taken)
    assert taken.entry is not None
    assert taken.entry.region == region
    assert taken.notes == notes


def test_where_rows_do_not_say_options_do(office: Office) -> None:
    row = item_row(AREACODE=None, DEPT_NAME=None)
    path = office.lines("a.jsonl", [row])
    (entry,) = office.entries(path, "items", region="990200", department="望海市园林局")
    assert (entry.region, entry.department) == ("990200", "望海市园林局")


def test_a_code_of_a_sub_item_is_longer_than_the_schema_s(office: Office) -> None:
    code = "1199000000000001XQ299010100100001"
    item = office.item(TASK_CODE=code)
    assert (item.code, item.origin.number) == (None, code)
    assert item.id == f"item-{code.lower()}"


def test_without_a_code_name_and_place_make_the_id(office: Office) -> None:
    one, same = office.item(TASK_CODE=None), office.item(TASK_CODE="无")
    other = office.item(TASK_CODE=None, AREACODE="990200")
    assert one.id == same.id
    assert one.id != other.id


@pytest.mark.parametrize(
    ("said", "visits"), [("0", 0), ("1", 1), ("9", 9), ("10", None), ("多次", None), (2, 2)]
)
def test_visits_are_counted_as_far_as_the_schema_does(
    office: Office, said: object, visits: int | None
) -> None:
    assert office.item(visit_number=said).visits == visits


# --- rows that can't be used ---


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"TASK_NAME": None, "matter_name": "无"}, "没有事项名称。"),
        ({"DEPT_NAME": "无"}, "没有写哪个部门办，用 --department 指明：老年人公园年票办理"),
        ({"DEPT_NAME": "局" * 500}, "“department”有问题：多于 400 个字。"),
    ],
)
def test_a_row_without_what_must_be_there_is_refused_with_the_reason(
    office: Office, changed: dict[str, object], reason: str
) -> None:
    path = office.lines("a.jsonl", [item_row(), item_row(**changed)])
    assert reasons(office.read(path, "items")) == [(2, reason)]


def test_a_very_long_name_is_cut_not_refused(office: Office) -> None:
    item = office.item(TASK_NAME="老年人公园年票办理" * 100)
    assert len(item.name) == 400
    assert len(item.short) <= 20


# --- the forms a file may have ---


@pytest.mark.parametrize("form", ["lines", "array", "csv", "book"])
def test_the_same_rows_make_the_same_items_in_every_form(office: Office, form: str) -> None:
    rows = [
        item_row(),
        item_row(TASK_CODE="1199000000000001XQ2990101002000", TASK_NAME="老年食堂就餐卡办理"),
    ]
    head = list(rows[0])
    if form == "lines":
        path = office.lines("x_2021.jsonl", rows)
    elif form == "array":
        path = office.text("x_2021.json", json.dumps(rows, ensure_ascii=False, indent=1))
    elif form == "csv":
        lines = [",".join(head), *(",".join(row.values()) for row in rows)]
        path = office.text("x_2021.csv", "\r\n".join(lines), "gbk")
    else:
        path = office.book("x_2021.xlsx", [head, *(list(row.values()) for row in rows)])
    names = [(entry.id, entry.name, entry.code) for entry in office.entries(path, "items")]
    assert names == [
        (f"item-{row['TASK_CODE'].lower()}", row["TASK_NAME"], row["TASK_CODE"]) for row in rows
    ]


def test_a_list_of_names_becomes_items_that_know_little(office: Office) -> None:
    # given a county's list of names, departments and links
    code = "990Z01001-990102000000-000-11990102MB0000000X-1-00"
    row = {
        "department": "区园林局",
        "main_item": "公园票务",
        "name": "老年人公园年票办理",
        "link": LINK.format(code=code, type=20),
    }
    (item,) = office.entries(office.lines("names_2022.jsonl", [row]), "items")
    # then place, code and type come out of the link
    assert isinstance(item, ImportedItem)
    assert item.id == f"item-{code.lower()}"
    assert (item.region, item.code, item.origin.number) == ("990102", None, code)
    assert (item.type, item.department) == (ItemType.PUBLIC_SERVICE, "区园林局")
    assert item.aliases == ["公园票务"]
    assert item.where.online is not None
    assert item.where.online.unknown


@pytest.mark.parametrize(
    ("number", "type_", "summary"),
    [
        (1, ItemType.LICENCE, "年票，由区园林局办理，属于行政许可。"),
        (5, ItemType.PAYMENT, "年票，由区园林局办理，属于行政给付。"),
        (8, ItemType.OTHER, "年票，由区园林局办理。"),
    ],
)
def test_a_type_is_told_only_if_it_is_known(
    office: Office, number: int, type_: ItemType, summary: str
) -> None:
    row = {"部门": "区园林局", "名称": "年票", "链接": LINK.format(code="A-0000001", type=number)}
    (item,) = office.entries(office.lines("a.jsonl", [row]), "items")
    assert (item.type, item.summary) == (type_, summary)


def test_a_table_whose_columns_have_other_names_is_read_with_an_option(office: Office) -> None:
    path = office.text("a.csv", "办的事,谁办\n年票,园林局\n")
    assert "用 --columns 指明" in refusal(lambda: office.read(path, "items"))
    given = (("department", "谁办"), ("name", "办的事"))
    (item,) = office.entries(path, "items", columns=given)
    assert (item.name, item.department) == ("年票", "园林局")


def test_what_was_read_before_is_not_read_again(office: Office) -> None:
    rows = [item_row(TASK_CODE=None, TASK_NAME=f"年票{n}") for n in range(4)]
    found = office.read(office.lines("a.jsonl", rows), "items", after=3)
    assert [outcome.number for outcome in found] == [4]


hostile = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["无", "['", "0999-", "20(工作日)", "http://[", "1" * 50, "\u202e\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=5,
)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    changed=st.dictionaries(
        st.sampled_from([name for names in NAMES.values() for name in names]), hostile, max_size=12
    )
)
def test_whatever_stands_in_a_row_it_is_an_item_or_refused_with_a_reason(
    office: Office, changed: dict[str, object]
) -> None:
    # given a row with anything in any of its columns
    path = office.text("a.jsonl", json.dumps({**item_row(), **changed}) + "\n")
    # when it is read
    (outcome,) = office.read(path, "items")
    # then it can be stored, or somebody is told why not
    if isinstance(outcome, Taken):
        assert outcome.entry is not None
        assert ImportedItem.parse_raw(outcome.entry.json()) == outcome.entry
    else:
        assert isinstance(outcome, (Refused, PassedOver))
        assert outcome.reason
