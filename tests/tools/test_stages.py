"""Lint and test in one command: each stage in turn, and the first that fails ends it.

uv stands in as a script that notes what it is to run: the stages themselves take minutes,
and this test is part of one.
"""

from __future__ import annotations

import pytest

from tests.tools.conftest import Machine

#: How tests are shared out among cores.
SHARED_OUT = "--numprocesses logical --maxprocesses 4 --dist loadgroup"
LINT = [
    "ruff check .",
    "ruff format --check .",
    "mypy",
    "lint-imports",
    "ershun knowledge check --strict",
]
TEST = [
    *LINT,
    "ershun setup",
    "coverage erase",
    f"coverage run -m pytest {SHARED_OUT}",
    "coverage combine --quiet",
    "coverage report --fail-under=90",
]


@pytest.fixture
def noting(machine: Machine) -> Machine:
    """A machine whose uv notes what it runs, and fails at what ``BROKEN`` names."""
    machine.install(
        "uv",
        'shift 3; echo "$*" >> "$HOME/ran"; [ "$*" != "$BROKEN" ]',
    )
    machine.install("chromium", "exit 1")
    machine.install("fc-list", 'echo "Noto Sans CJK SC"')
    return machine


def ran(machine: Machine) -> list[str]:
    """What uv was asked to run."""
    return (machine.checkout.parent / "ran").read_text(encoding="utf-8").splitlines()


def test_lint_looks_at_style_types_layers_and_knowledge(noting: Machine) -> None:
    assert noting.run("lint.sh").returncode == 0
    assert ran(noting) == LINT


def test_the_test_command_runs_every_stage(noting: Machine) -> None:
    done = noting.run("test.sh")

    assert (done.returncode, ran(noting)) == (0, TEST), done.stderr
    assert "=== 都通过了" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("broken", TEST)
def test_the_first_stage_that_fails_ends_it(noting: Machine, broken: str) -> None:
    # given something that fails
    noting.environ["BROKEN"] = broken
    # when everything is tested
    done = noting.run("test.sh")
    # then it ends there, and is no success
    assert done.returncode != 0
    assert ran(noting)[-1] == broken
    assert "都通过了" not in done.stdout


def test_a_missing_browser_ends_it_before_the_tests(noting: Machine) -> None:
    # given a machine on which the browser tests can't run
    (noting.bin / "chromium").unlink()
    # then that is no reason to leave them out quietly
    done = noting.run("test.sh")
    assert done.returncode == 1
    assert "浏览器测试要有 Chromium" in done.stderr
    assert ran(noting)[-1] == "ershun setup"


def test_what_is_given_to_it_goes_to_pytest(noting: Machine) -> None:
    noting.run("test.sh", "-k", "two words")

    assert f"coverage run -m pytest {SHARED_OUT} -k two words" in ran(noting)
