"""Both READMEs say the same, and what they say to type can be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from knowledge.loader import load
from settings import REPOSITORY
from tests.docs.markdown import README, README_ZH, Page
from tests.docs.test_commands import make_targets, our_commands

ENGLISH, CHINESE = Page(README), Page(README_ZH)
TYPED = (README, README_ZH, REPOSITORY / "CONTRIBUTING.md")


def typed_lines(page: Page) -> Iterator[str]:
    """Every line a reader is told to type."""
    for block in page.blocks:
        if block.language == "sh":
            yield from block.text.splitlines()


def test_both_have_the_same_headings() -> None:
    # when the levels of their headings are compared
    levels = [[level for level, _ in page.headings] for page in (ENGLISH, CHINESE)]
    # then they have the same structure, and more than a title
    assert levels[0] == levels[1]
    assert len(levels[0]) > 5


def test_both_have_the_same_commands() -> None:
    # when their blocks of code are compared
    # then they are the same
    assert ENGLISH.blocks == CHINESE.blocks


def test_both_have_the_same_links_and_pictures() -> None:
    # given that each links to the other
    english = [link for link in ENGLISH.links if link != README_ZH.name]
    chinese = [link for link in CHINESE.links if link != README.name]
    # then all else they link to is the same, in the same order
    assert english == chinese
    assert README_ZH.name in ENGLISH.links
    assert README.name in CHINESE.links


def test_both_show_the_same_conversation() -> None:
    # when the quoted conversation is taken out of both
    quoted = [re.findall(r"^> (.+)$", page.text, re.MULTILINE) for page in (ENGLISH, CHINESE)]
    # then a reader of either sees the same
    assert quoted[0] == quoted[1]
    assert len(quoted[0]) > 6


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_two_commands_are_there_and_exist(command: str) -> None:
    # then both READMEs tell them, and make knows them
    for page in (ENGLISH, CHINESE):
        assert command in typed_lines(page)
    assert command.split()[1] in make_targets()


@pytest.mark.parametrize("file", TYPED, ids=lambda file: file.name)
def test_what_is_to_be_typed_exists(file: object) -> None:
    # given every line a reader is told to type
    lines = list(typed_lines(Page(file)))  # type: ignore[arg-type]
    assert lines
    for line in lines:
        program, *arguments = line.split()
        # then make has the target, ershun the command, and a file to copy is there
        if program == "make":
            assert set(arguments) <= make_targets(), line
        elif program.endswith("/ershun"):
            assert " ".join(["ershun", *arguments[:2]]) in our_commands(), line
        elif program == "cp":
            assert all((REPOSITORY / argument).exists() for argument in arguments), line
        else:
            pytest.fail(f"nobody checks {line}")


def test_the_knowledge_is_as_large_as_it_says() -> None:
    # given what the README promises
    items, policies = re.findall(
        r"more than (\d+) service items and more than (\d+)", ENGLISH.text
    )[0]
    assert f"{items} 多个办事事项，{policies} 多条政策" in CHINESE.text
    # when the knowledge is loaded
    library, _ = load(REPOSITORY / "knowledge")
    # then it holds that much
    assert len(list(library.items())) > int(items)
    assert len(list(library.policies())) > int(policies)
