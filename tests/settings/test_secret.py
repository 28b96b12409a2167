"""The deployment's secret: made once, for its owner's eyes, the same for all processes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from settings.secret import secret_for


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the secret will lie, in a home that doesn't exist yet."""
    return tmp_path / "home" / "secret.key"


def test_the_first_use_makes_a_secret_that_only_its_owner_can_read(file: Path) -> None:
    # given an administrator's shell that lets everybody read new files
    before = os.umask(0)
    try:
        secret_for(file, "sessions")
    finally:
        os.umask(before)
    # then the secret is for its owner alone
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_bytes()) == 32
    # and nothing else is left lying about
    assert list(file.parent.iterdir()) == [file]


def test_a_purpose_has_its_own_key_that_stays(file: Path) -> None:
    sessions, channel = secret_for(file, "sessions"), secret_for(file, "rasa-channel")

    assert sessions != channel
    assert len(sessions) == 64
    assert secret_for(file, "sessions") == sessions
    # and the key does not give the secret away
    assert file.read_bytes().hex() not in {sessions, channel}


def test_two_deployments_have_different_keys(tmp_path: Path) -> None:
    assert secret_for(tmp_path / "a", "sessions") != secret_for(tmp_path / "b", "sessions")


def test_threads_that_start_at_once_agree(file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_for(file, "sessions"), range(8)))

    assert len(keys) == 1
    assert list(file.parent.iterdir()) == [file]


def test_processes_that_start_at_once_agree(file: Path) -> None:
    # given four processes that wait for one another, as after make run
    program = (
        "import sys; from pathlib import Path; from settings.secret import secret_for;"
        "print('ready', flush=True); sys.stdin.readline();"
        "print(secret_for(Path(sys.argv[1]), 'sessions'))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    # when all go on
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    keys = {process.communicate(timeout=20)[0] for process in processes}
    # then there is one secret
    assert keys == {secret_for(file, "sessions") + "\n"}


def test_who_comes_second_takes_the_first_ones_secret(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a process that was first between our look and our write (only so it can be timed)
    link = os.link

    def somebody_was_first(draft: str, target: Path) -> None:
        target.write_bytes(b"1" * 32)
        link(draft, target)

    monkeypatch.setattr(os, "link", somebody_was_first)
    # when a key is wanted
    key = secret_for(file, "sessions")
    # then it is of the secret that was first, and our draft is gone
    assert file.read_bytes() == b"1" * 32
    assert secret_for(file, "sessions") == key
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("length", [0, 5, 31])
def test_a_secret_cut_short_is_refused(file: Path, length: int) -> None:
    # given a disk that was full, so that keys could be guessed
    file.parent.mkdir()
    file.write_bytes(b"x" * length)
    # then the start stops and says what to do
    with pytest.raises(OSError, match="删掉它再启动"):
        secret_for(file, "sessions")


def test_a_home_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    # given a file where the home should be
    (tmp_path / "home").write_text("")

    with pytest.raises(OSError):
        secret_for(tmp_path / "home" / "secret.key", "sessions")
