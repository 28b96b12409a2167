"""A badly put command is answered with one Chinese sentence that says where to read on."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from ershun.usage import explain
from settings import REPOSITORY
from tests.ershun.conftest import Ershun


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("开门", "没有 开门 这个命令。运行 ershun --help 看看怎么写。"),
        ("knowledge chek", "没有 chek 这个命令。运行 ershun knowledge --help 看看怎么写。"),
        ("knowledge show", "少写了 ENTRY_ID。运行 ershun knowledge show --help 看看怎么写。"),
        ("knowledge search", "少写了 QUERY。运行 ershun knowledge search --help 看看怎么写。"),
        ("knowledge show a b c", "多写了 b c。运行 ershun knowledge show --help 看看怎么写。"),
        ("stop now", "多写了 now。运行 ershun stop --help 看看怎么写。"),
        ("run --port 80", "没有 --port 这个选项。运行 ershun run --help 看看怎么写。"),
    ],
)
def test_a_slip_is_named_in_chinese(ershun: Ershun, words: str, sentence: str) -> None:
    # when a command is put in a way it doesn't know
    answer = ershun(*words.split())
    # then there is one sentence, and the status shells know for that
    assert (answer.status, answer.text) == (2, f"✗ {sentence}\n")


@pytest.mark.parametrize(
    ("words", "option"),
    [("knowledge search 社保卡 --region", "--region"), ("knowledge check --strict=1", "--strict")],
)
def test_an_option_without_its_value_or_with_one_too_many_is_named(
    ershun: Ershun, words: str, option: str
) -> None:
    answer = ershun(*words.split())

    assert answer.status == 2
    assert answer.text.startswith(f"✗ 选项 {option} 的写法不对。")


@pytest.mark.parametrize("words", ["", "knowledge", "records", "models"])
def test_a_group_alone_shows_in_chinese_what_there_is(ershun: Ershun, words: str) -> None:
    # when somebody types half a command to see what there is
    answer = ershun(*words.split())
    # then each command is listed with what it does
    assert answer.status == 2
    listed = [line for line in answer.text.partition("Commands")[2].splitlines() if "│" in line]
    assert listed
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in line) for line in listed)


def test_asking_for_help_is_no_mistake(ershun: Ershun) -> None:
    answer = ershun("knowledge", "build", "--help")

    assert answer.status == 0
    assert "接着用上一次" in answer.text


def test_what_click_may_say_besides_is_passed_on() -> None:
    # given a complaint of click's that we have no words for
    assert explain(click.UsageError("Something new.")) == (
        "这样写不对（Something new.）。运行 ershun --help 看看怎么写。"
    )


def test_a_script_reads_it_on_standard_error_with_status_2() -> None:
    # given a script that calls the installed command wrongly and reads its output
    command = [sys.executable, "-m", "ershun.cli", "schemas"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    # then nothing stands among what it reads
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("✗ 没有 schemas 这个命令。")
