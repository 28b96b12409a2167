"""The figures of DESIGN section 7 for the kiosk, measured in every state, lying and standing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.kiosk.conftest import TALL, WIDE
from tests.browser.kiosk.states import STATES, listening, speaking
from tests.browser.kiosk.world import OpenPanel, Panel
from tests.browser.measuring import CONTRASTS, OVERLAPPED, SIZES
from tests.browser.test_accessibility import TAGS, overflow
from tests.channels.conftest import StandIn

#: px; main text on a 24" panel at 600 mm (EN 301 549 5.1.4).
LETTERS = 38
TARGETS = 60

#: Corner zones and where a hand finds them.
CORNERS = {
    "#repeat": (0, 0),
    "#person": (1, 0),
    "#back": (0, 1),
    "#speak": (1, 1),
}

State = Callable[[Panel, StandIn], None]


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__doc__))
def test_every_state_meets_the_figures(open_panel: OpenPanel, rasa: StandIn, state: State) -> None:
    # given any state of the page
    panel = open_panel(clock=True, bypass_csp=True)
    state(panel, rasa)

    # then axe-core finds nothing by all of WCAG and its best practices
    found = Axe().run(panel.page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()

    for size in (WIDE, TALL):
        panel.page.set_viewport_size(size)
        # and no text is small, no target hard to hit
        sizes = panel.page.evaluate(SIZES)
        assert [text for text, letter in sizes["letters"] if letter < LETTERS] == []
        assert [text for text, line in sizes["lines"] if line < 1.3] == []
        assert [text for text, *box in sizes["buttons"] if min(box) < TARGETS] == []
        # and text has 7:1, the edge of a control 3:1
        contrasts = panel.page.evaluate(CONTRASTS)
        assert [text for text, ratio in contrasts["texts"] if ratio < 7] == []
        assert [text for text, ratio in contrasts["edges"] if ratio < 3] == []
        # and nothing is beside the panel, a person always on it
        assert overflow(panel.page) <= 0
        assert panel.page.evaluate("document.documentElement.scrollHeight") == size["height"]
        expect(panel.page.locator("#person")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [WIDE, TALL], ids=["lying", "standing"])
def test_corners_are_found_by_hand(open_panel: OpenPanel, size: dict[str, int]) -> None:
    panel = open_panel(viewport=size)
    for begun in (False, True):
        if begun:
            panel.begin()
        # then each corner of the panel is a zone of its own, up to the very edge
        for zone, (right, bottom) in CORNERS.items():
            at = [right * (size["width"] - 1), bottom * (size["height"] - 1)]
            found = panel.page.evaluate(
                "([x, y, zone]) => Boolean(document.elementFromPoint(x, y).closest(zone))",
                [*at, zone],
            )
            # a rounded corner would be inside the page, never at its edge
            assert found, zone
            box = panel.page.locator(zone).bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 150


def test_what_we_do_is_told_by_shape_word_and_region(panel: Panel, rasa: StandIn) -> None:
    # when the page listens and speaks
    shapes = set()
    for state, words in ((listening, "我在听"), (speaking, "我在说")):
        panel.page.reload()
        state(panel, rasa)
        # then a word says so, in a region that is announced
        expect(panel.page.get_by_role("status")).to_have_text(words)
        shown = panel.page.locator("#state svg:visible")
        expect(shown).to_have_count(1)
        shapes.add(shown.get_attribute("class"))
    # and a shape of its own
    assert len(shapes) == 2


def test_on_a_small_window_it_flows_down(open_panel: OpenPanel, rasa: StandIn) -> None:
    # given the page enlarged to 400 % or on a telephone
    panel = open_panel(viewport={"width": 320, "height": 640})
    speaking(panel, rasa)
    # then nothing is to the side and nothing covers what has the focus
    assert overflow(panel.page) <= 0
    assert panel.page.evaluate(OVERLAPPED) == []


def test_letters_grow_when_it_is_asked(panel: Panel) -> None:
    panel.begin()
    before = letters(panel)

    panel.hears("字太小了")

    assert letters(panel) > before


def letters(panel: Panel) -> float:
    size: Any = panel.reply.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    return float(size)


def test_the_code_is_heard_digit_by_digit(panel: Panel) -> None:
    panel.begin()

    seen = panel.page.locator("#my-code").inner_text().replace(" ", "")
    heard = panel.page.locator("#my-code-spelt").inner_text()
    assert heard == f"续办码是 {' '.join(seen)}。"
