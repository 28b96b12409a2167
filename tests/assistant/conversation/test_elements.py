"""Materials, where, when, how much, how long, who, how: asked outside and inside a guide."""

from __future__ import annotations

import pytest

from assistant.conversation.elements import ELEMENTS
from assistant.reply import CardKind
from tests.conftest import Talk

#: Move, words, what is said of 办老年证.
OF_SENIOR_CARD = [
    ("ask_materials", "要带什么", "要带居民身份证、一寸照片。"),
    ("ask_materials", "要带照片吗", "要带。单子上有一寸照片。"),
    ("ask_materials", "要带委托书吗", "要带居民身份证、一寸照片。"),
    ("ask_where", "去哪儿办", "住的社区。"),
    ("ask_hours", "几点上班", "上班时间我这里没有写。去之前打 12345 问一句。"),
    ("ask_fee", "要钱吗", "不收费。"),
    ("ask_duration", "要几天", "各地不一样，打 12345 问。"),
    ("ask_conditions", "要什么条件", "这样的人能办：满 60 岁。"),
    ("ask_online", "网上能办吗", "能不能在网上办，我这里没有写。打 12345 问一句最准。"),
    ("ask_proxy", "能替办吗", "能不能让别人替办，我这里没有写。打 12345 问一句最准。"),
    ("ask_proxy", "能上门吗", "上门办：走不动的，打 12345 请人上门。"),
    ("ask_phone", "打哪个电话", "打 政务服务便民热线 12345。"),
    (
        "list_steps",
        "一共几步",
        "“办老年证”一共 3 步：1，带上身份证和照片去社区；2，填一张表；3，等通知拿证。",
    ),
]
BASIS = "依据是《卡证法》第 5 条。全国的规定，2026 年 11 月 23 日核对过。"


def test_every_element_has_a_case_here() -> None:
    assert {move for move, _, _ in OF_SENIOR_CARD} == set(ELEMENTS)


@pytest.mark.parametrize(("move", "said", "told"), OF_SENIOR_CARD)
def test_an_element_of_the_service_spoken_of_is_told_with_its_name(
    talk: Talk, move: str, said: str, told: str
) -> None:
    # given a service spoken of
    talk.say("ask_policy", "老年证")
    # when an element is asked for without naming it
    reply = talk.say(move, said)
    # then it is told, with the service's name, so that nobody mixes two up
    assert reply.text == f"“办老年证”：{told}"
    # and yes begins its guide
    assert talk.say("affirm", "好").text.startswith("好，“办老年证”，咱们一步一步来。")


@pytest.mark.parametrize(("move", "said", "told"), OF_SENIOR_CARD)
def test_an_element_of_the_guide_under_way_is_told_and_the_question_comes_again(
    talk: Talk, move: str, said: str, told: str
) -> None:
    # given the guide at its question
    talk.say("start_service", "办老年证")
    # when an element is asked for
    reply = talk.say(move, said)
    # then it is told without ado and the question comes again
    assert reply.text == f"{told}\n咱们接着说“办老年证”。\n您今年多大年纪了？"
    assert [o.label for o in reply.options] == ["满 60 岁", "不到 60 岁"]


@pytest.mark.parametrize(
    ("move", "said", "told"),
    [
        ("ask_fee", "社保卡挂失要钱吗", "不收费。"),
        ("ask_where", "社保卡挂失去哪儿", "打电话就行，不用去。"),
        ("ask_materials", "社保卡挂失要带啥", "要带居民身份证。"),
        ("ask_duration", "社保卡挂失要多久", "马上生效。"),
    ],
)
def test_an_element_of_another_service_named_within_a_guide_is_told_and_the_guide_goes_on(
    talk: Talk, move: str, said: str, told: str
) -> None:
    # given one guide
    talk.say("start_service", "办老年证")
    # when an element of another service is asked for by name
    reply = talk.say(move, said)
    # then it is told for that one, and the guide under way goes on
    assert reply.text == (f"“社保卡挂失”：{told}\n咱们接着说“办老年证”。\n您今年多大年纪了？")
    assert talk.state.guide is not None
    assert talk.state.guide.item == "senior-card"


def test_a_service_named_with_the_element_needs_no_guide(talk: Talk) -> None:
    assert talk.say("ask_fee", "社保卡挂失要钱吗").text == "“社保卡挂失”：不收费。"


def test_a_policy_that_answers_the_question_is_told_instead(talk: Talk) -> None:
    reply = talk.say("ask_fee", "补社保卡要多少钱")
    assert reply.text.startswith("第一次办不要钱，补办的工本费各地不一样。")


def test_the_service_a_policy_leads_to_is_meant_afterwards(talk: Talk) -> None:
    # given a policy answer that leads to one service
    talk.say("ask_policy", "多大算老年人")
    talk.say("deny", "不用")
    # when an element is asked for
    reply = talk.say("ask_where", "去哪儿办")
    # then it is that service's
    assert reply.text == "“办老年证”：住的社区。"


def test_a_policy_that_leads_to_another_policy_leads_to_no_service(second_talk: Talk) -> None:
    # given a policy related to another policy and to an entry nobody wrote
    told = second_talk.say("ask_policy", "老年人坐车要钱吗")
    assert told.text.startswith("看当地规定。")
    assert told.options == []
    # when an element is asked for, then its service is asked for
    assert second_talk.say("ask_where", "去哪儿").text.startswith("您问的是办哪件事？")


def test_after_a_policy_without_a_service_the_service_is_asked_for(talk: Talk) -> None:
    talk.say("ask_policy", "取暖补贴有多少")
    assert talk.say("ask_where", "去哪儿").text == (
        "您问的是办哪件事？说个名字就行，比如“社保卡”。"
    )


@pytest.mark.parametrize("said", ["", "要钱吗", "多少钱啊？", "<b>要钱吗</b>", "💰" * 50])
def test_without_any_service_it_is_asked_for(talk: Talk, said: str) -> None:
    assert talk.say("ask_fee", said).text == "您问的是办哪件事？说个名字就行，比如“社保卡”。"


def test_a_paper_only_some_need_is_told_with_who_needs_it(talk: Talk) -> None:
    # given a guide in which it isn't answered yet who goes
    talk.say("start_service", "补办社保卡")
    # when the helper's card is asked for
    reply = talk.say("ask_materials", "要带替办人身份证吗")
    # then it depends
    assert reply.text.startswith("看情况。单子上有替办人身份证，家里人替我去才要。")


def test_a_paper_that_does_not_concern_her_is_not_on_her_list(walking: Talk) -> None:
    # given somebody who goes herself
    # when she asks what to bring
    reply = walking.say("ask_materials", "要带什么")
    # then the helper's card isn't named
    assert reply.text.startswith("要带居民身份证。\n")
    assert reply.card is not None
    assert [row.label for row in reply.card.rows] == ["居民身份证"]


def test_a_paper_of_another_service_is_said_not_to_be_on_the_list(talk: Talk) -> None:
    talk.say("start_service", "社保卡挂失")
    reply = talk.say("ask_materials", "要带照片吗")
    assert reply.text.startswith("单子上没写要照片。要带的是居民身份证。")


def test_what_the_law_allows_is_told_besides_what_is_usual(talk: Talk) -> None:
    talk.say("start_service", "补办社保卡")
    assert talk.say("ask_duration", "要几天").text.startswith(
        "当天能拿。\n规定最多 15 个工作日。\n"
    )


def test_what_is_known_of_a_service_is_told(second_talk: Talk) -> None:
    # given a service of which hours, helpers and home visits are known
    second_talk.say("ask_policy", "领看病证")
    head = "“领看病证”："
    # when these are asked for, then they are told
    assert second_talk.say("ask_hours", "几点上班").text == (
        f"{head}周一到周五上午八点到十一点半。"
    )
    assert second_talk.say("ask_proxy", "儿子替我行吗").text == (
        f"{head}家里人可以替您领。\n上门办：打 12345 请人上门。"
    )
    assert second_talk.say("ask_conditions", "我能领吗").text == (
        f"{head}这样的人能办：在本地看病的人。没领过的人。"
    )
    assert second_talk.say("ask_duration", "几天").text == (f"{head}一般当场给。\n规定最多 20 天。")


def test_a_telephone_missing_from_the_registry_is_still_told(second_talk: Talk) -> None:
    second_talk.say("ask_policy", "领看病证")
    assert second_talk.say("ask_phone", "电话多少").text == "“领看病证”：打 99999。"


def test_the_source_of_the_guide_under_way_is_told_and_the_guide_goes_on(talk: Talk) -> None:
    talk.say("start_service", "办老年证")
    reply = talk.say("ask_source", "谁规定的")
    assert reply.text == f"{BASIS}\n咱们接着说“办老年证”。\n您今年多大年纪了？"
    assert reply.card is not None
    assert reply.card.kind is CardKind.SOURCE


def test_the_source_of_an_answer_is_told_on_request(talk: Talk) -> None:
    talk.say("ask_policy", "补社保卡要多少钱")
    assert talk.say("ask_source", "真的假的").text == (
        "依据是《卡证法》第 7 条。全国的规定，2026 年 11 月 23 日核对过。"
    )


def test_the_source_of_what_is_named_is_told(talk: Talk) -> None:
    talk.say("ask_policy", "取暖补贴有多少")
    assert talk.say("ask_source", "办老年证是哪儿规定的").text == BASIS


def test_without_a_topic_there_is_no_source(talk: Talk) -> None:
    assert talk.say("ask_source", "谁规定的").text == "现在还没说到哪条规定。您先问一件事。"


def test_an_element_is_spoken_as_it_is_shown_with_numbers_for_the_ear(talk: Talk) -> None:
    talk.say("ask_policy", "老年证")
    assert talk.say("ask_phone", "电话").speak == (
        "“办老年证”：打 政务服务便民热线 幺 二 三 四 五。"
    )


def test_an_element_asked_for_while_choosing_keeps_the_choice_and_is_told_for_it(
    talk: Talk,
) -> None:
    # given two services to choose from
    talk.say("start_service", "社保卡的事")
    # when she asks what it costs before she has chosen
    reply = talk.say("ask_fee", "要钱吗")
    # then she is asked which, with the same buttons
    assert reply.text == "您是要丢了补办，还是先挂失？"
    assert {"补办社保卡", "社保卡挂失"} < {option.label for option in reply.options}
    # and hears it for the one she picks, which yes then begins
    picked = next(o.key for o in reply.options if o.label == "社保卡挂失")
    assert talk.press(picked).text == "“社保卡挂失”：不收费。"
    assert talk.say("affirm", "好").text.startswith("好，“社保卡挂失”，咱们一步一步来。")
