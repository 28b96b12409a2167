"""Real Chromium on the really running product.

Playwright drives the browser that the system has; its own builds are not downloaded.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.deployment import Deployment

#: Names Chromium has on the systems we know.
NAMES = ("chromium", "chromium-browser", "google-chrome")
#: A reply on a busy machine, milliseconds.
PATIENCE = 15_000

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.running)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests fail without one, they don't skip."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "没有 Chromium。管理员运行：apt install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        # The sandbox needs rights a root shell in a container lacks; the pages are our own.
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Screen:
    """What a citizen sees and does."""

    page: Page

    @property
    def newest(self) -> Locator:
        """The newest reply."""
        return self.page.locator("article.newest")

    @property
    def box(self) -> Locator:
        """Where one types."""
        return self.page.get_by_label("您想办什么，想问什么？")

    def say(self, words: str) -> None:
        """Type, send, and wait until what was said stands in the log."""
        before = self.page.locator("article.said").count()
        self.box.fill(words)
        self.page.get_by_role("button", name="发送").click()
        expect(self.page.locator("article.said")).to_have_count(before + 1)

    def press(self, label: str) -> None:
        """Press a button, and wait until it stands in the log as said."""
        before = self.page.locator("article.said").count()
        self.page.get_by_role("button", name=label, exact=True).click()
        expect(self.page.locator("article.said")).to_have_count(before + 1)


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


@pytest.fixture
def screen(open_screen: Callable[..., Screen]) -> Screen:
    """The page as a new citizen on an ordinary screen."""
    return open_screen()
