"""What the documentation and the code point to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from settings import REPOSITORY
from tests.docs.markdown import DOCS, Page, pages

#: Folders with code of ours; tests of the documentation name files that need not exist.
CODE = ("assistant", "bench", "channels", "ershun", "knowledge", "privacy", "records")
CODE += ("settings", "tests", "tools", "weights")
ROOT_FILES = ("Makefile", "config.yml", "credentials.yml", "domain.yml", "endpoints.yml")
ROOT_FILES += ("pyproject.toml",)

ALL_PAGES = pages()


def name(page: Page) -> str:
    return str(page.path.relative_to(REPOSITORY))


def source_files() -> Iterator[Path]:
    """Files in which comments and messages may name documentation."""
    for root_file in ROOT_FILES:
        yield REPOSITORY / root_file
    for folder in CODE:
        for file in (REPOSITORY / folder).rglob("*"):
            if file.suffix in (".py", ".yml", ".yaml", ".sh", ".html", ".js", ".css"):
                yield file


@pytest.mark.parametrize("page", ALL_PAGES, ids=name)
def test_every_link_leads_somewhere(page: Page) -> None:
    # given the links of a page that stay within the project
    local = [link for link in page.links if not re.match(r"[a-z]+:", link)]
    # when they are followed
    broken = []
    for link in local:
        place, _, wanted = unquote(link).partition("#")
        target = (page.path.parent / place).resolve() if place else page.path
        if not target.exists() or (wanted and wanted not in Page(target).anchors):
            broken.append(link)
    # then each leads to a file, and to a heading in it
    assert broken == []


@pytest.mark.parametrize("page", ALL_PAGES, ids=name)
def test_every_file_named_in_a_page_exists(page: Page) -> None:
    # given what a page names as a file or a module of ours
    path = re.compile(rf"(?:{'|'.join(CODE)}|docs)(?:/[\w.-]+)+/?")
    module = re.compile(rf"(?:{'|'.join(CODE)})(?:\.\w+)+")
    named = [code for code in page.code if path.fullmatch(code)]
    modules = [code for code in page.code if module.fullmatch(code)]
    # when they are looked for
    there = {code: (REPOSITORY / code).exists() for code in named}
    for code in modules:
        place = REPOSITORY / code.replace(".", "/")
        there[code] = place.with_suffix(".py").exists() or place.is_dir()
    # then they are there
    assert [code for code, exists in there.items() if not exists] == []


def test_documentation_named_in_code_exists() -> None:
    # given every mention of documentation in code, settings and messages
    mentions = {
        (mention.rstrip("."), str(file.relative_to(REPOSITORY)))
        for file in source_files()
        if (REPOSITORY / "tests" / "docs") not in file.parents
        for mention in re.findall(r"\bdocs/[\w/.-]+", file.read_text(encoding="utf-8"))
    }
    assert len(mentions) > 10
    # when the files are looked for; a decision may be named by its number alone
    lost = [
        (mention, file)
        for mention, file in mentions
        if not (REPOSITORY / mention).exists()
        and not (
            re.fullmatch(r"docs/decisions/\d{4}", mention)
            and list(REPOSITORY.glob(f"{mention}-*.md"))
        )
    ]
    # then none is lost
    assert sorted(lost) == []


def test_every_decision_is_in_the_index() -> None:
    # given the decisions there are, with their titles
    written = {
        file.name: Page(file).headings[0][1] for file in (DOCS / "decisions").glob("[0-9]*.md")
    }
    # when the index is read
    index = {}
    for number, title in Page(DOCS / "decisions" / "README.md").rows():
        (link,) = re.findall(r"\((.+)\)", number)
        index[link] = f"{number[1:5]} {title}"
    # then it lists all of them by their titles, and the numbers have no gap
    assert index == written
    assert [file[:4] for file in sorted(written)] == [f"{i + 1:04}" for i in range(len(written))]


@pytest.mark.parametrize(
    "file", sorted((DOCS / "decisions").glob("[0-9]*.md")), ids=lambda f: f.stem
)
def test_a_decision_says_why_what_and_what_follows(file: Path) -> None:
    # when a decision is read
    page = Page(file)
    # then it is numbered as its file is, and has the three parts a reader looks for
    assert page.headings[0][1].startswith(file.name[:4])
    assert [text for level, text in page.headings if level == 2] == [
        "Context",
        "Decision",
        "Consequences",
    ]
