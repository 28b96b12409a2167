"""docs/commands.md lists what can be typed: every target and command, and no other."""

from __future__ import annotations

import re
import subprocess

import click
import typer

from ershun.cli import app
from settings import REPOSITORY
from tests.docs.markdown import DOCS, Page, names

COMMANDS = Page(DOCS / "commands.md")


def make_targets() -> set[str]:
    """What ``make help`` lists."""
    listed = subprocess.run(
        ["make", "-s", "-C", str(REPOSITORY), "help"], capture_output=True, text=True, check=True
    )
    return set(re.findall(r"^  make (\S+)", listed.stdout, re.MULTILINE))


def our_commands() -> dict[str, tuple[set[str], set[str]]]:
    """Each command of ``ershun`` with its arguments and options."""
    return dict(_below("ershun", typer.main.get_command(app)))


def _below(path: str, command: click.Command) -> list[tuple[str, tuple[set[str], set[str]]]]:
    if isinstance(command, click.Group):
        inside = command.commands.items()
        return [found for name, inner in inside for found in _below(f"{path} {name}", inner)]
    arguments = {(p.name or "").upper() for p in command.params if p.param_type_name == "argument"}
    options = {p.opts[0] for p in command.params if p.param_type_name == "option"}
    return [(path, (arguments, options - {"--help"}))]


def documented_commands() -> dict[str, tuple[set[str], set[str]]]:
    """The same as the page tells it: ``ershun knowledge show ENTRY_ID [--region CODE]``."""
    found = {}
    for row in COMMANDS.rows():
        usage = names(row[0])[0]
        if usage.startswith("ershun"):
            options = set(re.findall(r"--[a-z-]+", usage))
            plain = re.sub(r"\[--[^\]]*\]", "", usage)
            arguments = set(re.findall(r"\b[A-Z_]+\b", plain))
            found[re.sub(r"\s*\[?[A-Z_]+\]?", "", plain).strip()] = (arguments, options)
    return found


def test_every_command_is_documented_with_its_arguments_and_options() -> None:
    # when the page is compared with the command line itself
    # then each has what the other has
    assert documented_commands() == our_commands()


def test_every_make_target_is_documented() -> None:
    # when the page is compared with make help
    documented = {names(row[0])[0].split()[1] for row in COMMANDS.rows("make")}
    # then each has what the other has
    assert documented == make_targets()


def test_make_help_lists_every_target() -> None:
    # given the targets that the Makefile declares
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    (declared,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    # then make help tells of each
    assert make_targets() == set(declared.split())
