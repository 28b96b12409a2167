"""The commands at the top: setup, stop, the contract as JSON Schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from assistant.reply import Reply
from settings import REPOSITORY, Settings
from tests.ershun.conftest import Ershun


def test_the_contract_is_printed_for_whoever_writes_a_door(ershun: Ershun) -> None:
    # when the schema is printed
    answer = ershun("schema")
    # then it is JSON Schema by which a reply is right and nonsense is not
    contract = json.loads(answer.text)
    jsonschema.validate(json.loads(Reply(text="您好。", speak="您好。").json()), contract)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"options": []}, contract)


def test_stopping_what_does_not_run_is_no_mistake(ershun: Ershun) -> None:
    answer = ershun("stop")

    assert (answer.status, answer.text) == (0, "耳顺没有在运行。\n")


@pytest.mark.parametrize("words", ["setup", "run", "knowledge build"])
def test_a_home_that_cannot_be_written_is_said_before_any_work(
    ershun: Ershun, here: Settings, words: str
) -> None:
    # given a file where the home should be (root may write nearly anywhere else)
    here.home.write_text("我是文件", encoding="utf-8")
    # then every command that writes there says so and what to do
    answer = ershun(*words.split())
    assert answer.status == 1
    assert answer.text == (
        f"✗ 数据文件夹 {here.home} 写不进去（那是一个文件，不是文件夹）。"
        "腾出空间或改权限，也可以用 ERSHUN_HOME 换一个文件夹。\n"
    )


@pytest.mark.parametrize("words", ["setup", "run", "knowledge build"])
def test_a_disk_nearly_full_is_said_before_any_work(
    ershun: Ershun, home: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    # given less free space than must be left
    monkeypatch.setenv("ERSHUN_MIN_FREE_MB", "999999999")
    # then nothing is begun
    answer = ershun(*words.split())
    assert answer.status == 1
    assert "MB，至少要 999999999 MB。清理" in answer.text
    assert list(home.iterdir()) == []


def test_nothing_but_our_own_words_stands_on_the_terminal(ershun: Ershun) -> None:
    # given knowledge in use, and the command as a clerk runs it, reading Chinese with jieba
    assert ershun("knowledge", "build").status == 0
    command = [sys.executable, "-m", "ershun.cli", "knowledge", "search", "社保卡丢了"]
    # when something is searched
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=120
    )
    # then jieba's "Building prefix dict" and the like are not there
    assert done.stderr == ""
    assert done.stdout.startswith("answer，把握 ")
