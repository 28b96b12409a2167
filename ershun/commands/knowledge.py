"""``ershun knowledge``: check, list, show, search, build, schema, calibrate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Optional

import typer
import yaml
from pydantic import BaseModel
from rich.table import Table

import settings
from ershun.commands import auditing
from ershun.deployment import deployment
from ershun.launch.console import bar, console, fail, warn
from knowledge.problems import Problem, errors

app = typer.Typer(help="知识库：检查、查看、搜索、生成。", no_args_is_help=True)
app.command(help="给知识库体检：齐不齐、新不新、好不好懂、答没答上。")(auditing.audit)

#: Examples of what must be declined, for calibration.
_DECLINED = settings.REPOSITORY / "assistant" / "nlu" / "examples" / "chitchat.yml"


@app.command(help="检查每个知识文件；有错就返回 1。")
def check(
    statutes: Optional[Path] = typer.Option(None, help="法条文本的文件夹，核对引用的条文"),
    strict: bool = typer.Option(False, help="提醒也算错"),
) -> None:
    """Check every knowledge file; exit 1 if one is wrong."""
    from knowledge.checking import check as check_all

    if statutes is not None and not statutes.is_dir():
        fail(f"没有 {statutes} 这个文件夹。")
    library, problems = check_all(deployment().knowledge, today=date.today(), statutes=statutes)
    for problem in problems:
        console.print(str(problem), markup=False)
    wrong = problems if strict else errors(problems)
    counts = f"{len(list(library.items()))} 个事项，{len(list(library.policies()))} 条政策"
    if wrong:
        fail(f"{counts}，{len(wrong)} 处要改。")
    console.print(f"✓ {counts}，{len(problems)} 处提醒，没有错。")


@app.command("list", help="列出事项或者政策。")
def list_entries(kind: str = typer.Argument("item", help="item 或 policy")) -> None:
    """List the entries of one kind."""
    from knowledge.loader import load

    _known(kind)
    library, problems = load(deployment().knowledge)
    _incomplete(problems)
    table = Table("id", "名称", "地区", "核对日期")
    for variant in library.all_variants():
        entry = variant.entry
        name = getattr(entry, "name", None)
        if (kind == "item") == (name is not None):
            title = name or getattr(entry, "title", "")
            table.add_row(entry.id, title, library.region_name(entry.region), str(entry.as_of))
    console.print(table)


@app.command(help="看一条在某个地区是什么样的。")
def show(entry_id: str, region: str = typer.Option("000000", help="行政区划代码")) -> None:
    """Print one entry as it holds in a region."""
    from knowledge.loader import load

    library, problems = load(deployment().knowledge)
    if library.regions and region not in library.regions:
        fail(f"没有登记 {region} 这个地区，写六位行政区划代码，例如 230100。")
    variant = library.resolve(entry_id, region)
    if variant is None:
        _incomplete(problems)
        fail(f"没有 {entry_id} 这一条。用 ershun knowledge list 看看有哪些。")
    plain = json.loads(variant.entry.json(exclude_none=True))
    typer.echo(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False))


@app.command(help="像助手那样搜一搜，看把握有多大。")
def search(query: str, region: str = typer.Option("000000", help="行政区划代码")) -> None:
    """Search as the assistant does, with the probability and the verdict."""
    from knowledge.search.meaning import load_encoder
    from knowledge.search.storage import StoreUnavailable
    from knowledge.search.stores import stores_at
    from knowledge.serving import NoKnowledge, Serving

    here = deployment()
    if not query.strip():
        fail("没写要搜什么。例如 ershun knowledge search 社保卡丢了。")
    try:
        serving = Serving(here.index, load_encoder(here.weights), stores_at(here.index_url))
        result = serving.searcher().search(query, region=region)
    except (NoKnowledge, StoreUnavailable) as error:
        fail(str(error))
    console.print(f"{result.verdict.value}，把握 {result.probability:.2f}")
    table = Table("id", "名称", "分")
    for hit in result.hits:
        entry = hit.variant.entry
        title = str(getattr(entry, "name", None) or getattr(entry, "title", ""))
        table.add_row(hit.id, title + ("（外地）" if hit.foreign else ""), f"{hit.score:.2f}")
    console.print(table)


@app.command(help="建知识库并用上；文件有错、接着用上一次的就返回 1。")
def build() -> None:
    """Build the knowledge and put it into use; running processes switch by themselves."""
    from ershun.launch.run import build_knowledge

    if build_knowledge(deployment()).kept_last_good:
        raise typer.Exit(1)


@app.command(help="知识文件的 JSON Schema。")
def schema(kind: str = typer.Argument("item", help="item 或 policy")) -> None:
    """Print the JSON Schema of a knowledge file."""
    from knowledge.schema import PolicyEntry, ServiceItem

    _known(kind)
    models: dict[str, type[BaseModel]] = {"item": ServiceItem, "policy": PolicyEntry}
    typer.echo(models[kind].schema_json(indent=2, ensure_ascii=False))


@app.command(help="重新校准搜索的把握。")
def calibrate() -> None:
    """Learn anew what search scores mean, from held-out names and questions."""
    from knowledge import lexicon
    from knowledge.loader import load
    from knowledge.search import calibration, learning
    from knowledge.search.meaning import load_encoder

    here = deployment()
    library, _ = load(here.knowledge)
    tokens = lexicon.tokenizer(lexicon.words(library))
    encoder = load_encoder(here.weights)
    if encoder is None:
        fail("校准要有语义模型。先运行 ershun models fetch。")
    declined = _examples(_DECLINED)
    calibrations = {}
    for name, used in (("hybrid", encoder), ("lexical", None)):
        with bar(f"校准 {name}") as progress:
            calibrations[name] = learning.learn(library, tokens, used, declined, progress)
    calibration.save(calibrations, calibration.CALIBRATION)
    console.print(f"✓ 写进了 {calibration.CALIBRATION}")


def _known(kind: str) -> None:
    """Make sure that there are entries of this kind."""
    if kind not in ("item", "policy"):
        fail(f"没有 {kind} 这一种，写 item 或 policy。")


def _incomplete(problems: Sequence[Problem]) -> None:
    """Say so if some files could not be read."""
    if problems:
        warn(f"{len(problems)} 处有错，读不了的没有算在内。运行 ershun knowledge check 看是哪些。")


def _examples(file: Path) -> list[str]:
    """The examples of one intent's NLU file."""
    (intent,) = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
    return [line[2:].strip() for line in intent["examples"].splitlines() if line.startswith("- ")]
