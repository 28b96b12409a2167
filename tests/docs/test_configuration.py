"""docs/configuration.md lists every setting with its true default."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import settings
from settings import REPOSITORY
from tests.docs.markdown import DOCS, Page, names, table_rows

PAGE = Page(DOCS / "configuration.md")
#: The first table: variable -> default as written.
DOCUMENTED = {
    names(row[0])[0]: (names(row[1]) or [""])[0]
    for row in table_rows(PAGE.text[: PAGE.text.index("\n## ")])
}
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ershun"
PLACES = {"<checkout>": REPOSITORY, "<cache>": CACHE, "<home>": REPOSITORY / "var"}


def mentioned_in(*folders: str) -> set[str]:
    """Variables that code in these folders names."""
    return {
        variable
        for folder in folders
        for file in (REPOSITORY / folder).rglob("*.py")
        for variable in re.findall(r"\bERSHUN_[A-Z_]+[A-Z]\b", file.read_text(encoding="utf-8"))
    }


def test_every_setting_is_documented_and_no_other() -> None:
    # when the page is compared with what the settings read
    # then each has what the other has
    assert set(DOCUMENTED) == mentioned_in("settings")


def test_no_code_reads_a_setting_of_its_own() -> None:
    # when all other code is searched for variables
    elsewhere = mentioned_in(
        "assistant", "channels", "ershun", "knowledge", "privacy", "records", "voice", "weights"
    )
    # then the settings know each
    assert elsewhere <= set(DOCUMENTED)


def test_variables_for_tests_are_documented() -> None:
    # when the tests' own set-up is searched
    files = [*(REPOSITORY / "tests").rglob("conftest.py"), REPOSITORY / "tests" / "postgres.py"]
    read = {
        variable
        for file in files
        for variable in re.findall(
            r'environ\.get\(\s*"(ERSHUN_\w+)"', file.read_text(encoding="utf-8")
        )
    }
    # then the page tells of each
    assert read == {names(row[0])[0] for row in PAGE.rows("Only for tests")}


@pytest.mark.parametrize("variable", DOCUMENTED)
def test_the_default_is_the_true_one(variable: str) -> None:
    # given the default as the page writes it
    default = DOCUMENTED[variable]
    for placeholder, place in PLACES.items():
        default = default.replace(placeholder, str(place))
    # when the variable is set to it
    # then nothing differs from not setting it at all
    assert settings.load({variable: default}) == settings.load({})


@pytest.mark.parametrize("variable", DOCUMENTED)
def test_the_variable_does_something(variable: str) -> None:
    # given another value than the default
    other = "1" if DOCUMENTED[variable] == "0" else "654321"
    # when the variable is set to it
    # then something differs: its name is spelt as the code spells it
    assert settings.load({variable: other}) != settings.load({})
