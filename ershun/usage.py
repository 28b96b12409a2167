"""What a badly put command is answered with: one Chinese sentence instead of click's English."""

from __future__ import annotations

import re
import sys
from typing import Any

import click
import typer.core

#: click's exit status for a command it can't make sense of.
_BADLY_PUT = 2


class Commands(typer.core.TyperGroup):
    """The commands of ``ershun``; says in Chinese what is wrong with how one was put."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run one command; as the program itself if ``standalone_mode``."""
        extra["standalone_mode"] = False
        if not standalone_mode:
            return super().main(*args, **extra)
        try:
            status = super().main(*args, **extra)
        except click.exceptions.NoArgsIsHelpError:
            sys.exit(_BADLY_PUT)  # the help has been printed
        except click.UsageError as error:
            typer.echo(f"✗ {explain(error)}", err=True)
            sys.exit(_BADLY_PUT)
        sys.exit(status if isinstance(status, int) else 0)


def explain(error: click.UsageError) -> str:
    """What is wrong, and where to read how it is put right."""
    path = error.ctx.command_path if error.ctx else "ershun"
    return f"{_wrong(error)}。运行 {path} --help 看看怎么写。"


def _wrong(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有 {error.option_name} 这个选项"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的写法不对"
    if isinstance(error, click.MissingParameter) and error.param and error.param.name:
        return f"少写了 {error.param.name.upper()}"
    if unknown := re.search("No such command '(.*?)'", error.message):
        return f"没有 {unknown[1]} 这个命令"
    if extra := re.search(r"unexpected extra arguments? \((.*)\)", error.message):
        return f"多写了 {extra[1]}"
    return f"这样写不对（{error.message}）"
