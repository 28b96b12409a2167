"""Our questions: how answers are heard, what follows from them, how they are corrected."""

from __future__ import annotations

import pytest

from assistant.conversation.asking import by_words, match_answer
from assistant.conversation.choosing import message_of
from assistant.conversation.composing import option
from assistant.conversation.scene import Message, Scene
from assistant.conversation.state import State
from assistant.nlu.values import values
from knowledge.library import Library
from knowledge.loader import load
from knowledge.schema import Question, ServiceItem
from knowledge.search.searcher import Searcher
from settings import REPOSITORY
from tests.conftest import TODAY, Talk

NOT_REPORTED = "记下了：还没挂失。\n不要紧，到窗口先挂失。\n是您自己去办，还是家里人替您去？"
REPORTED = "记下了：挂失了。\n是您自己去办，还是家里人替您去？"
OLD_ENOUGH = "记下了：满 60 岁。\n要带 2 样东西：居民身份证、一寸照片。"
TOO_YOUNG = (
    "按您说的情况，这件事这样办不了。要满 60 岁才能办，到时候再来。\n想先听听要带什么，说“下一步”。"
)


@pytest.fixture
def asked(talk: Talk) -> Talk:
    """Asked whether the lost card was reported."""
    talk.say("start_service", "补办社保卡")
    return talk


@pytest.fixture
def asked_age(talk: Talk) -> Talk:
    """Asked for the age."""
    talk.say("start_service", "办老年证")
    return talk


@pytest.mark.parametrize(
    ("move", "said", "answered"),
    [
        ("affirm", "是", REPORTED),
        ("affirm", "挂失了", REPORTED),
        ("inform", "我早就挂失了", REPORTED),
        ("inform", "瓜失了", REPORTED),
        ("choose", "第一个", REPORTED),
        ("choose", "1", REPORTED),
        ("deny", "没有", NOT_REPORTED),
        ("deny", "还没挂失呢", NOT_REPORTED),
        ("deny", "没挂失呢", NOT_REPORTED),
        ("deny", "没有挂失了", NOT_REPORTED),
        ("inform", "还没有挂失", NOT_REPORTED),
        ("choose", "第二个", NOT_REPORTED),
        ("choose", "最后一个", NOT_REPORTED),
        ("nlu_fallback", "还没挂湿", NOT_REPORTED),
    ],
)
def test_a_yes_no_question_is_answered_in_any_words(
    asked: Talk, move: str, said: str, answered: str
) -> None:
    assert asked.say(move, said).text == answered


def test_a_denial_is_never_taken_for_the_thing_denied(asked: Talk) -> None:
    # when she says 没挂失呢, which sounds like 挂失了, and Rasa takes it for a value
    reply = asked.say("inform", "没挂失呢")
    # then it isn't noted as reported
    assert "记下了：挂失了" not in reply.text
    assert asked.state.guide is not None
    assert asked.state.guide.answers.get("reported") != "yes"


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("我自己", "自己去"),
        ("本人去办", "自己去"),
        ("我字己去", "自己去"),
        ("儿子替我去", "家里人替我去"),
        ("让女儿帮我办吧", "家里人替我去"),
        ("第二个", "家里人替我去"),
    ],
)
def test_a_choice_is_made_in_any_words(asked: Talk, said: str, noted: str) -> None:
    # given the second question
    asked.say("affirm", "挂失了")
    # when she answers it
    reply = asked.say("inform", said)
    # then it is noted
    assert reply.text.startswith(f"记下了：{noted}。")


def test_not_myself_is_not_taken_for_myself(asked: Talk) -> None:
    asked.say("affirm", "挂失了")
    asked.say("deny", "不是我自己")
    assert asked.state.guide is not None
    assert asked.state.guide.answers == {"reported": "yes"}


@pytest.mark.parametrize(
    "said",
    [
        "七十四",
        "74",
        "我今年七十四了",
        "七十四岁",
        "７４岁",
        "1952年生的",
        "五二年的",
        "满 60 岁",
        "满六十了",
        "六十",
        "六十多岁",
        "一百零三岁",
    ],
)
def test_an_age_that_is_enough_is_heard_in_any_words(asked_age: Talk, said: str) -> None:
    assert asked_age.say("inform", said).text == OLD_ENOUGH


@pytest.mark.parametrize(
    "said",
    [
        "五十岁",
        "59",
        "我今年五十九",
        "1990年生的",
        "不到60岁",
        "不到 60 岁",
        "还不到六十",
        "没满六十岁呢",
        "快六十了",
        "快60岁了",
    ],
)
def test_too_young_is_said_with_the_reason_and_what_can_still_be_done(
    asked_age: Talk, said: str
) -> None:
    # when she is too young
    reply = asked_age.say("inform", said)
    # then she hears why, may go on listening, and may ask a person
    assert reply.text == TOO_YOUNG
    assert [o.label for o in reply.options] == ["下一步", "找工作人员"]


@pytest.mark.parametrize(
    ("said", "answered"),
    [("第一个", OLD_ENOUGH), ("1", OLD_ENOUGH), ("第二个", TOO_YOUNG), ("最后一个", TOO_YOUNG)],
)
def test_a_button_of_an_age_question_is_named_by_its_place(
    asked_age: Talk, said: str, answered: str
) -> None:
    # when she names the place of an answer instead of her age
    assert asked_age.say("choose", said).text == answered


def test_the_buttons_of_an_age_question_work(asked_age: Talk) -> None:
    assert asked_age.press("1").text == OLD_ENOUGH


@pytest.mark.parametrize("said", ["", "二百岁", "0", "200", "老了"])
def test_what_is_no_age_is_not_taken_for_one(asked_age: Talk, said: str) -> None:
    # when something without a possible age is said
    asked_age.say("inform", said)
    # then the question stays open
    assert asked_age.state.guide is not None
    assert asked_age.state.guide.stop == "ask:age"
    assert asked_age.state.guide.answers == {}


def test_a_button_of_an_earlier_question_does_not_answer_this_one(asked: Talk) -> None:
    # given the first question answered, so that the second is open
    asked.say("affirm", "挂失了")
    # when the first question's button is pressed again on an old screen
    reply = asked.say("choose", question="reported", answer="no")
    # then nothing is changed by it
    assert reply.text == "现在没有可以选的。您直接说想办什么就行。"
    assert asked.state.guide is not None
    assert asked.state.guide.answers == {"reported": "yes"}


def test_a_button_with_an_answer_that_no_longer_exists_is_not_noted(asked: Talk) -> None:
    asked.say("choose", question="reported", answer="perhaps")
    assert asked.state.guide is not None
    assert asked.state.guide.answers == {}


def test_words_that_keep_their_meaning_are_no_answer(asked: Talk) -> None:
    # given a question of ours
    # when she doesn't hear it, asks why, or wants a person
    heard_again = asked.say("repeat", "没听清")
    why = asked.say("ask_why", "问这个干啥")
    # then these are what they are, and the question is still open
    assert heard_again.text.startswith("好，我再说一遍。\n好，“补办社保卡”，咱们一步一步来。")
    assert why.text == (
        "没挂失的卡，别人捡到可能会用。\n咱们接着说“补办社保卡”。\n丢了的卡，挂失了没有？"
    )
    assert asked.say("affirm", "挂失了").text == REPORTED


def test_a_question_can_be_passed_over_and_excludes_nothing(asked: Talk) -> None:
    # when she passes both questions over
    assert asked.say("next_step", "下一步").text == "是您自己去办，还是家里人替您去？"
    reply = asked.say("next_step", "下一步")
    # then every paper that could be needed is named
    assert reply.text == "要带 2 样东西：居民身份证、替办人身份证。"


def test_going_back_to_an_answered_question_tells_the_answer(walking: Talk) -> None:
    # given both questions answered
    # when she goes back
    reply = walking.say("previous_step", "上一步")
    # then she hears what she said, and may change it
    assert reply.text == ("您刚才答的是“自己去”。要改就重新选。\n是您自己去办，还是家里人替您去？")
    assert walking.say("inform", "儿子替我").text == (
        "好，改成“家里人替我去”。\n要带 2 样东西：居民身份证、替办人身份证。"
    )


def test_the_same_answer_again_is_no_correction(walking: Talk) -> None:
    walking.say("previous_step", "上一步")
    assert walking.say("inform", "我自己").text.startswith("记下了：自己去。")


def test_an_answer_gone_back_to_is_the_one_corrected(walking: Talk) -> None:
    # given the first question gone back to
    walking.say("previous_step", "上一步")
    walking.say("previous_step", "上一步")
    # when she says that it was wrong
    reply = walking.say("correct", "说错了")
    # then it is that one which is asked
    assert reply.text.endswith("丢了的卡，挂失了没有？")


def test_the_answer_given_last_is_asked_again_when_it_was_wrong(asked: Talk) -> None:
    # given the first answer just noted
    asked.say("affirm", "挂失了")
    # when she says that it was wrong
    reply = asked.say("correct", "说错了")
    # then that question comes again
    assert reply.text == "您刚才答的是“挂失了”。要改就重新选。\n丢了的卡，挂失了没有？"
    assert asked.say("deny", "还没呢").text.startswith(
        "好，改成“还没挂失”。\n不要紧，到窗口先挂失。"
    )


def test_an_answer_corrected_in_one_breath_changes_and_the_question_stays_open(
    asked: Talk,
) -> None:
    # given the second question open
    asked.say("affirm", "挂失了")
    # when the first answer is corrected at once
    reply = asked.say("correct", "说错了，还没挂失")
    # then it is changed and the second question is still there to be answered
    assert reply.text == (
        "好，改成“还没挂失”。\n不要紧，到窗口先挂失。\n是您自己去办，还是家里人替您去？"
    )


def test_an_answer_corrected_later_leaves_her_where_she_is(walking: Talk) -> None:
    # given the second step
    walking.say("next_step", "好了")
    walking.say("next_step", "好了")
    # when she corrects who goes
    reply = walking.say("correct", "不对，是儿子替我去")
    # then the answer is changed and the step is the same
    assert reply.text == "好，改成“家里人替我去”。\n第 2 步，共 4 步。带上身份证去社保大厅。"


def test_a_corrected_age_that_stopped_the_guide_opens_it(asked_age: Talk) -> None:
    # given an age that was too young
    asked_age.say("inform", "五十岁")
    # when it is corrected
    reply = asked_age.say("correct", "说错了，七十二岁")
    # then the materials come, not the step after them
    assert reply.text == "好，改成“满 60 岁”。\n要带 2 样东西：居民身份证、一寸照片。"


def test_a_correction_before_anything_was_answered_asks_again(asked: Talk) -> None:
    assert asked.say("correct", "不对").text == "丢了的卡，挂失了没有？"


def test_a_correction_in_a_guide_without_questions_shows_where_we_are(talk: Talk) -> None:
    talk.say("start_service", "社保卡挂失")
    assert talk.say("correct", "说错了").text == "只要带一样：居民身份证。"


def test_a_correction_without_a_guide_asks_what_was_meant(talk: Talk) -> None:
    talk.say("start_service", "我想弄一下社保卡")
    assert talk.say("correct", "我不是那个意思").text == "是我弄错了。您再说一遍，是什么事？"
    assert talk.state.pending is None


def test_a_stop_can_lead_to_the_right_service(second_talk: Talk) -> None:
    # given a service one of whose answers leads to another
    second_talk.say("start_service", "领看病证")
    # when that answer is given
    reply = second_talk.say("inform", "我领过又丢了")
    # then the other is offered and begins with yes
    assert reply.text == (
        "按您说的情况，这件事这样办不了。丢了的要先挂失。\n您该办的是“社保卡挂失”。要我带您办吗？"
    )
    assert [o.label for o in reply.options] == ["好，带我办", "不用了"]
    assert second_talk.say("affirm", "好").text.startswith("“领看病证”先放一放")


def test_a_stop_that_leads_to_a_service_nobody_wrote_still_tells_the_reason(
    second_talk: Talk,
) -> None:
    # given an answer that leads nowhere
    second_talk.say("start_service", "领看病证")
    # when it is given
    reply = second_talk.say("inform", "领过好几张")
    # then she hears the reason and may go on or ask a person
    assert reply.text == (
        "按您说的情况，这件事这样办不了。一个人只能领一张。\n想先听听要带什么，说“下一步”。"
    )


@pytest.fixture(scope="module")
def real_knowledge() -> Library:
    """The knowledge this deployment serves."""
    return load(REPOSITORY / "knowledge")[0]


def _questions(library: Library) -> list[tuple[str, Question]]:
    return [
        (variant.entry.id, question)
        for variant in library.all_variants()
        if isinstance(variant.entry, ServiceItem)
        for question in variant.entry.eligibility
    ]


def test_every_button_and_every_saying_of_every_question_means_its_answer(
    real_knowledge: Library, searcher: Searcher
) -> None:
    # given every question of the real knowledge
    wrong = []
    for item, question in _questions(real_knowledge):
        for answer in question.answers:
            for said in (answer.label, *answer.means):
                found = {v.kind: v.value for v in reversed(values(said, TODAY))}
                message = Message(said, "inform", entities=found)
                scene = Scene(State(), message, searcher, TODAY, "123456", "12345")
                # when a button's words or a saying are spoken
                heard = match_answer(question, scene)
                if heard is None or heard.id != answer.id:
                    wrong.append(f"{item} {question.id}: {said}")
    # then each is heard as the answer it stands for
    assert wrong == []


def test_the_longest_name_said_wins() -> None:
    # given answers of which one contains the other
    question = Question(
        id="card",
        ask="有卡吗？",
        why="窗口要看。",
        kind="choice",
        answers=[{"id": "short", "label": "社保卡"}, {"id": "long", "label": "电子社保卡"}],
    )
    # when the longer is said
    heard = by_words("我用的是电子社保卡", question.answers)
    # then it is the longer
    assert heard is not None
    assert heard.id == "long"


def test_words_that_fit_two_answers_alike_are_no_answer() -> None:
    question = Question(
        id="paper",
        ask="带了哪样？",
        why="窗口要看。",
        kind="choice",
        answers=[{"id": "one", "label": "白色的证"}, {"id": "two", "label": "白色的证。"}],
    )
    assert by_words("白色的证", question.answers) is None
    assert by_words("", question.answers) is None


def test_an_option_survives_the_way_to_the_door_and_back() -> None:
    # given an option as a door gets it
    sent = option(1, "自己去", "choose", {"question": "who", "answer": "self"})
    # when it is chosen
    message = message_of(sent)
    # then it says what it said
    assert message.move == "choose"
    assert message.entities == {"question": "who", "answer": "self"}
    assert message.is_choice


def test_a_nod_at_a_question_of_choice_is_no_answer(asked: Talk) -> None:
    # given the question who goes
    asked.say("deny", "还没挂失")
    # when she nods, or shakes her head
    # then the question waits, and she hears how to pass it over
    assert asked.say("affirm", "嗯").text == (
        "您选一样告诉我就行。拿不准，就说“下一步”。\n是您自己去办，还是家里人替您去？"
    )
    assert asked.say("deny", "都不是").text == (
        "都不合适，或者拿不准，也不要紧。说“下一步”，咱们先往下走。\n"
        "是您自己去办，还是家里人替您去？"
    )


@pytest.mark.parametrize("said", ["我替她去", "让孙子跑一趟", "俺腿脚不中，俺儿子去办"])
def test_somebody_going_for_her_is_heard_in_any_words(asked: Talk, said: str) -> None:
    asked.say("deny", "还没挂失")
    assert asked.say("ask_proxy", said).text.startswith("记下了：家里人替我去。")


@pytest.mark.parametrize("said", ["能不能让人替", "可不可以替", "没人替我", "不用替", "有人替行么"])
def test_whether_somebody_may_go_is_a_question_and_no_answer(asked: Talk, said: str) -> None:
    asked.say("deny", "还没挂失")
    asked.say("ask_proxy", said)
    assert asked.state.guide is not None
    assert "who" not in asked.state.guide.answers


def test_an_age_told_out_of_turn_is_noted_and_the_place_kept(asked_age: Talk) -> None:
    # given a question about age passed over
    place = asked_age.say("next_step", "下一步").text
    # when the age is told after all
    reply = asked_age.say("inform", "我七十四岁了")
    # then it is noted, and she is where she was
    assert reply.text == f"记下了：满 60 岁。\n{place}"


def test_an_age_in_another_question_is_part_of_that_question(asked_age: Talk) -> None:
    asked_age.say("next_step", "下一步")
    asked_age.say("ask_policy", "七十四岁了，取暖补贴有多少")
    assert asked_age.state.guide is not None
    assert asked_age.state.guide.answers == {}
