"""Settings that can't be used end any command with one sentence about them."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from ershun.deployment import deployment
from tests.ershun.conftest import Ershun

#: A command of each group, and those at the top.
COMMANDS = [
    "run",
    "setup",
    "stop",
    "knowledge check",
    "knowledge build",
    "records waiting",
    "models list",
]


@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_works_with_settings_it_cannot_read(
    ershun: Ershun, home: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    # given a slip in a variable
    monkeypatch.setenv("ERSHUN_PORT", "八零八零")
    # then the command says which, and does nothing
    answer = ershun(*words.split())
    assert (answer.status, answer.text) == (1, "✗ ERSHUN_PORT=八零八零 不是整数。\n")
    assert not home.exists()


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("ERSHUN_RASA_PORT", "5005x", "不是整数"),
        ("ERSHUN_ACTIONS_PORT", "5055.0", "不是整数"),
        ("ERSHUN_TURN_TIMEOUT", "十二", "不是整数"),
        ("ERSHUN_PROXIES", "[1]", "不是整数"),
        ("ERSHUN_MIN_FREE_MB", "500MB", "不是整数"),
        ("ERSHUN_HTTPS", "yes", "只能写 1（开）或者 0（关）"),
        ("ERSHUN_REGION", "哈尔滨", "不是六位行政区划代码"),
    ],
)
def test_the_sentence_names_the_variable_what_it_holds_and_why(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    value: str,
    reason: str,
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(typer.Exit) as ended:
        deployment()

    assert ended.value.exit_code == 1
    said = capsys.readouterr().out
    assert said.startswith(f"✗ {variable}={value} ")
    assert reason in said


def test_settings_that_can_be_used_are_handed_on(home: Path) -> None:
    assert deployment().home == home
