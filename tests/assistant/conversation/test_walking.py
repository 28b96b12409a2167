"""Moving along a guide: next, back, to a step, where am I, pause, resume, start over."""

from __future__ import annotations

import pytest

from assistant.reply import RowState
from tests.conftest import Talk

MATERIALS = "只要带一样：居民身份证。"
FIRST = "第 1 步，共 4 步。先挂失。打 12333 说挂失。"
NO_GUIDE = "现在没有在办的事。您说要办什么，我带您一步一步来。"


def test_next_from_the_materials_is_the_first_step(walking: Talk) -> None:
    # given a guide at the materials
    assert walking.replies[-1].text.endswith(MATERIALS)
    # when she says 好了
    reply = walking.say("next_step", "好了")
    # then the first step comes, counted among those that concern her
    assert reply.text == FIRST
    assert reply.progress is not None
    assert (reply.progress.label, reply.progress.at, reply.progress.of) == ("步", 1, 4)


def test_a_step_that_does_not_concern_her_is_not_counted(talk: Talk) -> None:
    # given a card that was reported lost already
    talk.say("start_service", "补办社保卡")
    talk.say("affirm", "挂失了")
    talk.say("inform", "我自己去")
    # when she goes on
    reply = talk.say("next_step", "下一步")
    # then the step of reporting it is left out
    assert reply.text == "第 1 步，共 3 步。带上身份证去社保大厅。"


def test_the_whole_way_to_the_end(walking: Talk) -> None:
    # given a guide at the materials
    # when she goes on and on
    said = [walking.say("next_step", "好了").text for _ in range(7)]
    # then every stop comes once, in order, to the end
    assert said == [
        FIRST,
        "第 2 步，共 4 步。带上身份证去社保大厅。",
        "第 3 步，共 4 步。跟窗口说“我补社保卡”。",
        "最后一步，第 4 步。拿新卡。",
        "去哪儿办：社保大厅。\n要多少天：当天能拿。\n要不要钱：收不收工本费，各地不一样。\n"
        "拿不准就打 12333。",
        "“补办社保卡”说完了，我再捋一遍。带上居民身份证。社保大厅。4 步，都记在屏幕上了。\n"
        f"有不清楚的，打 12333。续办码是 {walking.code}，下次报给我就能接着看。",
        "好，“补办社保卡”就到这里。您还有别的事吗？",
    ]
    assert walking.state.guide is None


def test_a_step_is_spoken_in_the_words_written_for_the_ear(walking: Talk) -> None:
    walking.say("go_to_step", "第三步")
    assert walking.replies[-1].speak == "第 3 步，共 4 步。跟窗口说，我补社保卡。"


def test_the_steps_beside_show_what_is_done_and_what_is_ahead(walking: Talk) -> None:
    # when she is at the second step
    card = walking.say("go_to_step", "第二步").card
    # then the list says where she is
    assert card is not None
    assert card.title == "一共 4 步"
    assert [(row.label, row.state) for row in card.rows] == [
        ("先挂失", RowState.DONE),
        ("带上身份证去社保大厅", RowState.HERE),
        ("跟窗口说“我补社保卡”", RowState.AHEAD),
        ("拿新卡", RowState.AHEAD),
    ]


def test_back_goes_one_stop_at_a_time_and_not_before_the_first(walking: Talk) -> None:
    # given a guide at its first step
    walking.say("next_step", "好了")
    # when she goes back until there is nothing before
    said = [walking.say("previous_step", "上一步").text for _ in range(4)]
    # then each stop comes, with the answers she gave
    assert said == [
        MATERIALS,
        "您刚才答的是“自己去”。要改就重新选。\n是您自己去办，还是家里人替您去？",
        "您刚才答的是“还没挂失”。要改就重新选。\n丢了的卡，挂失了没有？",
        "已经在最前面了。\n您刚才答的是“还没挂失”。要改就重新选。\n丢了的卡，挂失了没有？",
    ]
    # and going on passes the questions answered over
    assert walking.say("next_step", "下一步").text == MATERIALS


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("第二步怎么做", "第 2 步，共 4 步。带上身份证去社保大厅。"),
        ("跳到第3步", "第 3 步，共 4 步。跟窗口说“我补社保卡”。"),
        ("直接说最后一步", "最后一步，第 4 步。拿新卡。"),
        ("4", "最后一步，第 4 步。拿新卡。"),
        ("第五步", f"这件事一共 4 步，没有第 5 步。\n{MATERIALS}"),
        ("第九十九步", f"这件事一共 4 步，没有第 99 步。\n{MATERIALS}"),
        (
            "到那一步去",
            "“补办社保卡”一共 4 步：1，先挂失；2，带上身份证去社保大厅；"
            "3，跟窗口说“我补社保卡”；4，拿新卡。",
        ),
    ],
)
def test_to_a_step_as_it_is_counted_aloud(walking: Talk, said: str, told: str) -> None:
    assert walking.say("go_to_step", said).text == told


@pytest.mark.parametrize(
    ("way", "place"),
    [
        (["previous_step"], "正在问您几个问题"),
        ([], "说到要带的材料"),
        (["next_step"], "说到第 1 步，共 4 步"),
        (["next_step"] * 5, "说到去哪儿办"),
        (["next_step"] * 6, "已经全说完了"),
    ],
)
def test_where_she_is_is_told_and_shown(walking: Talk, way: list[str], place: str) -> None:
    # given some way along the guide
    for move in way:
        walking.say(move)
    at = walking.replies[-1]
    # when she asks where she is
    reply = walking.say("where_am_i", "说到哪了")
    # then she hears it, and the stop again with its buttons
    assert reply.text.startswith(f"咱们说的是“补办社保卡”，{place}。\n")
    assert reply.options == at.options


def test_the_gist_is_told_without_moving(walking: Talk) -> None:
    # given the first step
    at = walking.say("next_step", "好了")
    # when she wants the gist
    reply = walking.say("summarise", "总结一下")
    # then all of it comes, and the step's buttons stay
    assert "带上居民身份证。社保大厅。4 步" in reply.text
    assert reply.options == at.options
    assert walking.state.guide is not None
    assert walking.state.guide.stop == "step:0"


def test_a_pause_waits_and_tells_the_code_for_another_door(walking: Talk) -> None:
    # when she has to fetch something
    reply = walking.say("pause", "等一下")
    # then nobody hurries her
    assert reply.text == (
        "好，不着急，您先忙，我等着。回来说“继续”就行。"
        f"续办码是 {walking.code}，换个地方报给我也能接着办。"
    )
    # and she goes on where she was
    assert walking.say("resume", "我回来了").text == f"咱们接着说“补办社保卡”。\n{MATERIALS}"


def test_resume_takes_up_what_was_put_aside(walking: Talk) -> None:
    # given a guide put aside, and the one after it finished
    walking.say("next_step", "好了")
    walking.say("start_service", "社保卡挂失")
    for _ in range(5):
        walking.say("next_step", "下一步")
    # when she wants to go on with what was left
    reply = walking.say("resume", "接着办刚才的")
    # then it is where it was
    assert reply.text == f"好，接着说“补办社保卡”。\n{FIRST}"


def test_cancel_gives_the_guide_up(walking: Talk) -> None:
    assert walking.say("cancel", "不办了").text == (
        "“补办社保卡”先不办了。想再办，随时说。\n好。您还有别的事吗？"
    )
    assert walking.say("resume", "继续").text == "现在没有办到一半的事。您想办什么？"


def test_cancel_without_a_guide_is_accepted(talk: Talk) -> None:
    assert talk.say("cancel", "算了").text == "好。您还有别的事吗？"


def test_start_over_forgets_the_answers(walking: Talk) -> None:
    assert walking.say("start_over", "从头来").text == "好，从头来。\n丢了的卡，挂失了没有？"
    assert walking.state.guide is not None
    assert walking.state.guide.answers == {}


def test_start_over_without_a_guide_asks_what_is_wanted(talk: Talk) -> None:
    assert talk.say("start_over", "重新开始").text == "好。您想办什么，想问什么？"


@pytest.mark.parametrize(
    "move", ["next_step", "previous_step", "go_to_step", "where_am_i", "summarise"]
)
def test_without_a_guide_it_is_said_how_to_begin_one(talk: Talk, move: str) -> None:
    assert talk.say(move).text == NO_GUIDE


def test_next_ends_the_details_first_within_a_guide(talk: Talk) -> None:
    # given an answer's details on offer and then a guide begun
    talk.say("ask_policy", "补社保卡要多少钱")
    talk.say("start_service", "社保卡挂失")
    # when she goes on
    reply = talk.say("next_step", "下一步")
    # then it is the guide that goes on
    assert reply.text == "第 1 步，共 2 步。打 12333。"


def test_the_facts_beside_leave_out_what_is_not_known(walking: Talk) -> None:
    # when she comes to where to go
    walking.say("go_to_step", "最后一步")
    card = walking.say("next_step", "下一步").card
    # then the card has what is known and no empty line
    assert card is not None
    assert card.title == "去哪儿、多少天、多少钱"
    assert [row.label for row in card.rows] == [
        "去哪儿办",
        "网上办",
        "要多少天",
        "要不要钱",
        "办好拿到",
        "当地规定",
        "电话",
    ]
    assert all(row.text for row in card.rows)
