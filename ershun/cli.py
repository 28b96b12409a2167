"""The ``ershun`` command."""

from __future__ import annotations

import logging

import typer

from ershun.commands import importing, knowledge, models, records, speech
from ershun.deployment import deployment
from ershun.launch.console import console, fail
from ershun.usage import Commands

app = typer.Typer(
    cls=Commands,
    help="耳顺：听得懂老人话的政务办事助手。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(knowledge.app, name="knowledge")
importing.register(knowledge.app)
app.add_typer(models.app, name="models")
app.add_typer(speech.app, name="speech")
app.add_typer(records.app, name="records")


@app.command(help="准备好一切，打开大门；按 Ctrl-C 关门。")
def run() -> None:
    """Set up what is missing, start everything, open the door."""
    from ershun.launch.run import run as launch

    launch(deployment())


@app.command(help="下载、建库、训练、升级数据库，不启动。")
def setup() -> None:
    """Fetch, build, train and migrate, without starting anything."""
    from ershun.launch.run import set_up

    set_up(deployment())


@app.command(help="关掉上一次启动后还在运行的。")
def stop() -> None:
    """Stop what an earlier start left running."""
    from ershun.launch.stopping import NotAllowed, stop_running

    try:
        pid = stop_running(deployment())
    except NotAllowed as error:
        fail(str(error))
    console.print("耳顺没有在运行。" if pid is None else f"已关门（进程 {pid}）。")


@app.command(help="回答的 JSON Schema。")
def schema() -> None:
    """Print the reply contract as JSON Schema."""
    from assistant.reply import Reply

    typer.echo(Reply.schema_json(indent=2, ensure_ascii=False))


def main() -> None:
    """Entry point of the ``ershun`` command."""
    # What jieba says while it reads its dictionary is no concern of whoever sits at the
    # terminal. A filter, because jieba sets its logger's level when it is imported.
    logging.getLogger("jieba").addFilter(lambda record: record.levelno >= logging.WARNING)
    app()


if __name__ == "__main__":
    main()
