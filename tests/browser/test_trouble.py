"""What the page does when something is in the way: a kind sentence, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Screen
from tests.deployment import Deployment

UNREACHABLE = "现在连不上。您写的还在，过一会儿再点“发送”。着急就打 12345。"


def notice(screen: Screen) -> str:
    """The one notice on the page."""
    shown = screen.page.locator(".notice")
    expect(shown).to_have_count(1)
    expect(shown).to_be_in_viewport()
    return shown.inner_text()


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


def test_while_the_web_door_is_down_what_was_typed_stays(
    screen: Screen, deployment: Deployment
) -> None:
    # given the web door has just been killed
    deployment.kill("channels.web.serve")

    # when she sends
    screen.box.fill("低保怎么申请")
    screen.page.get_by_role("button", name="发送").click()

    # then it is said so, or the door is back already; either way her words are not lost
    said = screen.page.locator("article.said")
    expect(said.or_(screen.page.locator(".notice")).first).to_be_visible()
    if said.count() == 0:
        expect(screen.box).to_have_value("低保怎么申请")
    deployment.wait_healthy()
    if said.count() == 0:
        screen.page.get_by_role("button", name="发送").click()
    expect(said).to_have_count(1)


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


def test_markup_typed_in_is_shown_as_typed(screen: Screen) -> None:
    screen.say("<b>社保卡</b><script>document.title='x'</script>丢了")

    expect(screen.page.locator("article.said")).to_contain_text("<b>社保卡</b>")
    assert screen.page.title() == "耳顺 · 政务办事助手"
