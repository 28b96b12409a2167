"""The database: opened, written whole or not at all, and what is said when it can't be."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.importing.tables import FILE, StoreError, reading, transaction, writing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that has been made."""
    path = tmp_path / FILE
    with writing(path):
        pass
    return path


def meta(path: Path) -> dict[str, str]:
    with reading(path) as connection:
        return dict(connection.execute("SELECT key, value FROM meta"))


def explained(file: Path) -> str:
    with (
        pytest.raises(StoreError) as caught,
        writing(file, lock_timeout=0.1) as connection,
        transaction(connection),
    ):
        connection.execute("INSERT INTO meta VALUES ('x', 'y')")
    return str(caught.value)


def test_writing_makes_the_database_once(file: Path) -> None:
    assert meta(file) == {"version": "1"}
    with writing(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert meta(file) == {"version": "1"}


def test_a_transaction_is_written_whole(file: Path) -> None:
    with writing(file) as connection, transaction(connection):
        connection.execute("INSERT INTO meta VALUES ('x', 'y')")
    assert meta(file)["x"] == "y"


def test_or_not_at_all(file: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(file) as connection, transaction(connection):
        connection.execute("INSERT INTO meta VALUES ('x', 'y')")
        raise ZeroDivisionError
    assert "x" not in meta(file)


def test_a_reader_can_not_write(file: Path) -> None:
    with (
        pytest.raises(StoreError, match="打不开。看看文件夹在不在，有没有读写的权限。"),
        reading(file) as connection,
    ):
        connection.execute("INSERT INTO meta VALUES ('x', 'y')")


def test_a_reader_sees_what_was_there_when_a_writer_began(file: Path) -> None:
    with writing(file) as writer, reading(file) as reader:
        with transaction(writer):
            writer.execute("INSERT INTO meta VALUES ('x', 'y')")
            # while the writer is in the middle, the reader neither waits nor sees
            assert reader.execute("SELECT count(*) FROM meta").fetchone() == (1,)
        assert reader.execute("SELECT count(*) FROM meta").fetchone() == (2,)


# --- what can go wrong ---


def test_a_locked_database_is_said_to_be_in_use(file: Path) -> None:
    # given another program that is writing
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        # then the wait is short and the sentence clear
        assert explained(file) == f"{file} 被别的程序占着。等它用完，再运行一次。"
    assert meta(file) == {"version": "1"}


def test_a_full_disk_is_said_to_be_full_and_nothing_is_half_done(file: Path) -> None:
    # given a database that may not grow, as on a disk without room
    with pytest.raises(StoreError) as caught, writing(file) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with transaction(connection):
            for number in range(10_000):
                connection.execute("INSERT INTO meta VALUES (?, ?)", (str(number), "y" * 100))
    assert str(caught.value) == (f"{file} 写不进去，多半是磁盘满了。腾出地方再运行一次，会接着做。")
    assert meta(file) == {"version": "1"}


def test_a_spoilt_database_is_said_to_be_spoilt(file: Path) -> None:
    file.write_bytes(b"no database at all, " * 500)
    assert explained(file) == f"{file} 坏了。把它移开，重新导入。"


def test_a_database_of_another_version_is_left_alone(file: Path) -> None:
    with writing(file) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'version'")
    assert explained(file) == (
        f"{file} 是另一个版本的耳顺写的，读不了。把它移开，重新导入，或者换回那个版本。"
    )


def test_a_folder_that_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    file = tmp_path / "gone" / FILE
    assert explained(file) == f"{file} 打不开。看看文件夹在不在，有没有读写的权限。"


def test_a_database_of_somebody_else_is_told_apart(tmp_path: Path) -> None:
    file = tmp_path / FILE
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE theirs (x)")
        other.commit()
    assert explained(file).startswith(f"{file} 出了错（no such table: meta）")


def test_a_path_with_every_sign_in_it_can_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "导入 的?#%20资料"
    folder.mkdir()
    with writing(folder / FILE):
        pass
    assert meta(folder / FILE) == {"version": "1"}
