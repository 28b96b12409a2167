"""Starting a guide: by name, by another name, by description, by choice; yes and no to offers."""

from __future__ import annotations

import pytest

from tests.conftest import Talk

INTRO = (
    "好，“补办社保卡”，咱们一步一步来。社保卡丢了，补一张新的。\n"
    "先问您 2 个问题。\n丢了的卡，挂失了没有？"
)


@pytest.mark.parametrize(
    "said",
    [
        "社会保障卡补领",
        "补办社保卡",
        "社保卡丢了",
        "社保卡找不着了",
        "我想重新办一张社保卡",
        "补办，社保卡。",
        "补办设保卡",
    ],
)
def test_a_service_starts_by_its_name_an_alias_or_words_around_it(talk: Talk, said: str) -> None:
    # when she names it, in whatever way
    reply = talk.say("start_service", said)
    # then its guide begins with what it is and the first question
    assert reply.text == INTRO
    assert [option.label for option in reply.options] == ["挂失了", "还没挂失"]
    assert reply.progress is not None
    assert (reply.progress.label, reply.progress.at, reply.progress.of) == ("先问您", 1, 2)


def test_a_service_with_one_question_says_so(talk: Talk) -> None:
    assert talk.say("start_service", "办老年证").text == (
        "好，“办老年证”，咱们一步一步来。满 60 岁可以办，坐车看景点有优待。\n"
        "先问您一个问题。\n您今年多大年纪了？"
    )


def test_a_service_without_questions_begins_with_what_to_bring(talk: Talk) -> None:
    assert talk.say("start_service", "社保卡挂失").text == (
        "好，“社保卡挂失”，咱们一步一步来。卡丢了先停住，别人用不了。\n只要带一样：居民身份证。"
    )


def test_a_wish_that_fits_two_services_is_clarified(talk: Talk) -> None:
    # when it isn't clear what about the card
    reply = talk.say("start_service", "我想弄一下社保卡")
    # then she is asked, with at most three choices and a way out
    assert reply.text == "您是要丢了补办，还是先挂失？"
    assert [(o.key, o.label) for o in reply.options] == [
        ("1", "补办社保卡"),
        ("2", "社保卡挂失"),
        ("3", "都不是"),
    ]


@pytest.mark.parametrize(
    ("move", "said"),
    [
        ("choose", "第二个"),
        ("choose", "选2"),
        ("inform", "二"),
        ("choose", "后面那个"),
        ("choose", "后一个"),
        ("choose", "最后一个"),
        ("start_service", "社保卡挂失"),
        ("inform", "挂失社保卡"),
        ("nlu_fallback", "社保卡怪失"),
        ("ask_policy", "先把社保卡停了"),
    ],
)
def test_a_clarification_is_answered_by_place_by_name_or_by_sound(
    talk: Talk, move: str, said: str
) -> None:
    # given the question which one is meant
    talk.say("start_service", "我想弄一下社保卡")
    # when she says which
    reply = talk.say(move, said)
    # then that one begins
    assert reply.text.startswith("好，“社保卡挂失”，咱们一步一步来。")
    assert talk.state.pending is None


def test_a_clarification_is_answered_by_its_button(talk: Talk) -> None:
    talk.say("start_service", "我想弄一下社保卡")
    assert talk.press("1").text == INTRO


def test_yes_to_which_one_is_asked_again(talk: Talk) -> None:
    # given the question which one is meant
    asked = talk.say("start_service", "我想弄一下社保卡")
    # when she nods
    reply = talk.say("affirm", "对对")
    # then it is asked again, with the same choices, and can still be answered
    assert reply.text == reply.speak == asked.text
    assert reply.options == asked.options
    assert talk.say("choose", "第一个").text == INTRO


def test_yes_after_something_else_in_between_still_names_the_choices(talk: Talk) -> None:
    # given the question which one is meant, and a word about the weather
    asked = talk.say("start_service", "我想弄一下社保卡")
    talk.say("chitchat", "今天下雨吗")
    # when she nods
    reply = talk.say("affirm", "对")
    # then she can choose
    assert reply.options == asked.options


def test_none_of_these_asks_for_more_words_then_helps_then_offers_a_person(talk: Talk) -> None:
    # when nothing offered is right, three times
    said = []
    for _ in range(3):
        talk.say("start_service", "我想弄一下社保卡")
        said.append(talk.say("deny", "都不是").text)
    # then she is helped a little more each time
    assert said == [
        "那您再说说，是什么事？多说两个字，我好找。",
        "还是没弄明白，是我不好。您可以这样说：“社保卡丢了”“养老金怎么领”“身份证到期了”。"
        "也可以说“人工”，找工作人员。",
        "这样问下去耽误您工夫。要不要我请工作人员来跟您说？",
    ]


def test_something_new_instead_of_a_choice_is_taken_up(talk: Talk) -> None:
    # given the question which one is meant
    talk.say("start_service", "我想弄一下社保卡")
    # when she wants something else altogether
    reply = talk.say("start_service", "办老年证")
    # then that begins
    assert reply.text.startswith("好，“办老年证”，咱们一步一步来。")


def test_a_wish_a_policy_answers_outright_is_answered(talk: Talk) -> None:
    # when what sounds like a wish is a question
    reply = talk.say("start_service", "取暖补贴有多少")
    # then it is answered
    assert reply.text.startswith("全国没有统一的取暖补贴。")


def test_a_wish_for_what_we_do_not_know_is_declined(talk: Talk) -> None:
    assert talk.say("start_service", "我要养一头大象").text == (
        "这个我不知道，不敢乱说。您可以打 12345 问，也可以说“人工”，找工作人员。"
    )


def test_starting_what_is_under_way_goes_on_where_it_is(walking: Talk) -> None:
    # given a guide at its materials
    # when she names it again
    reply = walking.say("start_service", "补办社保卡")
    # then nothing is asked a second time
    assert reply.text == "“补办社保卡”，咱们正说着呢。\n只要带一样：居民身份证。"


def test_another_service_shelves_the_one_under_way_and_it_is_taken_up_where_it_was(
    walking: Talk,
) -> None:
    # given a guide at its first step
    walking.say("next_step", "好了")
    # when she wants another service
    reply = walking.say("start_service", "办老年证")
    # then the first is put aside, and she is told
    assert reply.text == (
        "“补办社保卡”先放一放，想接着办就说“继续”。\n"
        "好，“办老年证”，咱们一步一步来。满 60 岁可以办，坐车看景点有优待。\n"
        "先问您一个问题。\n您今年多大年纪了？"
    )
    # when she names the first again
    back = walking.say("start_service", "补办社保卡")
    # then they change places and nothing answered is asked again
    assert back.text == (
        "“办老年证”先放一放，想接着办就说“继续”。\n"
        "好，接着说“补办社保卡”。\n第 1 步，共 4 步。先挂失。打 12333 说挂失。"
    )
    assert [guide.item for guide in walking.state.shelved] == ["senior-card"]


def test_a_finished_guide_offers_the_shelved_one_and_yes_takes_it_up(talk: Talk) -> None:
    # given one guide put aside and another at its end
    talk.say("start_service", "补办社保卡")
    talk.say("start_service", "社保卡挂失")
    for _ in range(4):
        talk.say("next_step", "下一步")
    # when that is finished
    reply = talk.press("1")
    # then the other is offered
    assert reply.text == "刚才放下的“补办社保卡”，要接着办吗？"
    assert [option.label for option in reply.options] == ["要", "不用"]
    # when she wants it
    resumed = talk.say("affirm", "要")
    # then it goes on
    assert resumed.text == "好，接着说“补办社保卡”。\n丢了的卡，挂失了没有？"


def test_no_to_the_shelved_one_lets_it_go(talk: Talk) -> None:
    # given a shelved guide on offer
    talk.say("start_service", "补办社保卡")
    talk.say("start_service", "社保卡挂失")
    talk.say("cancel", "不办了")
    # when she doesn't want it
    reply = talk.say("deny", "不用了")
    # then it is gone
    assert reply.text == "好。您还有别的事吗？"
    assert talk.say("resume", "继续").text == "现在没有办到一半的事。您想办什么？"


def test_with_two_put_aside_no_to_one_offers_the_other(talk: Talk) -> None:
    # given two guides put aside, the newest of them on offer
    talk.say("start_service", "补办社保卡")
    talk.say("start_service", "社保卡挂失")
    talk.say("start_service", "办老年证")
    assert talk.say("cancel", "算了").text.endswith("刚才放下的“社保卡挂失”，要接着办吗？")
    # when she turns it down
    reply = talk.say("deny", "不用")
    # then the other is offered
    assert reply.text == "刚才放下的“补办社保卡”，要接着办吗？"


def test_yes_without_a_question_asks_what_is_wanted(talk: Talk) -> None:
    talk.say("greet", "您好")
    assert talk.say("affirm", "嗯").text == "好。您想办什么，想问什么？"


def test_yes_at_a_step_means_go_on(walking: Talk) -> None:
    walking.say("next_step", "好了")
    assert walking.say("affirm", "嗯").text == "第 2 步，共 4 步。带上身份证去社保大厅。"


def test_no_at_a_step_means_not_done_yet(walking: Talk) -> None:
    walking.say("next_step", "好了")
    assert walking.say("deny", "还没呢").text == (
        "不着急。\n第 1 步，共 4 步。先挂失。打 12333 说挂失。"
    )


def test_no_to_all_candidates_within_a_guide_keeps_the_guide(walking: Talk) -> None:
    # given a clarification in the middle of a guide
    walking.say("ask_policy", "社保卡的事")
    # when none of them is meant
    reply = walking.say("deny", "都不是")
    # then more words are asked for, and the guide waits
    assert reply.text == "那您再说说，是什么事？多说两个字，我好找。"
    assert walking.say("resume", "接着办").text == (
        "咱们接着说“补办社保卡”。\n只要带一样：居民身份证。"
    )


def test_no_to_an_offer_within_a_guide_shows_where_we_are(second_talk: Talk) -> None:
    # given a person who can't do what she is at and is offered what she can
    second_talk.say("start_service", "领看病证")
    second_talk.say("choose", "第一个")
    # when she doesn't want that
    reply = second_talk.say("deny", "不用")
    # then she hears where she is
    assert reply.text == "要带 3 样东西：居民身份证、居民户口簿原件和复印件、挂失回执。"
    # and when she wants it after all by its name, the first is put aside
    assert second_talk.say("start_service", "社保卡挂失").text.startswith("“领看病证”先放一放")


def test_an_offered_guide_begins_with_yes(talk: Talk) -> None:
    # given a policy answer that leads to one service
    offered = talk.say("ask_policy", "多大算老年人")
    assert offered.speak.endswith("“办老年证”，要我带您一步一步来吗？")
    # when she agrees
    reply = talk.say("affirm", "要")
    # then it begins
    assert reply.text.startswith("好，“办老年证”，咱们一步一步来。")


def test_no_to_an_offered_guide_is_accepted(talk: Talk) -> None:
    talk.say("ask_policy", "多大算老年人")
    assert talk.say("deny", "不用").text == "好。您还有别的事吗？"
    assert talk.state.guide is None


def test_a_button_for_an_entry_that_is_gone_says_that_we_do_not_know(talk: Talk) -> None:
    # when an old button names an entry that no longer exists
    reply = talk.say("start_service", entry="long-gone")
    # then that is said, and a person is near
    assert reply.text.startswith("这个我不知道，不敢乱说。")
    assert [option.label for option in reply.options] == ["找工作人员"]


def test_a_button_that_names_a_policy_tells_it(talk: Talk) -> None:
    reply = talk.say("start_service", entry="senior-age")
    assert reply.text.startswith("满 60 岁就是老年人。")


def test_a_service_of_another_province_is_not_begun_here(second_talk: Talk) -> None:
    # given a service that exists in Guangdong only
    # when somebody elsewhere asks for it
    reply = second_talk.say("start_service", "领凉茶证")
    # then it isn't begun, and she hears why
    assert reply.text == ("您说的这件事，我只有广东省的规定，您这边的我还没有。打 12345 问最准。")
    # and its cost isn't told as if it held here
    second_talk.say("ask_fee", "多少钱")
    assert second_talk.say("inform", "领凉茶证").text == reply.text
    # and in Guangdong it begins
    second_talk.say("tell_region", "我在广东", region="440000")
    begun = second_talk.say("start_service", "领凉茶证")
    assert begun.text.startswith("好，“领凉茶证”，咱们一步一步来。凭证喝凉茶。")


def test_go_on_after_an_offer_means_yes(talk: Talk) -> None:
    # given the offer of a guide
    talk.say("ask_policy", "老年证")
    # when she says go on
    # then it begins
    assert talk.say("next_step", "接着说").text.startswith("好，“办老年证”，咱们一步一步来。")
