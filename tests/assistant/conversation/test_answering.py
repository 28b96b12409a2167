"""Answers from the knowledge: the source, the doubts, the rest on request, and I don't know."""

from __future__ import annotations

import pytest

from assistant.reply import CardKind
from tests.conftest import Talk

COST = "第一次办不要钱，补办的工本费各地不一样。"
LOCAL = "各地做法：打 12333 问当地收多少。"
COST_BASIS = "依据是《卡证法》第 7 条。全国的规定，2026 年 11 月 23 日核对过。"
UNKNOWN = "这个我不知道，不敢乱说。您可以打 12345 问，也可以说“人工”，找工作人员。"
UNKNOWN_AGAIN = (
    "还是没弄明白，是我不好。您可以这样说：“社保卡丢了”“养老金怎么领”“身份证到期了”。"
    "也可以说“人工”，找工作人员。"
)
OFFER_PERSON = "这样问下去耽误您工夫。要不要我请工作人员来跟您说？"
HEATING = (
    "全国没有统一的取暖补贴。\n依据是《卡证法》。全国的规定，2024 年 1 月 1 日核对过。\n"
    "这条过了有效期，可能变了，请打 12345 核对。"
)


def test_an_answer_names_its_law_its_level_and_the_day_it_was_checked(talk: Talk) -> None:
    # when a question is asked
    reply = talk.say("ask_policy", "补社保卡要多少钱")
    # then the answer comes first, then what is local, then where it stands
    assert reply.text == f"{COST}\n{LOCAL}\n{COST_BASIS}"
    # and the source is on a card
    assert reply.card is not None
    assert reply.card.kind is CardKind.SOURCE
    (source,) = reply.card.sources
    assert source.title == "中华人民共和国卡证法"
    assert (source.article, source.issuer, source.region) == (
        7,
        "全国人民代表大会常务委员会",
        "全国",
    )
    assert source.issued is not None
    assert source.issued.isoformat() == "2018-12-29"
    assert source.read


def test_the_spoken_answer_is_shorter_and_ends_with_the_offer_to_go_on(talk: Talk) -> None:
    assert talk.say("ask_policy", "补社保卡要多少钱").speak == (
        "第一次办不要钱，补办的工本费各地不一样。各地做法：打 幺 二 三 三 三 问当地收多少。"
        "这是《卡证法》说的。还有几句，要接着听吗？"
    )


def test_details_are_told_one_by_one(talk: Talk) -> None:
    # given an answer with more to say
    asked = talk.say("ask_policy", "补社保卡要多少钱")
    assert [o.label for o in asked.options] == ["接着说", "补办社保卡"]
    # when she wants to hear on
    first = talk.press("1")
    # then one sentence comes
    assert first.text == "有的地方补办也不收钱。"
    assert [o.label for o in first.options] == ["接着说"]
    # and then the last one
    last = talk.say("affirm", "要")
    assert last.text == "加急的另问。\n就这些了。"
    assert last.options == []
    # and after it there is nothing under way
    assert talk.say("next_step", "接着说").text == (
        "现在没有在办的事。您说要办什么，我带您一步一步来。"
    )


def test_no_to_the_details_ends_them(talk: Talk) -> None:
    talk.say("ask_policy", "补社保卡要多少钱")
    assert talk.say("deny", "不用了").text == "好。您还有别的事吗？"
    assert talk.state.more == []


def test_a_service_that_belongs_to_the_answer_starts_from_it(talk: Talk) -> None:
    talk.say("ask_policy", "补社保卡要多少钱")
    assert talk.press("2").text.startswith("好，“补办社保卡”，咱们一步一步来。")
    assert talk.state.more == []


def test_a_source_known_by_name_only_is_said_so_on_screen_and_aloud(talk: Talk) -> None:
    # when the answer rests on a document nobody here has read
    reply = talk.say("ask_policy", "多大算老年人")
    # then the screen says so and claims no day of checking
    assert reply.text == (
        "满 60 岁就是老年人。\n依据是《卡的通知》。全国的规定。\n"
        "原文我手边没有，办之前请打 12345 再问一句。"
    )
    # and who only hears it hears the doubt too
    assert reply.speak == (
        "满 60 岁就是老年人。依据是《卡的通知》。全国的规定。"
        "原文我手边没有，办之前请打 幺 二 三 四 五 再问一句。"
        "“办老年证”，要我带您一步一步来吗？"
    )
    assert reply.card is not None
    assert not reply.card.sources[0].read


def test_an_expired_answer_is_given_with_its_doubt_on_screen_and_aloud(talk: Talk) -> None:
    # when the answer has run out
    reply = talk.say("ask_policy", "取暖补贴有多少")
    # then it is given, with the doubt and whom to ask
    assert reply.text == HEATING
    assert reply.speak == (
        "全国没有统一的取暖补贴。这是《卡证法》说的。"
        "这条过了有效期，可能变了，请打 幺 二 三 四 五 核对。"
    )


def test_an_answer_that_holds_elsewhere_only_is_not_given_as_ours(talk: Talk) -> None:
    assert talk.say("ask_policy", "凉茶补贴有多少").text == (
        "您说的这件事，我只有广东省的规定，您这边的我还没有。打 12345 问最准。"
    )


def test_there_the_answer_is_given_with_its_level(talk: Talk) -> None:
    # given a citizen of Guangdong
    talk.say("tell_region", "我在广东", region="440000")
    # when she asks
    reply = talk.say("ask_policy", "凉茶补贴有多少")
    # then she is told, and that it is Guangdong's rule
    assert reply.text == (
        "广东有凉茶补贴，打 12345 问。\n"
        "依据是《卡证法》第 9 条。广东省的规定，2026 年 11 月 23 日核对过。"
    )


def test_a_question_that_fits_several_is_clarified_and_answered_by_its_button(talk: Talk) -> None:
    # when several could be meant
    reply = talk.say("ask_policy", "社保卡的事")
    # then she is asked which
    assert reply.text == "您问的是哪一个？"
    assert 2 <= len(reply.options) <= 4
    assert reply.options[-1].label == "都不是"
    # and the one she chooses is told
    key = next(o.key for o in reply.options if o.label == "补社保卡要不要钱")
    assert talk.press(key).text.startswith(COST)


def test_a_service_asked_about_is_told_and_offered(talk: Talk) -> None:
    # when the question names a service
    reply = talk.say("ask_policy", "老年证")
    # then it is told in short and offered
    assert reply.text == (
        "满 60 岁可以办，坐车看景点有优待。\n去哪儿办：住的社区。\n"
        "“办老年证”，要我带您一步一步来吗？"
    )
    assert [o.label for o in reply.options] == ["好，带我办", "不用了"]
    assert talk.press("1").text.startswith("好，“办老年证”，咱们一步一步来。")


def test_what_we_do_not_know_is_said_then_words_are_offered_then_a_person(talk: Talk) -> None:
    # when three things in a row are not known
    said = [talk.say("nlu_fallback", text) for text in ("阿巴阿巴", "乌拉乌拉", "咕噜咕噜")]
    # then she is helped a little more each time, and a person is a button each time
    assert [reply.text for reply in said] == [UNKNOWN, UNKNOWN_AGAIN, OFFER_PERSON]
    assert [o.label for reply in said for o in reply.options] == [
        "找工作人员",
        "找工作人员",
        "找工作人员",
        "不用",
    ]


def test_the_offered_person_comes_with_a_spoken_yes(talk: Talk) -> None:
    # given the offer of a person
    for text in ("阿巴阿巴", "乌拉乌拉", "咕噜咕噜"):
        talk.say("nlu_fallback", text)
    # when she says yes
    reply = talk.say("affirm", "要")
    # then she is handed over
    assert reply.hand_over


def test_the_offered_person_can_be_refused(talk: Talk) -> None:
    for text in ("阿巴阿巴", "乌拉乌拉", "咕噜咕噜"):
        talk.say("nlu_fallback", text)
    assert talk.say("deny", "不用").text == "好。您还有别的事吗？"
    # and a yes later on is no yes to that
    assert not talk.say("affirm", "嗯").hand_over


@pytest.mark.parametrize(
    ("move", "said"),
    [("ask_policy", "取暖补贴有多少"), ("greet", "您好"), ("start_service", "办老年证")],
)
def test_after_something_understood_counting_begins_again(talk: Talk, move: str, said: str) -> None:
    # given two misunderstandings
    talk.say("nlu_fallback", "阿巴阿巴")
    talk.say("nlu_fallback", "乌拉乌拉")
    # when something is understood in between
    talk.say(move, said)
    # then the next one is the first again
    assert talk.say("nlu_fallback", "咕噜咕噜").text.startswith(UNKNOWN)


def test_hearing_it_again_does_not_end_the_row(talk: Talk) -> None:
    talk.say("nlu_fallback", "阿巴阿巴")
    talk.say("repeat", "啥")
    assert talk.say("nlu_fallback", "乌拉乌拉").text == UNKNOWN_AGAIN


def test_a_side_question_at_a_question_comes_back_to_the_question(talk: Talk) -> None:
    # given a question of ours
    talk.say("start_service", "办老年证")
    # when she asks something else first
    reply = talk.say("ask_policy", "取暖补贴有多少")
    # then it is answered and ours is asked again, with its buttons
    assert reply.text == f"{HEATING}\n咱们接着说“办老年证”。\n您今年多大年纪了？"
    assert [o.label for o in reply.options] == ["满 60 岁", "不到 60 岁"]
    assert reply.progress is not None


def test_a_side_question_at_a_step_comes_back_to_the_step(walking: Talk) -> None:
    walking.say("next_step", "好了")
    reply = walking.say("ask_policy", "取暖补贴有多少")
    assert reply.text == (
        f"{HEATING}\n咱们接着说“补办社保卡”。\n第 1 步，共 4 步。先挂失。打 12333 说挂失。"
    )
    assert walking.say("next_step", "好了").text.startswith("第 2 步，共 4 步。")


def test_a_side_question_at_the_materials_only_names_the_place(walking: Talk) -> None:
    reply = walking.say("ask_policy", "取暖补贴有多少")
    assert reply.text == f"{HEATING}\n咱们接着说“补办社保卡”，刚才说到要带的材料。"


def test_within_a_guide_nothing_is_offered_that_yes_would_not_take(walking: Talk) -> None:
    # given a guide at a step
    walking.say("next_step", "好了")
    # when the answer to a side question has more to say
    reply = walking.say("ask_policy", "补社保卡要多少钱")
    # then only the guide's next word is open
    assert "要接着听吗" not in reply.speak
    assert reply.speak.endswith("第 1 步，共 4 步。先挂失。打 幺 二 三 三 三 说挂失。")
    assert walking.say("affirm", "嗯").text.startswith("第 2 步，共 4 步。")


def test_within_a_guide_a_service_asked_about_is_told_and_not_offered(walking: Talk) -> None:
    reply = walking.say("ask_policy", "老年证")
    assert reply.text == (
        "满 60 岁可以办，坐车看景点有优待。\n去哪儿办：住的社区。\n"
        "咱们接着说“补办社保卡”，刚才说到要带的材料。"
    )
    assert walking.say("affirm", "嗯").text.startswith("第 1 步，共 4 步。")


def test_what_is_not_known_within_a_guide_comes_back_to_it(walking: Talk) -> None:
    walking.say("next_step", "好了")
    reply = walking.say("nlu_fallback", "阿巴阿巴")
    assert reply.text == (
        f"{UNKNOWN}\n咱们接着说“补办社保卡”。\n第 1 步，共 4 步。先挂失。打 12333 说挂失。"
    )


def test_an_entry_whose_document_nobody_wrote_is_told_with_the_doubt(second_talk: Talk) -> None:
    # given a first build with a dangling document
    # when the entry is asked about and its source
    talk = second_talk
    assert talk.say("ask_policy", "领看病证").text.startswith("看病的时候拿出来的证。")
    reply = talk.say("ask_source", "谁规定的")
    # then no source is made up
    assert reply.text == "原文我手边没有，办之前请打 99999 再问一句。"
    assert reply.card is not None
    assert reply.card.sources == []
