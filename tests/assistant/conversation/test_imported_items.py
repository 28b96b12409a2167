"""Services from an office's catalogue, which may not say what to bring or what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import stops
from assistant.conversation.state import Guide
from assistant.reply import CardKind
from tests.assistant.conversation.presentable import assert_presentable
from tests.conftest import Talk
from tests.imported import imported_item

#: Nothing is known of it but its name, its office and a telephone.
BARE = "公园年票办理"
#: What to bring and who may is known, but no steps.
STEPLESS = "古树认养登记"
WHERE = (
    "去哪儿办：在哪里办，资料里没有写。去之前打 0999-8123456 问一句。\n"
    "要多少天：多久能办好，资料里没有写。打 0999-8123456 问一句。\n"
    "要不要钱：资料里没有写收不收费。去之前打 0999-8123456 问一句。\n"
    "拿不准就打 0999-8123456。"
)
#: How old the file is, said before anybody sets out by it.
DATED = "这是 2025 年 12 月 31 日的资料，可能变了。办之前请打 0999-8123456 再问一句。"
NO_STEPS = "“公园年票办理”怎么一步步办，资料里没有写。打 0999-8123456 问，或者直接去窗口。"
NO_PAPERS = "要带什么，资料里没有写。先打 0999-8123456 问清楚，省得白跑。"
SOURCE = (
    "这是清河市园林管理局办事指南里说的。\n"
    "这是 2025 年 12 月 31 日的资料，可能变了。办之前请打 0999-8123456 再问一句。"
)


# The way


def test_what_a_catalogue_does_not_say_is_no_stop() -> None:
    step = {"do": "去南门窗口"}
    material = {"id": "m1", "name": "身份证"}
    assert stops.stops(imported_item(), {}) == ["where", "summary"]
    assert stops.stops(imported_item(materials=[material]), {}) == ["materials", "where", "summary"]
    assert stops.stops(imported_item(steps=[step]), {}) == ["step:0", "where", "summary"]


def test_a_guide_of_a_bare_item_begins_at_where_to_go() -> None:
    assert stops.begin(imported_item()).stop == "where"


def test_a_guide_whose_papers_an_import_took_away_goes_on_at_where_to_go() -> None:
    guide = Guide(item="item-park-pass", stop="materials")
    stops.repair(imported_item(), guide)
    assert guide.stop == "where"
    guide = Guide(item="item-park-pass", stop="step:3")
    stops.repair(imported_item(materials=[{"id": "m1", "name": "身份证"}]), guide)
    assert guide.stop == "materials"


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 5))
def test_whatever_is_known_the_way_ends_at_the_summary(
    materials: int, steps: int, lost: int
) -> None:
    # given an item with some papers and steps, and a guide that may have lost its stop
    item = imported_item(
        materials=[{"id": f"m{n}", "name": f"材料{n}"} for n in range(materials)],
        steps=[{"do": f"做{n}"} for n in range(steps)],
    )
    guide = Guide(item=item.id, stop=f"step:{lost}")
    stops.repair(item, guide)
    seen = [guide.stop]
    while guide.stop != stops.SUMMARY:
        guide.stop = stops.after(item, guide)
        seen.append(guide.stop)
    # then each stop is there once, and none is empty
    assert len(set(seen)) == len(seen) <= steps + 3
    assert ("materials" in seen) <= (materials > 0)


# Walking it


def test_the_whole_way_through_an_item_of_which_only_the_office_is_known(
    office_talk: Talk,
) -> None:
    told = [office_talk.say("start_service", BARE).text]
    told += [office_talk.say("next_step", "好了").text for _ in range(2)]
    assert told == [
        f"好，“{BARE}”，咱们一步一步来。公园年票办理，由清河市园林管理局办理。\n{DATED}\n{WHERE}",
        "“公园年票办理”说完了，我再捋一遍。在哪里办，资料里没有写。"
        "去之前打 0999-8123456 问一句。要带什么，资料里没有写，去之前先打个电话。\n"
        f"有不清楚的，打 0999-8123456。续办码是 {office_talk.code}，下次报给我就能接着看。",
        "好，“公园年票办理”就到这里。您还有别的事吗？",
    ]
    for reply in office_talk.replies:
        assert_presentable(reply)


def test_the_whole_way_through_an_item_without_steps(office_talk: Talk) -> None:
    told = [office_talk.say("start_service", STEPLESS).text]
    told += [office_talk.say("next_step", "好了").text for _ in range(3)]
    assert told == [
        "好，“古树认养登记”，咱们一步一步来。古树认养登记，由清河市园林管理局办理。\n"
        f"{DATED}\n要带 2 样东西：身份证、认养申请表。",
        "去哪儿办：在东湖公园南门窗口办。\n要多少天：承诺 5 个工作日办好。\n"
        "要不要钱：不收费。\n拿不准就打 0999-8123456。",
        "“古树认养登记”说完了，我再捋一遍。带上身份证、认养申请表。在东湖公园南门窗口办。\n"
        f"有不清楚的，打 0999-8123456。续办码是 {office_talk.code}，下次报给我就能接着看。",
        "好，“古树认养登记”就到这里。您还有别的事吗？",
    ]


def test_at_the_end_there_is_a_checklist_only_of_what_is_on_it(office_talk: Talk) -> None:
    # given a bare item at its end
    office_talk.say("start_service", BARE)
    bare = office_talk.say("next_step", "好了").card
    office_talk.say("start_service", STEPLESS)
    office_talk.say("next_step", "好了")
    stepless = office_talk.say("next_step", "好了").card
    # then its card is the source, while papers that are known are listed
    assert bare is not None
    assert stepless is not None
    assert (bare.kind, bare.rows) == (CardKind.SOURCE, [])
    assert (stepless.kind, [row.label for row in stepless.rows]) == (
        CardKind.MATERIALS,
        ["身份证", "认养申请表"],
    )
    for card in (bare, stepless):
        assert [source.issuer for source in card.sources] == ["清河市园林管理局"]


@pytest.mark.parametrize("said", ["第一步", "第三步", "最后一步", "到哪一步"])
def test_a_step_of_an_item_without_steps_is_not_counted(office_talk: Talk, said: str) -> None:
    office_talk.say("start_service", BARE)
    assert office_talk.say("go_to_step", said).text == NO_STEPS
    # and the guide is where it was
    assert office_talk.say("where_am_i").text.startswith("咱们说的是“公园年票办理”，说到去哪儿办。")


def test_the_first_stop_has_nothing_before_it(office_talk: Talk) -> None:
    office_talk.say("start_service", BARE)
    assert office_talk.say("previous_step", "上一步").text == f"已经在最前面了。\n{WHERE}"


def test_a_bare_item_is_put_aside_and_taken_up_like_any_other(office_talk: Talk) -> None:
    office_talk.say("start_service", BARE)
    assert office_talk.say("start_service", STEPLESS).text.startswith(
        "“公园年票办理”先放一放，想接着办就说“继续”。\n好，“古树认养登记”，咱们一步一步来。"
    )
    office_talk.say("cancel", "不办了")
    assert office_talk.say("affirm", "要").text.endswith(WHERE)


# What is asked of it


@pytest.mark.parametrize(
    ("move", "said", "told"),
    [
        (
            "ask_materials",
            "要带什么",
            "要带什么，资料里没有写。先打 0999-8123456 问清楚，省得白跑。",
        ),
        (
            "ask_materials",
            "要带照片吗",
            "要带什么，资料里没有写。先打 0999-8123456 问清楚，省得白跑。",
        ),
        ("ask_where", "去哪儿办", "在哪里办，资料里没有写。去之前打 0999-8123456 问一句。"),
        ("ask_hours", "几点上班", "上班时间我这里没有写。去之前打 0999-8123456 问一句。"),
        ("ask_fee", "要钱吗", "资料里没有写收不收费。去之前打 0999-8123456 问一句。"),
        ("ask_duration", "要几天", "多久能办好，资料里没有写。打 0999-8123456 问一句。"),
        ("ask_conditions", "要什么条件", "什么人能办，资料里没有写。打 0999-8123456 问一句最准。"),
        ("ask_online", "网上能办吗", "能不能在网上办，我这里没有写。打 0999-8123456 问一句最准。"),
        ("ask_proxy", "能替办吗", "能不能让别人替办，我这里没有写。打 0999-8123456 问一句最准。"),
        ("ask_phone", "打哪个电话", "打 清河市园林管理局 0999-8123456。"),
        ("list_steps", "一共几步", NO_STEPS),
    ],
)
def test_what_is_not_known_is_said_with_the_telephone(
    office_talk: Talk, move: str, said: str, told: str
) -> None:
    # given a bare item spoken of
    office_talk.say("ask_policy", BARE)
    reply = office_talk.say(move, said)
    assert reply.text == f"“公园年票办理”：{told}"
    assert_presentable(reply)


def test_what_a_catalogue_does_say_is_told(office_talk: Talk) -> None:
    office_talk.say("start_service", STEPLESS)
    back = "\n咱们接着说“古树认养登记”，刚才说到要带的材料。"
    for move, said, told in [
        ("ask_materials", "要带什么", "要带身份证、认养申请表。"),
        ("ask_materials", "要带身份证吗", "要带。单子上有身份证。"),
        ("ask_conditions", "要什么条件", "这样的人能办：年满 18 岁。"),
        ("ask_fee", "要钱吗", "不收费。"),
        ("ask_duration", "要几天", "承诺 5 个工作日办好。"),
        ("ask_where", "去哪儿", "在东湖公园南门窗口办。"),
    ]:
        assert office_talk.say(move, said).text == f"{told}{back}"


def test_the_source_is_the_office_with_its_day_and_its_telephone(office_talk: Talk) -> None:
    office_talk.say("ask_policy", BARE)
    reply = office_talk.say("ask_source", "谁规定的")
    assert reply.text == SOURCE
    assert reply.card is not None
    (source,) = reply.card.sources
    assert (source.title, source.issuer) == ("公园年票办理", "清河市园林管理局")
    assert (source.article, source.checked.isoformat()) == (None, "2025-12-31")
