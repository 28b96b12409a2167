"""What the page does when something is in the way: a kind sentence, nothing typed is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.screen import Screen
from tests.deployment import Deployment, free_port

UNREACHABLE = "现在连不上。您写的还在，过一会儿再点“发送”。着急就打 12345。"


def notice(screen: Screen) -> str:
    """The one notice on the page."""
    shown = screen.page.locator(".notice")
    expect(shown).to_have_count(1)
    expect(shown).to_be_in_viewport()
    return shown.inner_text()


def program_at(url: str) -> psutil.Process:
    """The web door that serves ``url``, of those the test has opened."""
    port = url.rsplit(":", 1)[1]
    doors = psutil.Process().children()
    return next(door for door in doors if door.environ().get("ERSHUN_PORT") == port)


def test_with_the_net_gone_what_was_typed_stays(screen: Screen) -> None:
    # given the net is gone
    screen.page.context.set_offline(True)

    # when she sends
    screen.box.fill("低保怎么申请")
    screen.page.get_by_role("button", name="发送").click()

    # then it is said so, and her words stand in the box
    assert notice(screen) == UNREACHABLE
    expect(screen.box).to_have_value("低保怎么申请")

    # and when the net is back, the same press sends them
    screen.page.context.set_offline(False)
    screen.page.get_by_role("button", name="发送").click()
    expect(screen.page.locator("article.said")).to_have_count(1)
    expect(screen.page.locator(".notice")).to_have_count(0)


def test_with_the_web_door_down_what_was_typed_stays(
    open_screen: Callable[..., Screen], second_door: Callable[..., str]
) -> None:
    # given a conversation at a door that then goes down for good
    url = second_door()
    screen = open_screen(url)
    screen.say("补办社保卡")
    door = program_at(url)
    door.terminate()
    door.wait()

    # when she goes on, by words and by a button
    screen.box.fill("低保怎么申请")
    for button in ("发送", "挂失了", "人工"):
        screen.page.get_by_role("button", name=button, exact=True).click()

        # then it is said so each time, her words stand in the box, and so does all that was said
        assert notice(screen) == UNREACHABLE
        expect(screen.box).to_have_value("低保怎么申请")
        expect(screen.newest).to_contain_text("挂失了没有")


def test_a_long_wait_is_said(
    open_screen: Callable[..., Screen], second_door: Callable[..., str]
) -> None:
    # given a door that takes its time
    url = second_door()
    screen = open_screen(url)
    door = program_at(url)
    door.suspend()
    try:
        # when she asks, and presses again, impatient
        screen.box.fill("低保怎么申请")
        for _ in range(2):
            screen.page.get_by_role("button", name="发送").click()

        # then after a second she is asked to wait, on the page and aloud
        expect(screen.page.locator(".waiting")).to_be_visible()
        expect(screen.page.locator("[aria-live=polite]")).to_have_text("我正在查，请稍等。")
    finally:
        door.resume()

    # and when the reply is there, that is gone, and it was asked once
    expect(screen.page.locator("article.said")).to_have_count(1)
    expect(screen.page.locator(".waiting")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_with_the_assistant_away_it_can_be_tried_again(
    open_screen: Callable[..., Screen], second_door: Callable[..., str], javascript: bool
) -> None:
    # given a door behind which nobody answers
    url = second_door(ERSHUN_RASA_PORT=str(free_port()), ERSHUN_TURN_TIMEOUT="1")
    screen = open_screen(url, java_script_enabled=javascript)
    expect(screen.newest).to_contain_text("我这边正在恢复")

    # when she asks all the same
    screen.say("低保怎么申请")

    # then her words stand there, with a telephone and something to press
    expect(screen.page.locator("article.said")).to_contain_text("低保怎么申请")
    expect(screen.newest).to_contain_text("12345")
    expect(screen.page.get_by_role("button", name="再试一次")).to_be_visible()


def test_a_conversation_deleted_meanwhile_does_not_take_the_words_along(
    screen: Screen, deployment: Deployment
) -> None:
    # given a conversation that somebody had deleted
    code = screen.page.locator(".code").inner_text().replace(" ", "")
    with closing(sqlite3.connect(deployment.settings.home / "records.db")) as database:
        database.execute("PRAGMA foreign_keys=ON")
        database.execute("DELETE FROM sessions WHERE code = ?", (code,))
        database.commit()

    # when she sends
    screen.box.fill("低保怎么申请")
    screen.page.get_by_role("button", name="发送").click()

    # then a new one is begun, she is told, and one press sends what is still in the box
    assert notice(screen) == "这次谈话我找不到了，可能时间太久。咱们重新开始。"
    expect(screen.box).to_have_value("低保怎么申请")
    screen.page.get_by_role("button", name="发送").click()
    expect(screen.page.locator("article.said")).to_contain_text("低保怎么申请")


def test_too_fast_is_said_where_the_eyes_are(
    open_screen: Callable[..., Screen], second_door: Callable[..., str]
) -> None:
    # given a door that counts, and a citizen who has sent her fifteen messages
    screen = open_screen(second_door(ERSHUN_LIMITS_URL="memory://"))
    for _ in range(15):
        screen.say("你好")

    # when she sends one more
    screen.box.fill("低保怎么申请")
    screen.page.get_by_role("button", name="发送").click()

    # then she is asked to wait, and her words stand in the box
    assert notice(screen).startswith("您说得有点快，我跟不上了。")
    expect(screen.box).to_have_value("低保怎么申请")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_an_empty_message_is_asked_about(
    open_screen: Callable[..., Screen], javascript: bool
) -> None:
    screen = open_screen(java_script_enabled=javascript)

    screen.page.get_by_role("button", name="发送").click()

    assert notice(screen) == "我没听到您说话。您慢慢说，想办什么，想问什么？"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_what_is_pasted_is_never_cut_unseen(
    open_screen: Callable[..., Screen], javascript: bool
) -> None:
    # when 501 characters are pasted
    screen = open_screen(java_script_enabled=javascript)
    screen.say("低保怎么申请" + "啊" * 495)

    # then 500 are kept, and she is told so
    assert len(screen.page.locator("article.said p").inner_text()) == 500
    expect(screen.newest).to_contain_text("您的话太长，我先看了前面 500 个字。")


def test_a_whole_book_stays_in_the_box(screen: Screen) -> None:
    screen.box.fill("我" * 10_000)
    screen.page.get_by_role("button", name="发送").click()

    assert notice(screen) == "这段话太长了，我一次记不住。请分几次说，每次一两句。"
    assert len(screen.box.input_value()) == 10_000


def test_markup_typed_in_is_shown_as_typed(screen: Screen) -> None:
    screen.say("<b>社保卡</b><script>document.title='x'</script>丢了")

    expect(screen.page.locator("article.said")).to_contain_text("<b>社保卡</b>")
    assert screen.page.title() == "耳顺 · 政务办事助手"
