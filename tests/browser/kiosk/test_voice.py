"""By voice alone, with the real ears and the real voice: Chromium's microphone plays a WAV.

Needs the models that ``make setup`` fetches. The citizen speaks at fixed times, as people do
who don't wait for the machine: where the reply is still being spoken, she breaks in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.kiosk.conftest import FAKE_MICROPHONE, WIDE, launcher_path
from tests.deployment import Deployment
from voice.audio import Clip, resampled, wav_bytes
from voice.speaking.kokoro import KokoroVoice
from voice.speaking.manner import Manner
from weights import fetch, manifest

RATE = 48_000
#: How a citizen speaks: at her own pace, with a voice that isn't ours.
HERS = Manner(rate=1.0, voice="zf_xiaobei")
#: Seconds; the greeting is heard out, then something is said so often.
FIRST, EVERY = 9.0, 20.0
SAID = ("我要办老年优待证", "七十二岁", "户口在本地", "我自己去")
#: The checklist: what to bring for it.
CHECKLIST = "老人的居民身份证"
#: Milliseconds until all is said and answered, on a busy machine.
PATIENCE = (FIRST + EVERY * len(SAID) + 40) * 1000


@pytest.fixture(scope="module")
def microphone(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The WAV that the microphone plays."""
    here = deployment.settings
    model = fetch(manifest()["kokoro-zh"], here.weights, mirror=here.weights_mirror)
    sound = np.zeros(int(RATE * (FIRST + EVERY * len(SAID))), np.int16)
    with closing(KokoroVoice(model)) as voice:
        for count, text in enumerate(SAID):
            words = resampled(voice.synthesise(text, HERS), RATE).samples
            start = int(RATE * (FIRST + EVERY * count))
            sound[start : start + len(words)] = words
    file = tmp_path_factory.mktemp("microphone") / "citizen.wav"
    file.write_bytes(wav_bytes(Clip(sound, RATE)))
    return file


@pytest.fixture
def page(browser: Browser, deployment: Deployment, microphone: Path) -> Iterator[Page]:
    """The kiosk before a citizen who will speak."""
    chromium = browser.browser_type.launch(
        executable_path=launcher_path(browser),
        args=[
            "--no-sandbox",
            *FAKE_MICROPHONE,
            f"--use-file-for-fake-audio-capture={microphone}%noloop",
        ],
    )
    page = chromium.new_page(viewport=WIDE)
    page.goto(f"{deployment.url}/kiosk")
    yield page
    chromium.close()


def test_asks_for_the_card_and_is_led_to_the_checklist_by_voice_alone(page: Page) -> None:
    # given what is spoken by us is noted
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))

    # when a citizen touches the screen once, and then only speaks
    page.locator("#begin").click()
    expect(page.locator("#reply")).to_contain_text("您好，我是耳顺")

    # then she has been led through the questions to what she must bring
    expect(page.locator(".card-materials")).to_contain_text(CHECKLIST, timeout=PATIENCE)
    # and that was spoken, too
    assert any("身份证" in body for body in asked if '"rate"' in body)
    expect(page.locator("#trouble")).to_be_hidden()
