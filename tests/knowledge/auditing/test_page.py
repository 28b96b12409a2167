"""The page: one file, whole without a network, for old eyes and for ears."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import settings
from knowledge.auditing import audit
from knowledge.auditing.demand import Asked
from knowledge.auditing.page import page
from knowledge.auditing.report import SECTIONS, Report
from knowledge.loader import load
from tests.conftest import TODAY
from tests.knowledge.auditing.conftest import audited, imported_item, item, policy
from tests.knowledge.auditing.html_tree import Tree
from tests.knowledge.auditing.looking import Seen, look

FEE = {"text": "收 10 元。", "amount": 10}
MORE = {"text": "收 20 元。", "amount": 20}


def questions() -> Iterator[Asked]:
    """Three weeks of questions."""
    for n in range(60):
        label = ["answered", "clarified", "unknown", "handed_over"][n % 4]
        said = ["电梯坏了没人修", "垃圾怎么分类", "楼里电梯坏了"][n % 3]
        ids = ("lamp-hours",) if label == "answered" else ()
        yield Asked(said, label, date(2026, 11, 20) - timedelta(days=n % 21), ids, "440100")


@pytest.fixture(scope="module")
def whole() -> Report:
    """A report with something in every part."""
    unknown = {"text": "多久办好，打 12345 问。", "unknown": True}
    return audited(
        item(fee=FEE, time_limit=unknown),
        item(fee=MORE, time_limit=unknown, region="440000"),
        policy(),
        imported=[
            imported_item("item-one", region="440100", steps=[]),
            imported_item("item-two", region="440100", contact={"consult": ["-"]}),
        ],
        asked=questions(),
    )


@pytest.fixture(scope="module")
def html(whole: Report) -> str:
    return page(whole)


@pytest.fixture(scope="module")
def tree(html: str) -> Tree:
    return Tree(html)


@pytest.fixture(scope="module")
def seen(html: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What Chromium sees of it."""
    file = tmp_path_factory.mktemp("page") / "audit.html"
    file.write_text(html, encoding="utf-8")
    return look(file)


# --- as it is written ---


def test_it_asks_for_nothing_from_outside(html: str, tree: Tree) -> None:
    addresses = [value for _, attributes, _ in tree.tags for name, value in attributes.items()
                 if name in ("src", "href", "xlink:href", "action", "data")]  # fmt: skip
    assert addresses
    assert [address for address in addresses if not str(address).startswith("#")] == []
    assert "@import" not in html
    assert re.findall(r"url\((?!#)", html) == []
    assert [t for t, _, _ in tree.tags if t in ("script", "link", "img", "iframe", "object")] == []


def test_it_is_chinese_and_says_what_it_is(tree: Tree) -> None:
    ((attributes, _),) = tree.all("html")
    assert attributes["lang"] == "zh-CN"
    # plots have titles, too, which have ids
    (title,) = [text for attributes, text in tree.all("title") if "id" not in attributes]
    assert title == "耳顺 · 知识库体检 2026-11-23"


def test_it_has_one_first_heading_and_no_level_is_left_out(tree: Tree) -> None:
    levels = [int(tag[1]) for tag, _, _ in tree.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_chapter_has_its_heading_and_its_link(tree: Tree) -> None:
    headings = {str(attributes["id"]): text for attributes, text in tree.all("h2")}
    assert headings == {**{s.id: s.title for s in SECTIONS}, "findings": "要改的地方"}
    links = {str(attributes["href"])[1:]: text for attributes, text in tree.all("a")}
    assert links == headings


def test_no_two_elements_have_the_same_id(tree: Tree) -> None:
    ids = [attributes["id"] for _, attributes, _ in tree.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_table_has_a_caption_and_heads_with_their_scope(tree: Tree) -> None:
    tables, captions = list(tree.all("table")), list(tree.all("caption"))
    assert len(tables) == len(captions) > 20
    assert all(text for _, text in captions)
    assert {attributes.get("scope") for attributes, _ in tree.all("th")} == {"col", "row"}


def test_every_plot_has_its_words_and_its_table(tree: Tree) -> None:
    plots = [attributes for attributes, _ in tree.all("svg") if attributes.get("role") == "img"]
    assert len(plots) >= 6
    described = {
        attributes["id"]: text for attributes, text in tree.all("title", "desc") if attributes
    }
    everything = " ".join(text for _, text in tree.all("table"))
    for plot in plots:
        named, told = str(plot["aria-labelledby"]).split()
        assert described[named]
        figures = re.findall(r"\d+\.\d %", described[told])
        assert figures
        assert [figure for figure in figures if figure not in everything] == []


def test_pictures_that_say_nothing_are_hidden_from_the_ear(tree: Tree) -> None:
    for attributes, _ in tree.all("svg"):
        assert attributes.get("role") == "img" or attributes.get("aria-hidden") == "true"


def test_it_tells_the_inspection_beside_what_it_looked_at(html: str) -> None:
    assert html.count("2020 年全国政府网站和政务新媒体检查") >= 3
    assert "52.3 %" in html
    assert "63.4 %" in html


def test_findings_are_told_whole(html: str) -> None:
    assert (
        "“灯塔参观证办理”没有写办理步骤。少了必备的要素，群众办不成，或者要多跑一趟。"
        "请海事部门补上，再导入一次。"
    ) in html
    assert "灯塔参观证办理（广州市，lighthouse.jsonl）" in html


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 * 7 }}"])
def test_what_others_wrote_is_shown_and_not_run(hostile: str) -> None:
    report = audited(
        imported=[imported_item(name=f"灯塔{hostile}", department=hostile, steps=[])],
        asked=[Asked(f"灯塔{hostile}", "unknown", date(2026, 11, 18))] * 3,
    )
    made = page(report)
    tree = Tree(made)
    assert [tag for tag, _, _ in tree.tags if tag in ("script", "img")] == []
    assert any(hostile in text for _, text in tree.all("th"))
    assert "49" not in " ".join(text for _, text in tree.all("th") if "灯塔" in text)


def test_of_much_some_is_shown_and_the_rest_is_counted() -> None:
    report = audited(
        imported=[
            imported_item(f"item-{n}", name=f"{n}号塔", department=f"{n}局", steps=[])
            for n in range(70)
        ]
    )
    made = page(report)
    assert "还有 20 处没有列在这里。" in made
    assert "还有 50 个，在 --json 的文件里。" in made


def test_nothing_at_all_makes_a_page() -> None:
    made = page(audited())
    assert "还没有谈话记录，看不出群众问什么。" in made
    Tree(made)


# --- as it is seen ---


def test_axe_finds_nothing_by_day_and_by_night(seen: Seen) -> None:
    assert seen.violations == {"light": "", "dark": ""}


def test_letters_are_large_and_lines_wide(seen: Seen) -> None:
    assert len(seen.sizes["letters"]) > 100
    assert [text for text, size in seen.sizes["letters"] if size < 24] == []
    assert [text for text, spacing in seen.sizes["lines"] if not spacing >= 1.5] == []
    assert [text for text, width, height in seen.sizes["others"] if min(width, height) < 44] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_seven_to_one(seen: Seen, scheme: str) -> None:
    texts = seen.contrasts[scheme]["texts"]
    assert len(texts) > 100
    assert [text for text, ratio in texts if ratio < 7] == []


def test_by_night_it_is_dark(seen: Seen) -> None:
    assert seen.background == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}


def test_on_a_narrow_telephone_nothing_is_to_the_side(seen: Seen) -> None:
    assert seen.too_wide == {320: 0}
    assert seen.overlapped == []


def test_in_a_plot_no_letters_lie_on_others_at_any_width(seen: Seen) -> None:
    assert seen.letters_in_the_way == {320: [], 1280: []}


def test_it_is_whole_by_itself(seen: Seen) -> None:
    assert {request.split(":")[0] for request in seen.requests} == {"file"}
    assert len(seen.requests) == 3  # opened three times
    assert seen.errors == []


def test_the_page_of_our_own_knowledge_fits_as_well(tmp_path: Path) -> None:
    # given all that we ship, with questions about it
    library, problems = load(settings.REPOSITORY / "knowledge")
    report = audit(library, today=TODAY, problems=problems, asked=questions())
    file = tmp_path / "audit.html"
    file.write_text(page(report), encoding="utf-8")
    # when Chromium looks at it on a narrow telephone
    narrow = look(file, schemes=())
    # then it fits there
    assert narrow.too_wide == {320: 0}
    assert narrow.letters_in_the_way == {320: []}
