"""What is shown at a stop: the checklist with copies and where to get things, the facts."""

from __future__ import annotations

from assistant.reply import CardKind
from tests.conftest import Talk


def test_the_checklist_says_which_form_how_many_and_what_can_come_later(
    second_talk: Talk,
) -> None:
    # given papers with copies, one that may come later, one that must be fetched
    second_talk.say("start_service", "领看病证")
    # when the list is shown
    card = second_talk.say("next_step", "下一步").card
    # then each line says all about its paper
    assert card is not None
    assert card.kind is CardKind.MATERIALS
    assert card.title == "要带这几样"
    assert [(row.label, row.text) for row in card.rows] == [
        ("居民身份证", "原件"),
        ("居民户口簿", "原件和复印件2 份，可以先办后补　只要本人那一页。"),
        ("挂失回执", "原件　打 12333 要。"),
    ]


def test_photos_are_counted(talk: Talk) -> None:
    talk.say("start_service", "办老年证")
    card = talk.say("inform", "七十四").card
    assert card is not None
    assert [(row.label, row.text) for row in card.rows] == [
        ("居民身份证", "原件"),
        ("一寸照片", "照片2 份"),
    ]


def test_the_facts_tell_of_hours_and_home_visits_when_known(second_talk: Talk) -> None:
    second_talk.say("start_service", "领看病证")
    second_talk.say("go_to_step", "最后一步")
    card = second_talk.say("next_step", "下一步").card
    assert card is not None
    facts = {row.label: row.text for row in card.rows}
    assert facts["上班时间"] == "周一到周五上午八点到十一点半。"
    assert facts["上门办"] == "打 12345 请人上门。"
    assert facts["电话"] == "99999"


def test_the_first_stop_has_no_way_back_and_the_last_ends(talk: Talk) -> None:
    # given a guide without questions
    first = talk.say("start_service", "社保卡挂失")
    # then its first stop offers no way back
    assert [o.label for o in first.options] == ["下一步", "再说一遍"]
    # and its last stop offers to end
    for _ in range(4):
        last = talk.say("next_step", "下一步")
    assert [o.label for o in last.options] == ["知道了", "上一步", "再说一遍"]
    # with the papers and their sources beside
    assert last.card is not None
    assert last.card.kind is CardKind.MATERIALS
    assert [source.article for source in last.card.sources] == [2]


def test_every_step_of_one_is_a_step_and_not_the_last(talk: Talk) -> None:
    talk.say("start_service", "社保卡挂失")
    assert talk.say("next_step", "下一步").text == "第 1 步，共 2 步。打 12333。"
    assert talk.say("next_step", "下一步").text.startswith("最后一步，第 2 步。")
