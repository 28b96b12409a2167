"""``ershun models``: the model weights at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Optional

import typer
from rich.table import Table

from ershun.deployment import deployment
from ershun.launch.console import console, fail, warn
from ershun.launch.models import get, megabytes
from weights import Weights, WeightsUnavailable, faults, manifest

app = typer.Typer(help="模型文件：查看、下载、校验。", no_args_is_help=True)

_NAMES = typer.Argument(None, show_default=False)
_FROM = typer.Option(None, "--from", metavar="FOLDER", help="只从这个文件夹拿，不上网。")


@app.command("list", help="列出模型，看在不在。")
def list_models() -> None:
    """List the models, and whether each lies verified in the cache."""
    cache = deployment().weights
    table = Table("名称", "版本", "许可", "用途", "大小", "在不在")
    for model in manifest().values():
        row = (model.name, model.version, model.licence, model.purpose, megabytes(model))
        table.add_row(*row, _state(model, cache))
    console.print(table)


def _state(model: Weights, cache: Path) -> str:
    folder = cache / model.folder
    if not folder.exists():
        return "不在，要用时才下载" if model.optional else "不在"
    return "坏了" if any(faults(model, folder)) else "在，校验过"


@app.command(help="下载缺的模型；写了名称就只下载那几个。断了再运行一次，会接着下。")
def fetch(
    names: Optional[list[str]] = _NAMES,
    folder: Optional[Path] = _FROM,
) -> None:
    """Fetch the models named, or every one that isn't optional; exit status 1 if one can't be had.

    With ``--from`` no source is asked: a hall without a network is told what the folder lacks.
    """
    here = deployment()
    if folder is not None:
        here = replace(here, weights_mirror=folder.absolute())
    failed = False
    for model in _chosen(names) if names else _needed():
        wanted = model.copy(update={"sources": []}) if folder is not None else model
        try:
            get(wanted, here)
        except WeightsUnavailable as error:
            failed = True
            console.print(f"✗ {error}。", style="red", markup=False)
        else:
            console.print(f"✓ {model.folder}")
    if failed:
        raise typer.Exit(1)


@app.command(help="重新校验模型文件；写了名称就只校验那几个。有错就说是哪个文件。")
def verify(names: Optional[list[str]] = _NAMES) -> None:
    """Hash every file again; exit status 1 if one is wrong or a model that is needed is missing."""
    cache = deployment().weights
    wanted = _chosen(names) if names else _needed(cache)
    wrong = [model.name for model in wanted if not _is_right(model, cache)]
    if wrong:
        fail(f"运行 ershun models fetch {' '.join(wrong)} 重新下载；不能上网就加 --from 文件夹。")


def _needed(cache: Optional[Path] = None) -> list[Weights]:
    """The models that aren't optional, and those that lie in ``cache`` all the same."""
    return [
        model
        for model in manifest().values()
        if not model.optional or (cache is not None and (cache / model.folder).exists())
    ]


def _is_right(model: Weights, cache: Path) -> bool:
    """Say how a model fares; whether every file is right."""
    folder = cache / model.folder
    if not folder.exists():
        warn(f"{model.name} 不在。{model.without}。")
        return False
    found = list(faults(model, folder))
    for fault in found:
        warn(f"{fault.path} {fault.what}。")
    if not found:
        console.print(f"✓ {model.folder}")
    return not found


def _chosen(names: list[str]) -> list[Weights]:
    models = manifest()
    for name in names:
        if name not in models:
            fail(f"没有 {name} 这个模型。有这些：{'、'.join(models)}。")
    return [models[name] for name in names]
