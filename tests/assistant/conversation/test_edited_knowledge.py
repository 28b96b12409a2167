"""The knowledge is edited and rebuilt while citizens are in the middle of something."""

from __future__ import annotations

import pytest

from tests.assistant.conversation.conftest import LivingWorld
from tests.conftest import Talk


@pytest.fixture
def before(living: LivingWorld) -> LivingWorld:
    """The small world, built and served as it is."""
    living.build()
    return living


def _without_reporting(living: LivingWorld) -> None:
    living.rewrite("items/card-replace.yaml", "related: [card-report, card-cost]", "related: []")
    living.remove("items/card-report.yaml")
    assert not living.build().kept_last_good


def _walk_to_the_second_step(talk: Talk) -> None:
    talk.say("start_service", "补办社保卡")
    talk.say("deny", "还没挂失呢")
    talk.say("inform", "儿子替我去")
    talk.say("go_to_step", "第二步")


def test_an_entry_that_vanishes_ends_what_rests_on_it_and_nothing_else(
    before: LivingWorld,
) -> None:
    # given a guide of an entry, one put aside, and a question with it among the candidates
    guided, shelved, placing, naming = (before.talk() for _ in range(4))
    guided.say("start_service", "社保卡挂失")
    shelved.say("start_service", "社保卡挂失")
    shelved.say("start_service", "办老年证")
    placing.say("start_service", "我想弄一下社保卡")
    naming.say("start_service", "我想弄一下社保卡")
    # when the entry is removed
    _without_reporting(before)
    # then the guide is let go, without a crash
    assert guided.say("next_step", "好了").text == (
        "现在没有在办的事。您说要办什么，我带您一步一步来。"
    )
    assert guided.say("simplify", "听不懂").text.startswith("好，我再说一遍。")
    assert guided.say("ask_source", "谁规定的").text == "现在还没说到哪条规定。您先问一件事。"
    # the shelved one is not offered
    assert shelved.say("cancel", "算了").text == (
        "“办老年证”先不办了。想再办，随时说。\n好。您还有别的事吗？"
    )
    assert shelved.say("resume", "继续").text == "现在没有办到一半的事。您想办什么？"
    # and choosing it says that we don't know it, while the other candidate can be named
    assert placing.say("choose", "第二个").text.startswith("这个我不知道，不敢乱说。")
    assert naming.say("inform", "补办社保卡").text.startswith("好，“补办社保卡”，咱们一步一步来。")


def test_an_item_edited_under_a_guide_keeps_the_answers_that_still_count(
    before: LivingWorld,
) -> None:
    # given a guide at its second step, and another at its last
    talk, later = before.talk(), before.talk()
    _walk_to_the_second_step(talk)
    _walk_to_the_second_step(later)
    later.say("go_to_step", "最后一步")
    # when its question is rewritten and its steps are cut to one
    before.rewrite("items/card-replace.yaml", "id: reported", "id: told-them")
    before.rewrite(
        "items/card-replace.yaml",
        "  - {do: 先挂失, detail: 打 12333 说挂失。, when: {reported: ['no']}}\n"
        "  - {do: 带上身份证去社保大厅}\n",
        "",
    )
    before.rewrite(
        "items/card-replace.yaml", "  - {do: 拿新卡}\n", "  - {do: 拿新卡}\n  - {do: 收好回执}\n"
    )
    before.rewrite(
        "items/card-replace.yaml",
        "  - {do: 跟窗口说“我补社保卡”, speak: 跟窗口说，我补社保卡。}\n",
        "",
    )
    assert not before.build().kept_last_good
    # when she goes on
    reply = talk.say("where_am_i", "到哪了")
    # then she is at a place that exists, and who goes is still known
    assert reply.text == (
        "咱们说的是“补办社保卡”，说到第 2 步，共 2 步。\n最后一步，第 2 步。收好回执。"
    )
    assert talk.state.guide is not None
    assert talk.state.guide.answers == {"who": "family"}
    # and the other, whose step is no more, hears again what to bring
    assert later.say("greet", "喂").text == "要带 2 样东西：居民身份证、替办人身份证。"


def test_a_broken_edit_changes_nothing_for_anybody(before: LivingWorld) -> None:
    # given a guide under way
    talk = before.talk()
    _walk_to_the_second_step(talk)
    # when somebody saves a broken file
    before.rewrite("items/card-replace.yaml", "id: card-replace", "id: [card-replace")
    assert before.build().kept_last_good
    # then she goes on as if nothing had happened
    assert talk.say("next_step", "好了").text.startswith("第 3 步，共 4 步。")
