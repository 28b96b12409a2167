"""Chapter 5: entries that lead nowhere, and entries that say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.knowledge.auditing.conftest import (
    audited,
    counts,
    figure,
    found,
    hall,
    imported_item,
    imported_text,
    item,
    policy,
)

UNKNOWN = {"text": "在哪里办，资料里没有写。", "unknown": True}
EMPTY = {"conditions": [], "materials": [], "steps": [], "where": {"hall": UNKNOWN}}


def basis(*documents: str) -> list[dict[str, str]]:
    return [{"document": document, "supports": "天黑亮灯。"} for document in documents]


@pytest.mark.parametrize(
    "number",
    ["12345", "110", "12315", "95598", "951234", "400-820-1234", "4008201234", "13800138000",
     "020-83130000", "0451-84664115", "83130000", "8313000", "020-83130000-801", " 12333 "],
)  # fmt: skip
def test_a_number_written_like_a_telephone_may_answer(number: str) -> None:
    report = audited(imported=[imported_item(contact={"consult": [number]})])
    assert counts(report, "hollow", "no_telephone") == (0, 1)


@pytest.mark.parametrize(
    "number", ["-", "11111111111111", "见公告", "020", "1234", "00000000", "（空）", "021-1"]
)
def test_what_cannot_be_dialled_does_not(number: str) -> None:
    report = audited(imported=[imported_item(contact={"consult": [number]})])
    assert counts(report, "hollow", "no_telephone") == (1, 1)
    (finding,) = found(report, "zombie")
    assert finding.sentence == (
        "“灯塔参观证办理”没有打得通的电话。群众照着它走，走不通。更新电话、内容和依据，或者撤下来。"
    )


def test_one_number_of_two_is_enough() -> None:
    report = audited(imported=[imported_item(contact={"consult": ["-", "12345"]})])
    assert counts(report, "hollow", "zombies") == (0, 1)


@pytest.mark.parametrize(
    ("documents", "only_repealed"),
    [
        ([], 0),
        (["old-rule"], 1),
        (["old-rule", "old-rule"], 1),
        (["old-rule", "lamp-law"], 0),
        (["old-rule", "nowhere"], 0),
        (["changed-rule"], 0),
    ],
)
def test_resting_only_on_repealed_documents(documents: list[str], only_repealed: int) -> None:
    report = audited(imported=[imported_text(basis=basis(*documents))])
    assert counts(report, "hollow", "only_repealed") == (only_repealed, 1)
    assert counts(report, "hollow", "zombies") == (only_repealed, 1)


def test_an_expired_entry_is_a_zombie() -> None:
    report = audited(policy(valid_until="2026-11-22"))
    assert counts(report, "hollow", "zombies") == (1, 1)
    assert found(report, "zombie")[0].what == "“灯塔几点亮灯”2026-11-22 就过期了。"


def test_all_reasons_are_told_together_and_counted_once() -> None:
    dead: dict[str, Any] = {
        "contact": {"consult": ["-"]}, "valid_until": "2026-11-22", "basis": basis("old-rule"),
    }  # fmt: skip
    report = audited(policy(**dead))
    assert counts(report, "hollow", "zombies") == (1, 1)
    assert found(report, "zombie")[0].what == (
        "“灯塔几点亮灯”没有打得通的电话，2026-11-22 就过期了，依据的文件都废止了。"
    )


def test_what_a_region_inherits_is_told_once_but_counted_where_it_holds() -> None:
    report = audited(
        item(valid_until="2026-11-22"),
        item(valid_until="2026-11-22", region="440000", local_rule="广东另有规定。"),
    )
    assert [f.subject.region for f in found(report, "zombie")] == ["000000"]
    assert figure(report, "hollow", "zombies").regions["440000"].count == 1


# --- shells ---


def test_an_item_with_nothing_to_go_by_is_a_shell() -> None:
    report = audited(imported=[imported_item(**EMPTY)])
    assert counts(report, "hollow", "shells") == (1, 1)
    (finding,) = found(report, "shell")
    assert finding.what == "“灯塔参观证办理”没有实在的内容。"


@pytest.mark.parametrize(
    "something",
    [
        {"conditions": ["年满 18 岁。"]},
        {"materials": [{"id": "m1", "name": "身份证"}]},
        {"steps": [{"do": "到码头"}]},
        {"where": {"hall": {"text": "码头窗口。"}}},
        {"where": {"hall": UNKNOWN, "online": {"text": "可以在网上办。"}}},
    ],
)
def test_one_thing_to_go_by_is_enough(something: dict[str, Any]) -> None:
    report = audited(imported=[imported_item(**{**EMPTY, **something})])
    assert counts(report, "hollow", "shells") == (0, 1)


@pytest.mark.parametrize(("length", "shells"), [(19, 1), (20, 0)])
def test_a_text_of_less_than_twenty_characters_is_a_shell(length: int, shells: int) -> None:
    report = audited(policy(answer="亮" * length))
    assert counts(report, "hollow", "shells") == (shells, 1)


def test_details_and_the_local_rule_count_with_the_answer() -> None:
    report = audited(
        policy(answer="天黑亮。", details=["天亮关。"], local_rule="各地不一样，问当地。")
    )
    assert counts(report, "hollow", "shells") == (1, 1)
    longer = audited(policy(answer="天黑亮。", details=["天亮关，一年到头都是这样的。"] * 2))
    assert counts(longer, "hollow", "shells") == (0, 1)


def test_the_sections_of_an_imported_text_count() -> None:
    short = imported_text(answer="见附件。", sections=[{"text": "略。"}])
    whole = imported_text("text-whole", answer="见附件。", sections=[{"text": "灯塔" * 10}])
    report = audited(imported=[short, whole])
    assert [f.subject.id for f in found(report, "shell")] == ["text-lamp"]


def test_a_hall_has_told_all_with_its_address() -> None:
    report = audited(imported=[hall(answer="在码头。", sections=[{"text": "码头。"}])])
    assert counts(report, "hollow", "shells") == (0, 1)
