"""Rows of JSON: one a line or an array, however large, broken or hostile."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importing import json_rows as module
from knowledge.importing.json_rows import DEEPEST, json_rows
from knowledge.importing.row import Row
from tests.knowledge.importing.conftest import Office, refusal


def rows(office: Office, path: Path, after: int = 0) -> list[Row]:
    return list(json_rows(office.source(path), after))


def faults(found: list[Row]) -> list[tuple[int, str]]:
    return [(row.number, row.fault) for row in found if row.fault]


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
records = st.lists(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=6), plain, max_size=4
    ),
    min_size=1,
    max_size=8,
)
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


# --- both forms ---


@many
@given(data=records)
def test_objects_a_line_come_back(office: Office, data: list[dict[str, Any]]) -> None:
    found = rows(office, office.lines("a.jsonl", data))
    assert [row.data for row in found] == data
    assert [row.number for row in found] == list(range(1, len(data) + 1))


@many
@given(data=records, indent=st.sampled_from([None, 2]), chunk=st.integers(1, 40))
def test_objects_of_an_array_come_back_wherever_its_text_is_parted(
    office: Office, data: list[dict[str, Any]], indent: int | None, chunk: int
) -> None:
    path = office.text("a.json", json.dumps(data, ensure_ascii=False, indent=indent))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK", chunk)
        found = rows(office, path)
    assert [row.data for row in found] == data
    assert [row.number for row in found] == list(range(1, len(data) + 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "form", ['{"名": "年票"}\n{"名": "老年卡"}\n', '[{"名": "年票"}, {"名": "老年卡"}]']
)
def test_both_forms_are_read_in_every_encoding(office: Office, form: str, encoding: str) -> None:
    found = rows(office, office.text("a.json", form, encoding))
    assert [row.data for row in found] == [{"名": "年票"}, {"名": "老年卡"}]


def test_what_was_read_before_is_not_read_again(office: Office) -> None:
    data = [{"n": n} for n in range(5)]
    as_lines = office.lines("a.jsonl", data)
    as_array = office.text("a.json", json.dumps(data))
    for path in (as_lines, as_array):
        assert [(r.number, r.data["n"]) for r in rows(office, path, after=3)] == [(4, 3), (5, 4)]


def test_blank_lines_count_but_are_no_rows(office: Office) -> None:
    found = rows(office, office.text("a.jsonl", '\n{"a": 1}\n\n  \n{"a": 2}'))
    assert [(row.number, row.data) for row in found] == [(2, {"a": 1}), (5, {"a": 2})]


def test_two_files_put_behind_each_other_are_read(office: Office) -> None:
    found = rows(office, office.text("a.jsonl", '\ufeff{"a": 1}\n\ufeff{"a": 2}\n'))
    assert [row.data for row in found] == [{"a": 1}, {"a": 2}]


# --- rows that are broken ---


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"a": 1', "不是正确的 JSON（第 8 个字附近）。"),
        ("{a: 1}", "不是正确的 JSON（第 2 个字附近）。"),
        ("事项,部门", "不是正确的 JSON（第 1 个字附近）。"),
        ('{"a": NaN}', "不是正确的 JSON。"),
        ('{"a": Infinity}', "不是正确的 JSON。"),
        ('{"a": ' + "9" * 5000 + "}", "不是正确的 JSON。"),
        ("123", "不是一条“名字: 值”的记录。"),
        ('["a"]', "不是一条“名字: 值”的记录。"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", f"括号套了 {DEEPEST} 层以上，不收。"),
        ('{"a": ' + "[" * DEEPEST + "]" * DEEPEST + "}", f"括号套了 {DEEPEST} 层以上，不收。"),
    ],
)
def test_a_broken_line_is_named_and_the_next_one_read(
    office: Office, line: str, fault: str
) -> None:
    found = rows(office, office.text("a.jsonl", f'{{"a": 0}}\n{line}\n{{"a": 2}}\n'))
    assert faults(found) == [(2, fault)]
    assert [row.data for row in found if not row.fault] == [{"a": 0}, {"a": 2}]


@pytest.mark.parametrize("element", ['{"a": tru}', '{"a" 1}', "{a: 1}", "nonsense"])
def test_a_broken_element_of_an_array_does_not_take_the_next_one_with_it(
    office: Office, element: str
) -> None:
    found = rows(office, office.text("a.json", f'[{{"a": 0}}, {element}, {{"a": 2}}]'))
    assert [number for number, _ in faults(found)] == [2]
    assert [row.data for row in found if not row.fault] == [{"a": 0}, {"a": 2}]


def test_nesting_that_is_still_allowed_is(office: Office) -> None:
    depth = DEEPEST - 1
    found = rows(office, office.text("a.jsonl", '{"a": ' + "[" * depth + "]" * depth + "}"))
    assert faults(found) == []


def test_nul_and_raw_control_characters_within_a_string_do_no_harm(office: Office) -> None:
    found = rows(office, office.text("a.jsonl", '{"a": "一\t二\0三"}\n' + '{"a": "好"}\n' * 9))
    assert found[0].data == {"a": "一\t二三"}


def test_brackets_and_quotes_within_strings_part_nothing(office: Office) -> None:
    data = [{"a": 'x"],[{"'}, {"b\\": "\\"}, {"c": "]"}]
    found = rows(office, office.text("a.json", json.dumps(data)))
    assert [row.data for row in found] == data


# --- files that are broken ---


@pytest.mark.parametrize("end", ["", ',{"a": 2', ',{"a": "'])
def test_an_array_that_breaks_off_is_refused_whole(office: Office, end: str) -> None:
    # given an array of which nobody can tell how many rows are lost
    path = office.text("a.json", f'[{{"a": 0}}, {{"a": 1}}{end}')
    # then nothing of it is taken
    assert refusal(lambda: rows(office, path)).endswith(
        "起括号不成对，或者文件断了。补全以后再导入。"
    )


def test_one_object_over_many_lines_is_said_to_be_no_list(office: Office) -> None:
    path = office.text("a.json", json.dumps({"rows": [1]}, indent=2))
    assert refusal(lambda: rows(office, path)) == (
        "不是一行一条，也不是用 [ 开头的一个数组。换成其中一种再导入。"
    )


def test_an_array_with_a_spoilt_character_is_refused_whole(office: Office) -> None:
    good = '{"a": "年票"},\n'.encode() * 50
    path = office.bytes("a.json", b"[" + good + b'{"a": "\xff"}]')
    assert refusal(lambda: rows(office, path)) == "有的字不是 UTF-8 编码，读不出来。"


def test_what_stands_behind_an_array_is_not_read(office: Office) -> None:
    assert [r.data for r in rows(office, office.text("a.json", '[{"a": 1}]\n[{"a": 2}]'))] == [
        {"a": 1}
    ]


def test_an_empty_array_has_no_rows(office: Office) -> None:
    assert rows(office, office.text("a.json", "[ ]")) == []


# --- size ---


def test_an_element_above_five_megabytes_is_left_out(office: Office) -> None:
    path = office.text("a.json", f'[{{"a": "{"x" * 6_000_000}"}}, {{"a": 1}}]')
    found = rows(office, path)
    assert faults(found) == [(1, "超过 5 MB，太长了。")]
    assert found[1].data == {"a": 1}


@pytest.mark.parametrize("form", ["lines", "array"])
def test_a_large_file_is_read_in_little_memory(office: Office, form: str) -> None:
    # given twenty megabytes of rows
    row = json.dumps({"a": "年票" * 100}, ensure_ascii=False)
    joined = "\n".join([row] * 33_000) if form == "lines" else f"[{','.join([row] * 33_000)}]"
    source = office.source(office.text("a.json", joined))
    assert source.size > 20_000_000
    # when it is read
    tracemalloc.start()
    count = sum(1 for _ in json_rows(source, 0))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # then no more than a piece of it is held at any time
    assert count == 33_000
    assert peak < 2_000_000
