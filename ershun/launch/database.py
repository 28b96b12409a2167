"""The records database brought up to date, and what keeps one from it in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from ershun.launch.console import console, fail
from settings import Settings


def upgrade(settings: Settings) -> None:
    """Bring the records database to the newest version, or say what keeps it from it."""
    from records.database import upgrade as upgrade_database

    hint = "看看磁盘满没满、文件有没有被别的程序占着，PostgreSQL 的话看服务起了没有。"
    with within_reach(hint):
        upgrade_database(settings.database_url)
    console.print("✓ 数据库就绪")


@contextmanager
def within_reach(hint: str) -> Iterator[None]:
    """Work with the database; whatever it fails with ends in a sentence and ``hint``."""
    try:
        yield
    except CommandError as error:
        fail(f"数据库是更新的版本建的，这一版读不了（{error}）。换回新版，或者用备份的数据库。")
    except ModuleNotFoundError as error:
        fail(f"用不了 ERSHUN_DATABASE_URL 写的这种数据库（{error}）。能用 SQLite 或 PostgreSQL。")
    except (SQLAlchemyError, OSError) as error:
        # The driver's own words; SQLAlchemy adds the statement and a link to its manual.
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        fail(f"打不开数据库（{reason}）。{hint}")
