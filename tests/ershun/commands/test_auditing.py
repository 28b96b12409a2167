"""``ershun knowledge audit`` as an administrator uses it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from records.database import connect, upgrade
from records.store import Finished, Records, Understood
from tests.ershun.conftest import Ershun
from tests.knowledge.conftest import amend


@pytest.fixture
def records(home: Path) -> Iterator[Records]:
    """The records of this deployment."""
    url = f"sqlite:///{home / 'records.db'}"
    upgrade(url)
    engine = connect(url)
    yield Records(engine)
    engine.dispose()


def ask(records: Records, said: str, outcome: str = "unknown") -> None:
    """Somebody asks something in a conversation of her own."""
    records.answered(
        records.open_session("web").id,
        "m1",
        lambda _number: Finished('{"text": "我不知道。"}', '{"region": "230100"}'),
        Understood("ask_policy", 0.9, outcome),
        said=said,
    )


def test_the_whole_is_told_in_chinese(ershun: Ershun) -> None:
    answer = ershun("knowledge", "audit")

    assert answer.status == 0
    assert "自己写的 8 条（各地的单算），导入的 0 条。" in answer.text
    for part in ("总的情况", "按部门", "按地区", "发现的问题", "对照：", "还没有谈话记录"):
        assert part in answer.text


def test_looking_makes_no_database(ershun: Ershun, home: Path) -> None:
    ershun("knowledge", "audit")

    assert not (home / "records.db").exists()


def test_what_is_wrong_is_told_with_its_file(ershun: Ershun) -> None:
    text = ershun("knowledge", "audit").text

    assert "要紧：policies/heating-money.yaml: “冬天有没有取暖补贴”到 2025-12-31 就过期了。" in text


def test_all_figures_go_into_a_json_file(ershun: Ershun, tmp_path: Path) -> None:
    file = tmp_path / "audit.json"

    answer = ershun("knowledge", "audit", "--json", str(file))

    assert answer.status == 0
    assert answer.text.endswith(f"✓ 写进了 {file}\n")
    data = json.loads(file.read_text(encoding="utf-8"))
    assert (data["version"], data["hand_written"]) == (1, 8)
    assert {finding["rule"] for finding in data["findings"]} >= {"stale", "expired", "unread"}


def test_a_page_goes_into_an_html_file(ershun: Ershun, tmp_path: Path) -> None:
    file = tmp_path / "audit.html"

    answer = ershun("knowledge", "audit", "--html", str(file))

    assert (answer.status, answer.text.splitlines()[-1]) == (0, f"✓ 写进了 {file}")
    html = file.read_text(encoding="utf-8")
    assert html.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert "<h1>知识库体检</h1>" in html


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_a_file_that_cannot_be_written_is_one_sentence(ershun: Ershun, option: str) -> None:
    answer = ershun("knowledge", "audit", option, "/nowhere/audit")

    assert answer.status == 1
    assert answer.text.splitlines()[-1] == (
        "✗ /nowhere/audit 写不进去（No such file or directory）。换一个写得进去的地方。"
    )


def test_a_sound_knowledge_base_passes_strictly(ershun: Ershun) -> None:
    assert ershun("knowledge", "audit", "--strict").status == 0


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("result: 一张新的社保卡。", "result: 暂无", "“社会保障卡补领”没有写办理结果。"),
        ("result: 一张新的社保卡。\n", "", "card-replace.yaml 第 1 行：缺少“result”。"),
    ],
    ids=["placeholder", "left out"],
)
def test_what_lacks_an_element_fails_strictly_only(
    ershun: Ershun, world: Path, old: str, new: str, what: str
) -> None:
    # given a file that lacks a required element, by a placeholder or altogether
    file = world / "items" / "card-replace.yaml"
    amend(file, old, new)
    # then it is told either way
    assert ershun("knowledge", "audit").status == 0
    answer = ershun("knowledge", "audit", "--strict")
    assert f"要紧：items/card-replace.yaml: {what}" in answer.text
    # and strictly it is an error
    assert answer.status == 1
    assert answer.text.splitlines()[-1] == (
        "✗ 自己写的有 1 处缺必备要素，或者读不了。照上面说的补。"
    )


def test_the_report_is_written_before_strictness_fails(
    ershun: Ershun, world: Path, tmp_path: Path
) -> None:
    amend(world / "items" / "card-replace.yaml", "result: 一张新的社保卡。", "result: 暂无")
    file = tmp_path / "audit.json"

    assert ershun("knowledge", "audit", "--strict", "--json", str(file)).status == 1
    assert file.exists()


# --- what offices handed over ---


def test_what_was_imported_is_audited_with_its_divisions(ershun: Ershun, tmp_path: Path) -> None:
    # given an item of a division that only the import knows, with nothing but its name
    row = {"事项名称": "灯塔参观证办理", "实施主体": "海事局", "行政区划代码": "330900"}
    items, divisions = tmp_path / "items.jsonl", tmp_path / "divisions.json"
    items.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    divisions.write_text(
        json.dumps([{"code": "330900", "name": "灯塔市"}], ensure_ascii=False), encoding="utf-8"
    )
    assert ershun("knowledge", "import", "divisions", str(divisions)).status == 0
    assert ershun("knowledge", "import", "items", str(items)).status == 0
    # when all is audited, strictly
    answer = ershun("knowledge", "audit", "--strict")
    # then the office is told what it lacks, and it is no fault of ours
    assert "导入的 1 条。" in answer.text
    assert "要紧：items.jsonl: “灯塔参观证办理”没有写办理地点、办理条件、申请材料" in answer.text
    assert "灯塔市" in answer.text
    assert answer.status == 0


def test_a_store_that_cannot_be_read_is_one_sentence(ershun: Ershun, home: Path) -> None:
    # given a file where the store would be that is none
    from knowledge.importing.store import ImportedStore

    file = ImportedStore(home / "imported").file
    file.parent.mkdir(parents=True)
    file.write_text("这不是数据库。" * 99, encoding="utf-8")

    answer = ershun("knowledge", "audit")

    assert answer.status == 1
    assert answer.text.startswith("✗ ")
    assert answer.text.count("\n") == 1


# --- what citizens asked ---


def test_what_was_asked_in_vain_is_told(ershun: Ershun, records: Records) -> None:
    for _ in range(3):
        ask(records, "电梯坏了没人修")
    ask(records, "谢谢", "thanked")

    text = ershun("knowledge", "audit").text

    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in text.splitlines()]
    assert ["电梯坏了没人修", "3"] in rows
    assert ["", "没答上的问题", "3 / 3", "100.0 %"] in rows
    assert "哈尔滨市" in text


def test_a_number_that_slipped_through_is_masked(
    ershun: Ershun, records: Records, tmp_path: Path
) -> None:
    # given words in the records with a telephone in them
    ask(records, "我手机13800138000没反应")
    files = [tmp_path / "audit.json", tmp_path / "audit.html"]
    # when they are reported
    text = ershun("knowledge", "audit", "--json", str(files[0]), "--html", str(files[1])).text
    # then nowhere with the number
    for told in (text, *(file.read_text(encoding="utf-8") for file in files)):
        assert "13800138000" not in told
        assert "我手机〔手机号〕没反应" in told


@pytest.mark.parametrize("said", ["[red]电梯[/red]坏了", "[/]坏了", "[link=http://x]点[/link]"])
def test_what_was_said_is_shown_letter_by_letter(
    ershun: Ershun, records: Records, said: str
) -> None:
    ask(records, said)

    assert said in ershun("knowledge", "audit").text


def test_a_database_without_tables_is_one_sentence(ershun: Ershun, home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / "records.db")) as database:
        database.execute("CREATE TABLE other (id INTEGER)")

    answer = ershun("knowledge", "audit")

    assert answer.status == 1
    assert answer.text == (
        "✗ 打不开数据库（no such table: turns）。没建过就先运行 ershun records upgrade。\n"
    )


def test_a_server_that_is_down_is_one_sentence(
    ershun: Ershun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERSHUN_DATABASE_URL", "postgresql://ershun@127.0.0.1:9/ershun")

    answer = ershun("knowledge", "audit")

    assert answer.status == 1
    assert "Connection refused" in answer.text
    assert answer.text.count("\n") == 1
