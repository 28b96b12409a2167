"""The kiosk page in Chromium with a microphone that isn't there, before stand-ins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import settings
from assistant.contract import SECRET_PURPOSE
from assistant.conversation.turn import Desk
from settings.secret import secret_for
from tests.browser.kiosk.world import OpenPanel, Panel, StandInSpeech, serving
from tests.browser.screen import PATIENCE
from tests.channels.conftest import StandIn

#: 24 inches, lying and standing.
WIDE = {"width": 1920, "height": 1080}
TALL = {"width": 1080, "height": 1920}

FAKE_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def hearing_browser(browser: Browser) -> Iterator[Browser]:
    """Chromium with a microphone that beeps, and that pages are let use."""
    launcher = browser.browser_type
    chromium = launcher.launch(
        executable_path=launcher_path(browser), args=["--no-sandbox", *FAKE_MICROPHONE]
    )
    yield chromium
    chromium.close()


def launcher_path(browser: Browser) -> str:
    """Where Chromium is on this system."""
    from shutil import which

    from tests.browser.conftest import NAMES

    return next(path for path in map(which, NAMES) if path)


@pytest.fixture
def speech() -> Iterator[StandInSpeech]:
    """The stand-in for the speech service, serving."""
    stand_in = StandInSpeech()
    stand_in.start()
    yield stand_in
    stand_in.close()


@pytest.fixture
def rasa(desk: Desk) -> Iterator[StandIn]:
    """The stand-in for Rasa, with its knowledge loaded."""
    desk.serving.searcher().search("社保卡", region="000000")
    stand_in = StandIn(desk)
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def door(tmp_path: Path, database_url: str, rasa: StandIn, speech: StandInSpeech) -> Iterator[str]:
    """The web door between the two; its address."""
    made = settings.load(
        {
            "ERSHUN_HOME": str(tmp_path / "var"),
            "ERSHUN_DATABASE_URL": database_url,
            "ERSHUN_RASA_PORT": str(rasa.port),
            "ERSHUN_VOICE_PORT": str(speech.port),
            "ERSHUN_LIMITS_URL": "off",
            "ERSHUN_TURN_TIMEOUT": "3",
        }
    )
    rasa.secret = secret_for(made.secret_file, SECRET_PURPOSE)
    with serving(made) as url:
        yield url


@pytest.fixture
def open_panel(hearing_browser: Browser, door: str, speech: StandInSpeech) -> Iterator[OpenPanel]:
    """Opens the page on a panel, with the browser and the address as one likes.

    Whatever the page's scripts throw fails the test.
    """
    contexts = []
    thrown: list[str] = []

    def open_page(
        *, query: str = "", clock: bool = False, chromium: Browser = hearing_browser, **context: Any
    ) -> Panel:
        opened = chromium.new_context(**{"viewport": WIDE, **context})
        contexts.append(opened)
        opened.set_default_timeout(PATIENCE)
        page = opened.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        if clock:
            page.clock.install()
        page.goto(f"{door}/kiosk{query}")
        return Panel(page, speech)

    yield open_page
    for context in contexts:
        context.close()
    assert thrown == []


@pytest.fixture
def panel(open_panel: OpenPanel) -> Panel:
    """The page, nobody before it yet."""
    return open_panel()
