"""``ershun knowledge import``, ``imported``, ``forget`` as an administrator uses them."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.importing.importing import alone
from knowledge.importing.store import ImportedStore
from knowledge.importing.tables import StoreError
from settings import REPOSITORY
from tests.ershun.conftest import Ershun

HEAD = "问题,答案,部门\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of two questions that somebody saved with a Chinese spreadsheet program."""
    path = tmp_path / "公园问答_2021.csv"
    text = HEAD + "公园年票多少钱,三十元一年。,园林局\n去哪里办,各公园的售票窗口。,园林局\n"
    path.write_text(text, encoding="gbk")
    return path


@pytest.fixture
def store(home: Path) -> ImportedStore:
    return ImportedStore(home / "imported")


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


# --- import ---


def test_a_file_is_imported_and_what_came_of_it_told(
    ershun: Ershun, table: Path, store: ImportedStore
) -> None:
    answer = ershun("knowledge", "import", "faq", str(table))

    assert answer.status == 0, answer.text
    assert ["公园问答_2021.csv", "GB18030（GBK）", "2", "2", "0", "0", "0", "0", "0"] in rows(
        answer.text
    )
    assert answer.text.endswith("✓ 导入了。运行 ershun knowledge build 就用上。\n")
    # and it is there, with its day
    entries = list(store.entries())
    assert {entry.dict()["title"] for entry in entries} == {"公园年票多少钱", "去哪里办"}
    assert {str(entry.as_of) for entry in entries} == {"2021-12-31"}


def test_the_same_file_again_does_nothing(ershun: Ershun, table: Path) -> None:
    ershun("knowledge", "import", "faq", str(table))
    answer = ershun("knowledge", "import", "faq", str(table))

    assert answer.status == 0
    assert ["公园问答_2021.csv", "GB18030（GBK）", "已有"] in rows(answer.text)
    assert answer.text.endswith("1 个文件已经导入过，没有变，什么都没做。\n")


def test_options_say_what_rows_do_not(ershun: Ershun, tmp_path: Path, store: ImportedStore) -> None:
    path = tmp_path / "asked.csv"
    path.write_text("诉求,处理情况\n多少钱,三十元。\n", encoding="utf-8")
    answer = ershun(
        *("knowledge", "import", "faq", str(path)),
        *("--region", "230100", "--as-of", "2022-03-04", "--topic", "公园"),
        *("--department", "园林局", "--columns", "question=诉求,answer=处理情况"),
    )

    assert answer.status == 0, answer.text
    (entry,) = store.entries()
    told = entry.dict()
    assert (told["region"], str(told["as_of"]), told["topic"]) == ("230100", "2022-03-04", "公园")
    assert (told["department"], told["title"]) == ("园林局", "多少钱")


def test_a_folder_means_the_files_in_it_that_can_be_of_the_kind(
    ershun: Ershun, tmp_path: Path, store: ImportedStore
) -> None:
    folder = tmp_path / "laws"
    folder.mkdir()
    for name in ("甲条例.md", "乙条例.txt", ".隐藏.md", "封面.png"):
        (folder / name).write_text(f"# {name[:3]}\n\n第一条 为了公园。\n", encoding="utf-8")
    answer = ershun("knowledge", "import", "statutes", str(folder))

    assert answer.status == 0, answer.text
    assert sorted(source.name for source in store.sources()) == ["乙条例.txt", "甲条例.md"]


def test_a_statute_of_a_place_the_knowledge_knows_holds_there(
    ershun: Ershun, tmp_path: Path, store: ImportedStore
) -> None:
    path = tmp_path / "a.md"
    path.write_text("# 哈尔滨市公园条例\n\n第一条 为了公园。\n", encoding="utf-8")
    ershun("knowledge", "import", "statutes", str(path))
    assert [entry.region for entry in store.entries()] == ["230100"]


def test_divisions_imported_before_are_known_to_what_comes_after(
    ershun: Ershun, tmp_path: Path, store: ImportedStore
) -> None:
    divisions, law = tmp_path / "a.json", tmp_path / "b.md"
    divisions.write_text('[{"code": "9901", "name": "清河市"}]', encoding="utf-8")
    law.write_text("# 清河市公园条例\n\n第一条 为了公园。\n", encoding="utf-8")
    assert ershun("knowledge", "import", "divisions", str(divisions)).status == 0
    assert ershun("knowledge", "import", "statutes", str(law)).status == 0
    assert [entry.region for entry in store.entries()] == ["990100"]


def test_rows_that_are_refused_are_shown_and_written_down(
    ershun: Ershun, table: Path, home: Path
) -> None:
    with table.open("a", encoding="gbk") as file:
        file.write("几点开门,,园林局\n")
    answer = ershun("knowledge", "import", "faq", str(table))

    assert answer.status == 0
    assert ["公园问答_2021.csv", "4", "没有答案：几点开门"] in rows(answer.text)
    (report,) = (home / "imported").glob("report-*.jsonl")
    assert f"合并、跳过、没收和提醒的每一行，写在 {report}\n" in answer.text
    assert json.loads(report.read_text(encoding="utf-8")) == {
        "文件": "公园问答_2021.csv",
        "行": 4,
        "怎么了": "没收",
        "原因": "没有答案：几点开门",
    }


def test_one_file_that_is_refused_does_not_keep_the_others_out(
    ershun: Ershun, table: Path, tmp_path: Path, store: ImportedStore
) -> None:
    gone = tmp_path / "没有.csv"
    answer = ershun("knowledge", "import", "faq", str(gone), str(table))

    assert answer.status == 1
    assert "✗ 没有.csv：没有这个文件。\n" in answer.text
    assert store.count() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("问答", "a.csv"),
            "✗ 没有 问答 这一种，写 items、statutes、faq、documents、halls、divisions 中的一个。",
        ),
        (
            ("faq", "a.csv", "--region", "北京"),
            "✗ --region 北京 不是六位行政区划代码，例如 230100。",
        ),
        (
            ("faq", "a.csv", "--as-of", "去年"),
            "✗ --as-of 去年 不是日期，要写成 2021-12-31 的样子。",
        ),
        (
            ("faq", "a.csv", "--columns", "答案"),
            "✗ --columns 答案 不对：要写成 question=列名,answer=列名 的样子。",
        ),
    ],
)
def test_a_command_that_is_badly_put_is_told_how_to_put_it(
    ershun: Ershun, words: tuple[str, ...], sentence: str, home: Path
) -> None:
    answer = ershun("knowledge", "import", *words)

    assert (answer.status, answer.text) == (1, f"{sentence}\n")
    assert not (home / "imported").exists()


def test_a_role_there_is_not_is_said_with_those_there_are(ershun: Ershun, table: Path) -> None:
    answer = ershun("knowledge", "import", "faq", str(table), "--columns", "reply=答案")
    assert answer.status == 1
    assert "--columns 里的 reply 不认识。能写：question、answer、" in answer.text


def test_an_empty_folder_is_said_to_have_none(ershun: Ershun, tmp_path: Path) -> None:
    folder = tmp_path / "空"
    folder.mkdir()
    answer = ershun("knowledge", "import", "statutes", str(folder))
    assert (answer.status, answer.text) == (1, f"✗ {folder} 里没有 .md、.txt 文件。\n")


@pytest.mark.parametrize("missing", [("import",), ("import", "faq"), ("forget",)])
def test_what_is_left_out_is_named(ershun: Ershun, missing: tuple[str, ...]) -> None:
    answer = ershun("knowledge", *missing)
    assert answer.status == 2
    assert answer.text.startswith("✗ 少写了 ")


def test_only_one_import_runs_at_a_time(ershun: Ershun, table: Path, home: Path) -> None:
    (home / "imported").mkdir(parents=True)
    with alone(home / "imported"):
        answer = ershun("knowledge", "import", "faq", str(table))
    assert (answer.status, answer.text) == (
        1,
        "✗ 另一个导入正在进行。等它做完，再运行一次。\n",
    )


def test_an_import_is_stopped_by_ctrl_c_and_goes_on(home: Path, tmp_path: Path) -> None:
    # given an import of so many rows that it takes a while
    path = tmp_path / "a.csv"
    rows = "".join(f"问题{n},回答{n}。,园林局\n" for n in range(20_000))
    path.write_text(HEAD + rows, encoding="utf-8")
    command = [sys.executable, "-m", "ershun.cli", "knowledge", "import", "faq", str(path)]
    started = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    store = ImportedStore(home / "imported")
    deadline = time.monotonic() + 60
    while not _begun(store) and time.monotonic() < deadline:
        time.sleep(0.05)
    # when somebody presses Ctrl-C
    started.send_signal(signal.SIGINT)
    told, _ = started.communicate(timeout=60)
    # then one sentence says what becomes of it
    assert started.returncode == 1
    assert told.strip().endswith("✗ 停下了。读过的还在，再运行一次会接着做。")
    assert store.unfinished() == [("faq", "a.csv")]


def _begun(store: ImportedStore) -> bool:
    """Whether an import is under way; its tables may just be being made."""
    try:
        return bool(store.unfinished())
    except StoreError:
        return False


def test_a_spoilt_database_is_one_sentence(ershun: Ershun, table: Path, home: Path) -> None:
    ershun("knowledge", "import", "faq", str(table))
    database = home / "imported" / "imported.db"
    database.write_bytes(b"nothing of the kind" * 100)
    for words in (("import", "faq", str(table)), ("imported",), ("forget", table.name)):
        answer = ershun("knowledge", *words)
        assert (answer.status, answer.text) == (1, f"✗ {database} 坏了。把它移开，重新导入。\n")


# --- imported ---


def test_what_was_imported_is_listed(ershun: Ershun, table: Path) -> None:
    ershun("knowledge", "import", "faq", str(table))
    answer = ershun("knowledge", "imported")

    assert answer.status == 0
    assert answer.text.splitlines()[-1] == "1 个文件，一共 2 条知识。"
    cells = [cell.strip() for cell in answer.text.splitlines()[3].split("│")[1:-1]]
    assert cells[:6] == ["1", "faq", "公园问答_2021.csv", "2", "0", "2021-12-31"]


def test_where_nothing_was_imported_nothing_is_listed(ershun: Ershun, home: Path) -> None:
    answer = ershun("knowledge", "imported")
    assert (answer.status, answer.text) == (0, "0 个文件，一共 0 条知识。\n")
    assert not (home / "imported").exists()


def test_an_import_that_was_cut_off_is_told(ershun: Ershun, table: Path, home: Path) -> None:
    # given a database as a killed import leaves it
    ershun("knowledge", "import", "faq", str(table))
    with closing(sqlite3.connect(home / "imported" / "imported.db")) as database, database:
        database.execute("UPDATE source SET finished_at = NULL")
    answer = ershun("knowledge", "imported")
    assert (
        "! 公园问答_2021.csv 没有导完。再运行一次 ershun knowledge import faq，会接着做。"
        in answer.text
    )
    # when it is run again
    again = ershun("knowledge", "import", "faq", str(table))
    # then it is said where it went on
    assert "公园问答_2021.csv 接着上次，从第 3 行往后做的。" in again.text
    assert again.status == 0


# --- forget ---


@pytest.mark.parametrize("by", ["公园问答_2021.csv", "1"])
def test_a_file_is_forgotten_by_name_or_number(
    ershun: Ershun, table: Path, store: ImportedStore, by: str
) -> None:
    ershun("knowledge", "import", "faq", str(table))
    answer = ershun("knowledge", "forget", by)

    assert (answer.status, answer.text) == (
        0,
        f"✓ 去掉了 {by}，还有 0 条知识。运行 ershun knowledge build 生效。\n",
    )
    assert (store.count(), store.sources()) == (0, [])


def test_two_files_of_one_name_are_told_apart_by_number(
    ershun: Ershun, tmp_path: Path, store: ImportedStore
) -> None:
    # given one file imported as two kinds
    path = tmp_path / "a.csv"
    path.write_text("标题,正文\n公园须知,凭证进园。\n", encoding="utf-8")
    for kind in ("faq", "documents"):
        assert ershun("knowledge", "import", kind, str(path)).status == 0
    answer = ershun("knowledge", "forget", "a.csv")
    assert (answer.status, answer.text) == (
        1,
        "✗ 有 2 个 a.csv，写编号：1（faq）、2（documents）。\n",
    )
    assert ershun("knowledge", "forget", "2").status == 0
    assert [source.kind for source in store.sources()] == ["faq"]


def test_what_was_never_imported_can_not_be_forgotten(ershun: Ershun) -> None:
    answer = ershun("knowledge", "forget", "a.csv")
    assert (answer.status, answer.text) == (
        1,
        "✗ 没有导入过 a.csv。用 ershun knowledge imported 看看有哪些。\n",
    )


def test_an_import_that_was_cut_off_can_be_forgotten(
    ershun: Ershun, table: Path, home: Path, store: ImportedStore
) -> None:
    ershun("knowledge", "import", "faq", str(table))
    with closing(sqlite3.connect(home / "imported" / "imported.db")) as database, database:
        database.execute("UPDATE source SET finished_at = NULL")
    assert ershun("knowledge", "forget", table.name).status == 0
    assert store.unfinished() == []
