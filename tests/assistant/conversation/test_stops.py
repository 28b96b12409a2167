"""The way through an item: its order, moving along it, and mending it after an edit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation import stops
from assistant.conversation.state import Guide
from knowledge.library import Library
from knowledge.loader import load
from knowledge.schema import ServiceItem
from tests.conftest import WORLD

LIBRARY: Library = load(WORLD)[0]


def _item(entry_id: str) -> ServiceItem:
    variant = LIBRARY.resolve(entry_id)
    assert variant is not None
    assert isinstance(variant.entry, ServiceItem)
    return variant.entry


REPLACE = _item("card-replace")
ITEMS = st.sampled_from(sorted(item.id for item in LIBRARY.items())).map(_item)


@st.composite
def guides(draw: st.DrawFn) -> tuple[ServiceItem, Guide]:
    """An item and a guide anywhere on its way with any answers."""
    item = draw(ITEMS)
    answers = {
        question.id: draw(st.sampled_from([answer.id for answer in question.answers]))
        for question in item.eligibility
        if draw(st.booleans())
    }
    stop = draw(st.sampled_from(stops.stops(item, answers)))
    return item, Guide(item=item.id, stop=stop, answers=answers)


def test_a_line_without_a_condition_concerns_everybody() -> None:
    assert stops.applies({}, {"who": "self"})


def test_a_line_concerns_those_who_answered_so_and_those_who_did_not_answer() -> None:
    when = {"who": ["family"]}
    assert stops.applies(when, {"who": "family"})
    assert stops.applies(when, {})
    assert not stops.applies(when, {"who": "self"})


def test_several_conditions_must_all_hold() -> None:
    when = {"who": ["family"], "reported": ["no"]}
    assert stops.applies(when, {"who": "family", "reported": "no"})
    assert not stops.applies(when, {"who": "family", "reported": "yes"})


def test_the_way_is_questions_materials_steps_where_summary() -> None:
    assert stops.stops(REPLACE, {}) == [
        "ask:reported",
        "ask:who",
        "materials",
        "step:0",
        "step:1",
        "step:2",
        "step:3",
        "where",
        "summary",
    ]


def test_an_answer_takes_a_step_off_the_way_without_renaming_the_others() -> None:
    assert stops.step_stops(REPLACE, {"reported": "yes"}) == ["step:1", "step:2", "step:3"]


def test_what_to_bring_depends_on_the_answers() -> None:
    names = [m.name for m in stops.materials(REPLACE, {"who": "self"})]
    assert names == ["居民身份证"]


def test_a_stop_is_a_question_a_step_or_neither() -> None:
    question = stops.question_at(REPLACE, "ask:who")
    step = stops.step_at(REPLACE, "step:3")
    assert question is not None
    assert question.ask == "是您自己去办，还是家里人替您去？"
    assert step is not None
    assert step.do == "拿新卡"
    assert stops.question_at(REPLACE, "materials") is None
    assert stops.question_at(REPLACE, "ask:no-such-question") is None
    assert stops.step_at(REPLACE, "where") is None


def test_a_question_just_passed_is_the_one_answered_last() -> None:
    guide = Guide(item=REPLACE.id, stop="step:0", answers={"reported": "no"})
    question = stops.last_answered(REPLACE, guide)
    assert question is not None
    assert question.id == "reported"
    assert stops.last_answered(REPLACE, stops.begin(REPLACE)) is None


def test_a_stop_that_an_edit_removed_becomes_the_materials() -> None:
    guide = Guide(item=REPLACE.id, stop="step:9", answers={"reported": "no"})
    stops.repair(REPLACE, guide)
    assert guide.stop == "materials"
    assert guide.answers == {"reported": "no"}


def test_a_step_that_an_answer_took_away_becomes_the_materials() -> None:
    guide = Guide(item=REPLACE.id, stop="step:0", answers={"reported": "yes"})
    stops.repair(REPLACE, guide)
    assert guide.stop == "materials"


def test_answers_to_questions_that_an_edit_removed_are_forgotten() -> None:
    guide = Guide(item=REPLACE.id, stop="where", answers={"gone": "yes", "who": "nobody"})
    stops.repair(REPLACE, guide)
    assert guide.answers == {}
    assert guide.stop == "where"


@given(guides())
def test_a_sound_guide_needs_no_repair(found: tuple[ServiceItem, Guide]) -> None:
    item, guide = found
    before = guide.copy(deep=True)
    stops.repair(item, guide)
    assert guide == before


@given(guides())
def test_going_on_always_ends_at_the_summary_and_never_turns_back(
    found: tuple[ServiceItem, Guide],
) -> None:
    # given a guide anywhere
    item, guide = found
    way = stops.stops(item, guide.answers)
    # when she goes on until nothing comes any more
    seen = [guide.stop]
    while guide.stop != stops.SUMMARY:
        guide.stop = stops.after(item, guide)
        seen.append(guide.stop)
    # then every stop is further along the way
    places = [way.index(stop) for stop in seen]
    assert places == sorted(set(places))


@given(guides())
def test_going_back_always_ends_at_the_first_stop(found: tuple[ServiceItem, Guide]) -> None:
    item, guide = found
    way = stops.stops(item, guide.answers)
    steps = 0
    while (earlier := stops.before(item, guide)) is not None:
        guide.stop = earlier
        steps += 1
    assert guide.stop == way[0]
    assert steps < len(way)


@given(guides())
def test_questions_already_answered_are_passed_over(found: tuple[ServiceItem, Guide]) -> None:
    item, guide = found
    following = stops.after(item, guide)
    assert following.removeprefix(stops.ASK) not in guide.answers
