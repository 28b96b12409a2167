"""A citizen before the page."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

#: A reply on a busy machine, milliseconds.
PATIENCE = 15_000

expect.set_options(timeout=PATIENCE)


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

    @property
    def focused(self) -> str:
        """What stands on the element that has the focus: its text, or its label."""
        words: str = self.page.evaluate(
            """() => {
              const node = document.activeElement;
              return node.labels?.[0]?.textContent || node.ariaLabel || node.textContent.trim();
            }"""
        )
        return words

    def press(self, label: str) -> None:
        """Press a button, and wait until it stands in the log as said."""
        before = self.page.locator("article.said").count()
        self.page.get_by_role("button", name=label, exact=True).click()
        expect(self.page.locator("article.said")).to_have_count(before + 1)
