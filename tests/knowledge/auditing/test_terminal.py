"""What is printed: figures, the inspection beside them, what is urgent; all in Chinese."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from rich.console import Console

from knowledge.auditing.demand import Asked
from knowledge.auditing.report import Report
from knowledge.auditing.terminal import tables
from tests.knowledge.auditing.conftest import audited, imported_item, item, policy

FEE = {"text": "收 10 元。", "amount": 10}
MORE = {"text": "收 20 元。", "amount": 20}


def printed(report: Report, width: int = 240) -> str:
    """The report as a terminal of this width shows it."""
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False, soft_wrap=True)
    for table in tables(report):
        console.print(table)
    return file.getvalue()


def cells(text: str) -> list[list[str]]:
    """The rows of all tables."""
    return [
        [cell.strip() for cell in re.split("[│┃]", line)[1:-1]]
        for line in text.splitlines()
        if line.startswith(("│", "┃"))
    ]


@pytest.fixture(scope="module")
def whole() -> Report:
    """A report with something in every part."""
    return audited(
        item(fee=FEE),
        item(fee=MORE, region="440000"),
        policy(),
        imported=[imported_item(region="440100", steps=[])],
        asked=[Asked("电梯坏了没人修", "unknown", date(2026, 11, 18))] * 3,
    )


def test_its_head_tells_what_was_audited(whole: Report) -> None:
    head = printed(whole).splitlines()[0]
    assert head == "知识库体检，2026-11-23。自己写的 3 条（各地的单算），导入的 1 条。"


def test_each_figure_has_its_counts_and_its_value(whole: Report) -> None:
    rows = cells(printed(whole))
    assert ["要素齐不齐", "缺必备要素的事项", "1 / 3", "33.3 %"] in rows
    assert ["", "没答上的问题", "3 / 3", "100.0 %"] in rows


def test_single_elements_are_left_to_the_page(whole: Report) -> None:
    assert "事项：收费写了" not in printed(whole)


def test_the_inspection_stands_beside_what_it_looked_at(whole: Report) -> None:
    lines = [line for line in printed(whole).splitlines() if line.startswith("对照：")]
    assert len(lines) == 2
    assert lines[0].startswith(
        "对照：缺必备要素的事项，我们 33.3 %（自己写的 0.0 %，导入的 100.0 %）。"
        "2020 年全国政府网站和政务新媒体检查：52.3 %"
    )


def test_departments_and_regions_have_their_tables(whole: Report) -> None:
    rows = {row[0]: row[1:] for row in cells(printed(whole))}
    assert rows["海事部门"][0] == "33.3 %（1 / 3）"
    assert rows["广州市"][0] == "100.0 %（1 / 1）"
    assert rows["政策问答·灯塔"][0] == "没有"
    assert rows["自己写的"][0] == "0.0 %（0 / 2）"
    assert rows["导入的"][0] == "100.0 %（1 / 1）"


def test_what_regions_say_differently_is_side_by_side(whole: Report) -> None:
    row = ["灯塔参观证办理（lamp-visit）", "收费", "全国 10 元；广东省 20 元"]
    assert row in cells(printed(whole))


def test_what_is_urgent_is_told_with_its_file(whole: Report) -> None:
    urgent = [line for line in printed(whole).splitlines() if line.startswith("要紧：")]
    assert urgent == [
        "要紧：lighthouse.jsonl: “灯塔参观证办理”没有写办理步骤。"
        "少了必备的要素，群众办不成，或者要多跑一趟。请海事部门补上，再导入一次。"
    ]
    assert ["要紧", "缺必备要素", "1"] in cells(printed(whole))


def test_what_was_asked_in_vain_is_listed(whole: Report) -> None:
    text = printed(whole)
    assert ["电梯坏了没人修", "3"] in cells(text)
    assert "自己写的，有 2 条从来没人问。" in text


def test_without_records_it_says_so() -> None:
    assert "还没有谈话记录，看不出群众问什么。" in printed(audited(item()))


def test_without_a_fault_it_says_so() -> None:
    # given a registry of which every document is interpreted
    report = audited(
        *(
            policy(f"lamp-{n}", title=f"问{n}", questions=[f"{n}问{m}" for m in "甲乙丙丁"],
                   basis=[{"document": document, "supports": "天黑亮灯。"}])
            for n, document in enumerate(["lamp-law"])
        )
    )  # fmt: skip
    assert "文件没有解读" in printed(report)
    clean = Report(**{**report.__dict__, "findings": [], "totals": {}})
    assert printed(clean).endswith("没有发现问题。\n")


def test_of_what_is_urgent_ours_comes_first() -> None:
    # given a guide of ours that has expired, and many of an office that lack something
    report = audited(
        policy(valid_until="2026-11-22"),
        imported=[imported_item(f"item-{n}", name=f"{n}号塔", steps=[]) for n in range(15)],
    )
    urgent = [line for line in printed(report).splitlines() if line.startswith("要紧：")]
    assert [line.split(": ")[0] for line in urgent[:3]] == [
        "要紧：000000/lamp-hours.yaml",
        "要紧：000000/lamp-hours.yaml",
        "要紧：lighthouse.jsonl",
    ]


def test_many_urgent_ones_are_cut_and_counted() -> None:
    report = audited(
        imported=[imported_item(f"item-{n}", name=f"{n}号塔", steps=[]) for n in range(15)]
    )
    text = printed(report)
    assert text.count("要紧：") == 10
    assert "要紧的还有 5 处，看 --html 或 --json 的文件。" in text


def test_more_departments_than_fit_are_counted() -> None:
    report = audited(
        imported=[
            imported_item(f"item-{n}", name=f"{n}号塔", department=f"{n}局") for n in range(15)
        ]
    )
    assert "还有 3 个，看 --json 的文件。" in printed(report)


@pytest.mark.parametrize("said", ["[red]电梯[/red]", "[/]电梯", ":100: 电梯坏了"])
def test_what_was_said_is_shown_letter_by_letter(said: str) -> None:
    report = audited(asked=[Asked(said, "unknown", date(2026, 11, 18))])
    assert said in printed(report)


def test_what_a_department_is_called_is_no_markup() -> None:
    text = printed(audited(imported=[imported_item(department="[bold]局[/bold]", steps=[])]))
    assert "[bold]局[/bold]" in text


def test_on_a_narrow_terminal_nothing_is_cut_off(whole: Report) -> None:
    narrow = printed(whole, width=80)
    assert "…" not in narrow
