"""Variants of one matter share what people call it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.siblings import Named, matter_and_variant, shared_names

GUARD = "保安员证核发"


def item(number: int, name: str, *aliases: str, department: str = "市公安局") -> Named:
    return Named((f"item-{number}", "440100"), department, name, aliases)


def shared(items: Sequence[Named]) -> dict[str, list[str]]:
    return {entry_id: names for (entry_id, _), names in shared_names(items).items()}


def test_what_one_is_called_all_are_called() -> None:
    # given a catalogue that has an everyday name with one variant only
    items = [
        item(1, f"{GUARD}(初次申领)", "办保安证"),
        item(2, f"{GUARD}(遗失补发)"),
        item(3, f"{GUARD}(信息变更)", "保安员证"),
    ]
    # then whoever says it may mean any of them, each name once and in order
    assert shared(items) == {
        "item-1": ["保安员证"],
        "item-2": ["办保安证", "保安员证"],
        "item-3": ["办保安证"],
    }


def test_what_names_one_variant_stays_its_own() -> None:
    items = [item(1, f"{GUARD}(遗失补发保安员证)", "遗失补发", "补证"), item(2, f"{GUARD}(注销)")]
    assert shared(items) == {"item-2": ["补证"]}


@pytest.mark.parametrize(
    "other",
    [
        item(2, "爆破作业人员许可(初次申领)"),
        item(2, GUARD, department="市司法局"),
        Named(("item-2", "440300"), "市公安局", f"{GUARD}(注销)", ()),
    ],
    ids=["another matter", "another department", "another place"],
)
def test_only_siblings_share(other: Named) -> None:
    assert shared([item(1, f"{GUARD}(初次申领)", "办保安证"), other]) == {}


def test_a_matter_without_brackets_is_a_sibling_too() -> None:
    items = [item(1, GUARD, "办保安证"), item(2, f"{GUARD}(注销)")]
    assert shared(items) == {"item-2": ["办保安证"]}


def test_a_family_of_hundreds_takes_over_no_more_than_twenty_names() -> None:
    items = [item(n, f"{GUARD}(情形{n})", f"叫法{n}号") for n in range(300)]
    assert {len(names) for names in shared(items).values()} == {20}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("保安员证核发(初次申领)", ("保安员证核发", "初次申领")),
        ("无线电频率使用许可（变更）", ("无线电频率使用许可", "变更")),
        ("许可证核发(核发及变更（公开出让）)", ("许可证核发", "核发及变更（公开出让）")),
        ("建设用地（含临时用地）规划许可证核发", ("建设用地（含临时用地）规划许可证核发", "")),
        ("审批（变更）(业余)", ("审批（变更）", "业余")),
        ("(只有括号)", ("(只有括号)", "")),
        ("少一半)", ("少一半)", "")),
        ("", ("", "")),
    ],
)
def test_the_last_brackets_name_the_variant(name: str, parts: tuple[str, str]) -> None:
    assert matter_and_variant(name) == parts


@given(st.text("（()）证补", max_size=20))
def test_any_name_has_a_matter_that_it_begins_with(name: str) -> None:
    matter, variant = matter_and_variant(name)
    assert name.startswith(matter)
    assert (matter == name) == (len(matter) == len(name))
    assert variant in name


ITEMS = st.builds(item, st.integers(0, 99), st.text("甲乙(丙)", max_size=6), st.text("卡证"))


@given(st.lists(ITEMS, unique_by=lambda named: named.key))
def test_nobody_is_given_a_name_it_has(items: list[Named]) -> None:
    own = {named.key: named.aliases for named in items}
    for key, names in shared_names(items).items():
        assert not set(names) & set(own[key])
        assert len(set(names)) == len(names)
