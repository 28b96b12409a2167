"""``ershun records``: the database's schema, and who waits for a person."""

from __future__ import annotations

import typer
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from ershun.deployment import deployment
from ershun.launch.console import console, fail

app = typer.Typer(help="谈话记录和转人工。", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database to the newest version."""
    from ershun.launch.run import upgrade_records

    upgrade_records(deployment())


@app.command()
def waiting() -> None:
    """List who asked for a person and has not been helped yet."""
    try:
        console.print(_waiting(deployment().database_url))
    except SQLAlchemyError as error:
        fail(f"读不了数据库（{error}）。没建过就先运行 ershun records upgrade。")


def _waiting(database_url: str) -> Table:
    from records.database import connect
    from records.store import Records

    records = Records(connect(database_url))
    table = Table("号", "为什么", "谈话", "时间（UTC）", "最后一句")
    for wish in records.open_hand_overs():
        turns = records.transcript(wish.session_id, 2)
        # What a citizen typed is no markup of ours.
        last = escape(turns[0].said) if turns else ""
        table.add_row(
            str(wish.number), wish.reason, wish.session_id, f"{wish.asked_at:%m-%d %H:%M}", last
        )
    return table
