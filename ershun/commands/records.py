"""``ershun records``: the database's schema, and who waits for a person."""

from __future__ import annotations

import typer
from rich.table import Table

import settings
from ershun.launch.console import console

app = typer.Typer(help="谈话记录和转人工。", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database to the newest version."""
    from records.database import upgrade as upgrade_to_newest

    upgrade_to_newest(settings.load().database_url)
    console.print("✓ 数据库就绪")


@app.command()
def waiting() -> None:
    """List who asked for a person and has not been helped yet."""
    from records.database import connect
    from records.store import Records

    records = Records(connect(settings.load().database_url))
    table = Table("号", "为什么", "谈话", "时间（UTC）", "最后一句")
    for wish in records.open_hand_overs():
        turns = records.transcript(wish.session_id, 2)
        last = turns[0].said if turns else ""
        table.add_row(
            str(wish.number), wish.reason, wish.session_id, f"{wish.asked_at:%m-%d %H:%M}", last
        )
    console.print(table)
