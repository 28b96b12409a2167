"""The figures of DESIGN section 7, measured in the browser on every state of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.measuring import CONTRASTS, OVERLAPPED, SIZES
from tests.browser.screen import Screen
from tests.browser.states import called, largest, step

#: All WCAG tags of axe up to 2.2 AAA, and its best practices.
TAGS = [
    "wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]  # fmt: skip
BY_DAY_AND_BY_NIGHT: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def test_axe_finds_nothing(standing: Screen) -> None:
    # given any state of the page, by day and by night
    for scheme in BY_DAY_AND_BY_NIGHT:
        standing.page.emulate_media(color_scheme=scheme)

        # when axe-core looks at it by all of WCAG and its best practices
        found = Axe().run(standing.page, options={"runOnly": {"type": "tag", "values": TAGS}})

        # then there is nothing to say
        assert found.violations_count == 0, found.generate_report()


def test_letters_lines_targets_and_colours(standing: Screen) -> None:
    # given any state of the page
    page = standing.page
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")

    # then no text is small, no line narrow, no target hard to hit
    sizes = page.evaluate(SIZES)
    assert [text for text, size in sizes["letters"] if size < 24] == []
    assert [text for text, spacing in sizes["lines"] if spacing < 1.5] == []
    assert [text for text, width, height in sizes["buttons"] if min(width, height) < 60] == []
    assert [text for text, width, height in sizes["others"] if min(width, height) < 44] == []
    # and a person is in sight, also at the bottom
    expect(page.get_by_role("button", name="人工", exact=True)).to_be_in_viewport(ratio=1)
    # and by day and by night, text has 7:1 and the edge of a control 3:1
    for scheme in BY_DAY_AND_BY_NIGHT:
        page.emulate_media(color_scheme=scheme)
        contrasts = page.evaluate(CONTRASTS)
        assert len(contrasts["texts"]) >= 3
        assert [text for text, ratio in contrasts["texts"] if ratio < 7] == [], scheme
        assert [text for text, ratio in contrasts["edges"] if ratio < 3] == [], scheme


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def test_nothing_is_cut_off_on_a_narrow_telephone_or_enlarged_to_400_per_cent(
    standing: Screen,
) -> None:
    # when the window is 320 px wide, as a small telephone or as 400 % of 1280 x 800 leaves it
    for height in (640, 200):
        standing.page.set_viewport_size({"width": 320, "height": height})

        # then nothing is to the side, and nothing covers what gets the focus
        assert overflow(standing.page) <= 0
        assert standing.page.evaluate(OVERLAPPED) == []
    standing.page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("state", [step, called], ids=lambda state: str(state.__doc__))
def test_the_largest_letters_fit_the_smallest_window(
    screen: Screen, state: Callable[[Screen], None]
) -> None:
    state(screen)
    largest(screen)

    screen.page.set_viewport_size({"width": 320, "height": 640})

    assert overflow(screen.page) <= 0
    assert screen.page.evaluate(OVERLAPPED) == []


def test_spacing_of_ones_own_loses_nothing(open_screen: Callable[..., Screen]) -> None:
    # given a reader who spaces lines, letters and paragraphs as WCAG 1.4.12 allows
    screen = open_screen(viewport={"width": 320, "height": 640}, bypass_csp=True)
    step(screen)
    screen.page.add_style_tag(
        content="* { line-height: 1.8 !important; letter-spacing: 0.12em !important; "
        "word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
    )

    assert overflow(screen.page) <= 0


def test_letters_grow_beyond_forty_pixels_and_stay_so(screen: Screen) -> None:
    largest(screen)

    screen.page.reload()

    assert screen.newest.locator("p").first.evaluate("n => getComputedStyle(n).fontSize") == "40px"


def test_asking_for_larger_letters_makes_them_larger(screen: Screen) -> None:
    screen.say("字太小了，看不清，大一点")

    expect(screen.page.locator("html.size-large")).to_be_attached()


def listen(page: Page) -> None:
    """Note what the screen reader is given to say."""
    page.evaluate(
        """() => {
          const region = document.querySelector("[aria-live=polite]");
          window.announced = [];
          new MutationObserver(() => window.announced.push(region.textContent))
            .observe(region, { childList: true });
        }"""
    )


def test_a_reply_is_announced_once_and_then_gone(screen: Screen) -> None:
    # given a screen reader
    listen(screen.page)

    # when a reply with a hotline comes
    screen.say("高龄津贴几岁能领")
    screen.page.wait_for_timeout(1200)

    # then it was announced as it would be spoken, digit by digit, and taken away again
    announced: list[Any] = screen.page.evaluate("window.announced")
    assert len(announced) == 2
    assert "幺 二 三 四 五" in announced[0]
    assert announced[1] == ""
    # and not a second time by the log, which is one to walk through
    expect(screen.page.get_by_role("log", name="谈话")).to_have_attribute("aria-live", "off")


def test_without_scripts_the_log_announces_by_itself(open_screen: Callable[..., Screen]) -> None:
    screen = open_screen(java_script_enabled=False)

    log = screen.page.get_by_role("log", name="谈话")
    expect(log).to_be_attached()
    expect(log).not_to_have_attribute("aria-live", "off")


def test_who_said_what_can_be_walked_by_headings(screen: Screen) -> None:
    step(screen)

    headings = screen.page.get_by_role("log").get_by_role("heading", level=2).all_inner_texts()
    assert headings == ["耳顺", *["您说", "耳顺"] * 5]


def test_the_code_is_heard_digit_by_digit(screen: Screen) -> None:
    shown = screen.page.locator(".code")

    expect(shown).to_have_attribute("aria-hidden", "true")
    heard = screen.page.locator(".code + .unseen").inner_text()
    assert heard == " ".join(shown.inner_text().replace(" ", ""))


def test_in_forced_colours_what_counts_still_shows(open_screen: Callable[..., Screen]) -> None:
    # given Windows' high contrast: colours are the user's, fills are gone
    screen = open_screen(forced_colors="active")
    step(screen)

    # then pressed, main and newest differ by more than colour
    edge = "node => parseFloat(getComputedStyle(node).borderTopWidth)"
    page = screen.page
    for marked, plain in (
        ("button[aria-pressed=true]", "button[aria-pressed=false]"),
        (".onward", ".options .option:not(.onward)"),
        (".newest", ".reply:not(.newest)"),
    ):
        width = page.locator(marked).first.evaluate(edge)
        assert width > page.locator(plain).first.evaluate(edge) > 0


def test_it_speaks_chinese_and_says_what_it_is(screen: Screen) -> None:
    assert screen.page.locator("html").get_attribute("lang") == "zh-CN"
    assert screen.page.title() == "耳顺 · 政务办事助手"
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("和耳顺说话")
