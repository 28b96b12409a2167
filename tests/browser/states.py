"""Every state of the page, and how a citizen gets there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.screen import Screen


def greeted(screen: Screen) -> None:
    """As the page opens."""


def answered(screen: Screen) -> None:
    """A policy with its source."""
    screen.say("高龄津贴几岁能领")
    expect(screen.page.locator(".card-source")).to_be_visible()


def choosing(screen: Screen) -> None:
    """A question back with choices."""
    screen.say("社保卡丢了")
    expect(screen.page.get_by_role("button", name="补办社保卡")).to_be_visible()


def materials(screen: Screen) -> None:
    """In a guide, at the list of what to bring."""
    screen.say("补办社保卡")
    screen.press("挂失了")
    screen.press("自己去")
    expect(screen.page.locator(".card-materials")).to_be_visible()


def step(screen: Screen) -> None:
    """In a guide, at a step."""
    materials(screen)
    screen.press("下一步")
    screen.press("下一步")
    expect(screen.page.locator(".card-steps li.done")).to_be_visible()


def finished(screen: Screen) -> None:
    """A guide summed up."""
    step(screen)
    for _ in range(4):
        screen.press("下一步")
    expect(screen.newest).to_contain_text("说完了")


def called(screen: Screen) -> None:
    """A person called."""
    screen.press("人工")
    expect(screen.newest).to_contain_text("您的号是")


def noticed(screen: Screen) -> None:
    """A notice of the door's own."""
    screen.page.get_by_role("button", name="发送").click()
    expect(screen.page.locator(".notice")).to_be_visible()


def largest(screen: Screen) -> None:
    """The largest letters."""
    screen.page.get_by_role("button", name="最大").click()
    expect(screen.page.locator("html.size-largest")).to_be_attached()


def resuming(screen: Screen) -> None:
    """Where the code is typed in."""
    screen.page.get_by_role("link", name="我有续办码").click()
    expect(screen.page.get_by_label("请输入六位续办码")).to_be_visible()


def refused(screen: Screen) -> None:
    """A code nobody has."""
    resuming(screen)
    screen.page.get_by_label("请输入六位续办码").fill("12345")
    screen.page.get_by_role("button", name="接着办").click()
    expect(screen.page.locator(".notice")).to_be_visible()


def lost(screen: Screen) -> None:
    """A page that doesn't exist."""
    screen.page.goto(f"{screen.page.url.split('/#')[0].rstrip('/')}/nowhere")


STATES = [
    greeted, answered, choosing, materials, step, finished, called, noticed, largest,
    resuming, refused, lost,
]  # fmt: skip
