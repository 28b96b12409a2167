"""uv's wheel from a package index (PEP 691) on loopback, with the standard library alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from settings import REPOSITORY
from tests.shelf import Shelf
from tests.tools.conftest import offer


def fetch_uv(target: Path, index: str) -> subprocess.CompletedProcess[str]:
    """Run the script as tools/uv.sh does."""
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "tools" / "fetch_uv.py"), "1.2.3", str(target)],
        env={"PIP_INDEX_URL": index},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("ending", ["", "/"])
def test_the_wheels_binary_is_put_there_and_runs(tmp_path: Path, shelf: Shelf, ending: str) -> None:
    # given an index that has the version asked for, and others
    offer(shelf, "1.2.3")
    target = tmp_path / "tools" / "bin" / "uv"
    # when it is fetched into a folder that isn't there yet
    done = fetch_uv(target, f"{shelf.url}/simple{ending}")
    # then the binary is there and can be run
    assert (done.returncode, done.stderr) == (0, "")
    assert subprocess.check_output([str(target)], text=True) == "uv\n"


@pytest.mark.parametrize(
    ("index", "sentence"),
    [
        ("wrong bytes", "下载的 uv 校验值不对，请再试一次。"),
        ("another machine", "包源 127.0.0.1 里没有适合这台机器的 uv 1.2.3。"),
        ("no uv", "包源 127.0.0.1 用不了（HTTP Error 404: Not Found）。"),
        ("no json", "包源 127.0.0.1 用不了（Expecting value: line 1 column 1 (char 0)）。"),
        ("nobody", "包源 127.0.0.1 用不了（<urlopen error [Errno 111] Connection refused>）。"),
    ],
)
def test_an_index_of_no_use_is_said_in_one_sentence(
    tmp_path: Path, shelf: Shelf, index: str, sentence: str
) -> None:
    # given an index in which something is wrong
    offer(shelf, "1.2.3", **({"machine": "s390"} if index == "another machine" else {}))
    url = "http://127.0.0.1:9" if index == "nobody" else shelf.url
    if index == "wrong bytes":
        shelf.files = {path: content + b" " for path, content in shelf.files.items()}
    elif index == "no uv":
        shelf.files.clear()
    elif index == "no json":
        shelf.files["/simple/uv/"] = b"<html><a>uv</a></html>"
    # when uv is to be fetched from it
    done = fetch_uv(tmp_path / "bin" / "uv", f"{url}/simple")
    # then that is told without a traceback, and nothing is put there
    assert (done.returncode, done.stderr) == (1, f"{sentence}\n")
    assert not (tmp_path / "bin" / "uv").exists()


def test_a_password_in_the_address_is_not_shown(tmp_path: Path) -> None:
    done = fetch_uv(tmp_path / "uv", "http://clerk:geheim@127.0.0.1:9/simple")

    assert done.returncode == 1
    assert "geheim@" not in done.stderr
