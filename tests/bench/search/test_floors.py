"""The table of floors, run as people run it, over an invented folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.search.floors import SAID, Floor, floors
from bench.search.tasks import VARIABLE, guangdong, policy
from settings import REPOSITORY


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.search.floors"],
        cwd=REPOSITORY,
        env={**os.environ, VARIABLE: str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_task_is_counted_in_every_way(data: Any) -> None:
    # given both questions share words with their own document only
    found = list(floors(policy(data.folder)))
    # then each way finds both at once
    assert found == [
        Floor("policy", "README as we read it", (1.0, 1.0, 1.0)),
        Floor("policy", "… strict", (1.0, 1.0, 1.0)),
        Floor("policy", "baseline in our runs, strict", (1.0, 1.0, 1.0)),
        Floor("policy", "… only the named document right", (1.0, 1.0, 1.0)),
    ]


def test_the_literal_fields_are_counted_where_they_differ(data: Any) -> None:
    assert [floor.counted for floor in floors(guangdong(data.folder))] == [
        "README's fields, ties for us",
        "… only the named document right",
        "README as we read it",
        "… strict",
        "baseline in our runs, strict",
        "… only the named document right",
    ]


def test_ties_and_names_make_the_difference_they_should(data: Any) -> None:
    # given the second of two items of one name is the one the data names
    data.write(
        "service_items/guangdong_2021_alias_queries.jsonl",
        [{"task_code": "A3", "name": "风筝登记", "raw": "放风筝"}],
    )
    # when
    first = [(floor.counted, floor.recalls[0]) for floor in floors(guangdong(data.folder))]
    # then with ties for us it is first even where it alone is right
    assert first[:2] == [
        ("README's fields, ties for us", 1.0),
        ("… only the named document right", 1.0),
    ]
    # and in our runs any item of the name is right, but the one that is named comes second
    assert first[-2:] == [
        ("baseline in our runs, strict", 1.0),
        ("… only the named document right", 0.0),
    ]


def test_the_table_names_task_size_and_figures(data: Any) -> None:
    # when
    done = run(data.folder)
    # then
    assert done.returncode == 0, done.stderr
    lines = [[cell.strip() for cell in line.split("│")] for line in done.stdout.splitlines()]
    rows = [cells[1:-1] for cells in lines if len(cells) == 9]
    assert ["policy", "2", "2", "README says", "0.750", "0.882", "0.954"] in rows
    assert ["policy", "2", "2", "README as we read it", "1.000", "1.000", "1.000"] in rows
    assert {row[0] for row in rows} == set(SAID)


def test_without_data_one_sentence_says_so(tmp_path: Path) -> None:
    # when
    done = run(tmp_path / "gone")
    # then
    assert done.returncode == 1
    assert re.fullmatch(r"找不到测试数据 .*/gone。数据不在仓库里：.*指明它在哪里。\n", done.stderr)
    assert done.stdout == ""
