"""The figures of DESIGN section 7, measured in the browser on every state of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screen

#: All WCAG tags of axe up to 2.2 AAA, and its best practices.
TAGS = [
    "wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]  # fmt: skip


def greeted(screen: Screen) -> None:
    """As the page opens."""


def answered(screen: Screen) -> None:
    """A policy with its source."""
    screen.say("高龄津贴多大年纪能领")


def choosing(screen: Screen) -> None:
    """A question back with choices."""
    screen.say("社保卡丢了")


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
    expect(screen.page.locator("progress")).to_be_visible()


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


def lost(screen: Screen) -> None:
    """A page that doesn't exist."""
    screen.page.goto(f"{screen.page.url.split('/#')[0]}/nowhere")


STATES = [greeted, answered, choosing, materials, step, noticed, largest, resuming, lost]
State = Callable[[Screen], None]
every_state = pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__doc__))


@every_state
def test_axe_finds_nothing(open_screen: Callable[..., Screen], state: State) -> None:
    # given any state of the page (axe itself is a script our policy would keep out)
    screen = open_screen(bypass_csp=True)
    state(screen)

    # when axe-core looks at it by all of WCAG and its best practices
    found = Axe().run(screen.page, options={"runOnly": {"type": "tag", "values": TAGS}})

    # then there is nothing to say
    assert found.violations_count == 0, found.generate_report()


@every_state
def test_letters_lines_and_targets_are_large_enough(screen: Screen, state: State) -> None:
    state(screen)

    sizes = screen.page.evaluate(_MEASURE)
    assert min(sizes["main"]) >= 24
    assert min(sizes["spacing"]) >= 1.5
    assert all(width >= 60 and height >= 60 for width, height in sizes["buttons"])
    assert all(height >= 44 for height in sizes["links"])


#: Font size of running text in px, line height over it, size of buttons, height of links.
_MEASURE = """() => {
  const style = (node) => getComputedStyle(node);
  const px = (text) => parseFloat(text);
  const seen = (node) => node.getClientRects().length > 0;
  const texts = [...document.querySelectorAll("article p, label, h1:not(.unseen), button")];
  const buttons = [...document.querySelectorAll("button")].filter(seen);
  const links = [...document.querySelectorAll("a:not(.skip)")].filter(seen);
  return {
    main: texts.map((node) => px(style(node).fontSize)),
    spacing: [...document.querySelectorAll("article p, label")]
      .map((node) => px(style(node).lineHeight) / px(style(node).fontSize)).concat(2),
    buttons: buttons.map((b) => [b.offsetWidth, b.offsetHeight]),
    links: links.map((a) => a.getBoundingClientRect().height).concat(44),
  };
}"""


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


@every_state
@pytest.mark.parametrize(
    "viewport",
    [{"width": 320, "height": 640}, {"width": 320, "height": 200}],
    ids=["a narrow telephone", "enlarged to 400 per cent"],
)
def test_nothing_is_cut_off(
    open_screen: Callable[..., Screen], state: State, viewport: dict[str, Any]
) -> None:
    # given a window of 320 px: also what 400 % zoom leaves of 1280 x 800
    screen = open_screen(viewport=viewport)

    state(screen)

    assert overflow(screen.page) <= 0
    if state is not resuming and state is not lost:
        send = screen.page.get_by_role("button", name="发送")
        send.scroll_into_view_if_needed()
        send.focus()
        expect(send).to_be_in_viewport(ratio=1)


def test_letters_grow_beyond_forty_pixels_and_stay_so(screen: Screen) -> None:
    largest(screen)

    screen.page.reload()

    assert screen.newest.locator("p").first.evaluate("n => getComputedStyle(n).fontSize") == "40px"


def test_asking_for_larger_letters_makes_them_larger(screen: Screen) -> None:
    screen.say("字太小了，看不清，大一点")

    expect(screen.page.locator("html.size-large")).to_be_attached()


def test_what_is_said_aloud_is_announced_once_and_then_gone(screen: Screen) -> None:
    # given a live region off screen
    region = screen.page.locator("[aria-live=polite]")

    # when a reply with a hotline comes
    screen.page.evaluate(
        """() => {
          const region = document.querySelector("[aria-live=polite]");
          window.announced = [];
          new MutationObserver(() => window.announced.push(region.textContent))
            .observe(region, { childList: true });
        }"""
    )
    screen.say("高龄津贴多大年纪能领")
    expect(region).to_have_text("")
    expect(region).to_be_empty()
    screen.page.wait_for_timeout(1200)

    # then it was announced as it would be spoken, digit by digit, and taken away again
    announced = screen.page.evaluate("window.announced")
    assert len(announced) == 2
    assert "幺 二 三 四 五" in announced[0]
    assert announced[1] == ""


def test_the_log_is_a_log_and_does_not_take_the_focus(screen: Screen) -> None:
    screen.box.focus()

    screen.say("高龄津贴多大年纪能领")

    expect(screen.page.get_by_role("log", name="谈话")).to_be_attached()
    assert screen.page.evaluate("document.activeElement.className") != "newest"
    assert screen.newest.evaluate("node => node.contains(document.activeElement)") is False


def test_in_forced_colours_the_chosen_size_still_shows(
    open_screen: Callable[..., Screen],
) -> None:
    # given Windows' high contrast: colours are the user's, fills are gone
    screen = open_screen(forced_colors="active")

    # then the pressed button differs by more than colour
    pressed = screen.page.locator("button[aria-pressed=true]")
    other = screen.page.locator("button[aria-pressed=false]").first
    weight = "node => getComputedStyle(node).fontWeight"
    assert pressed.evaluate(weight) != other.evaluate(weight)


def test_it_speaks_chinese_and_says_what_it_is(screen: Screen) -> None:
    assert screen.page.locator("html").get_attribute("lang") == "zh-CN"
    assert screen.page.title() == "耳顺 · 政务办事助手"
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("和耳顺说话")
