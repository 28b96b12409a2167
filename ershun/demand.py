"""What citizens asked, read from the records database for the audit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional

from sqlalchemy import select
from sqlalchemy.engine import make_url

from assistant.wording import phrase
from knowledge.auditing import Asked
from knowledge.library import Library
from knowledge.schema import ServiceItem
from records.database import READ_ONLY, connect
from records.tables import sessions, turns

#: A day is one in China, whatever the machine's clock is set to; records keep UTC.
_CHINA = timezone(timedelta(hours=8))
_ROWS_AT_ONCE = 1000
_ANSWERED = (
    select(turns, sessions.c.state)
    .join(sessions, sessions.c.id == turns.c.session_id)
    .where(turns.c.outcome.is_not(None))
    .order_by(turns.c.id)
)


def is_there(database_url: str) -> bool:
    """Whether there can be records: SQLite would make an empty file of one that isn't."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return True
    return Path(url.database).exists()


def asked(database_url: str, library: Library) -> Iterator[Asked]:
    """Every answered message of every conversation, in order, as they are kept: masked.

    Which entry was told is not recorded. It is seen from the reply, which holds the entry's
    answer or summary word for word, or from the option that was chosen; so what was
    answered by an entry that has been rewritten since counts as answered by none.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database can't be read.
    """
    engine = connect(database_url).execution_options(**{READ_ONLY: True})
    known = _first_words(library)
    offered: dict[str, dict[str, str]] = {}
    try:
        with engine.connect() as db:
            for row in db.execution_options(yield_per=_ROWS_AT_ONCE).execute(_ANSWERED):
                reply = json.loads(row.reply) if row.reply else {}
                told = _told(reply, known) or offered.get(row.session_id, {}).get(row.said)
                offered[row.session_id] = _options(reply)
                yield Asked(
                    text=row.said,
                    label=row.outcome,
                    day=_day(row.said_at),
                    entry_ids=(told,) if told else (),
                    region=json.loads(row.state).get("region"),
                )
    finally:
        engine.dispose()


def _first_words(library: Library) -> dict[str, str]:
    """A line that only a reply about an entry has -> id of the entry."""
    lines: dict[str, str] = {}
    for variant in library.all_variants():
        entry = variant.entry
        if isinstance(entry, ServiceItem):
            begun = phrase("guide_intro", item=entry.short, summary=entry.summary)
            for line in (entry.summary, begun, phrase("already_in", item=entry.short)):
                lines[line] = entry.id
        else:
            lines[entry.answer] = entry.id
    return lines


def _told(reply: Mapping[str, Any], known: Mapping[str, str]) -> Optional[str]:
    lines = str(reply.get("text", "")).splitlines()
    return next((known[line] for line in lines if line in known), None)


def _options(reply: Mapping[str, Any]) -> dict[str, str]:
    """What may be chosen after a reply: label -> id of the entry it stands for."""
    found = {}
    for option in reply.get("options", ()):
        _, brace, entities = option["send"].partition("{")
        entry = json.loads(brace + entities).get("entry") if brace else None
        if entry:
            found[option["label"]] = str(entry)
    return found


def _day(moment: datetime) -> date:
    """The day in China; SQLite gives the time without its zone, which was UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(_CHINA).date()
