"""From the first touch to the last step: by voice, by touch, by keys, without sound or sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from records.store import Records
from tests.browser.kiosk.world import OpenPanel, Panel
from tests.channels.conftest import StandIn

SUMMARY = "说完了"


def test_by_voice_alone_after_the_first_touch(panel: Panel) -> None:
    # given a citizen greeted aloud
    panel.begin()
    assert "您好，我是耳顺" in panel.speech.texts

    # when she says everything, from the wish to the last step
    panel.hears("补办社保卡")
    expect(panel.page.locator("#who")).to_have_text("耳顺")
    for words in ("挂失了", "自己去"):
        panel.hears(words)
    for _ in range(8):
        if SUMMARY in panel.reply.inner_text():
            break
        panel.hears("下一步")

    # then she is at the end, and every sentence shown was spoken, slowly
    expect(panel.reply).to_contain_text(SUMMARY)
    assert "记下了：挂失了。" in panel.speech.texts
    assert {asked["rate"] for asked in panel.speech.spoken} == {0.85}
    # and the microphone was heard, by a page that showed its pass
    assert panel.speech.heard > 0
    assert panel.speech.tokens and "" not in panel.speech.tokens


def test_by_touch_alone(open_panel: OpenPanel) -> None:
    # given nobody speaks and nothing sounds: the service is away
    panel = open_panel(has_touch=True)
    panel.speech.stop()
    panel.page.locator("#begin").tap()
    panel.settled()

    # when she types with the screen's keyboard and then only touches
    panel.page.locator("#write").tap()
    panel.page.locator("#text").fill("补办社保卡")
    panel.page.get_by_role("button", name="发送").tap()
    for label in ("挂失了", "自己去", *["下一步"] * 6):
        if SUMMARY in panel.reply.inner_text():
            break
        panel.choose(label)

    # then she gets to the end all the same
    expect(panel.reply).to_contain_text(SUMMARY)


def test_by_keys_alone(panel: Panel) -> None:
    # given a keypad with a dot on the 5: the first key begins, by ear
    keyboard = panel.page.keyboard
    keyboard.press("5")
    panel.settled()
    assert "左上角，再说一遍" in panel.speech.texts
    assert "按 1，" in panel.speech.texts

    # when she speaks once and then presses what is read to her
    panel.hears("补办社保卡")
    for _ in range(9):
        if SUMMARY in panel.reply.inner_text():
            break
        before = panel.reply.inner_text()
        keyboard.press("1")
        expect(panel.reply).not_to_have_text(before, use_inner_text=True)
        panel.settled()

    # then she gets to the end; * goes back, # says it again, 0 calls a person
    expect(panel.reply).to_contain_text(SUMMARY)
    keyboard.press("*")
    expect(panel.reply).not_to_contain_text(SUMMARY)
    panel.settled()
    asked = len(panel.speech.spoken)
    keyboard.press("#")
    panel.is_("speaking")
    panel.settled()
    assert len(panel.speech.spoken) > asked
    keyboard.press("0")
    expect(panel.reply).to_contain_text("您的号是")


def test_tab_names_what_it_meets(panel: Panel) -> None:
    panel.begin()

    # when she goes round by Tab
    for _ in range(20):
        panel.page.keyboard.press("Tab")
        # then each stop is named in writing
        name = panel.page.evaluate("document.activeElement.dataset.say ?? ''")
        expect(panel.page.locator("#caption")).to_contain_text(name)
    # and aloud
    for corner in ("左上角", "右上角", "左下角", "右下角"):
        expect(panel.page.locator("#caption")).not_to_be_empty()
        assert corner in panel.speech.texts


def test_by_ear_the_first_touch_names_and_the_second_uses(
    open_panel: OpenPanel, records: Records
) -> None:
    # given somebody who found a corner by hand
    panel = open_panel(has_touch=True)
    panel.page.touchscreen.tap(5, 1075)
    panel.settled()
    expect(panel.page.locator("#by-ear")).to_have_attribute("aria-pressed", "true")

    # when the corner for a person is touched
    panel.page.locator("#person").tap()
    # then its name is spoken and written, and nobody is called yet
    expect(panel.page.locator("#caption")).to_contain_text("再按一下就用")
    assert "右上角：找工作人员" in panel.speech.texts
    assert records.open_hand_overs() == []

    # and the second touch calls
    panel.page.locator("#person").tap()
    expect(panel.reply).to_contain_text("您的号是")
    assert len(records.open_hand_overs()) == 1


def test_a_person_is_one_press_away_also_before_the_beginning(
    panel: Panel, records: Records
) -> None:
    panel.page.locator("#person").click()

    expect(panel.reply).to_contain_text("您的号是")
    assert len(records.open_hand_overs()) == 1


@pytest.mark.parametrize("how", ["voice", "touch", "key"])
def test_who_breaks_in_is_listened_to_at_once(panel: Panel, how: str) -> None:
    # given a long reply being spoken
    panel.begin()
    panel.speech.seconds = 20
    panel.speech.hears("补办社保卡")
    panel.is_("speaking")
    expect(panel.page.locator("#caption")).to_contain_text("补办社保卡")

    # when somebody speaks, touches the screen or presses the key
    if how == "voice":
        panel.speech.tell(event="began")
        panel.speech.tell(event="barge_in")
    elif how == "touch":
        panel.reply.click()
    else:
        panel.page.keyboard.press("5")

    # then we listen, and what follows is heard
    panel.is_("listening")
    panel.speech.seconds = 0.1
    panel.speech.hears("挂失了")
    expect(panel.reply).to_contain_text("记下了")


def test_the_sound_stops_within_sixty_milliseconds(panel: Panel) -> None:
    # given speech that really sounds
    panel.begin()
    panel.speech.seconds = 20
    panel.speech.hears("补办社保卡")
    panel.is_("speaking")

    # when it is broken into, the time until the last sample is measured in the audio graph
    silent_after = panel.page.evaluate(
        """async () => {
          const { Speaker } = await import("/kiosk/static/speaker.js");
          const context = new AudioContext();
          await context.resume();
          const analyser = new AnalyserNode(context, { fftSize: 256 });
          const audio = { context, out: analyser, running: true, wake: async () => {} };
          const pass = (await (await fetch("/kiosk/pass")).json()).token;
          const { voice } = JSON.parse(document.body.dataset.kiosk);
          const speaker = new Speaker({ audio, fetchSpeech: (text) =>
            fetch(`http://${voice}/speak`, { method: "POST", body: JSON.stringify({ text }),
              headers: {
                "Content-Type": "application/json", Authorization: `Bearer ${pass}`,
              } }) });
          const wave = new Float32Array(256);
          const loud = () => {
            analyser.getFloatTimeDomainData(wave);
            return wave.some((sample) => Math.abs(sample) > 0.001);
          };
          const next = () => new Promise((resolve) => setTimeout(resolve, 2));
          speaker.say("一句很长的话。", 1);
          while (!loud()) await next();
          const began = performance.now();
          speaker.stop();
          while (loud()) await next();
          return performance.now() - began;
        }"""
    )
    assert silent_after <= 60


def test_a_hum_does_not_break_in(panel: Panel, rasa: StandIn) -> None:
    # given a reply being spoken
    panel.begin()
    panel.speech.seconds = 3
    panel.speech.hears("补办社保卡")
    panel.is_("speaking")
    asked = len(rasa.heard)

    # when the recogniser hears "嗯" and calls it no interruption
    panel.speech.hears("嗯")
    panel.reply.evaluate("() => new Promise(requestAnimationFrame)")

    # then we speak on, and nothing is asked
    panel.is_("speaking")
    assert len(rasa.heard) == asked


def test_push_to_talk_by_tap_and_by_holding(open_panel: OpenPanel) -> None:
    # given a noisy hall: the microphone is shut unless somebody presses
    panel = open_panel(query="?microphone=push")
    panel.begin()
    panel.is_("ready")
    assert panel.speech.told[-1] != {"resume": True}

    # when "说话" is tapped, it listens until the end of what is said
    panel.page.locator("#speak").click()
    panel.hears("补办社保卡")
    panel.is_("ready")
    expect(panel.option("挂失了")).to_be_visible()

    # and when it is held, letting go is the end
    panel.speech.unfinished = "挂失了"
    panel.page.locator("#speak").hover()
    panel.page.mouse.down()
    panel.is_("listening")
    panel.page.wait_for_timeout(700)
    panel.page.mouse.up()
    expect(panel.reply).to_contain_text("记下了")
    assert {"end": True} in panel.speech.told
    panel.is_("ready")


def test_who_taps_and_says_nothing_is_told_so(open_panel: OpenPanel) -> None:
    panel = open_panel(query="?microphone=push")
    panel.begin()
    panel.page.keyboard.press("5")
    panel.is_("listening")

    panel.speech.tell(event="nothing_said")

    panel.is_("ready")
    expect(panel.page.locator("#caption")).to_contain_text("我没听到您说话")


def test_captions_grow_while_one_speaks(panel: Panel) -> None:
    panel.begin()
    panel.speech.tell(event="began")
    for words in ("我", "我要补办", "我要补办社保卡"):
        panel.speech.tell(event="caption", text=words)
        expect(panel.page.locator("#caption")).to_have_text(words)
    expect(panel.page.locator("#who")).to_have_text("您")


def test_louder_and_slower_until_the_next_visit(panel: Panel) -> None:
    # given a citizen who wants it slower and louder
    panel.begin()
    panel.page.locator("#slower").click()
    panel.settled()
    panel.page.locator("#louder").click()
    panel.settled()
    assert panel.speech.spoken[-1]["rate"] < 0.85

    # when she is done and another one comes
    panel.page.locator("#leave").click()
    panel.is_("attract")
    panel.begin()

    # then it is as at the beginning
    assert panel.speech.spoken[-1]["rate"] == 0.85


def test_somebody_near_is_told_how_to_begin_once(open_panel: OpenPanel) -> None:
    # given a panel that was touched before, so that the browser lets it sound
    panel = open_panel(clock=True)
    panel.begin()
    panel.page.locator("#leave").click()
    panel.is_("attract")
    panel.page.clock.fast_forward(61_000)
    panel.speech.spoken.clear()

    # when somebody moves before it, again and again
    for x in range(400, 900, 100):
        panel.page.mouse.move(x, 500)

    # then it says and writes how to begin, once
    expect(panel.page.locator("#caption")).to_contain_text("摸屏幕的任何一个角")
    assert panel.speech.texts.count("碰一下屏幕，就能和我说话") == 1
    panel.is_("attract")


@pytest.mark.parametrize("how", ["said", "pressed"])
def test_one_conversation_goes_on_with_its_code(
    open_panel: OpenPanel, how: str, records: Records
) -> None:
    # given a guide begun at another panel
    first = open_panel()
    first.begin()
    first.hears("补办社保卡")
    question = first.reply.inner_text()
    code = first.page.locator("#my-code").inner_text().replace(" ", "")
    first.page.close()

    # when the code is said, or pressed, and confirmed
    panel = open_panel()
    panel.begin()
    if how == "said":
        panel.hears(f"我的续办码是{code}")
    else:
        panel.page.locator("#code").click()
        panel.settled()
        assert any(told.get("dictating") for told in panel.speech.told)
        panel.page.keyboard.type(code)
        panel.page.keyboard.press("#")  # no key of the pad
        panel.page.locator("#done").click()
        panel.settled()
    expect(panel.reply).to_contain_text(" ".join(code))
    panel.hears("对")

    # then the question is open again
    assert panel.reply.inner_text() == question


def test_a_wrong_code_opens_nothing(panel: Panel) -> None:
    panel.begin()
    panel.hears("零零零 零零零")
    panel.choose("1")

    expect(panel.reply).to_contain_text("这个续办码我没找到")


def test_digits_in_a_question_are_no_code(panel: Panel, rasa: StandIn) -> None:
    panel.begin()

    panel.hears("我有123456块钱存款能领低保吗")

    assert rasa.heard[-1]["message"].startswith("我有")


def test_without_scripts_it_is_the_chat_in_its_largest_letters(open_panel: OpenPanel) -> None:
    panel = open_panel(java_script_enabled=False)

    expect(panel.page.locator("html.size-largest")).to_be_attached()
    panel.page.get_by_label("您想办什么，想问什么？").fill("补办社保卡")
    panel.page.get_by_role("button", name="发送").click()
    expect(panel.page.get_by_role("button", name="还没挂失")).to_be_visible()
