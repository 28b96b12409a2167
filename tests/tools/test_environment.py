"""Building the Python environment: what is asked of uv, and what is said if it can't.

uv stands in as a script that notes how it is called: the real one fetches 1.5 GB. What it
makes of uv.lock is what these tests run in.
"""

from __future__ import annotations

from tests.tools.conftest import Machine


def test_the_environment_is_exactly_the_locked_one_with_bytecode(machine: Machine) -> None:
    # given a uv that works
    machine.install("uv", 'echo "$PWD: $*" > called; mkdir .venv')
    # when the environment is built
    done = machine.run("environment.sh")
    # then in the checkout, from the lock alone, compiled, and noted as ready for make
    assert done.returncode == 0, done.stderr
    called = (machine.checkout / "called").read_text(encoding="utf-8")
    assert called == f"{machine.checkout}: sync --frozen --compile-bytecode --python 3.11\n"
    assert (machine.checkout / ".venv" / ".ready").exists()


def test_a_build_that_fails_says_what_is_needed_and_is_tried_again(machine: Machine) -> None:
    # given a uv that finds no Python 3.11 or no index
    machine.install("uv", "mkdir -p .venv; echo 'error: No interpreter found' >&2; exit 2")
    # when the environment is built
    done = machine.run("environment.sh")
    # then uv's reason stands there, and below it what to do
    assert done.returncode == 1
    reason, sentence = done.stderr.splitlines()
    assert reason == "error: No interpreter found"
    assert sentence.startswith("环境没有装成。要有 Python 3.11（apt install python3.11")
    # and it doesn't count as ready, so that make builds it again
    assert not (machine.checkout / ".venv" / ".ready").exists()


def test_without_uv_and_python_nothing_is_begun(machine: Machine) -> None:
    done = machine.run("environment.sh")

    assert done.returncode == 1
    assert "缺 python3" in done.stderr
    assert not (machine.checkout / ".venv").exists()
