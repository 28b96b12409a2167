"""``ershun weights``: the model weights at hand."""

from __future__ import annotations

import typer
from rich.table import Table

from ershun.deployment import deployment
from ershun.launch.console import bar, console, fail
from weights import WeightsUnavailable, manifest, verified
from weights import fetch as fetch_one

app = typer.Typer(help="模型文件：查看、下载、校验。", no_args_is_help=True)


@app.command("list", help="列出模型，看在不在。")
def list_weights() -> None:
    """List the models, and whether each lies verified in the cache."""
    cache = deployment().weights
    table = Table("名称", "版本", "许可", "用途", "在不在")
    for model in manifest().values():
        there = "在，校验过" if verified(model, cache) else "不在"
        table.add_row(model.name, model.version, model.licence, model.purpose, there)
    console.print(table)


@app.command(help="下载缺的模型。")
def fetch() -> None:
    """Fetch every model that is missing."""
    here = deployment()
    for model in manifest().values():
        try:
            with bar(model.name) as show:
                fetch_one(
                    model,
                    here.weights,
                    mirror=here.weights_mirror,
                    progress=lambda _name, done, total, show=show: show(done, total),  # type: ignore[misc]
                )
        except WeightsUnavailable as error:
            fail(f"{error}。")
        console.print(f"✓ {model.folder}")
