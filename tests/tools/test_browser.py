"""Seeing to a browser for the browser tests.

Browser, font list and apt stand in as scripts: the tests of one script are no reason to
install or remove 400 MB of packages on the machine of whoever runs them.
"""

from __future__ import annotations

import pytest

from tests.tools.conftest import Machine

FONT = 'echo "Noto Sans CJK SC"'
HOW = "apt install chromium fonts-noto-cjk"


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_where_browser_and_font_are_there_nothing_is_done(machine: Machine, browser: str) -> None:
    machine.install(browser, "exit 1")
    machine.install("fc-list", FONT)
    machine.install("apt-get", "echo apt-get must not run")

    done = machine.run("browser.sh")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("font", [None, "true"], ids=["no fc-list", "no Chinese font"])
def test_a_browser_without_a_chinese_font_is_not_enough(machine: Machine, font: str | None) -> None:
    # given a browser that would show boxes for letters
    machine.install("chromium", "exit 1")
    if font:
        machine.install("fc-list", font)
    # then the administrator is told what to run
    done = machine.run("browser.sh")
    assert done.returncode == 1
    assert done.stderr == f"浏览器测试要有 Chromium 和中文字体。请管理员运行：{HOW}\n"


def test_who_is_not_root_is_told_whom_to_ask(machine: Machine) -> None:
    # given apt, and somebody who may not use it
    machine.install("id", "echo 1000")
    machine.install("apt-get", "echo apt-get must not run")
    # then nothing is tried
    done = machine.run("browser.sh")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(f"请管理员运行：{HOW}\n")


def test_root_gets_both_installed(machine: Machine) -> None:
    # given root on Debian
    machine.install("id", "echo 0")
    machine.install("apt-get", 'echo "$DEBIAN_FRONTEND $*" >> "$HOME/apt"')
    # when a browser is seen to
    done = machine.run("browser.sh")
    # then the lists are brought up to date and both are installed, without questions
    assert (done.returncode, done.stdout) == (0, "正在安装 Chromium 和中文字体……\n")
    asked = (machine.checkout.parent / "apt").read_text(encoding="utf-8").splitlines()
    assert asked[0] == "noninteractive update -qq"
    assert asked[1].startswith("noninteractive install -y")
    assert {"chromium", "fonts-noto-cjk"} < set(asked[1].split())


@pytest.mark.parametrize("broken", ["update", "install"])
def test_an_installation_that_fails_is_one_sentence(machine: Machine, broken: str) -> None:
    # given a machine without a network
    machine.install("id", "echo 0")
    machine.install("apt-get", f'[ "$1" != {broken} ] || exit 100')
    # then it is said what to look after
    done = machine.run("browser.sh")
    assert done.returncode == 1
    assert done.stderr == f"没有装成。看看能不能连上软件源，再运行：{HOW}\n"
