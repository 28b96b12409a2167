"""Around the matter: greeting, thanks, again, simpler, slower, what is that, why."""

from __future__ import annotations

import pytest

from assistant.reply import Manner
from tests.conftest import Talk

MATERIALS = "只要带一样：居民身份证。"
STEP = "第 1 步，共 4 步。先挂失。打 12333 说挂失。"


def test_the_first_greeting_says_who_we_are(talk: Talk) -> None:
    reply = talk.say("greet", "您好")
    assert reply.text == "您好，我是耳顺，帮您办事、答政策。您慢慢说，想办什么，想问什么？"
    assert [o.label for o in reply.options] == ["你会做什么", "找工作人员"]


def test_a_later_greeting_is_short(talk: Talk) -> None:
    talk.say("greet", "您好")
    assert talk.say("greet", "喂，有人吗").text == "我在呢。您想办什么，想问什么？"


def test_a_greeting_within_a_guide_goes_straight_on(walking: Talk) -> None:
    assert walking.say("greet", "喂").text == MATERIALS


def test_help_gives_words_to_try(talk: Talk) -> None:
    assert talk.say("help", "你会什么").text == (
        "我能做两件事。一是答政策，比如“多大年纪能领高龄津贴”。"
        "二是带您一步一步办事，比如“我要补社保卡”。没听清就说“再说一遍”，想找人就说“人工”。"
    )


def test_help_within_a_guide_comes_back_to_it(walking: Talk) -> None:
    reply = walking.say("help", "怎么用")
    assert reply.text.endswith("\n咱们接着说“补办社保卡”，刚才说到要带的材料。")
    assert [o.label for o in reply.options] == ["下一步", "上一步", "再说一遍"]


def test_thanks_are_answered(talk: Talk) -> None:
    assert talk.say("thank", "谢谢").text == "不客气。还有什么事，您接着说。"


def test_thanks_within_a_guide_keep_its_place(walking: Talk) -> None:
    assert walking.say("thank", "谢谢").text == f"不客气。还有什么事，您接着说。\n{MATERIALS}"


def test_leaving_tells_the_code_to_come_back_with_and_keeps_the_guide(walking: Talk) -> None:
    # when she leaves in the middle
    reply = walking.say("goodbye", "再见")
    # then the conversation ends with the code, spoken digit by digit
    assert reply.text == f"好，您慢走。下次接着办，报续办码 {walking.code} 就行。"
    assert reply.end
    spoken = " ".join("零幺二三四五六七八九"[int(digit)] for digit in walking.code)
    assert f"报续办码 {spoken} 就行。" in reply.speak
    # and what she told is there when she comes back
    assert walking.say("resume", "我回来了").text == f"咱们接着说“补办社保卡”。\n{MATERIALS}"


def test_what_is_not_our_matter_is_said_kindly(talk: Talk) -> None:
    assert talk.say("chitchat", "今天下雨吗").text == (
        "这个不归我管，我只懂政府办事的政策和手续。您有这方面的事，尽管说。"
    )


def test_the_last_reply_is_said_again_word_for_word_with_its_buttons(walking: Talk) -> None:
    last = walking.replies[-1]
    reply = walking.say("repeat", "没听清")
    assert reply.text == f"好，我再说一遍。\n{last.text}"
    assert reply.speak == f"好，我再说一遍。{last.speak}"
    assert (reply.options, reply.card, reply.expects) == (last.options, last.card, last.expects)


def test_again_and_again_is_always_the_same(walking: Talk) -> None:
    first = walking.say("repeat", "啥")
    assert [walking.say("repeat", "啥") for _ in range(3)] == [first] * 3


def test_before_anything_was_said_there_is_nothing_to_repeat(talk: Talk) -> None:
    assert talk.say("repeat", "啥").text == "我还没说什么呢。您想办什么，想问什么？"


@pytest.mark.parametrize(
    ("move", "done", "already", "field"),
    [
        ("speak_slower", "好，我说慢一点。", "已经是最慢了。我一句一句说。", "slower"),
        (
            "speak_louder",
            "好，我大声一点。",
            "已经是最大声了。听不清就看屏幕上的字。",
            "louder",
        ),
        ("show_larger", "好，字放大了。", "已经是最大的字了。", "larger"),
    ],
)
def test_slower_louder_larger_twice_and_then_no_further(
    walking: Talk, move: str, done: str, already: str, field: str
) -> None:
    # given a guide at its materials
    # when she asks for more of it, again and again
    replies = [walking.say(move) for _ in range(4)]
    # then it is done twice, each time with the last words again, and then it is at its end
    assert [reply.text.split("\n")[0] for reply in replies] == [done, done, already, already]
    assert [getattr(reply.manner, field) for reply in replies] == [1, 2, 2, 2]
    # and the reply never grows
    assert all(reply.text.split("\n")[2:] == [MATERIALS] for reply in replies)
    assert all(reply.speak.count(done) + reply.speak.count(already) == 1 for reply in replies)


def test_slower_after_again_says_only_the_newest_lead(walking: Talk) -> None:
    walking.say("repeat", "啥")
    reply = walking.say("speak_slower", "慢点")
    assert reply.text.startswith("好，我说慢一点。\n记下了：自己去。\n")


def test_the_manner_stays_for_the_replies_after(talk: Talk) -> None:
    # given a wish before anything was said
    assert talk.say("speak_slower", "慢点").text == "好，我说慢一点。"
    talk.say("show_larger", "字大点")
    # when something else is asked
    reply = talk.say("ask_policy", "取暖补贴有多少")
    # then it comes in the same manner
    assert reply.manner == Manner(slower=1, larger=1)


def test_a_step_is_said_simpler(walking: Talk) -> None:
    walking.say("next_step", "好了")
    reply = walking.say("simplify", "听不懂")
    assert reply.text == "简单说：先挂失。"
    assert [o.label for o in reply.options] == ["下一步", "上一步", "再说一遍"]


def test_a_question_not_understood_is_asked_again(talk: Talk) -> None:
    talk.say("start_service", "办老年证")
    assert talk.say("simplify", "听不懂").text == "您今年多大年纪了？"


def test_an_answer_is_said_simpler_and_can_still_go_on(talk: Talk) -> None:
    # given an answer with details
    talk.say("ask_policy", "补社保卡要多少钱")
    # when it wasn't understood
    reply = talk.say("simplify", "太复杂了")
    # then its core comes, with the same buttons
    assert reply.text == "简单说：第一次办不要钱，补办的工本费各地不一样。"
    assert [o.label for o in reply.options] == ["接着说", "补办社保卡"]


def test_a_service_told_is_said_simpler(talk: Talk) -> None:
    talk.say("ask_policy", "老年证")
    assert talk.say("simplify", "不明白").text == "简单说：满 60 岁可以办，坐车看景点有优待。"


def test_without_a_topic_simpler_is_again(talk: Talk) -> None:
    talk.say("greet", "您好")
    assert talk.say("simplify", "听不懂").text.startswith("好，我再说一遍。\n您好，我是耳顺")


def test_a_word_of_officialese_is_explained(talk: Talk) -> None:
    assert talk.say("explain_term", "委托书是啥意思").text == (
        "“委托书”就是：写明请谁替您办的一张纸。"
    )


def test_a_word_explained_within_a_guide_comes_back_to_it(walking: Talk) -> None:
    walking.say("next_step", "好了")
    assert walking.say("explain_term", "携带是啥").text == (
        f"“携带”就是：带着。\n咱们接着说“补办社保卡”。\n{STEP}"
    )


@pytest.mark.parametrize("said", ["起付线是啥", "", "<b>是啥", "　"])
def test_a_word_we_do_not_know_is_not_made_up(talk: Talk, said: str) -> None:
    assert talk.say("explain_term", said).text == ("这个词我也说不准，不敢乱讲。可以打 12345 问。")


def test_why_is_answered_for_the_question_asked(talk: Talk) -> None:
    talk.say("start_service", "办老年证")
    assert talk.say("ask_why", "问这个干啥").text == (
        "满 60 岁才能办。\n咱们接着说“办老年证”。\n您今年多大年纪了？"
    )


def test_why_is_answered_for_the_papers(walking: Talk) -> None:
    assert walking.say("ask_why", "凭啥要身份证").text == (
        "窗口要看这些，才知道是不是您本人，符不符合条件。\n"
        "咱们接着说“补办社保卡”，刚才说到要带的材料。"
    )


def test_why_without_a_question_is_answered_too(talk: Talk) -> None:
    assert talk.say("ask_why", "为啥").text == ("我刚才没有问您什么。您有什么想知道的，直接问。")


@pytest.mark.parametrize(
    "said",
    ["how do I renew my card", "<script>alert(1)</script>", "안녕하세요 도와주세요", "asdfgh"],
)
@pytest.mark.parametrize("move", ["start_service", "human", "chitchat"])
def test_another_language_is_not_guessed_at(walking: Talk, said: str, move: str) -> None:
    # given a guide under way
    # when something without a Chinese character is said, whatever it is taken for
    reply = walking.say(move, said)
    # then she is asked for Chinese, and the guide is still there
    assert reply.text.startswith("对不起，我只懂中文。请您用中文说，或者请旁边的人帮着说。\n")
    assert reply.text.endswith("刚才说到要带的材料。")
    assert not reply.hand_over


@pytest.mark.parametrize("said", ["OK", "hello", "VIP 是什么", "〇"])
def test_short_letters_and_mixed_words_keep_their_meaning(walking: Talk, said: str) -> None:
    assert "我只懂中文" not in walking.say("affirm", said).text
