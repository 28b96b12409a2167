"""Importing one file, from the first row to what everybody sees."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from knowledge.importing.importing import BATCH, READERS, AnotherImport, alone
from knowledge.importing.tables import StoreError
from tests.knowledge.importing.conftest import Office, item_row
from tests.knowledge.importing.test_statute_text import LAW


def rows(count: int, **changed: Any) -> list[dict[str, Any]]:
    return [
        item_row(TASK_CODE=f"99{n:06}", TASK_NAME=f"年票办理{n}", **changed) for n in range(count)
    ]


def spoilt(office: Office, name: str, good: int, bad: int) -> Path:
    """A file with so many good rows and, behind them, so many bad ones."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(good))
    return office.text(name, text + '{"TASK_NAME\n' * bad)


# --- every kind ---


def test_every_kind_is_imported_and_read_back(office: Office) -> None:
    # given a file of each kind
    files = {
        "items": office.lines("a.jsonl", rows(1)),
        "statutes": office.text("b.md", LAW),
        "faq": office.text("c.csv", "问题,答案\n多少钱,三十元。\n", "gbk"),
        "documents": office.text("d.txt", "公园须知\n凭证进园。\n"),
        "halls": office.lines("e.jsonl", [{"name": "桥东大厅", "address": "公园路 1 号"}]),
        "divisions": office.text("f.json", '[{"code": "9901", "name": "清河市"}]'),
    }
    assert set(files) == set(READERS)
    # when all are imported
    reports = {kind: office.take(path, kind) for kind, path in files.items()}
    # then each brought what was in it
    assert {kind: report.counts.taken for kind, report in reports.items()} == dict.fromkeys(
        files, 1
    )
    assert [source.kind for source in office.store.sources()] == list(files)
    assert office.store.count() == 5
    assert {entry.origin.kind for entry in office.store.entries()} == set(files) - {"divisions"}
    assert reports["faq"].encoding == "GB18030（GBK）"
    assert office.remarks() == []


def test_progress_ends_with_the_file(office: Office) -> None:
    path = office.lines("a.jsonl", rows(BATCH * 2 + 1))
    seen: list[tuple[int, int | None]] = []
    office.take(path, "items", progress=lambda done, total: seen.append((done, total)))
    size = path.stat().st_size
    assert [total for _, total in seen] == [size] * 3
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == size


# --- again, and changed ---


def test_the_same_file_again_does_nothing(office: Office) -> None:
    path = office.lines("a_2021.jsonl", rows(3))
    office.take(path, "items")
    before = office.store.file.read_bytes()
    os.utime(path, (0, 0))
    report = office.take(path, "items")
    assert report.there_already
    assert (report.counts.taken, report.refused_for) == (0, "")
    assert office.store.file.read_bytes() == before


def test_a_changed_file_replaces_what_it_had_brought(office: Office) -> None:
    # given three items, of which the next version of the file changes one and drops one
    office.take(office.lines("a_2021.jsonl", rows(3)), "items")
    changed = [*rows(1), {**rows(2)[1], "DEPT_NAME": "清河市新园林局"}]
    report = office.take(office.lines("a_2021.jsonl", changed), "items")
    # then that is what is there now
    change = report.change
    assert (change.new, change.replaced, change.unchanged, change.gone) == (0, 1, 1, 1)
    assert [entry.department for entry in office.store.entries()] == [
        "清河市园林管理局",
        "清河市新园林局",
    ]
    assert len(office.store.sources()) == 1


def test_a_file_that_has_become_unusable_leaves_what_it_had_brought(office: Office) -> None:
    office.take(office.lines("a_2021.jsonl", rows(3)), "items")
    before = (office.store.fingerprint(), office.store.sources())
    for path in (
        office.text("a_2021.jsonl", ""),
        office.text("a_2021.jsonl", "\n\n"),
        office.text("a_2021.jsonl", "[]"),
        spoilt(office, "a_2021.jsonl", 19, 30),
    ):
        assert office.take(path, "items").refused_for
        assert (office.store.fingerprint(), office.store.sources()) == before


# --- rows that can't be used ---


def test_one_bad_line_far_down_costs_one_row(office: Office) -> None:
    # given a table of which line 3000 is no JSON
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(2999))
    path = office.text("a.jsonl", f'{text}{{"TASK_NAME": \n{json.dumps(rows(3001)[3000])}\n')
    report = office.take(path, "items")
    assert (report.counts.taken, report.counts.refused) == (3000, 1)
    assert [(remark.row, remark.reason) for remark in report.shown] == [
        (3000, "不是正确的 JSON（第 14 个字附近）。")
    ]
    assert office.remarks() == [
        {
            "文件": "a.jsonl",
            "行": 3000,
            "怎么了": "没收",
            "原因": "不是正确的 JSON（第 14 个字附近）。",
        }
    ]


@pytest.mark.parametrize(
    ("good", "bad", "taken"),
    [
        (19, 1, 19),  # one in twenty
        (38, 2, 38),
        (18, 2, 0),  # more than one in twenty of twenty rows
        (100, 6, 0),
        (5, 4, 5),  # of less than twenty rows, whatever is good
        (1, 18, 1),
        (0, 3, 0),  # but not if nothing is
    ],
)
def test_a_file_with_too_many_bad_rows_is_refused_whole(
    office: Office, good: int, bad: int, taken: int
) -> None:
    report = office.take(spoilt(office, "a.jsonl", good, bad), "items")
    assert office.store.count() == taken
    assert bool(report.refused_for) == (taken == 0)
    # and every bad row is in the report, whatever became of the file
    assert len(office.remarks()) == bad


def test_why_a_file_is_refused_whole_is_said(office: Office) -> None:
    assert office.take(spoilt(office, "a.jsonl", 18, 4), "items").refused_for == (
        "22 行里有 4 行收不下，超过二十分之一，整个没收。先把文件改好。"
    )
    assert office.take(spoilt(office, "a.jsonl", 0, 4), "items").refused_for == (
        "一条也收不下。看看种类对不对，列名对不对。"
    )
    assert office.take(office.text("a.json", "[]"), "items").refused_for == "里面一条也没有。"
    # and nothing of it stays
    assert office.store.unfinished() == []


def test_a_file_of_another_kind_is_refused(office: Office) -> None:
    path = office.lines("asked.jsonl", [{"问题": "多少钱", "答案": "三十元。"}] * 30)
    assert office.take(path, "items").refused_for == "一条也收不下。看看种类对不对，列名对不对。"


def test_repeated_codes_do_not_count_as_bad_rows(office: Office) -> None:
    # given a file in which every second row has the code of the one before
    data = [row for one in rows(20) for row in (one, {**one, "DEPT_NAME": "别的局"})]
    report = office.take(office.lines("a.jsonl", data), "items")
    # then the first of each is taken, and the others are named
    assert report.refused_for == ""
    assert (report.counts.taken, report.counts.refused) == (20, 20)
    assert office.remarks()[0] == {
        "文件": "a.jsonl",
        "行": 2,
        "怎么了": "没收",
        "原因": "编码和前面的一条一样，内容不一样，留了前面的。",
    }
    assert {entry.department for entry in office.store.entries()} == {"清河市园林管理局"}


def test_rows_that_say_the_same_again_are_merged(office: Office) -> None:
    report = office.take(office.lines("a.jsonl", rows(2) + rows(2)), "items")
    assert (report.counts.taken, report.counts.merged, report.counts.refused) == (2, 2, 0)


def test_one_question_answered_twice_is_kept_twice(office: Office) -> None:
    data = [{"问题": "多少钱", "答案": answer} for answer in ("三十元。", "不要钱。", "三十元。")]
    report = office.take(office.lines("a.jsonl", data), "faq")
    assert (report.counts.taken, report.counts.merged) == (2, 1)
    assert {entry.dict()["answer"] for entry in office.store.entries()} == {"三十元。", "不要钱。"}


def test_no_more_than_a_screen_of_refusals_comes_back(office: Office) -> None:
    report = office.take(spoilt(office, "a.jsonl", 1000, 40), "items")
    assert len(report.shown) == 20
    assert len(office.remarks()) == 40


def test_what_one_row_gives_is_never_parted(office: Office) -> None:
    # given a tree in which one province has more divisions than a batch holds rows
    cities = [
        {
            "code": f"99{n:02}",
            "name": f"城{n}",
            "children": [{"code": f"99{n:02}{m:02}", "name": f"区{n}-{m}"} for m in range(1, 21)],
        }
        for n in range(1, 51)
    ]
    tree = [{"code": "99", "name": "云岭省", "children": cities}, {"code": "98", "name": "河源省"}]
    path = office.text("a.json", json.dumps(tree, ensure_ascii=False))

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.take(path, "divisions", progress=breaks)
    # when its import is cut off behind the first batch and goes on
    report = office.take(path, "divisions")
    # then none is missing
    assert report.resumed_at == 1
    assert len(list(office.store.regions())) == 1 + 50 + 50 * 20 + 1


# --- cut off, and in one another's way ---


def test_an_import_that_was_cut_off_goes_on_where_it_was(office: Office) -> None:
    path = office.lines("a.jsonl", rows(BATCH * 3))
    batches = iter([None, KeyboardInterrupt])

    def breaks(*_: object) -> None:
        error = next(batches)
        if error:
            raise error

    with pytest.raises(KeyboardInterrupt):
        office.take(path, "items", progress=breaks)
    # given that nobody sees anything of it
    assert office.store.count() == 0
    seen: list[int] = []
    # when the import is started again
    report = office.take(path, "items", progress=lambda done, _: seen.append(done))
    # then two batches need not be read again, and all is there
    assert report.resumed_at == BATCH * 2
    assert len(seen) == 1
    assert (report.counts.taken, office.store.count()) == (BATCH * 3, BATCH * 3)


def test_only_one_import_runs_at_a_time(office: Office) -> None:
    with alone(office.imported), pytest.raises(AnotherImport) as caught, alone(office.imported):
        pytest.fail("a second import began")
    assert str(caught.value) == "另一个导入正在进行。等它做完，再运行一次。"
    # and when it is done the next may
    with alone(office.imported):
        pass


def test_a_folder_that_can_not_be_made_is_said(office: Office) -> None:
    in_the_way = office.bytes("file", b"x")
    with pytest.raises(StoreError, match="写不进去"), alone(in_the_way / "imported"):
        pytest.fail("there is no such folder")


def test_a_locked_database_stops_the_import_with_nothing_half_done(office: Office) -> None:
    office.take(office.lines("a.jsonl", rows(1)), "items")
    before = office.store.fingerprint()
    path = office.lines("b.jsonl", rows(BATCH * 2))
    with closing(sqlite3.connect(office.store.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="被别的程序占着"):
            office.take(path, "items", lock_timeout=0.1)
        assert office.store.fingerprint() == before
    # and when it is free again, it is done
    assert office.take(path, "items").counts.taken == BATCH * 2


def test_a_file_that_changes_while_it_is_imported_is_refused(office: Office) -> None:
    path = office.lines("a.jsonl", rows(BATCH * 2))

    def meddle(*_: object) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(" ")

    report = office.take(path, "items", progress=meddle)
    assert report.refused_for == "读到一半，文件被人改了。等它改完再导一次。"
    assert (office.store.count(), office.store.unfinished()) == (0, [])


def test_a_report_that_can_not_be_written_stops_the_import(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a folder in which a report's name is taken by something that never ends
    path = spoilt(office, "a.jsonl", 100, 1)
    full = OSError(28, "No space left on device")
    monkeypatch.setattr(Path, "open", _refusing(Path.open, full))
    with pytest.raises(StoreError, match="腾出地方再运行一次，会接着做"):
        office.take(path, "items")
    monkeypatch.undo()
    # then nobody has seen anything, and the next run goes on
    assert office.store.count() == 0
    report = office.take(path, "items")
    assert (report.resumed_at, report.counts.taken, len(office.remarks())) == (101, 100, 1)


def _refusing(real: Callable[..., Any], error: OSError) -> Callable[..., Any]:
    """Opens every file but reports; a disk that is full at just that moment can't be had."""

    def opened(path: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
        if path.name.startswith("report-"):
            raise error
        return real(path, mode, *args, **more)

    return opened


# --- while others read ---


def test_readers_see_all_of_a_file_or_nothing(office: Office) -> None:
    # given readers that look again and again while two versions of a file are imported
    old, new = rows(BATCH * 3), rows(BATCH * 2, DEPT_NAME="清河市新园林局")
    office.take(office.lines("a_2021.jsonl", old), "items")
    seen: set[tuple[int, int, str]] = set()
    stop = threading.Event()
    errors: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                with office.store.snapshot() as frozen:
                    departments = {str(entry.department) for entry in frozen.entries()}
                    seen.add((frozen.count(), len(frozen.digests()), "".join(sorted(departments))))
        except BaseException as error:
            errors.append(error)
            raise

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    office.take(office.lines("a_2021.jsonl", new), "items")
    stop.set()
    for reader in readers:
        reader.join()
    # then none saw half of one, or some of both
    assert errors == []
    assert seen <= {
        (BATCH * 3, BATCH * 3, "清河市园林管理局"),
        (BATCH * 2, BATCH * 2, "清河市新园林局"),
    }
    assert office.store.count() == BATCH * 2
