"""Finding uv, or getting it: on the PATH, fetched before, by pip, without pip, not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shelf import Shelf
from tests.tools.conftest import Machine, offer

#: The version the script asks for.
VERSION = "0.13.9"


def own(machine: Machine) -> Path:
    """Where a uv of the checkout's own is put."""
    return machine.checkout / ".tools" / "bin" / "uv"


def test_a_uv_on_the_path_is_taken(machine: Machine) -> None:
    machine.install("uv", "echo theirs")

    done = machine.run("uv.sh")

    assert (done.returncode, done.stdout) == (0, f"{machine.bin / 'uv'}\n")
    assert not (machine.checkout / ".tools").exists()


@pytest.mark.parametrize("pip", [True, False], ids=["with pip", "without pip"])
def test_otherwise_one_is_fetched_once_with_or_without_pip(
    machine: Machine, shelf: Shelf, index: dict[str, str], pip: bool
) -> None:
    # given a machine with only python3, and a package index
    machine.install_python(pip=pip)
    machine.environ.update(index)
    offer(shelf, VERSION)
    # when uv is asked for
    done = machine.run("uv.sh")
    # then only its place is printed, the progress goes to the terminal
    assert (done.returncode, done.stdout) == (0, f"{own(machine)}\n"), done.stderr
    assert done.stderr == f"正在取 uv {VERSION} ……\n"
    assert own(machine).stat().st_mode & 0o111
    # and the next time nobody is asked again
    shelf.asked.clear()
    again = machine.run("uv.sh")
    assert (again.stdout, again.stderr, shelf.asked) == (f"{own(machine)}\n", "", [])


def test_without_python3_it_says_how_to_get_it(machine: Machine) -> None:
    done = machine.run("uv.sh")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "缺 python3。Debian、Ubuntu 上运行 apt install python3。\n"


def test_without_a_package_index_it_says_what_is_needed(
    machine: Machine, index: dict[str, str]
) -> None:
    # given a machine without a network
    machine.install_python(pip=False)
    machine.environ.update(index, PIP_INDEX_URL="http://127.0.0.1:9/simple")
    # when uv is asked for
    done = machine.run("uv.sh")
    # then the last line says what to see to
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == "取不到 uv。要能连上 Python 包源（PIP_INDEX_URL）。"
