"""Where the citizen lives: noted, and what holds there is told."""

from __future__ import annotations

from tests.conftest import Talk


def test_a_region_is_noted(talk: Talk) -> None:
    # when she tells where she is
    reply = talk.say("tell_region", "我在黑龙江", region="230000")
    # then it is noted as told, not as assumed
    assert reply.text == "好，记下了，您在黑龙江省。"
    assert (talk.state.region, talk.state.region_told) == ("230000", True)


def test_a_city_without_rules_of_its_own_falls_back_to_its_province(talk: Talk) -> None:
    # given a city of which only the province's rules are known
    assert talk.say("tell_region", "哈尔滨", region="230100").text == ("好，记下了，您在哈尔滨市。")
    # when a service is begun whose cost the province rules
    talk.say("start_service", "办老年证")
    # then the province's rule holds
    assert talk.say("ask_fee", "要钱吗").text.startswith("黑龙江不收费。")


def test_a_region_we_know_nothing_of_is_said_so(talk: Talk) -> None:
    # given a deployment whose region tree has a code we don't know
    reply = talk.say("tell_region", "火星", region="990000")
    # then the national rules are offered
    assert reply.text == "好，记下了，您在全国。\n全国自己的规定我这里还没有，先按全国的说。"


def test_a_place_not_understood_is_asked_for(talk: Talk) -> None:
    assert talk.say("tell_region", "我在那个什么地方").text == (
        "您说的地方我没听出来。您说省和市就行，比如“广东深圳”。"
    )
    assert not talk.state.region_told


def test_what_was_spoken_of_is_told_again_when_it_differs_there(second_talk: Talk) -> None:
    # given an answer that is another in Guangdong
    second_talk.say("ask_policy", "取暖补贴有多少")
    # when she says that she is in Guangdong
    reply = second_talk.say("tell_region", "我在广东", region="440000")
    # then she hears Guangdong's at once
    assert reply.text == (
        "好，记下了，您在广东省。\n广东不发取暖补贴。\n"
        "依据是《卡证法》。广东省的规定，2026 年 11 月 1 日核对过。"
    )


def test_what_is_the_same_there_is_not_told_again(talk: Talk) -> None:
    talk.say("ask_policy", "取暖补贴有多少")
    assert talk.say("tell_region", "我在广东", region="440000").text == ("好，记下了，您在广东省。")


def test_a_region_told_within_a_guide_keeps_its_place(walking: Talk) -> None:
    walking.say("next_step", "好了")
    assert walking.say("tell_region", "我在广东", region="440000").text == (
        "好，记下了，您在广东省。\n第 1 步，共 4 步。先挂失。打 12333 说挂失。"
    )


def test_a_place_named_in_a_question_holds_for_the_answer_only(second_talk: Talk) -> None:
    # given a citizen who told where she lives
    second_talk.say("tell_region", "我在黑龙江", region="230000")
    # when she asks how it is elsewhere
    reply = second_talk.say("ask_policy", "广东的取暖补贴有多少", region="440000")
    # then she hears it as it is there, and that it is said so
    assert reply.text.startswith("按广东省的说。\n广东不发取暖补贴。")
    # and she still lives where she said
    assert second_talk.state.region == "230000"


def test_her_own_place_told_by_the_way_is_noted(second_talk: Talk) -> None:
    reply = second_talk.say("ask_policy", "我在广东，取暖补贴有多少", region="440000")
    assert reply.text.startswith("好，记下了，您在广东省。\n广东不发取暖补贴。")
    assert (second_talk.state.region, second_talk.state.region_told) == ("440000", True)


def test_a_place_gone_to_is_not_where_the_rules_are_asked_for(second_talk: Talk) -> None:
    reply = second_talk.say("ask_policy", "取暖补贴有多少，我要去广东过冬", region="440000")
    assert "广东" not in reply.text
    assert second_talk.state.region == "000000"


def test_a_place_named_within_a_guide_changes_nothing(walking: Talk) -> None:
    walking.say("ask_policy", "广东的取暖补贴有多少", region="440000")
    assert walking.state.region == "000000"
