"""``ershun records``: the database's schema, and who waits for a person."""

from __future__ import annotations

import typer
from rich.markup import escape
from rich.table import Table

from ershun.deployment import deployment
from ershun.launch import database
from ershun.launch.console import console

app = typer.Typer(help="谈话记录和转人工。", no_args_is_help=True)


@app.command(help="把数据库升到最新版。")
def upgrade() -> None:
    """Bring the database to the newest version."""
    database.upgrade(deployment())


@app.command(help="列出在等工作人员的人。")
def waiting() -> None:
    """List who asked for a person and has not been helped yet."""
    with database.within_reach("没建过就先运行 ershun records upgrade。"):
        console.print(_waiting(deployment().database_url))


def _waiting(database_url: str) -> Table:
    from assistant.conversation.people import COMPLAINT, WANTS_PERSON
    from records.database import connect
    from records.store import Records

    records = Records(connect(database_url))
    reasons = {WANTS_PERSON: "要找人", COMPLAINT: "投诉"}
    table = Table()
    for title in ("号", "为什么", "谈话", "时间（UTC）", "最后一句"):
        # Folded on a narrow screen: a conversation's number cut short is of no use.
        table.add_column(title, overflow="fold")
    for wish in records.open_hand_overs():
        turns = records.transcript(wish.session_id, 2)
        # What a citizen typed is no markup of ours.
        last = escape(turns[0].said) if turns else ""
        reason, when = reasons.get(wish.reason, wish.reason), f"{wish.asked_at:%m-%d %H:%M}"
        table.add_row(str(wish.number), reason, wish.session_id, when, last)
    return table
