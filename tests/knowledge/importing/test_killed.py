"""Imports that are killed, and imports on a disk that is full, as processes of their own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.importing.importing import BATCH, alone
from settings import REPOSITORY
from tests.knowledge.importing.conftest import Office, item_row

ROWS = 5_000


def run(path: Path, office: Office, harm: str, amount: int = 0) -> subprocess.CompletedProcess[str]:
    script = Path(__file__).with_name("killed.py")
    return subprocess.run(
        [sys.executable, str(script), str(path), "items", str(office.imported), harm, str(amount)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": ""},
        timeout=300,
        check=False,
    )


@pytest.fixture
def large(office: Office) -> Path:
    """Five thousand items, the last but one of them spoilt."""
    path = office.files / "large_2021.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(ROWS):
            row = item_row(
                TASK_CODE=f"99{n:08}", TASK_NAME=f"年票办理{n}", material_intro=["身份证"]
            )
            file.write(json.dumps(row, ensure_ascii=False) + "\n" if n != ROWS - 2 else "{\n")
    return path


def test_a_large_import_survives_being_killed_again_and_again(office: Office, large: Path) -> None:
    # given an import that is killed behind its third batch, and again behind its next four
    resumed = 0
    for batches in (3, 4):
        killed = run(large, office, "kill", batches)
        assert killed.returncode == -signal.SIGKILL
        resumed += batches * BATCH
        # then readers see nothing of it, and that it is not done
        assert office.store.count() == 0
        assert list(office.store.entries()) == []
        assert office.store.unfinished() == [("items", "large_2021.jsonl")]
    # when it is run to its end
    done = run(large, office, "none")
    # then it has gone on where it was, and every row is there once
    assert done.returncode == 0, done.stderr
    resumed_at, taken, refused, peak_mb = map(int, done.stdout.split())
    assert (resumed_at, taken, refused) == (resumed, ROWS - 1, 1)
    assert office.store.count() == ROWS - 1
    assert len(office.store.digests()) == ROWS - 1
    # and the one row that was spoilt is told, by its number
    assert [(remark["行"], remark["怎么了"]) for remark in office.remarks()] == [(ROWS - 1, "没收")]
    # and no more memory was needed than a small machine has
    assert peak_mb < 300


def test_a_killed_import_and_one_that_was_not_give_the_same(
    office: Office, large: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Office(tmp_path_factory.mktemp("other"))
    assert run(large, office, "kill", 5).returncode == -signal.SIGKILL
    assert run(large, office, "none").returncode == 0
    assert run(large, other, "none").returncode == 0
    assert office.store.fingerprint() == other.store.fingerprint()


def test_a_new_import_is_not_held_up_by_a_killed_one(office: Office, large: Path) -> None:
    # given an import that was killed while it held the lock
    assert run(large, office, "kill", 2).returncode == -signal.SIGKILL
    # when another file is imported
    with alone(office.imported):
        report = office.take(office.lines("small.jsonl", [item_row()]), "items")
    # then it is, and the first can still go on
    assert report.counts.taken == 1
    assert office.store.unfinished() == [("items", "large_2021.jsonl")]


def test_a_disk_that_is_full_is_said_and_nothing_is_half_done(office: Office, large: Path) -> None:
    # given something imported, and no room for what comes next
    office.take(office.lines("small.jsonl", [item_row()]), "items")
    before = office.store.fingerprint()
    full = run(large, office, "limit", 2_000_000)
    # then one sentence says so
    assert full.returncode == 1
    assert full.stderr.strip() == (
        f"{office.store.file} 写不进去，多半是磁盘满了。腾出地方再运行一次，会接着做。"
    )
    # and readers see what they saw
    assert office.store.fingerprint() == before
    assert office.store.count() == 1
    # and with room again it goes on
    done = run(large, office, "none")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[0]) > 0
    assert office.store.count() == ROWS
