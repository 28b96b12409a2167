"""Answers in the words of an imported text: a little at a time, with where it stands."""

from __future__ import annotations

import pytest

from assistant.conversation.quoting import quote
from assistant.conversation.scene import Message, Scene
from assistant.conversation.state import State
from assistant.reply import CardKind, Reply
from knowledge.schema import ImportedText
from knowledge.search.extraction import SPOKEN_LENGTH
from knowledge.serving import Serving
from tests.assistant.conversation.conftest import LAW, SNOW
from tests.assistant.conversation.presentable import assert_presentable
from tests.conftest import TODAY, Talk

OPEN = "公园每天六点开门，二十二点关门。"
OF_THE_LAW = (
    "这是清河市人民代表大会常务委员会《清河市公园条例》里说的。\n"
    "这是 2019 年 3 月 24 日的资料，可能变了。办之前请打 12345 再问一句。"
)
OF_THE_OFFICE = "这是 2025 年 12 月 31 日的资料，可能变了。办之前请打 12345 再问一句。"
#: What is said of the source; where it stands is on the screen.
DOUBT_OF_THE_LAW = "这是 2019 年 3 月 24 日的资料，可能变了。办之前请打 幺 二 三 四 五 再问一句。"
READ_ON = "要我接着念吗？"


@pytest.fixture
def scene(office_serving: Serving) -> Scene:
    """A turn over what an office handed over."""
    message = Message("您好", "ask_policy")
    return Scene(State(), message, office_serving.searcher(), TODAY, "123456", "12345")


def text_called(scene: Scene, title: str) -> ImportedText:
    (found,) = [
        v.entry
        for v in scene.library.all_variants()
        if isinstance(v.entry, ImportedText) and v.entry.title == title
    ]
    return found


def ask(scene: Scene, title: str, asked: str) -> Reply:
    reply = quote(scene, text_called(scene, title), asked)
    assert_presentable(reply)
    return reply


def test_the_sentence_that_answers_comes_with_its_article_its_source_and_its_day(
    scene: Scene,
) -> None:
    reply = ask(scene, "清河市公园条例", "公园几点开门")
    assert reply.text == f"{OPEN}\n在第 2 条。\n{OF_THE_LAW}"
    # and only what matters is said: the answer, the doubt, and that there is more
    assert reply.speak == f"{OPEN}{DOUBT_OF_THE_LAW}{READ_ON}"
    assert [(o.label, o.send) for o in reply.options] == [("接着说", "/next_step")]


def test_a_section_with_a_heading_names_it(scene: Scene) -> None:
    reply = ask(scene, "关于公园免费开放的通知", "游船多少钱")
    assert reply.text == (
        "游船每人十元，六十岁以上的老年人半价，排队上船。\n在“二、怎么坐游船”这一段。\n"
        f"这是清河市园林管理局《关于公园免费开放的通知》里说的。\n{OF_THE_OFFICE}"
    )


def test_an_answered_question_is_an_answer_of_its_office(scene: Scene) -> None:
    reply = ask(scene, "公园能遛狗吗", "公园里能遛狗吗")
    assert reply.text == f"能，要拴绳子。\n这是清河市园林管理局的答复。\n{OF_THE_OFFICE}"
    # then nothing is offered where nothing is left
    assert READ_ON not in reply.speak
    assert reply.options == []
    assert scene.state.more == []


def test_where_the_source_is_told_in_full_is_the_card(scene: Scene) -> None:
    card = ask(scene, "清河市公园条例", "公园几点开门").card
    assert card is not None
    assert card.kind is CardKind.SOURCE
    (source,) = card.sources
    assert (source.title, source.issuer) == ("清河市公园条例", "清河市人民代表大会常务委员会")
    assert (source.region, source.read) == ("全国", True)
    assert source.issued is not None
    assert source.issued.isoformat() == source.checked.isoformat() == "2019-03-24"


def test_no_more_is_said_at_once_than_can_be_listened_to(scene: Scene) -> None:
    # given a sentence of more than eighty characters
    reply = ask(scene, "清河市公园条例", "遇到大雪大风公园关门吗")
    first, *more = reply.speak.split(DOUBT_OF_THE_LAW)
    # then it is shown as a whole, said up to a pause, and the rest is offered
    assert reply.text.split("\n")[0] == SNOW
    assert len(first) <= SPOKEN_LENGTH < len(SNOW)
    assert first.endswith("，")
    assert more == [READ_ON]
    assert f"{first}{''.join(scene.state.more)}" == SNOW


@pytest.mark.parametrize(
    "asked", ["公园几点开门", "老年人免费吗", "什么时候施行", "火箭", "", "公园" * 100]
)
def test_never_the_whole_page(scene: Scene, asked: str) -> None:
    reply = ask(scene, "清河市公园条例", asked)
    shown = reply.text.split("\n")[0]
    assert shown in LAW
    assert len(shown) < len(LAW) / 2
    assert all(len(part) <= SPOKEN_LENGTH for part in scene.state.more)


def test_a_hall_tells_where_it_is_whatever_was_asked(scene: Scene) -> None:
    reply = ask(scene, "清河市政务服务中心", "大厅")
    assert reply.text.startswith("清河市政务服务中心在东湖路 8 号。电话 0999-8120000。\n")
    assert reply.text.endswith("办之前请打 0999-8120000 再问一句。")
    assert "电话 零 九 九 九 八 幺 二 零 零 零 零。" in reply.speak


def test_a_text_past_its_day_says_so_as_well(scene: Scene) -> None:
    text = text_called(scene, "公园能遛狗吗")
    expired = text.copy(update={"valid_until": TODAY.replace(year=2026, month=1)})
    reply = quote(scene, expired, "公园能遛狗吗")
    assert reply.text.endswith("这条过了有效期，可能变了，请打 12345 核对。")
    assert "这条过了有效期" in reply.speak


def test_an_office_nobody_named_is_not_made_up(scene: Scene) -> None:
    text = text_called(scene, "清河市公园条例")
    nameless = text.copy(update={"origin": text.origin.copy(update={"publisher": None})})
    reply = quote(scene, nameless, "公园几点开门")
    assert "\n这是《清河市公园条例》这份资料里说的。\n" in reply.text


def test_a_title_that_runs_on_for_a_paragraph_is_cut(scene: Scene) -> None:
    text = text_called(scene, "清河市公园条例")
    long = text.copy(update={"title": "关于进一步做好公园免费开放工作" * 10})
    reply = quote(scene, long, "公园几点开门")
    assert f"《{long.title[:60]}》里说的。" in reply.text
    assert reply.card is not None
    assert reply.card.sources[0].title == long.title[:60]


# In conversation


def test_going_on_reads_the_rest_part_by_part(office_talk: Talk) -> None:
    # given an answer of three sentences
    first = office_talk.say("ask_policy", "公园年票丢了怎么办")
    assert first.text == f"年票丢了可以补。\n这是清河市园林管理局的答复。\n{OF_THE_OFFICE}"
    assert first.speak.endswith(READ_ON)
    # when she says 接着说, or nods
    second = office_talk.press("1")
    third = office_talk.say("affirm", "嗯")
    # then the next sentence comes, and at the last one that it is
    assert second.text == "带上身份证到东湖公园南门窗口，当场补一张。"
    assert [o.label for o in second.options] == ["接着说"]
    assert third.text == "补票收工本费五元。\n就这些了。"
    assert third.options == []


def test_no_thanks_ends_it(office_talk: Talk) -> None:
    office_talk.say("ask_policy", "公园年票丢了怎么办")
    office_talk.say("deny", "不用了")
    assert office_talk.state.more == []


def test_a_question_chosen_from_several_is_answered_as_it_was_asked(office_talk: Talk) -> None:
    # given a question that several texts may answer
    several = office_talk.say("ask_policy", "公园几点开门")
    assert several.text == "您问的是哪一个？"
    (key,) = [o.key for o in several.options if o.label == "清河市公园条例"]
    # when she chooses one
    reply = office_talk.press(key)
    # then it answers what was asked, not its title
    assert reply.text == f"{OPEN}\n在第 2 条。\n{OF_THE_LAW}"


def test_a_text_that_is_chosen_without_a_question_tells_what_its_title_promises(
    office_talk: Talk,
) -> None:
    title = "公园能遛狗吗"
    (entry_id,) = [
        v.entry.id
        for v in office_talk.desk.serving.searcher().library.all_variants()
        if isinstance(v.entry, ImportedText) and v.entry.title == title
    ]
    payload = f'/start_service{{"entry": "{entry_id}"}}'
    reply = office_talk.say("start_service", payload, entry=entry_id)
    assert reply.text.startswith("能，要拴绳子。")


def test_within_a_guide_it_is_told_briefly_and_the_guide_goes_on(office_talk: Talk) -> None:
    # given a guide at a step
    office_talk.say("start_service", "社保卡挂失")
    office_talk.say("next_step", "好了")
    # when something else is asked
    reply = office_talk.say("ask_policy", "公园年票丢了怎么办")
    # then one sentence is told, without an offer, and the step comes again
    assert reply.text == (
        f"年票丢了可以补。\n这是清河市园林管理局的答复。\n{OF_THE_OFFICE}\n"
        "咱们接着说“社保卡挂失”。\n第 1 步，共 2 步。打 12333。"
    )
    assert READ_ON not in reply.speak
    assert office_talk.state.more == []
    assert office_talk.say("affirm", "嗯").text.startswith("最后一步，第 2 步。")


def test_asked_for_its_source_it_says_whose_words_they_were(office_talk: Talk) -> None:
    office_talk.say("ask_policy", "公园年票丢了怎么办")
    reply = office_talk.say("ask_source", "哪儿规定的")
    assert reply.text == f"这是清河市园林管理局的答复。\n{OF_THE_OFFICE}"
    assert reply.card is not None
    assert [source.issuer for source in reply.card.sources] == ["清河市园林管理局"]


def test_a_hall_is_found_by_its_name(office_talk: Talk) -> None:
    reply = office_talk.say("ask_policy", "清河市政务服务中心在哪里")
    assert reply.text.startswith("清河市政务服务中心在东湖路 8 号。")
    assert_presentable(reply)
