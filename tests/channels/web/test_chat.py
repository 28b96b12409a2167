"""The page as a citizen finds it whose browser runs no scripts."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import text

from channels.gateway.gateway import GREETING_ID
from records.database import connect
from records.store import Records
from tests.channels.conftest import Canned, StandIn
from tests.channels.web.conftest import GREETING, RECOVERING, Form, Visitor

UNKNOWN = "这次谈话我找不到了，可能时间太久。咱们重新开始。"
NO_COOKIES = "您的浏览器不让我记住这次谈话。请在设置里允许 Cookie，再打开一次。"
STALE = "这个选项已经过去了。请看最新的一句。"


# --- coming in ---


def test_who_comes_in_is_greeted(visitor: Visitor) -> None:
    # when the page is opened for the first time
    page = visitor.page
    # then the greeting is there, with something to press, somebody to call, somewhere to write
    assert page.status == 200
    assert page.replies == [GREETING]
    assert page.said == []
    assert page.options == ["你会做什么", "找工作人员"]
    assert page.buttons == [
        *["人工", "标准", "字大", "最大"],
        *["你会做什么", "找工作人员", "发送", "重新开始"],
    ]


def test_coming_in_again_goes_on_with_the_same_conversation(
    visitor: Visitor, records: Records
) -> None:
    # given something said
    visitor.write("补办社保卡")
    code = visitor.page.code
    # when the page is opened again, by whichever address
    for path in ("/", "/start", "/?begun="):
        page = visitor.open(path)
        # then it is where it was
        assert page.said == ["补办社保卡"]
        assert page.code == code


def test_the_page_says_the_code_to_go_on_elsewhere(visitor: Visitor, records: Records) -> None:
    # when the code on the page is looked up
    session = records.session_by_code(visitor.page.code)
    # then it is this conversation, begun here
    assert session.door == "web"


def test_a_browser_without_cookies_is_told_so_and_does_not_begin_for_ever(
    app: Flask, records: Records
) -> None:
    # given a browser that keeps no cookies
    visitor = Visitor(app.test_client(use_cookies=False))
    # when the page is opened
    page = visitor.open()
    # then it is told what to do, after one beginning
    assert page.heading == NO_COOKIES
    assert page.status == 200


def test_a_reload_long_after_does_not_blame_the_cookies(visitor: Visitor) -> None:
    # given the address left in the browser after coming in
    response = visitor.client.get("/start", follow_redirects=True)
    # then it is the plain one, so that opened when all is over it simply begins anew
    assert response.request.full_path == "/?"


# --- talking ---


def test_a_guide_is_walked_without_scripts(visitor: Visitor) -> None:
    # when she says what she wants
    page = visitor.write("补办社保卡")
    # then she is asked, and can press an answer
    assert page.said[-1] == "补办社保卡"
    assert "丢了的卡，挂失了没有？" in page.replies[-1]
    assert page.options[:2] == ["挂失了", "还没挂失"]
    # and when she presses, her answer stands there in words and it goes on
    page = visitor.press("还没挂失")
    assert page.said[-1] == "还没挂失"
    page = visitor.press("自己去")
    assert "只要带一样：居民身份证。" in page.replies[-1]
    # and every step says which of how many it is
    page = visitor.write("下一步")
    assert "第 1 步，共 4 步" in page.replies[-1]
    assert '<progress max="4" value="1"' in page.html


def test_a_question_is_answered_with_its_source_on_the_page(visitor: Visitor) -> None:
    # when a question about a policy is asked
    page = visitor.write("补社保卡要多少钱")
    # then the answer is there and where it comes from
    assert "第一次办不要钱，补办的工本费各地不一样。" in page.replies[-1]
    assert "《中华人民共和国卡证法》第 7 条" in page.replies[-1]
    # and when the talk goes on, the source can still be opened
    page = visitor.write("再见")
    assert "看依据" in page.replies[-2]
    assert "《中华人民共和国卡证法》第 7 条" in page.replies[-2]


def test_a_document_known_by_name_only_is_marked(visitor: Visitor) -> None:
    # when an answer rests on a document nobody here has read
    page = visitor.write("多大算老年人")
    # then the page says so
    assert "没看到原文，办之前请打电话核对。" in page.replies[-1]


def test_a_person_is_one_press_away(visitor: Visitor, records: Records) -> None:
    # when 人工 is pressed in the middle of a question
    visitor.write("补办社保卡")
    page = visitor.press("人工")
    # then she is told her number
    (wish,) = records.open_hand_overs()
    assert f"您的号是 {wish.number} 号" in page.replies[-1]
    assert page.said[-1] == "人工"


@pytest.mark.parametrize("path", ["/resume", "/nowhere"])
def test_a_person_can_be_called_before_anything_is_said(
    app: Flask, records: Records, path: str
) -> None:
    # given somebody whose first page is not the conversation
    visitor = Visitor(app.test_client())
    visitor.open(path)
    # when 人工 is pressed there
    page = visitor.press("人工")
    # then a conversation is begun for it, and she is told her number
    (wish,) = records.open_hand_overs()
    assert f"您的号是 {wish.number} 号" in page.replies[-1]
    assert page.notices == []


def test_only_the_newest_turn_offers_options(visitor: Visitor) -> None:
    # given a question with options
    visitor.write("补办社保卡")
    # when she says goodbye instead of choosing
    page = visitor.write("再见")
    # then there is nothing left to press by mistake
    assert page.options == []


def test_an_option_pressed_in_an_old_window_is_named_as_old(
    visitor: Visitor, records: Records
) -> None:
    # given a window left open at a question that was answered in another since
    visitor.write("补办社保卡")
    old = next(form for form in visitor.page.forms if form.action == "/choose")
    visitor.write("再见")
    # when an option of the old window is pressed
    page = visitor.send(old, key="1")
    # then she is pointed to the newest, and nothing has moved
    assert page.notices == [STALE]
    assert page.said[-1] == "再见"


def test_a_long_talk_shows_its_end(visitor: Visitor, records: Records) -> None:
    # given more turns than fit a page
    session = records.session_by_code(visitor.page.code)
    for number in range(50):
        records.receive(session.id, f"old{number}", f"旧话{number}")
    # when the page is opened
    page = visitor.open()
    # then the newest forty are there
    assert page.said == [f"旧话{number}" for number in range(10, 50)]


# --- letters ---


def test_larger_letters_by_the_buttons(visitor: Visitor) -> None:
    # given the usual size
    assert visitor.page.size == "size-normal"
    # when the largest is pressed
    page = visitor.press("最大")
    # then the page is larger, now and for the rest of the visit, and the button says so
    assert page.size == "size-largest"
    assert visitor.write("补办社保卡").size == "size-largest"
    assert re.search(r'value="largest" aria-pressed="true"', visitor.page.html)
    # and on the other pages too
    for path in ("/resume", "/nowhere"):
        assert visitor.open(path).size == "size-largest"


def test_larger_letters_by_saying_so(visitor: Visitor) -> None:
    # when she says that she can't read it
    page = visitor.write("字太小了")
    # then it is larger
    assert page.size == "size-large"


def test_what_was_pressed_is_not_made_smaller_by_what_was_said(visitor: Visitor) -> None:
    # given the largest letters
    visitor.press("最大")
    # when she says that they are too small
    page = visitor.write("字太小了")
    # then they stay the largest
    assert page.size == "size-largest"


@pytest.mark.parametrize("wrong", ["", "huge", "large'><script>", "0"])
def test_a_size_that_does_not_exist_changes_nothing(visitor: Visitor, wrong: str) -> None:
    # when a made-up size is sent
    form = next(form for form in visitor.page.forms if form.action == "/size")
    page = visitor.send(form, size=wrong)
    # then the page is as it was
    assert (page.status, page.size) == (200, "size-normal")


# --- going on elsewhere ---


def test_a_code_opens_the_conversation_on_another_machine(visitor: Visitor, app: Flask) -> None:
    # given a guide begun at home
    visitor.write("补办社保卡")
    # when the code is entered at the hall, as it was written down
    hall = Visitor(app.test_client())
    hall.open("/resume")
    code = visitor.page.code
    page = hall.write(f"{code[:3]} {code[3:]}")
    # then the guide is there, and goes on
    assert page.said == ["补办社保卡"]
    assert hall.press("还没挂失").said[-1] == "还没挂失"


@pytest.mark.parametrize("written", ["{a}-{b}", "{a}{b}。", "续办码：{a}{b}", "{wide}"])
def test_a_code_may_be_written_as_people_write_numbers(
    visitor: Visitor, app: Flask, written: str
) -> None:
    # given a code as somebody may enter it, in full width for one
    code = visitor.page.code
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    hall = Visitor(app.test_client())
    hall.open("/resume")
    # when it is entered
    page = hall.write(written.format(a=code[:3], b=code[3:], wide=wide))
    # then it opens
    assert page.replies == [GREETING]


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "没有", "' OR 1=1", "😀"])
def test_what_is_no_code_is_sent_back_kindly(visitor: Visitor, wrong: str) -> None:
    # when something else than six digits is entered
    visitor.open("/resume")
    page = visitor.write(wrong)
    # then the form is there again and says what a code looks like
    assert page.notices == ["续办码是六个数字，请再看一看。"]
    assert page.heading == "接着上次办"


def test_a_code_nobody_has_is_said_to_be_unknown(visitor: Visitor) -> None:
    # when six digits are entered that open nothing
    visitor.open("/resume")
    page = visitor.write("000000")
    # then it is said so
    assert page.notices == ["这个续办码我没找到。请看看六个数字对不对。码过了 7 天也会失效。"]


def test_a_code_that_ran_out_opens_nothing(visitor: Visitor, database_url: str) -> None:
    # given a code of last month
    engine = connect(database_url)
    with engine.begin() as db:
        db.execute(text("UPDATE sessions SET code_expires_at = '2020-01-01 00:00:00'"))
    engine.dispose()
    code = visitor.page.code
    # when it is entered
    visitor.open("/resume")
    page = visitor.write(code)
    # then it is said that codes run out
    assert page.notices == ["这个续办码我没找到。请看看六个数字对不对。码过了 7 天也会失效。"]


def test_beginning_anew_leaves_the_old_conversation_to_its_code(visitor: Visitor) -> None:
    # given something said
    visitor.write("补办社保卡")
    old = visitor.page.code
    # when she begins anew
    page = visitor.press("重新开始")
    # then the page is empty, with another code
    assert page.said == []
    assert page.replies == [GREETING]
    assert page.code != old
    # and she is told how to come back to what she leaves
    shown = f"{old[:3]} {old[3:]}"
    assert page.notices == [f"刚才说的都留着，续办码是 {shown}。想接着办，就点“我有续办码”。"]
    # and the old code still opens what was said
    visitor.open("/resume")
    assert visitor.write(old).said == ["补办社保卡"]


def test_beginning_anew_before_anything_was_said_leaves_nothing_behind(visitor: Visitor) -> None:
    # when she begins anew on a page as it opened
    page = visitor.press("重新开始")
    # then there is nothing to come back to
    assert page.notices == []


def test_a_conversation_that_is_gone_begins_anew_and_says_so(
    visitor: Visitor, database_url: str
) -> None:
    # given a conversation deleted since
    engine = connect(database_url)
    with engine.begin() as db:
        db.execute(text("DELETE FROM sessions"))
    engine.dispose()
    # when she goes on writing
    page = visitor.write("下一步")
    # then a new one is begun, and she is told
    assert page.notices == [UNKNOWN]
    assert page.replies == [GREETING]


@pytest.fixture
def lost(visitor: Visitor, database_url: str) -> Visitor:
    """A citizen whose conversation was deleted while she looked at the page."""
    engine = connect(database_url)
    with engine.begin() as db:
        db.execute(text("DELETE FROM sessions"))
    engine.dispose()
    return visitor


def test_a_choice_in_a_lost_conversation_begins_a_new_one(lost: Visitor) -> None:
    page = lost.press("你会做什么")

    assert page.notices == [UNKNOWN]
    assert page.replies == [GREETING]


def test_a_person_is_one_press_away_in_a_lost_conversation_too(lost: Visitor) -> None:
    page = lost.press("人工")

    assert page.notices == [UNKNOWN]
    assert page.said == ["人工"]
    assert page.replies[-1].startswith("好，我替您叫工作人员。")


# --- when the assistant is away ---


def test_an_unanswered_message_can_be_sent_again_with_one_press(
    hasty_visitor: Visitor, rasa: StandIn
) -> None:
    # given an assistant that is being restarted
    rasa.stop()
    page = hasty_visitor.write("补办社保卡")
    # then what she said is there, the door asks for patience, and there is a button
    assert page.said == ["补办社保卡"]
    assert page.replies[-1] == RECOVERING
    assert "再试一次" in page.buttons
    # and when the assistant is back, one press brings the reply, in the same turn
    rasa.start()
    page = hasty_visitor.press("再试一次")
    assert page.said == ["补办社保卡"]
    assert "丢了的卡，挂失了没有？" in page.replies[-1]
    assert "再试一次" not in page.buttons


def test_an_unanswered_choice_can_be_sent_again(hasty_visitor: Visitor, rasa: StandIn) -> None:
    # given an option pressed while the assistant was ill
    hasty_visitor.write("补办社保卡")
    rasa.canned.append(Canned(500))
    page = hasty_visitor.press("还没挂失")
    assert page.replies[-1] == RECOVERING
    # when it is sent again
    page = hasty_visitor.press("再试一次")
    # then it was the choice
    assert page.replies[-1].startswith("记下了：还没挂失。")
    assert page.said == ["补办社保卡", "还没挂失"]


def test_an_unanswered_greeting_can_be_had_later(hasty_app: Flask, rasa: StandIn) -> None:
    # given an assistant that is away when she comes in
    rasa.stop()
    visitor = Visitor(hasty_app.test_client())
    page = visitor.open()
    assert page.replies == [RECOVERING]
    # when it is back and she tries again
    rasa.start()
    page = visitor.press("再试一次")
    # then she is greeted, without a word of hers standing there
    assert page.replies == [GREETING]
    assert page.said == []


def test_trying_again_is_offered_for_the_newest_only(hasty_visitor: Visitor, rasa: StandIn) -> None:
    # given a message that stayed unanswered and one after it that was answered
    rasa.canned.append(Canned(500))
    hasty_visitor.write("补办社保卡")
    page = hasty_visitor.write("再见")
    # then the old one is still marked as unanswered, but not offered any more
    assert page.replies[1] == RECOVERING
    assert "再试一次" not in page.buttons


@pytest.mark.parametrize("forged", ["x" * 65, "a b", "';--", "\x00", "很" * 100], ids=ascii)
def test_a_forged_message_id_is_replaced(visitor: Visitor, records: Records, forged: str) -> None:
    # when a form is sent with an id no page ever gave out
    form = next(form for form in visitor.page.forms if form.action == "/say")
    page = visitor.send(form, text="补办社保卡", message_id=forged)
    # then the message is answered under one of our own
    assert "丢了的卡，挂失了没有？" in page.replies[-1]
    session = records.session_by_code(page.code)
    assert len(records.transcript(session.id)[-1].message_id) == 32


def test_the_greetings_id_can_not_be_used_to_say_something(visitor: Visitor, rasa: StandIn) -> None:
    # when words are sent under the greeting's id
    form = next(form for form in visitor.page.forms if form.action == "/say")
    page = visitor.send(form, text="补办社保卡", message_id=GREETING_ID)
    # then it is the greeting that is asked for, which is there already
    assert page.said == []
    assert page.replies == [GREETING]


# --- what people type ---


@pytest.mark.parametrize(
    ("typed", "notice"),
    [
        ("", "我没听到您说话。您慢慢说，想办什么，想问什么？"),
        ("   ", "我没听到您说话。您慢慢说，想办什么，想问什么？"),
        ("\u200b\u202e", "我没听到您说话。您慢慢说，想办什么，想问什么？"),
        ("😀👵🏻", "这里面没有字，我看不懂。您打几个字，或者说一句话。"),
        ("a" * 10_000, "这段话太长了，我一次记不住。请分几次说，每次一两句。"),
    ],
    ids=["nothing", "spaces", "hidden", "pictures", "flood"],
)
def test_what_cannot_be_read_is_answered_with_a_notice(
    visitor: Visitor, typed: str, notice: str
) -> None:
    # given a question of ours
    options = visitor.write("补办社保卡").options
    # when something is sent that can't be worked on
    page = visitor.write(typed)
    # then she is told above the conversation, which stands as it was
    assert page.notices == [notice]
    assert page.options == options
    assert page.said == ["补办社保卡"]


def test_what_is_a_little_too_long_is_read_as_far_as_it_goes(visitor: Visitor) -> None:
    # when one character too many is written
    page = visitor.write("社保卡丢了怎么补" + "啊" * 493)
    # then the box had let her, 500 are kept, and she is told so
    assert "maxlength" not in page.html
    assert len(page.said[-1]) == 500
    assert page.replies[-1].startswith("您的话太长，我先看了前面 500 个字。")


def test_ten_thousand_characters_of_chinese_get_the_kind_sentence(visitor: Visitor) -> None:
    # when a whole book is pasted
    page = visitor.write("我" * 10_000)
    # then it is asked for in pieces, with a way back
    assert page.status == 413
    assert page.heading == "这段话太长了，我一次记不住。请分几次说，每次一两句。"
    assert 'href="/"' in page.html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>办证",
        '"><img src=x onerror=alert(1)>办证',
        "{{ config.SECRET_KEY }}办证",
        "'; DROP TABLE sessions; -- 办证",
        "</p></article><form action=//evil>办证",
    ],
    ids=["script", "attribute", "template", "sql", "form"],
)
def test_what_looks_like_a_page_is_shown_as_words(visitor: Visitor, typed: str) -> None:
    # when markup, a template or a query is said
    page = visitor.write(typed)
    # then it stands on the page as it was typed, and the page holds nothing new
    assert page.said == [typed]
    assert typed not in page.html or html.escape(typed) == typed
    assert "onerror=" not in re.sub(r"<article.*?</article>", "", page.html, flags=re.S)
    assert {form.action for form in page.forms} <= {*["/size", "/human", "/choose", "/say", "/new"]}


def test_markup_in_a_message_sent_again_stays_in_its_field(
    hasty_visitor: Visitor, rasa: StandIn
) -> None:
    # given an unanswered message that tries to break out of the form it is put in
    rasa.canned.append(Canned(500))
    typed = '办证"><script>alert(1)</script>'
    page = hasty_visitor.write(typed)
    # then it stands whole in the hidden field
    again = next(form for form in page.forms if form.buttons[0].label == "再试一次")
    assert again.fields["text"] == typed
    assert "<script>alert" not in page.html


@pytest.mark.parametrize(
    "typed",
    ["How do I replace my card?", "ئۇيغۇرچە بىلەمسىز؟", "བོད་སྐད་ཤེས་སམ།", "社保カード", "唔该补卡"],
    ids=["english", "uyghur", "tibetan", "japanese", "cantonese"],
)
def test_other_languages_are_shown_and_answered(visitor: Visitor, typed: str) -> None:
    # when something else than Mandarin is written
    page = visitor.write(typed)
    # then it stands there, and there is a reply in which nothing is made up
    assert page.status == 200
    assert page.said == [typed]
    assert page.replies[-1]


def test_hidden_letters_do_not_reach_the_page(visitor: Visitor) -> None:
    # when letters that nobody sees are sent along
    page = visitor.write("社\u200b保\u202e卡\ufeff")
    # then the page has none of them
    assert page.said == ["社保卡"]
    assert not re.search("[\u200b\u202e\ufeff]", page.html)


def test_a_number_is_masked_on_the_page_too(visitor: Visitor) -> None:
    # when an ID number is written
    page = visitor.write("我是230103195001011234，补社保卡要钱吗")
    # then the page shows what was kept, and says so
    assert page.said == ["我是〔身份证号〕,补社保卡要钱吗"]
    assert page.replies[-1].startswith("您刚才说了身份证号。这些不用告诉我，我没有记下来。")
    assert "230103195001011234" not in page.html


# --- forms ---


@pytest.mark.parametrize("path", ["/say", "/choose", "/human", "/new", "/size", "/resume"])
def test_a_form_of_another_site_does_nothing(visitor: Visitor, records: Records, path: str) -> None:
    # given her cookies, and a form that a foreign page made her send
    before = visitor.page.code
    for token in ({}, {"csrf_token": "forged"}):
        page = visitor.send(Form(path, token), text="补办社保卡", key="2", code="123456")
        # then it is refused
        assert page.status == 400
        assert page.heading == STALE
    # and her conversation is as it was
    page = visitor.open()
    assert (page.code, page.said) == (before, [])
    assert records.open_hand_overs() == []


def test_a_token_of_another_visitor_does_not_fit(visitor: Visitor, app: Flask) -> None:
    # given the form of another visitor
    other = Visitor(app.test_client())
    foreign = next(form for form in other.open().forms if form.action == "/say")
    # when it is sent with her cookies
    page = visitor.send(foreign, text="补办社保卡")
    # then it is refused
    assert page.status == 400


@pytest.mark.parametrize("path", ["/say", "/choose", "/human", "/new", "/size"])
def test_a_form_is_nothing_to_be_opened(visitor: Visitor, path: str) -> None:
    # when the address of a form is typed in
    page = visitor.open(path)
    # then there is a kind page and a way back
    assert page.status == 405
    assert page.heading == "这个请求我没看懂。"
    assert 'href="/"' in page.html
