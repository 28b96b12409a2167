"""A citizen gets a lost card replaced, in a real browser, in every way one can go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Screen


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
    screen.say("高龄津贴多大年纪能领")

    expect(screen.newest).to_contain_text("80 岁")
    source = screen.page.get_by_role("region", name="依据")
    expect(source).to_contain_text("《中华人民共和国老年人权益保障法》第 33 条")


def test_with_the_keyboard_alone(screen: Screen) -> None:
    # given nobody touches the mouse
    page = screen.page
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break

    # when she types, presses Enter, and goes to the choice with Tab
    page.keyboard.type("社保卡丢了")
    page.keyboard.press("Enter")
    expect(page.locator("article.said")).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == "text", "focus has left the box"
    page.get_by_role("button", name="社保卡挂失").focus()
    page.keyboard.press("Enter")

    # then the choice is taken, and the focus is where one can go on
    expect(page.locator("article.said")).to_have_count(2)
    expect(page.locator("article.said").last).to_contain_text("社保卡挂失")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


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


@pytest.mark.parametrize("state", ["greeted", "choosing", "guided"])
def test_a_person_is_one_press_away(screen: Screen, state: str) -> None:
    # given any state, scrolled to wherever it leaves one
    if state != "greeted":
        screen.say("社保卡丢了")
    if state == "guided":
        screen.press("社保卡挂失")

    # then the button is in sight, and pressing it hands over with a number
    button = screen.page.get_by_role("button", name="人工", exact=True)
    expect(button).to_be_in_viewport()
    screen.press("人工")
    expect(screen.newest).to_contain_text("您的号是")


def test_starting_anew_leaves_the_old_talk_to_its_code(screen: Screen) -> None:
    screen.say("补身份证")
    code = screen.page.locator(".code").inner_text()

    screen.page.get_by_role("button", name="重新开始").click()

    expect(screen.page.locator("article.said")).to_have_count(0)
    expect(screen.page.locator(".code")).not_to_have_text(code)
