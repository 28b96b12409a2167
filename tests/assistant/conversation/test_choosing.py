"""Options picked by button, by key, by place, by words; and names said after which one."""

from __future__ import annotations

import pytest

from tests.conftest import Talk


@pytest.mark.parametrize("said", ["第一个", "1", "前面那个", "头一个", "选一"])
def test_an_option_of_the_last_reply_is_picked_by_its_place(walking: Talk, said: str) -> None:
    # given the materials, whose first option is the next step
    # when she names the first
    reply = walking.say("choose", said)
    # then it is as if she had pressed it
    assert reply.text.startswith("第 1 步，共 4 步。")


def test_the_last_option_is_picked_by_its_place(walking: Talk) -> None:
    assert walking.say("choose", "最后一个").text.startswith("好，我再说一遍。")


def test_a_place_beyond_the_options_is_said_to_be_none(walking: Talk) -> None:
    # given three options
    # when the ninth is wanted
    reply = walking.say("choose", "第九个")
    # then there is none, and the guide waits
    assert reply.text == "现在没有可以选的。您直接说想办什么就行。"
    assert walking.state.guide is not None


def test_choosing_where_nothing_was_offered_is_taken_as_a_topic(talk: Talk) -> None:
    # given nothing to choose from
    # when what sounds like a choice names a topic
    reply = talk.say("choose", "取暖补贴那个")
    # then the topic is answered
    assert reply.text.startswith("全国没有统一的取暖补贴。")


def test_an_option_that_hands_over_works_by_its_place(talk: Talk) -> None:
    # given the greeting, whose second option is a person
    talk.say("greet", "您好")
    # when the second is wanted
    reply = talk.say("choose", "第二个")
    # then she is handed over
    assert reply.hand_over


def test_a_key_chooses_what_it_stands_for(talk: Talk) -> None:
    talk.say("greet", "您好")
    assert talk.press("1").text.startswith("我能做两件事。")


def test_the_service_of_a_question_is_asked_for_and_named(talk: Talk) -> None:
    # given a question that names no service
    assert talk.say("ask_fee", "要钱吗").text == ("您问的是办哪件事？说个名字就行，比如“社保卡”。")
    # when she names it
    reply = talk.say("inform", "老年证")
    # then the question is answered for it
    assert reply.text == "“办老年证”：不收费。"


@pytest.mark.parametrize("move", ["start_service", "ask_policy", "inform", "nlu_fallback"])
def test_the_name_is_heard_whatever_it_is_taken_for(talk: Talk, move: str) -> None:
    talk.say("ask_where", "去哪儿办")
    assert talk.say(move, "社保卡挂失").text == "“社保卡挂失”：打电话就行，不用去。"


def test_a_name_we_do_not_know_is_declined(talk: Talk) -> None:
    talk.say("ask_fee", "要钱吗")
    assert talk.say("inform", "阿巴阿巴").text.startswith("这个我不知道，不敢乱说。")
    assert talk.state.pending is None


def test_a_policy_named_instead_of_a_service_is_told(talk: Talk) -> None:
    talk.say("ask_fee", "要钱吗")
    assert talk.say("inform", "取暖补贴有多少").text.startswith("全国没有统一的取暖补贴。")


def test_the_material_asked_for_before_the_name_is_remembered(talk: Talk) -> None:
    # given the question whether a photo is needed, without a service
    talk.say("ask_materials", "要带照片吗")
    # when the service is named
    reply = talk.say("inform", "办老年证")
    # then it is the photo that is told
    assert reply.text == "“办老年证”：要带。单子上有一寸照片。"


def test_a_value_without_a_question_of_ours_is_looked_up(talk: Talk) -> None:
    assert talk.say("inform", "七十四").text.startswith("这个我不知道，不敢乱说。")


def test_a_button_of_a_choice_made_long_ago_changes_nothing(walking: Talk) -> None:
    # given a guide under way
    before = walking.state.guide
    # when an old screen sends the button of an earlier choice
    reply = walking.say("choose", entry="card-report")
    # then it is said that it is over, and the guide stays
    assert reply.text == "现在没有可以选的。您直接说想办什么就行。"
    assert walking.state.guide == before


@pytest.mark.parametrize("said", ["补办的那个", "补", "俺要再补一张", "补的吧"])
def test_the_part_of_a_name_that_differs_picks_it(talk: Talk, said: str) -> None:
    # given two services to choose from, of which one is a replacement
    assert len(talk.say("start_service", "我想弄一下社保卡").options) == 3
    # when she says only that
    # then it begins
    assert talk.say("choose", said).text.startswith("好，“补办社保卡”，咱们一步一步来。")


def test_what_names_none_of_the_choices_is_asked_again(talk: Talk) -> None:
    asked = talk.say("start_service", "我想弄一下社保卡")
    assert asked.text == "您是要丢了补办，还是先挂失？"
    assert talk.say("choose", "就是那个嘛").text == asked.text


def test_a_place_where_nothing_was_offered_is_said_to_be_none(talk: Talk) -> None:
    talk.say("thank", "谢谢")
    assert talk.say("choose", "第一个").text == "现在没有可以选的。您直接说想办什么就行。"
