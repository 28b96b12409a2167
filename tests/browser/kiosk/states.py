"""Every state of the kiosk, and how a citizen gets there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.kiosk.world import Panel
from tests.channels.conftest import Canned, StandIn


def attract(panel: Panel, rasa: StandIn) -> None:
    """Nobody is there."""
    panel.is_("attract")


def listening(panel: Panel, rasa: StandIn) -> None:
    """Greeted, and listened to."""
    panel.begin()
    panel.is_("listening")
    panel.speech.tell(event="caption", text="我要补办")
    expect(panel.page.locator("#caption")).to_have_text("我要补办")


def thinking(panel: Panel, rasa: StandIn) -> None:
    """Waiting for a reply."""
    panel.begin()
    rasa.canned.append(Canned(delay=2.5, answers_after=True))
    panel.speech.hears("补办社保卡")
    panel.is_("thinking")


def speaking(panel: Panel, rasa: StandIn) -> None:
    """A question read out, with what can be chosen."""
    panel.begin()
    panel.speech.seconds = 5
    panel.speech.hears("补办社保卡")
    panel.is_("speaking")
    expect(panel.option("还没挂失")).to_be_visible()


def step(panel: Panel, rasa: StandIn) -> None:
    """In a guide, at a step with its card."""
    panel.begin()
    panel.hears("补办社保卡")
    for label in ("挂失了", "自己去", "下一步", "下一步"):
        panel.choose(label)
    expect(panel.page.locator(".card-steps")).to_be_visible()


def spelling(panel: Panel, rasa: StandIn) -> None:
    """The code pressed on the number pad."""
    panel.begin()
    panel.page.locator("#code").click()
    panel.settled()
    panel.page.keyboard.type("123")
    expect(panel.page.locator("#typed")).to_have_text("123")
    panel.settled()


def writing(panel: Panel, rasa: StandIn) -> None:
    """Typing instead of speaking."""
    panel.begin()
    panel.page.locator("#write").click()
    expect(panel.page.locator("#text")).to_be_focused()


def trouble(panel: Panel, rasa: StandIn) -> None:
    """No speech service."""
    panel.begin()
    panel.speech.stop()
    expect(panel.page.locator("#trouble")).to_be_visible()


def warned(panel: Panel, rasa: StandIn) -> None:
    """Asked whether anybody is there."""
    panel.begin()
    panel.page.clock.fast_forward(91_000)
    expect(panel.page.locator("#idle")).to_be_visible()


def by_ear(panel: Panel, rasa: StandIn) -> None:
    """Touching to hear what is where."""
    panel.page.locator("#back").click()
    panel.settled()
    panel.page.locator("#louder").click()
    expect(panel.page.locator(".armed")).to_have_count(1)


STATES = [
    attract, listening, thinking, speaking, step, spelling, writing, trouble, warned, by_ear,
]  # fmt: skip
