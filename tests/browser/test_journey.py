"""A citizen gets a lost card replaced, in a real browser, in every way one can go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.screen import Screen


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_by_buttons_from_the_lost_card_to_the_summary(
    open_screen: Callable[..., Screen], javascript: bool
) -> None:
    # given a citizen who opens the page and has lost the card
    screen = open_screen(java_script_enabled=javascript)
    expect(screen.newest).to_contain_text("您好，我是耳顺")
    screen.say("社保卡丢了，要补一张")

    # when she presses what is offered, step by step
    if screen.page.get_by_role("button", name="补办社保卡").count():
        screen.press("补办社保卡")
    screen.press("挂失了")
    screen.press("自己去")
    expect(screen.newest).to_contain_text("本人的居民身份证")
    seen = []
    while screen.page.get_by_role("button", name="下一步").count():
        screen.press("下一步")
        seen.append(screen.newest.inner_text())

    # then every step was counted to the last, and all is summed up with the code to come back
    assert any("第 1 步" in text for text in seen)
    assert any("最后一步" in text for text in seen)
    code = screen.page.locator(".code").inner_text().replace(" ", "")
    assert code in seen[-1].replace(" ", "")
    expect(screen.page.locator(".card li").first).to_be_visible()


def test_a_policy_is_answered_with_its_source(screen: Screen) -> None:
    screen.say("高龄津贴几岁能领")

    expect(screen.newest).to_contain_text("80 岁")
    source = screen.page.get_by_role("region", name="依据")
    expect(source).to_contain_text("《中华人民共和国老年人权益保障法》第 33 条")


def test_by_typing_from_the_lost_card_to_the_summary(screen: Screen) -> None:
    # when everything is said in words, one message a line
    for words in ("社保卡丢了", "补办社保卡", "早就挂失了", "我自己去", "下一步", "然后呢"):
        screen.say(words)

    # then she is at the second of four steps, shown as a number, a bar and a list
    expect(screen.newest).to_contain_text("第 2 步，共 4 步")
    expect(screen.page.locator("progress")).to_have_attribute("value", "2")
    expect(screen.page.locator("[aria-current=step]")).to_contain_text("现在")
    expect(screen.page.locator("li.done")).to_contain_text("办过了")

    # and with a question in between she is back where she was, and gets to the end
    screen.say("要多少钱")
    expect(screen.newest).to_contain_text("12333")
    for _ in range(4):
        screen.say("下一步")
    expect(screen.newest).to_contain_text("说完了")


def test_with_the_keyboard_alone(screen: Screen) -> None:
    # given nobody touches the mouse
    keyboard = screen.page.keyboard

    def tab_to(label: str, key: str = "Tab") -> None:
        for _ in range(20):
            if screen.focused == label:
                return
            keyboard.press(key)
        raise AssertionError(f"{label} was not reached, the focus is on {screen.focused}")

    # when she types, presses Enter, and goes back to the choice
    tab_to("您想办什么，想问什么？")
    keyboard.type("补办社保卡")
    keyboard.press("Enter")
    expect(screen.page.locator("article.said")).to_have_count(1)

    # then the focus has stayed in the box, which is empty for the next words
    assert screen.focused == "您想办什么，想问什么？"
    expect(screen.box).to_be_empty()

    # and from each choice the next one is a key away, to the end
    tab_to("挂失了", "Shift+Tab")
    for count, label in enumerate(["挂失了", "自己去", *["下一步"] * 6], 2):
        if count > 2:
            assert screen.focused == "可以这样选"
            keyboard.press("Tab")
        assert screen.focused == label
        keyboard.press("Enter")
        expect(screen.page.locator("article.said")).to_have_count(count)
    expect(screen.newest).to_contain_text("说完了")


def test_a_key_held_too_long_chooses_once(screen: Screen) -> None:
    # given a hand that lets go of Enter late
    screen.say("补办社保卡")
    screen.page.get_by_role("button", name="挂失了", exact=True).focus()

    # when the key repeats until the reply is there and longer
    for _ in range(8):
        screen.page.keyboard.down("Enter")
        screen.page.wait_for_timeout(60)
    screen.page.keyboard.up("Enter")

    # then one choice was made
    expect(screen.newest).to_contain_text("记下了：挂失了")
    expect(screen.page.locator("article.said")).to_have_count(2)


def test_on_a_telephone_a_press_does_not_open_the_keyboard(
    open_screen: Callable[..., Screen],
) -> None:
    # given a telephone in the hand
    screen = open_screen(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    screen.say("补办社保卡")

    # when a choice is tapped
    screen.page.get_by_role("button", name="挂失了", exact=True).tap()
    expect(screen.page.locator("article.said")).to_have_count(2)

    # then the reply is in sight and the focus is not where one types
    expect(screen.newest).to_be_in_viewport(ratio=1)
    expect(screen.box).not_to_be_focused()


def test_nothing_needs_ears(screen: Screen) -> None:
    # given a citizen who hears nothing, and a page whose every sound is noted
    screen.page.evaluate(
        "() => { speechSynthesis.speak = () => document.body.append('SOUND') }",
    )

    # when she asks and calls a person
    screen.say("高龄津贴几岁能领")
    screen.press("人工")

    # then her number stands there to be read, and nothing was only said
    expect(screen.newest).to_contain_text("您的号是")
    expect(screen.page.locator("audio, video, object, embed")).to_have_count(0)
    expect(screen.page.locator("body")).not_to_contain_text("SOUND")


def test_another_device_goes_on_with_the_code(
    screen: Screen, open_screen: Callable[..., Screen]
) -> None:
    # given a guide under way at the first device
    screen.say("补身份证")
    question = screen.newest.inner_text()
    code = screen.page.locator(".code").inner_text()

    # when the code, with its gap, is typed in at another
    other = open_screen()
    other.page.get_by_role("link", name="我有续办码").click()
    other.page.get_by_label("请输入六位续办码").fill(code)
    other.page.get_by_role("button", name="接着办").click()

    # then all that was said is there and the question is open
    expect(other.page.locator("article.said")).to_contain_text("补身份证")
    assert other.newest.inner_text() == question


def test_starting_anew_leaves_the_old_talk_to_its_code(screen: Screen) -> None:
    screen.say("补身份证")
    code = screen.page.locator(".code").inner_text()

    screen.page.get_by_role("button", name="重新开始").click()

    expect(screen.page.locator("article.said")).to_have_count(0)
    expect(screen.page.locator(".code")).not_to_have_text(code)
    expect(screen.page.locator(".notice")).to_contain_text(code)
