"""The question that tells candidates apart in one go, and when there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import splitting
from assistant.conversation.answering import ask_which
from assistant.conversation.scene import Message, Scene
from assistant.conversation.splitting import (
    named_already,
    picked,
    splitting_question,
    told_apart,
)
from assistant.conversation.state import State
from knowledge.search.searcher import Searcher
from tests.conftest import TODAY, Talk
from tests.imported import imported_item, imported_text

WAYS = yaml.safe_load(Path(splitting.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
LABELS = [label for way in WAYS for label in way["values"]]

#: Names as catalogues have them, made of parts that tell apart and parts that don't.
NAMES = st.builds(
    lambda thing, deed: f"{thing}{deed}",
    st.sampled_from(
        ["残疾人证", "公园年票", "个人公园年票", "企业营业执照", "职工医保", "居民医保"]
    ),
    st.sampled_from(
        ["新办", "补办", "到期换证", "变更", "注销", "挂失", "查询", "转移", "登记", ""]
    ),
)


@pytest.mark.parametrize(
    ("names", "question"),
    [
        (["残疾人证新办", "残疾人证补办"], "您是要新办，还是丢了补办？"),
        (["残疾人证补办", "残疾人证新办"], "您是要丢了补办，还是新办？"),
        (
            ["社会保障卡申领 办社保卡", "社会保障卡补领 补办社保卡", "社会保障卡挂失 社保卡挂失"],
            "您是要新办，还是丢了补办，还是先挂失？",
        ),
        (["公园年票变更登记", "公园年票注销登记"], "您是要改内容，还是注销？"),
        (["驾驶证期满换证", "驾驶证遗失补证"], "您是要到期换新，还是丢了补办？"),
        (["个人社保登记", "单位社保登记"], "是给自己办，还是给单位办？"),
        (["职工医保报销", "居民医保报销"], "您是在职的，还是没工作的？"),
    ],
)
def test_a_question_whose_answers_tell_all_candidates_apart(
    names: list[str], question: str
) -> None:
    assert splitting_question(names) == question


@pytest.mark.parametrize(
    "names",
    [
        # nothing tells them apart
        ["公园年票", "公园月票"],
        # both are the same deed
        ["残疾人证补办", "老年证遗失补领"],
        # one of three says nothing of the deed: whoever wants it could not answer
        ["残疾人证新办", "残疾人证补办", "残疾人证"],
        # one does two things
        ["残疾人证变更注销", "残疾人证补办"],
        # a question with one choice is none
        ["残疾人证补办"],
        [],
    ],
)
def test_without_such_a_question_none_is_asked(names: list[str]) -> None:
    assert splitting_question(names) is None


def test_what_is_to_be_done_is_asked_before_for_whom() -> None:
    names = ["个人社保卡新办", "单位社保卡补办"]
    assert splitting_question(names) == "您是要新办，还是丢了补办？"


def choices_of(question: str) -> list[str]:
    """The choices of a question, each of them a value of its way."""
    for way in WAYS:
        before, after = way["ask"].split("{choices}")
        if question.startswith(before) and question.endswith(after):
            middle = question.removeprefix(before).removesuffix(after)
            if set(choices := middle.split("，还是")) <= set(way["values"]):
                return choices
    raise AssertionError(question)


@given(st.lists(NAMES, max_size=4))
def test_a_question_has_a_choice_of_its_own_for_every_candidate(names: list[str]) -> None:
    question = splitting_question(names)
    if question is not None:
        choices = choices_of(question)
        assert len(choices) == len(set(choices)) == len(names) > 1


@given(st.permutations(["残疾人证新办", "残疾人证补办", "残疾人证挂失", "残疾人证注销"]))
def test_choices_come_in_the_order_of_the_buttons(names: list[str]) -> None:
    said = {"新办": "新办", "补办": "丢了补办", "挂失": "先挂失", "注销": "注销"}
    wanted = "，还是".join(said[name.removeprefix("残疾人证")] for name in names)
    assert splitting_question(names) == f"您是要{wanted}？"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["ask"])
def test_every_way_of_differing_can_be_asked(way: dict[str, object]) -> None:
    assert set(way) == {"ask", "values"}
    assert str(way["ask"]).count("{choices}") == 1
    values = way["values"]
    assert isinstance(values, dict)
    assert len(values) >= 2
    for words in values.values():
        # an empty alternative would be shown by every name
        assert not re.search(words, "")


# The answer


@pytest.mark.parametrize(
    ("said", "at"),
    [
        # in the words of the question
        ("新办", 0),
        ("丢了补办", 1),
        ("先挂失", 2),
        # in others that show the same
        ("补办", 1),
        ("补领吧", 1),
        ("丢了", 1),
        ("挂失", 2),
        # of several things, of another thing, of none
        ("新办还是补办", None),
        ("补办社保卡", None),
        ("不是新办", None),
        ("没挂失", None),
        ("养老金", None),
        ("", None),
    ],
)
def test_an_answer_picks_the_candidate_it_means(said: str, at: int | None) -> None:
    assert picked(["残疾人证新办", "残疾人证补办", "残疾人证挂失"], said) == at


@pytest.mark.parametrize(
    ("said", "at"), [("没工作的", 1), ("没工作", 1), ("在职的", 0), ("不在职", None)]
)
def test_a_choice_that_denies_something_is_no_denial(said: str, at: int | None) -> None:
    names = ["职工医保报销", "居民医保报销"]
    assert splitting_question(names) == "您是在职的，还是没工作的？"
    assert picked(names, said) == at


def test_where_no_question_was_asked_nothing_is_picked() -> None:
    assert picked(["公园年票", "公园月票"], "新办") is None
    assert picked([], "新办") is None


@given(st.lists(NAMES, max_size=4))
def test_every_choice_of_a_question_picks_its_own_candidate(names: list[str]) -> None:
    question = splitting_question(names)
    for at, choice in enumerate(choices_of(question) if question else []):
        assert picked(names, choice) == at


# In conversation


@pytest.fixture
def scene(searcher: Searcher) -> Scene:
    """A turn over the small world."""
    message = Message("残疾人证", "start_service")
    return Scene(State(), message, searcher, TODAY, "123456", "12345")


def test_candidates_that_differ_in_the_deed_are_asked_apart_by_it(scene: Scene) -> None:
    # given two items of one thing
    items = [
        imported_item(id="new-one", name="残疾人证新办", short="残疾人证新办"),
        imported_item(id="lost-one", name="残疾人证丢失补办", short="残疾人证丢失补办"),
    ]
    reply = ask_which(scene, items, "which_one").reply
    assert reply.text == reply.speak == "您是要新办，还是丢了补办？"
    assert [(o.label, o.key) for o in reply.options] == [
        ("残疾人证新办", "1"),
        ("残疾人证丢失补办", "2"),
        ("都不是", "3"),
    ]


def test_candidates_that_nothing_tells_apart_are_asked_for_as_ever(scene: Scene) -> None:
    texts = [imported_text(id="one-text"), imported_text(id="other-text", title="公园门票")]
    assert ask_which(scene, texts, "which_one_asked").reply.text == "您问的是哪一个？"
    assert ask_which(scene, texts, "which_one").reply.text == "您要的是哪一个？"


def test_a_choice_asked_again_is_asked_in_the_same_words(talk: Talk) -> None:
    # given candidates of a lost card: to have it again, or to stop it first
    first = talk.say("start_service", "我想弄一下社保卡")
    assert first.text == "您是要丢了补办，还是先挂失？"
    # when she says yes, which says not which
    assert talk.say("affirm", "是").text == first.text
    # then a button still chooses
    assert talk.press("1").text.startswith("好，“补办社保卡”，咱们一步一步来。")


@pytest.mark.parametrize(
    ("move", "said", "item"),
    [
        ("inform", "新办", "残疾人证申领"),
        ("choose", "新办的", "残疾人证申领"),
        ("start_service", "我要新办", "残疾人证申领"),
        ("inform", "丢了补办", "残疾人证丢失补办"),
        ("ask_policy", "丢了", "残疾人证丢失补办"),
        ("choose", "到期换新的那个", "残疾人证期满换证"),
        ("nlu_fallback", "到期了", "残疾人证期满换证"),
        # another matter is another matter
        ("start_service", "补办社保卡", "补办社保卡"),
    ],
)
def test_an_answer_in_the_words_of_the_question_chooses(
    office_talk: Talk, move: str, said: str, item: str
) -> None:
    # given three items of one thing
    asked = office_talk.say("start_service", "残疾人证")
    assert asked.text == "您是要到期换新，还是新办，还是丢了补办？"
    # when she answers as she was asked, though the items are called otherwise
    reply = office_talk.say(move, said)
    # then that one begins
    assert reply.text.startswith(f"好，“{item}”，咱们一步一步来。")


# What the question has told already, and buttons that would read the same

GUARDS = ["保安员证核发(遗失补发)", "保安员证核发(到期换发)", "保安员证核发(初次申领)"]


@pytest.mark.parametrize(
    ("said", "place"),
    [("保安员证丢了要补办", 0), ("保安员证到期了", 1), ("保安员证怎么申领", 2)],
)
def test_what_the_question_tells_need_not_be_asked(said: str, place: int) -> None:
    assert named_already(GUARDS, said) == place


@pytest.mark.parametrize("said", ["保安员证的事", "保安员证没丢，不补办", "保安员证补办还是换领"])
def test_a_question_that_tells_none_or_two_is_asked_back(said: str) -> None:
    assert named_already(GUARDS, said) is None


def test_that_it_is_lost_does_not_tell_what_is_wanted() -> None:
    # given two things that are done about a lost card
    both = ["社会保障卡补领", "社会保障卡挂失"]
    assert named_already(both, "社保卡丢了") is None
    assert named_already(both, "社保卡丢了想补办") == 0


def test_different_matters_are_never_chosen_by_their_deed() -> None:
    assert named_already(["护照补发", "社保卡挂失"], "通行证丢了补办") is None


def test_buttons_that_would_read_the_same_show_what_differs() -> None:
    labels = told_apart(
        ["驾驶证申领", "驾驶证申领"], ["驾驶证申领(外国人申领大车)", "驾驶证申领(本市居民申领小车)"]
    )
    assert labels == ["外国人申领大车", "本市居民申领小车"]


def test_buttons_that_differ_stay_as_they_are() -> None:
    assert told_apart(["补办", "挂失"], ["社保卡补办", "社保卡挂失"]) == ["补办", "挂失"]
