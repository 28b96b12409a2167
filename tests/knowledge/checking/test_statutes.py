"""Cited articles are looked up in the text of the statute, when the texts are at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.checking import check
from knowledge.checking.statutes import articles_of
from knowledge.problems import Problem, Severity
from tests.conftest import TODAY
from tests.knowledge.conftest import amend

LAW = """\
# 中华人民共和国卡证法

2018年12月29日 第九次会议通过

## 第一章 总 则

第一条 为了方便群众，制定本法。

第二条 卡丢了可以挂失。本法第九十九条另有规定的除外。

**第三条** 卡丢了可以补。

第五条　老年人有优待。

第七条 第一次办卡不收费。

第九条 广东有凉茶。
"""


@pytest.fixture
def statutes(tmp_path: Path) -> Path:
    """A folder with the one law of the small world."""
    folder = tmp_path / "statutes"
    folder.mkdir()
    (folder / "卡证法.md").write_text(LAW, encoding="utf-8")
    return folder


@pytest.fixture
def cited(world: Path, statutes: Path) -> Callable[[], list[Problem]]:
    """What is wrong with the citations of the test's world."""
    return lambda: [
        p for p in check(world, today=TODAY, statutes=statutes)[1] if p.rule == "statute"
    ]


def test_articles_that_exist_are_right(cited: Callable[[], list[Problem]]) -> None:
    assert cited() == []


def test_an_article_the_law_does_not_have_is_an_error(
    world: Path, cited: Callable[[], list[Problem]]
) -> None:
    # given a citation of article 99, which the text mentions but does not have
    amend(world / "items/card-replace.yaml", "article: 3", "article: 99")
    (problem,) = cited()
    # then
    assert (problem.severity, problem.line) == (Severity.ERROR, 44)
    assert problem.what == "中华人民共和国卡证法没有第 99 条。"
    assert problem.mend == "翻原文，改成真有的条。"


def test_a_law_whose_text_is_not_in_the_folder_is_an_error(
    statutes: Path, cited: Callable[[], list[Problem]]
) -> None:
    (statutes / "卡证法.md").unlink()
    assert {p.what for p in cited()} == {"法条文本 卡证法.md 不在文件夹里。"}


def test_a_document_known_by_name_only_is_not_looked_up(
    world: Path, cited: Callable[[], list[Problem]]
) -> None:
    amend(world / "policies/senior-age.yaml", "document: hearsay", "document: hearsay, article: 99")
    assert cited() == []


def test_a_citation_of_the_whole_law_needs_no_article(
    world: Path, cited: Callable[[], list[Problem]]
) -> None:
    amend(world / "items/card-replace.yaml", "article: 3, ", "")
    assert cited() == []


def test_without_the_texts_nothing_is_said_about_articles(world: Path) -> None:
    amend(world / "items/card-replace.yaml", "article: 3", "article: 99")
    assert [p for p in check(world, today=TODAY)[1] if p.rule == "statute"] == []


def test_only_articles_that_begin_a_paragraph_count(statutes: Path) -> None:
    assert articles_of(statutes / "卡证法.md") == {1, 2, 3, 5, 7, 9}


@given(st.sets(st.integers(1, 1300), min_size=1, max_size=30))
def test_every_way_of_writing_a_number_is_understood(
    tmp_path_factory: pytest.TempPathFactory, numbers: set[int]
) -> None:
    # given a law with articles counted as laws count them, 第一百零一条
    lines = (f"第{cn2an.an2cn(number)}条 内容。\n" for number in sorted(numbers))
    # a folder of its own: texts are remembered by path
    file = tmp_path_factory.mktemp("law") / "law.md"
    file.write_text("\n".join(lines), encoding="utf-8")
    # then
    assert articles_of(file) == numbers


def test_a_zero_written_as_a_circle_is_a_zero(tmp_path: Path) -> None:
    file = tmp_path / "law.md"
    file.write_text("第一百〇一条 内容。\n", encoding="utf-8")
    assert articles_of(file) == {101}


def test_an_empty_text_has_no_articles(tmp_path: Path) -> None:
    (tmp_path / "law.md").write_text("", encoding="utf-8")
    assert articles_of(tmp_path / "law.md") == frozenset()
