"""What an administrator reads when a knowledge file is wrong."""

from __future__ import annotations

from pathlib import Path

from knowledge.problems import Problem, Severity, errors

FILE = Path("knowledge/items/card.yaml")


def test_a_problem_names_file_line_fault_and_remedy_in_one_line() -> None:
    # given an error
    problem = Problem("reference", Severity.ERROR, FILE, 7, "“12999”找不到。", "改正拼写。")
    # then editors can jump to file:line, and the sentence says what to do
    assert str(problem) == (
        "knowledge/items/card.yaml:7: 错误[reference] “12999”找不到。 怎么改：改正拼写。"
    )


def test_a_reminder_is_called_a_reminder() -> None:
    problem = Problem("stale", Severity.WARNING, FILE, 3, "400 天没有核对了。", "重新核对。")
    assert str(problem).startswith("knowledge/items/card.yaml:3: 提醒[stale]")


def test_only_errors_keep_an_entry_out() -> None:
    # given one of each
    error = Problem("yaml", Severity.ERROR, FILE, 1, "坏了。", "修。")
    reminder = Problem("jargon", Severity.WARNING, FILE, 2, "公文话。", "改。")
    # then
    assert errors([reminder, error]) == [error]
    assert errors([reminder]) == []
