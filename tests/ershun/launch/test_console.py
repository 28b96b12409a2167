"""What the person at the terminal sees of a start."""

from __future__ import annotations

import re

import pytest
import typer

from ershun.launch.console import bar, fail, step, warn


def test_a_step_is_ticked_with_its_time_when_it_is_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with step("训练"):
        pass

    assert re.fullmatch(r"✓ 训练  0\.\d s\n", capsys.readouterr().out)


def test_a_step_that_fails_is_not_ticked(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), step("训练"):
        raise RuntimeError

    assert "✓" not in capsys.readouterr().out


def test_a_bar_leaves_nothing_behind_for_what_follows(capsys: pytest.CaptureFixture[str]) -> None:
    # given a download whose size is known late
    with bar("下载") as show:
        show(0, None)
        show(50, 100)
        show(100, 100)
    # then the next line begins on a line of its own
    warn("慢")
    assert capsys.readouterr().out.splitlines()[-1] == "! 慢"


@pytest.mark.parametrize("path", ["/srv/[hall]", "/srv/[/]", "/srv/[red]x"])
def test_odd_letters_in_a_path_are_shown_as_they_are(
    capsys: pytest.CaptureFixture[str], path: str
) -> None:
    # given a path that a terminal would take for markup
    warn(f"{path} 满了。")
    with pytest.raises(typer.Exit) as ended:
        fail(f"{path} 满了。")
    # then warning and failure name it letter by letter, and a failure is a failure to scripts
    assert capsys.readouterr().out == f"! {path} 满了。\n✗ {path} 满了。\n"
    assert ended.value.exit_code == 1


def test_a_long_sentence_is_not_broken_in_the_middle_of_a_path(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a narrow terminal
    monkeypatch.setenv("COLUMNS", "20")
    warn("/srv/a very long/path/that/is/to/be/copied 不对。")
    # then the path can still be copied from it in one piece
    assert capsys.readouterr().out.count("\n") == 1
