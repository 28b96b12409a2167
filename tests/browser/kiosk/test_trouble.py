"""What the kiosk does when a part is away: says so kindly, and goes on with what is left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.kiosk.world import OpenPanel, Panel
from tests.channels.conftest import Canned, StandIn

NO_MICROPHONE = "我听不到您说话。请点屏幕、按数字或者打字，一样能办。"


def trouble(panel: Panel) -> str:
    """The sentence in the strip."""
    strip = panel.page.locator("#trouble")
    expect(strip).to_be_visible()
    return strip.inner_text()


def go_on(panel: Panel) -> None:
    """By touch and keys, as always."""
    panel.page.locator("#write").click()
    panel.page.locator("#text").fill("补办社保卡")
    panel.page.keyboard.press("Enter")
    expect(panel.option("挂失了")).to_be_visible()
    panel.settled()
    panel.page.keyboard.press("1")
    expect(panel.reply).to_contain_text("记下了")


def test_microphone_refused(open_panel: OpenPanel, browser: Browser) -> None:
    # given a browser that lets nobody use the microphone
    panel = open_panel(chromium=browser)
    panel.begin()

    # then that is said, shown and spoken, and all goes on by hand
    assert trouble(panel).endswith(NO_MICROPHONE)
    expect(panel.page.locator("#caption")).to_contain_text("听不到您说话")
    panel.settled()
    panel.is_("ready")
    go_on(panel)
    # and who presses "说话" all the same hears why
    panel.settled()
    panel.page.keyboard.press("5")
    expect(panel.page.locator("#caption")).to_contain_text("听不到您说话")


def test_microphone_pulled_out_and_put_back(panel: Panel) -> None:
    # given a visit by voice
    panel.page.evaluate(
        """() => {
          const { mediaDevices } = navigator;
          const real = mediaDevices.getUserMedia.bind(mediaDevices);
          window.tracks = [];
          mediaDevices.getUserMedia = async (wishes) => {
            if (window.unplugged) throw new DOMException("gone", "NotFoundError");
            const stream = await real(wishes);
            window.tracks.push(...stream.getTracks());
            return stream;
          };
        }"""
    )
    panel.begin()
    panel.is_("listening")

    # when the cable is pulled
    panel.page.evaluate(
        """() => {
          window.unplugged = true;
          window.tracks.at(-1).dispatchEvent(new Event("ended"));
        }"""
    )
    # then it is said, and by hand it goes on
    assert "麦克风没接好" in trouble(panel)
    panel.settled()
    panel.is_("ready")
    go_on(panel)

    # and when it is put back, we listen again
    panel.page.evaluate(
        """() => {
          window.unplugged = false;
          navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
        }"""
    )
    expect(panel.page.locator("#trouble")).to_be_hidden()
    panel.settled()
    panel.hears("自己去")
    expect(panel.reply).to_contain_text("记下了：自己去")


def test_no_speech_service_at_all_and_then_one(panel: Panel) -> None:
    # given a service that isn't there
    panel.speech.stop()
    panel.page.locator("#begin").click()

    # then that is written, and by hand it goes on
    assert "请点屏幕、按数字或者打字" in trouble(panel) or "写在屏幕上" in trouble(panel)
    panel.settled()
    go_on(panel)
    panel.settled()

    # and when it is there, it is used again without a word from anybody
    panel.speech.start()
    panel.is_("listening")
    panel.hears("自己去")
    expect(panel.page.locator("#trouble")).to_be_hidden()
    assert panel.speech.texts


def test_the_service_dies_in_the_middle_of_a_sentence(panel: Panel) -> None:
    # given a voice that breaks off
    panel.begin()
    panel.speech.dies = True
    panel.speech.hears("补办社保卡")

    # then what was being said stands there, with a word about the voice
    assert "我这会儿说不出声" in trouble(panel)
    expect(panel.reply).to_contain_text("挂失了没有")
    panel.settled()

    # and with the next sentence it is back
    panel.speech.dies = False
    panel.choose("挂失了")
    expect(panel.page.locator("#trouble")).to_be_hidden()


def test_the_door_is_away_and_nothing_said_is_lost(panel: Panel) -> None:
    # given the net between panel and door is gone
    panel.begin()
    panel.page.route("**/api/**", lambda route: route.abort())
    panel.speech.hears("补办社保卡")

    # then that is said aloud, with something to press
    expect(panel.reply).to_contain_text("现在连不上")
    panel.settled()
    assert "现在连不上" in panel.speech.texts

    # and when it is back, one press sends the same words
    panel.page.unroute("**/api/**")
    panel.choose("再试一次")
    expect(panel.option("挂失了")).to_be_visible()


def test_the_assistant_recovers_and_the_words_are_still_there(panel: Panel, rasa: StandIn) -> None:
    panel.begin()
    rasa.canned.extend([Canned(status=500)] * 12)
    panel.speech.hears("补办社保卡")
    expect(panel.reply).to_contain_text("正在恢复")
    panel.settled()
    rasa.canned.clear()

    panel.choose("再试一次")

    expect(panel.option("挂失了")).to_be_visible()
    assert {body["message"] for body in rasa.heard[1:]} == {"补办社保卡"}
    assert len({body["message_id"] for body in rasa.heard[1:]}) == 1


def test_a_long_wait_is_said(panel: Panel, rasa: StandIn) -> None:
    panel.begin()
    rasa.canned.append(Canned(delay=2.5, answers_after=True))

    panel.speech.hears("补办社保卡")

    expect(panel.page.locator("#caption")).to_have_text("我正在查，请稍等。")
    panel.is_("thinking")
    expect(panel.option("挂失了")).to_be_visible()


def test_a_forgotten_visit_begins_anew_with_the_same_words(panel: Panel) -> None:
    panel.begin()
    panel.page.route(
        "**/api/v1/messages",
        lambda route: route.fulfill(
            status=404,
            json={"error": "unknown_session", "message": "这次谈话我找不到了。"},
        ),
        times=1,
    )
    panel.speech.hears("补办社保卡")
    expect(panel.reply).to_contain_text("这次谈话我找不到了")
    panel.settled()

    panel.choose("再试一次")

    expect(panel.option("挂失了")).to_be_visible()


def test_a_double_tap_or_a_key_held_chooses_once(panel: Panel, rasa: StandIn) -> None:
    panel.begin()
    panel.hears("补办社保卡")
    asked = len(rasa.heard)

    panel.option("还没挂失").dblclick()
    expect(panel.reply).to_contain_text("记下了：还没挂失")
    panel.settled()

    assert len(rasa.heard) == asked + 1


@pytest.mark.parametrize("words", ["<b>粗</b><script>document.title='x'</script>", "〰️" * 50])
def test_markup_said_is_shown_as_said(panel: Panel, words: str) -> None:
    panel.begin()
    panel.speech.tell(event="caption", text=words)

    expect(panel.page.locator("#caption")).to_have_text(words)
    assert panel.page.title() == "耳顺 · 自助终端"


def test_an_unknown_key_is_answered(panel: Panel) -> None:
    panel.begin()

    panel.page.keyboard.press("4")

    expect(panel.page.locator("#caption")).to_have_text("现在没有 4 这个选项。")
