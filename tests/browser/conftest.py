"""Real Chromium on the really running product.

Playwright drives the browser that the system has; its own builds are not downloaded.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.screen import PATIENCE, Screen
from tests.browser.states import STATES
from tests.deployment import Deployment

#: Names Chromium has on the systems we know.
NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.running)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; the tests fail without one, they don't skip.

    For one file at a time: while playwright is there its event loop counts as running, and
    no test after it in the same process could have one of its own.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "没有 Chromium。管理员运行：apt install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        # The sandbox needs rights a root shell in a container lacks; the pages are our own.
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_screen(browser: Browser, deployment: Deployment) -> Iterator[Callable[..., Screen]]:
    """Opens the page as a new citizen, with the browser set as one likes."""
    contexts = []

    def open_page(url: str = deployment.url, **settings: Any) -> Screen:
        context = browser.new_context(**settings)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(url)
        return Screen(page)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module", params=STATES, ids=lambda state: str(state.__doc__))
def standing(
    request: pytest.FixtureRequest, browser: Browser, deployment: Deployment
) -> Iterator[Screen]:
    """The page in each of its states in turn, for whoever only looks at it.

    axe is a script of its own that our policy would keep out: here it may run.
    """
    context = browser.new_context(bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    screen = Screen(context.new_page())
    screen.page.goto(deployment.url)
    request.param(screen)
    yield screen
    context.close()


@pytest.fixture
def screen(open_screen: Callable[..., Screen]) -> Screen:
    """The page as a new citizen on an ordinary screen."""
    return open_screen()
