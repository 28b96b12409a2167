"""Loading a knowledge folder: what is broken is reported and left out, all else answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.loader import load, load_regions, merge
from knowledge.problems import Problem, Severity
from knowledge.schema import PolicyEntry, ServiceItem
from tests.knowledge.conftest import amend, places

Load = Callable[[], tuple[Library, list[Problem]]]

REPORT = "items/card-report.yaml"
SENIOR = "items/senior-card.yaml"
OVERLAY = "regions/230000/items/senior-card.yaml"


def one(world: Path) -> Problem:
    """The only problem of the folder."""
    (problem,) = load(world)[1]
    return problem


def item(library: Library, entry_id: str, region: str = "000000") -> ServiceItem:
    variant = library.resolve(entry_id, region)
    assert variant is not None
    assert isinstance(variant.entry, ServiceItem)
    return variant.entry


def test_the_small_world_is_loaded_whole(library: Library) -> None:
    assert [i.id for i in library.items()] == ["card-replace", "card-report", "senior-card"]
    assert [p.id for p in library.policies()] == [
        "card-cost",
        "heating-money",
        "senior-age",
        "tea-money",
    ]
    assert set(library.phones) == {"12333", "12345"}
    assert set(library.documents) == {"card-law", "hearsay", "old-rule"}
    assert set(library.terms) == {"委托书", "携带"}
    assert list(library.regions) == ["000000", "230000", "230100", "440000"]


def test_entries_remember_file_and_line(library: Library) -> None:
    variant = library.variants["card-replace"]["000000"]
    assert variant.file.name == "card-replace.yaml"
    assert variant.source.line(("aliases",)) == 8


# What a region's own file changes


def test_a_province_changes_only_what_it_names(library: Library) -> None:
    # given the card for the old, as it holds in Heilongjiang
    variant = library.variants["senior-card"]["230000"]
    national = item(library, "senior-card")
    # then what the province wrote holds there
    assert isinstance(variant.entry, ServiceItem)
    assert variant.entry.summary == "满 60 岁可以办，黑龙江全省通用。"
    assert variant.entry.fee.text == "黑龙江不收费。"
    # and all else is the nation's
    assert variant.entry.steps == national.steps
    assert variant.level_of("summary") == "230000"
    assert variant.level_of("steps") == "000000"


def test_mappings_merge_key_by_key(world: Path) -> None:
    # given a province that knows only that a visit at home is possible otherwise
    amend(world / OVERLAY, "fee:", "where: {bedside: {text: 打 96222 请人上门。}}\nfee:")
    library, problems = load(world)
    # then the hall is still the nation's
    assert problems == []
    places_there = item(library, "senior-card", "230000").where
    assert places_there.bedside is not None
    assert places_there.bedside.text == "打 96222 请人上门。"
    assert places_there.hall.text == "住的社区。"


def test_lists_replace_the_national_list(world: Path) -> None:
    amend(world / OVERLAY, "fee:", "conditions: [有本省户口。]\nfee:")
    assert item(load(world)[0], "senior-card", "230000").conditions == ["有本省户口。"]


def test_a_city_builds_on_its_province(world: Path) -> None:
    # given a city that changes the fee only
    file = world / "regions/230100/items/senior-card.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("fee: {text: 哈尔滨收 5 元。, amount: 5}\nas_of: 2026-11-02\n")
    library, problems = load(world)
    # then the province's summary holds in the city as well, and each is known for its own
    assert problems == []
    city = library.variants["senior-card"]["230100"]
    assert city.entry.dict()["summary"] == "满 60 岁可以办，黑龙江全省通用。"
    assert [city.level_of(name) for name in ("fee", "summary", "steps")] == [
        "230100",
        "230000",
        "000000",
    ]


def test_an_entry_may_exist_in_one_province_only(library: Library) -> None:
    variant = library.variants["tea-money"]["440000"]
    assert isinstance(variant.entry, PolicyEntry)
    assert variant.level_of("answer") == "440000"
    assert library.resolve("tea-money", "230000") is None


def test_the_folder_decides_which_region_an_overlay_is_for(world: Path) -> None:
    # given a file copied from Guangdong that still says so
    amend(world / OVERLAY, "as_of", "region: '440000'\nas_of")
    # then it holds where it lies
    assert set(load(world)[0].variants["senior-card"]) == {"000000", "230000"}


@pytest.mark.parametrize(
    ("base", "over", "merged"),
    [
        ({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"c": 4}}, {"a": 1, "b": {"c": 4, "d": 3}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": None}, {"a": None}),
        ({}, {"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"a": 1}, {}, {"a": 1}),
    ],
)
def test_merging(base: object, over: object, merged: object) -> None:
    assert merge(base, over) == merged


# What is broken


def test_a_broken_file_is_left_out_and_the_others_answer(world: Path) -> None:
    # given a file spoiled by a tab
    (world / REPORT).write_text("id: card-report\n\tname: x\n")
    library, problems = load(world)
    # then the administrator is told where, and only this entry is gone
    assert places(problems, world) == [("yaml", REPORT, 2)]
    assert [i.id for i in library.items()] == ["card-replace", "senior-card"]


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "mend"),
    [
        (
            "summary: 卡丢了先停住，别人用不了。",
            "# 还没写",
            1,
            "缺少“summary”。",
            "补上 summary；不知道的，写 unknown: true 并说明去哪里问。",
        ),
        (
            "short: 社保卡挂失",
            "short: 社保卡挂失\nshrt: 挂失",
            4,
            "不认识“shrt”。",
            "看看是不是拼错了；能写什么见 docs/authoring.md。",
        ),
        (
            "aliases: [社保卡挂失, 先把社保卡停了, 怕别人用我的社保卡]",
            "aliases: [社保卡挂失]",
            8,
            "“aliases”太少。",
            "至少写 3 条。",
        ),
        (
            "type: 公共服务",
            "type: 服务",
            4,
            "“type”的值不在范围里。",
            "只能写：公共服务、行政许可、行政确认、行政给付、其他行政权力。",
        ),
        (
            "{id: id-card, name",
            "{id: ID, name",
            12,
            "“materials → 1 → id”的写法不对。",
            "要符合 ^[a-z0-9][a-z0-9-]{1,63}$。",
        ),
    ],
)
def test_a_fault_is_told_in_chinese_with_its_line_and_what_to_do(
    world: Path, old: str, new: str, line: int, what: str, mend: str
) -> None:
    amend(world / REPORT, old, new)
    problem = one(world)
    assert (problem.rule, problem.severity, problem.line) == ("schema", Severity.ERROR, line)
    assert (problem.what, problem.mend) == (what, mend)


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("result: 卡停住了。", "result:", "result", "后面没有写"),
        ("result: 卡停住了。", "result: ' '", "result", "是空的"),
        pytest.param("卡停住了。", "长" * 10_000, "result", "多于 400 个字", id="endless"),
        ("上生效。", "上。, legal_days: 几天", "time_limit → legal_days", "不是整数"),
        ("上生效。", "上。, legal_days: -1", "time_limit → legal_days", "比 0 小"),
        ("上生效。", "上。, legal_days: 9999", "time_limit → legal_days", "比 1000 大"),
        ("上生效。", "上。, local: 也许", "time_limit → local", "只能写 true 或者 false"),
        ("amount: 0", "amount: 不要钱", "fee → amount", "不是数"),
        ("{text: 马上生效。}", "马上", "time_limit", "应该是“名字: 值”的形式"),
        ("[手里的社保卡丢了。]", "丢了", "conditions", "应该是一条一条的"),
        ("2026-11-23", "昨天", "as_of", "不是日期，要写成 2026-11-23 的样子"),
    ],
)
def test_a_bad_value_is_told_in_chinese(
    world: Path, old: str, new: str, where: str, what: str
) -> None:
    amend(world / REPORT, old, new)
    problem = one(world)
    assert problem.what == f"“{where}”有问题：{what}。"
    assert problem.mend == "照 docs/authoring.md 的样子改。"


def test_too_many_answers_are_told_in_chinese(world: Path) -> None:
    more = "".join(f"      - {{id: more{i}, label: 还有{i}}}\n" for i in range(3))
    amend(world / "items/card-replace.yaml", "materials:\n", f"{more}materials:\n")
    assert one(world).what == "“eligibility → 2 → answers”有问题：多于 4 条。"


def test_every_fault_of_a_file_is_told_at_once(world: Path) -> None:
    # given a file with faults in three places
    amend(world / REPORT, "summary:", "sumary:")
    amend(world / REPORT, "amount: 0", "amount: -1")
    # then nobody has to run the check three times
    assert places(load(world)[1], world) == [
        ("schema", REPORT, 1),
        ("schema", REPORT, 19),
        ("schema", REPORT, 9),
    ]


def test_the_ids_of_answers_must_differ(world: Path) -> None:
    # given two answers called yes; in YAML an unquoted no would even be false
    amend(world / "items/card-replace.yaml", "{id: 'no', label", "{id: 'yes', label")
    problem = one(world)
    assert problem.what == "“eligibility → 1”有问题：答案的 id 重复。"
    assert problem.line == 12


def test_the_id_must_be_the_file_name(world: Path) -> None:
    amend(world / REPORT, "id: card-report", "id: card-repot")
    problem = one(world)
    assert problem.rule == "id"
    assert problem.what == "id 是 card-repot，文件名却是 card-report。"


def test_one_id_cannot_be_used_in_two_files(world: Path) -> None:
    # given a copy of an entry in another folder
    (world / "policies" / "copy").mkdir()
    text = (world / "policies/senior-age.yaml").read_text(encoding="utf-8")
    (world / "policies/copy/senior-age.yaml").write_text(text, encoding="utf-8")
    problem = one(world)
    # then the second is refused and names the first
    assert problem.rule == "duplicate"
    assert str(world / "policies/copy/senior-age.yaml") in problem.what


@pytest.mark.parametrize("content", ["", "# 空的\n", "- 一\n- 二\n", "社保卡", "42"])
def test_a_file_without_keys_is_reported(world: Path, content: str) -> None:
    (world / REPORT).write_text(content, encoding="utf-8")
    assert one(world).what == "这里应该是“名字: 值”的形式。"


def test_what_is_wrong_with_a_national_entry_is_not_told_again_for_each_province(
    world: Path,
) -> None:
    # given a national entry that can't be read, three times over
    for spoilt in ("id: [", "id: senior-cards", "id: senior-card\nname: 老年证"):
        (world / SENIOR).write_text(spoilt, encoding="utf-8")
        library, problems = load(world)
        # then its overlay is silently left out with it
        assert {p.file for p in problems} == {world / SENIOR}
        assert "senior-card" not in library.variants


def test_an_overlay_without_content_is_reported(world: Path) -> None:
    (world / OVERLAY).write_text("", encoding="utf-8")
    assert one(world).what == "文件里没有内容。"


@pytest.mark.parametrize("name", ["[a]", "{a: 1}", "5", "''"])
def test_an_overlay_with_a_senseless_id_is_reported(world: Path, name: str) -> None:
    (world / OVERLAY).write_text(f"id: {name}\nsummary: 可以办。\n", encoding="utf-8")
    library, problems = load(world)
    assert {p.file for p in problems} == {world / OVERLAY}
    assert set(library.variants["senior-card"]) == {"000000"}


def test_an_overlay_that_breaks_the_entry_leaves_the_national_one(world: Path) -> None:
    amend(world / OVERLAY, "amount: 0", "amount: -5")
    library, problems = load(world)
    assert places(problems, world) == [("schema", OVERLAY, 2)]
    assert item(library, "senior-card", "230000").fee.text == "不收费。"


def test_a_folder_of_a_region_that_is_not_registered_is_reported(world: Path) -> None:
    # given a folder with a slip in the code
    file = world / "regions/230001/items/senior-card.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("summary: 可以办。\nas_of: 2026-11-01\n", encoding="utf-8")
    problem = one(world)
    # then its author learns that nobody will ever see it
    assert (problem.rule, problem.file) == ("region", file)
    assert problem.what == "没有登记 230001 这个地区，这个文件没有用上。"


# Registries


@pytest.mark.parametrize(
    "name", ["documents.yaml", "phones.yaml", "glossary.yaml", "regions/regions.yaml"]
)
def test_a_missing_registry_is_reported(world: Path, name: str) -> None:
    (world / name).unlink()
    problems = [p for p in load(world)[1] if p.rule == "missing"]
    assert [(p.file, p.mend) for p in problems] == [(world / name, f"补上 {name}。")]


def test_a_registry_that_cannot_be_read_is_one_problem_not_one_for_each_overlay(
    world: Path,
) -> None:
    (world / "regions/regions.yaml").write_bytes("- {name: 黑龙江}".encode("gbk"))
    assert places(load(world)[1], world) == [("yaml", "regions/regions.yaml", 1)]


@pytest.mark.parametrize("content", ["5", "电话", "a: 1", "true"])
def test_a_registry_is_a_list(world: Path, content: str) -> None:
    (world / "phones.yaml").write_text(content, encoding="utf-8")
    assert one(world).what == "这里应该是一条一条的，每条用“- ”开头。"


def test_an_empty_registry_is_just_empty(world: Path) -> None:
    (world / "glossary.yaml").write_text("# 以后再写\n", encoding="utf-8")
    library, problems = load(world)
    assert (library.terms, problems) == ({}, [])


@pytest.mark.parametrize("row", ["12393", "{number: '12'}", "[]"])
def test_a_bad_row_is_reported_and_the_other_rows_hold(world: Path, row: str) -> None:
    with (world / "phones.yaml").open("a", encoding="utf-8") as phones:
        phones.write(f"- {row}\n")
    library, problems = load(world)
    assert set(places(problems, world)) == {("schema", "phones.yaml", 3)}
    assert set(library.phones) == {"12333", "12345"}


def test_a_telephone_registered_twice_is_reported(world: Path) -> None:
    with (world / "phones.yaml").open("a", encoding="utf-8") as phones:
        phones.write("- {number: '12345', name: 又一个, source: 测试}\n")
    problem = one(world)
    assert (problem.rule, problem.line, problem.what) == ("duplicate", 3, "12345 重复登记。")


def test_an_unquoted_region_code_that_yaml_reads_as_octal_is_reported(world: Path) -> None:
    with (world / "regions/regions.yaml").open("a", encoding="utf-8") as regions:
        regions.write("- {code: 010000, name: 某地}\n")
    assert one(world).what == "“code”的写法不对。"


def test_regions_alone_can_be_had_without_the_entries(world: Path) -> None:
    # given a folder whose entries are all broken
    (world / REPORT).write_text("[", encoding="utf-8")
    # then Rasa's training data still gets its place names
    assert [r.name for r in load_regions(world)] == ["全国", "黑龙江省", "哈尔滨市", "广东省"]


def test_an_empty_folder_is_four_missing_registries(tmp_path: Path) -> None:
    library, problems = load(tmp_path)
    assert library.variants == {}
    assert [p.rule for p in problems] == ["missing"] * 4
