"""Nobody there any more: asked in good time, and then no trace of the visit."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.kiosk.world import OpenPanel, Panel

#: Seconds; WCAG 2.2.1 asks for 20.
WARNED_BEFORE = 20


@pytest.fixture
def panel(open_panel: OpenPanel) -> Panel:
    """A visit under way, with a clock that can be put forward."""
    panel = open_panel(clock=True)
    panel.begin()
    panel.hears("补办社保卡")
    return panel


def warned(panel: Panel) -> None:
    panel.page.clock.fast_forward(91_000)
    expect(panel.page.locator("#idle")).to_be_visible()


def test_it_is_warned_in_sight_and_aloud_and_then_all_is_gone(panel: Panel) -> None:
    # given a visit with words in it, and things a browser might keep
    code = panel.page.locator("#my-code").inner_text()
    panel.page.evaluate(
        """async () => {
          localStorage.setItem("words", "补办社保卡");
          sessionStorage.setItem("words", "补办社保卡");
          document.getElementById("text").value = "补办社保卡";
          await (await caches.open("kept")).put("/kept", new Response("补办社保卡"));
        }"""
    )

    # when nobody stirs
    warned(panel)
    # then it is asked in good time, with the code to go on elsewhere
    left = int(panel.page.locator("#idle-left").inner_text())
    assert left >= WARNED_BEFORE
    expect(panel.page.locator("#idle-words")).to_contain_text("您还在吗")
    expect(panel.page.locator("#idle-code")).to_contain_text(" ".join(code.replace(" ", "")))
    panel.page.wait_for_function("() => document.getElementById('caption').textContent")
    assert "您还在吗" in panel.speech.texts

    # and when nobody answers, nothing is left: on the page, in the browser, on the line
    with panel.page.expect_response("**/kiosk/visit") as forgotten:
        panel.page.clock.run_for((left + 2) * 1000)
    panel.is_("attract")
    cleared = forgotten.value.all_headers()["clear-site-data"]
    assert cleared == '"cache", "cookies", "storage"'
    body = panel.page.locator("body").evaluate("node => node.innerText + node.innerHTML")
    assert "挂失" not in body
    assert code not in body
    assert panel.page.locator("#text").input_value() == ""
    assert panel.page.evaluate("localStorage.length + sessionStorage.length") == 0
    panel.page.wait_for_function("async () => (await caches.keys()).length === 0")
    assert panel.page.context.cookies() == []
    expect(panel.page.locator("#idle")).to_be_hidden()


@pytest.mark.parametrize("how", ["touch", "button", "key", "word"])
def test_any_touch_or_word_keeps_it_ten_times_and_more(panel: Panel, how: str) -> None:
    shown = panel.reply.inner_text()
    for _ in range(10):
        # given the warning
        warned(panel)
        # when somebody stirs in any way
        if how == "touch":
            panel.page.mouse.click(960, 30)
        elif how == "button":
            box = panel.page.get_by_role("button", name="我还在").bounding_box()
            assert box is not None
            panel.page.mouse.click(box["x"] + 9, box["y"] + 9)
        elif how == "key":
            panel.page.keyboard.press("1")
        else:
            panel.speech.tell(event="barge_in")
        # then it goes on where it was: the key has only said that somebody is there
        expect(panel.page.locator("#idle")).to_be_hidden()
        panel.settled()
        assert panel.reply.inner_text() == shown


def test_while_we_speak_nobody_is_idle(panel: Panel) -> None:
    # given a long text being read out
    panel.speech.seconds = 20
    panel.page.keyboard.press("#")
    panel.is_("speaking")

    panel.page.clock.fast_forward(300_000)

    # then nobody is hurried
    expect(panel.page.locator("#idle")).to_be_hidden()


def test_done_is_done_at_once(panel: Panel) -> None:
    # when somebody says that she is done
    panel.page.locator("#leave").click()

    # then all is gone, and the microphone's sound goes nowhere
    panel.is_("attract")
    assert "挂失" not in panel.page.content()
    heard = panel.speech.heard
    expect(panel.page.locator("#caption")).to_contain_text("都收起来了")
    assert panel.speech.heard == heard


def test_saying_goodbye_asks_soon(open_panel: OpenPanel) -> None:
    panel = open_panel()
    panel.begin()

    panel.speech.hears("再见")

    expect(panel.page.locator("#idle")).to_be_visible()


def test_the_next_one_finds_a_visit_of_her_own(panel: Panel) -> None:
    code = panel.page.locator("#my-code").inner_text()
    panel.page.locator("#leave").click()

    panel.begin()

    expect(panel.reply).to_contain_text("您好，我是耳顺")
    assert panel.page.locator("#my-code").inner_text() != code
