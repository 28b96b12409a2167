"""The JSON report: all figures, all groups, plain data."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from knowledge.auditing.demand import Asked
from knowledge.auditing.export import VERSION, as_data
from knowledge.auditing.report import SECTIONS
from tests.knowledge.auditing.conftest import audited, imported_item, item, policy


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """A report with something in every part, through JSON and back."""
    report = audited(
        item(fee={"text": "收 10 元。", "amount": 10}),
        item(fee={"text": "收 20 元。", "amount": 20}, region="440000"),
        policy(),
        imported=[imported_item(region="440100", steps=[])],
        asked=[
            Asked("电梯坏了没人修", "unknown", date(2026, 11, 18)),
            Asked("灯塔几点亮", "answered", date(2026, 11, 18), ("lamp-hours",), "440100"),
        ],
    )
    plain: dict[str, Any] = json.loads(json.dumps(as_data(report)))
    return plain


def chapter(data: dict[str, Any], chapter_id: str) -> dict[str, Any]:
    (found,) = [c for c in data["chapters"] if c["id"] == chapter_id]
    return dict(found)


def test_its_head_tells_what_was_audited_when(data: dict[str, Any]) -> None:
    assert (data["version"], data["day"]) == (VERSION, "2026-11-23")
    assert (data["hand_written"], data["imported"]) == (3, 1)
    assert data["regions"]["440100"] == "广州市"


def test_it_has_every_figure_of_every_chapter(data: dict[str, Any]) -> None:
    assert {c["id"]: [f["id"] for f in c["figures"]] for c in data["chapters"]} == {
        section.id: [figure.id for figure in section.figures] for section in SECTIONS
    }


def test_a_figure_has_counts_and_share_overall_and_by_group(data: dict[str, Any]) -> None:
    (lacking,) = [
        f for f in chapter(data, "completeness")["figures"] if f["id"] == "items_incomplete"
    ]
    assert lacking["overall"] == {"count": 1, "of": 3, "value": 0.333333}
    assert lacking["by_department"] == {"海事部门": {"count": 1, "of": 3, "value": 0.333333}}
    assert lacking["by_region"]["440100"] == {"count": 1, "of": 1, "value": 1.0}
    assert lacking["by_origin"]["导入的"] == {"count": 1, "of": 1, "value": 1.0}
    assert lacking["unit"] == "share"
    assert "52.3 %" in lacking["counterpart"]


def test_elements_are_explained(data: dict[str, Any]) -> None:
    (code,) = [e for e in data["elements"]["item"] if e["id"] == "code"]
    assert code["required"] is False
    assert code["reason"].startswith("编码由各地平台发布时给")


def test_differences_are_side_by_side(data: dict[str, Any]) -> None:
    (one,) = data["differences"]
    assert one == {
        "entry": "lamp-visit",
        "name": "灯塔参观证办理",
        "field": "收费",
        "values": {"000000": "10 元", "440000": "20 元"},
        "worse": ["440000"],
    }


def test_demand_is_told_by_week_question_and_entry(data: dict[str, Any]) -> None:
    demand = data["demand"]
    (week,) = demand["weeks"]
    assert (week["begins"], week["asked"]) == ("2026-11-16", 2)
    assert week["unknown"] == {"count": 1, "share": 0.5}
    assert week["handed_over"] == {"count": 0, "share": 0}
    assert demand["unanswered"] == [
        {"label": "电梯坏了没人修", "asked": 1, "variants": 1, "examples": []}
    ]
    assert [(e["entry"], e["asked"]) for e in demand["most_asked"]] == [("lamp-hours", 1)]
    assert [e["entry"] for e in demand["never_asked"]] == ["lamp-visit"]


def test_a_finding_says_what_why_where_and_what_to_do(data: dict[str, Any]) -> None:
    (finding,) = [f for f in data["findings"] if f["rule"] == "incomplete"]
    assert finding == {
        "rule": "incomplete",
        "title": "缺必备要素",
        "severity": "要紧",
        "entry": "item-lamp",
        "name": "灯塔参观证办理",
        "region": "440100",
        "file": "lighthouse.jsonl",
        "imported": True,
        "what": "“灯塔参观证办理”没有写办理步骤。",
        "why": "少了必备的要素，群众办不成，或者要多跑一趟。",
        "mend": "请海事部门补上，再导入一次。",
    }
    assert data["totals"]["incomplete"] == 1


def test_nothing_at_all_is_a_report_too() -> None:
    data = as_data(audited())
    assert (data["hand_written"], data["imported"]) == (0, 0)
    assert data["demand"]["weeks"] == []
    assert json.loads(json.dumps(data)) == data
