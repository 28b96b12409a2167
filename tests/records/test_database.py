"""Opening the records: made from nothing, brought up to date, locked, spoilt, killed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from records.database import READ_ONLY, connect, upgrade
from records.store import Records


def tables_in(url: str) -> set[str]:
    engine = connect(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


@contextmanager
def locked(file: Path, mode: str = "EXCLUSIVE") -> Iterator[None]:
    """Another program is in the middle of writing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(f"BEGIN {mode}")
        yield
        other.execute("ROLLBACK")


def test_first_start_makes_folder_file_and_tables(bare_url: str) -> None:
    # when the records are opened where there is nothing
    upgrade(bare_url)
    # then every table is there, and which version it is
    assert tables_in(bare_url) == {
        "sessions",
        "turns",
        "hand_overs",
        "trackers",
        "alembic_version",
    }


def test_second_start_changes_nothing(bare_url: str) -> None:
    # given records with a conversation
    upgrade(bare_url)
    engine = connect(bare_url)
    session = Records(engine).open_session("web")
    # when it is started again
    upgrade(bare_url)
    # then the conversation is still there
    assert Records(engine).session(session.id) == session
    engine.dispose()


def test_a_database_already_up_to_date_is_not_copied_aside(sqlite_file: Path) -> None:
    # when a database at the newest version is opened
    upgrade(f"sqlite:///{sqlite_file}")
    # then no copy is left lying about
    assert not sqlite_file.with_suffix(".before-upgrade.db").exists()


def test_an_older_database_is_kept_aside_before_it_is_upgraded(old_file: Path) -> None:
    # when an older database is brought up to date
    upgrade(f"sqlite:///{old_file}")
    # then the copy holds what there was, without the new tables
    aside = old_file.with_suffix(".before-upgrade.db")
    with closing(sqlite3.connect(aside)) as copy:
        assert copy.execute("SELECT said FROM notes").fetchall() == [("三年前的谈话",)]
    assert tables_in(f"sqlite:///{aside}") == {"notes"}
    # and the database itself lost nothing either
    assert tables_in(f"sqlite:///{old_file}") >= {"notes", "sessions", "turns"}


def test_what_is_only_in_the_write_ahead_log_is_kept_aside_too(old_file: Path) -> None:
    # given an older database in use, whose newest row has not reached the file itself
    with closing(sqlite3.connect(old_file)) as user:
        user.execute("PRAGMA journal_mode=WAL")
        user.execute("INSERT INTO notes VALUES ('刚说的一句')")
        user.commit()
        # when it is brought up to date
        upgrade(f"sqlite:///{old_file}")
    # then the copy has that row as well
    with closing(sqlite3.connect(old_file.with_suffix(".before-upgrade.db"))) as copy:
        assert copy.execute("SELECT count(*) FROM notes").fetchone() == (2,)


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(old_file: Path) -> None:
    # given an older database in whose way a table of ours already stands
    with closing(sqlite3.connect(old_file)) as old:
        old.execute("CREATE TABLE hand_overs (something TEXT)")
        old.commit()
    # when the upgrade breaks off in the middle
    with pytest.raises(OperationalError, match="hand_overs already exists"):
        upgrade(f"sqlite:///{old_file}")
    # then no half of it remains
    assert tables_in(f"sqlite:///{old_file}") == {"notes", "hand_overs"}


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    # given somebody put a text where the records should be
    file = tmp_path / "records.db"
    file.write_text("这不是数据库，是一封信。" * 50, encoding="utf-8")
    before = file.read_bytes()
    # when it is opened
    with pytest.raises(DatabaseError, match="not a database"):
        upgrade(f"sqlite:///{file}")
    # then it is what it was
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_an_os_error() -> None:
    # given a path below a device (root may write nearly everywhere else)
    with pytest.raises(OSError, match="Not a directory"):
        upgrade("sqlite:////dev/null/var/records.db")


def test_odd_letters_in_the_path_do_no_harm(tmp_path: Path) -> None:
    # given a folder with what ini files and URLs take for their own
    file = tmp_path / "50% 空 格(x)s" / "记录.db"
    # when the records are made there
    upgrade(f"sqlite:///{file}")
    # then they are there and nowhere else
    assert file.is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["50% 空 格(x)s"]


def test_a_locked_database_is_given_up_after_the_time_set(sqlite_file: Path) -> None:
    # given another program that doesn't finish
    engine = connect(f"sqlite:///{sqlite_file}", lock_timeout=0.3)
    with locked(sqlite_file):
        # when a conversation is to be begun
        began = time.monotonic()
        with pytest.raises(OperationalError, match="database is locked"):
            Records(engine).open_session("web")
        waited = time.monotonic() - began
    # then it was waited for, but not for ever
    assert 0.25 < waited < 2
    engine.dispose()


def test_a_short_lock_is_sat_out(sqlite_file: Path) -> None:
    # given another program that is busy for a moment
    engine = connect(f"sqlite:///{sqlite_file}")
    other = sqlite3.connect(sqlite_file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.3, other.execute, ["COMMIT"])
    release.start()
    # when a conversation is begun meanwhile
    session = Records(engine).open_session("web")
    # then it is begun as if nothing had been
    release.join()
    other.close()
    assert Records(engine).session(session.id).door == "web"
    engine.dispose()


def test_who_only_reads_is_not_kept_waiting_by_a_writer(sqlite_file: Path) -> None:
    # given a conversation, and another program in the middle of writing
    engine = connect(f"sqlite:///{sqlite_file}", lock_timeout=0.05)
    session = Records(engine).open_session("web")
    with locked(sqlite_file):
        # when it is read
        found = Records(engine).session(session.id)
    # then it is there at once
    assert found == session
    engine.dispose()


def test_after_many_failures_the_next_message_goes_through(sqlite_file: Path) -> None:
    # given more failed attempts than there are connections in the pool
    engine = connect(f"sqlite:///{sqlite_file}", lock_timeout=0.01)
    records = Records(engine)
    with locked(sqlite_file):
        for _ in range(30):
            with pytest.raises(OperationalError):
                records.open_session("web")
    # when the lock is gone
    session = records.open_session("web")
    # then no connection was lost on the way
    assert records.session(session.id) == session
    engine.dispose()


def test_a_locked_database_is_not_upgraded_halfway(old_file: Path) -> None:
    # given an older database that another program holds
    with (
        locked(old_file),
        pytest.raises(OperationalError, match="database is locked"),
    ):
        # when it is to be brought up to date
        upgrade(f"sqlite:///{old_file}")
    # then it is still the old one
    assert tables_in(f"sqlite:///{old_file}") == {"notes"}


def test_a_database_server_that_is_away_is_an_operational_error() -> None:
    # given a port where nobody listens
    with pytest.raises(OperationalError, match="refused"):
        upgrade("postgresql://root@127.0.0.1:1/test")


def test_a_turn_without_its_conversation_cannot_be_stored(database_url: str) -> None:
    # when a row points to a conversation that doesn't exist
    engine = connect(database_url)
    orphan = text(
        "INSERT INTO turns (session_id, message_id, said, said_at)"
        " VALUES ('nobody', 'm1', '在吗', '2026-11-23 09:00:00')"
    )
    # then the database refuses it (SQLite only does when told to)
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"), engine.begin() as db:
        db.execute(orphan)
    engine.dispose()


def test_a_reading_transaction_does_not_lock_out_writers(sqlite_file: Path) -> None:
    # given a long look at the records
    engine = connect(f"sqlite:///{sqlite_file}", lock_timeout=0.05)
    reader = engine.execution_options(**{READ_ONLY: True})
    with reader.connect() as looking:
        looking.execute(text("SELECT count(*) FROM sessions")).scalar()
        # when a conversation is begun meanwhile
        session = Records(engine).open_session("web")
    # then it was
    assert Records(engine).session(session.id) == session
    engine.dispose()


_WRITER = """
import sys
from records.database import connect
from records.store import Records
records = Records(connect(sys.argv[1]))
session = records.open_session("web")
for number in range(100_000):
    records.receive(session.id, f"m{number}", "还在吗")
    print(session.id, f"m{number}", flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(sqlite_file: Path) -> None:
    # given a process that notes message after message
    url = f"sqlite:///{sqlite_file}"
    writer = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _WRITER, url], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    noted = [next(writer.stdout).split() for _ in range(40)]
    # when it is killed in the middle of it
    writer.send_signal(signal.SIGKILL)
    noted += [line.split() for line in writer.stdout]
    writer.wait()
    # then every message it said it had noted is there, and the database is whole
    session_id = noted[0][0]
    engine = connect(url)
    kept = {turn.message_id for turn in Records(engine).transcript(session_id, 100_000)}
    assert {message_id for _, message_id in noted} <= kept
    with engine.connect() as db:
        assert db.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    engine.dispose()
