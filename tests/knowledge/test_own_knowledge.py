"""The knowledge the product ships: whole, without a fault, every number from the registry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

import settings
from knowledge.checking import check
from knowledge.checking.texts import citizen_texts
from knowledge.library import Library
from knowledge.problems import Problem
from knowledge.schema import ServiceItem
from tests.conftest import STATUTES, TODAY

#: Three digits and more that may be a telephone: not an amount, a year, a number of days.
_UNIT = r"(?:[元年天个日岁块万米月人]|公里|公斤)"
_NUMBER = re.compile(rf"(?<![\d.-])(\d[\d-]+\d)(?![\d-])(?! ?(?:到 ?\d+ ?)?{_UNIT})")
#: After these a number is one to dial, whatever it looks like.
_DIAL = re.compile(r"(?:打|拨|拨打|电话|热线)\s*(\d[\d-]+)")
_HOTLINE = re.compile(r"1[12]\d|12\d{3}|9[56]\d{3}|\d{7,}|\d{3,4}-\d{7,8}|[48]00-?\d{3}-?\d{4}")
_AREA_CODE = re.compile(r"0\d{2,3}")


@pytest.fixture(scope="module")
def checked() -> tuple[Library, list[Problem]]:
    """What `ershun knowledge check` sees, on the day the entries were last compared."""
    return check(settings.REPOSITORY / "knowledge", today=TODAY)


@pytest.fixture(scope="module")
def own(checked: tuple[Library, list[Problem]]) -> Library:
    return checked[0]


def dialled(text: str) -> Iterator[str]:
    """The telephones a sentence tells a citizen to dial."""
    found = {m.group(1) for m in _DIAL.finditer(text)}
    found |= {m.group(1) for m in _NUMBER.finditer(text) if _HOTLINE.fullmatch(m.group(1))}
    return (number for number in found if not _AREA_CODE.fullmatch(number))


def test_the_gatekeeper_finds_nothing_not_even_a_reminder(
    checked: tuple[Library, list[Problem]],
) -> None:
    assert [str(problem) for problem in checked[1]] == []


def test_there_are_enough_items_and_policies(own: Library) -> None:
    assert len(list(own.items())) >= 40
    assert len(list(own.policies())) >= 120


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("打 12345 问清楚。", {"12345"}),
        ("先拨 0451，再拨 12333。", {"12333"}),
        ("有急事打 110、120。", {"110", "120"}),
        ("打 0451-84664115。", {"0451-84664115"}),
        ("罚 200 元到 2000 元。", set()),
        ("要交 120 个月，共 13900 元。", set()),
        ("2025 年 5 月 10 日起。", set()),
        ("100 万到 500 万人的城市。", set()),
        ("满 110 天，年满 122 岁。", set()),
    ],
)
def test_telephones_are_told_from_amounts(text: str, numbers: set[str]) -> None:
    """The reading of telephones below rests on this."""
    assert set(dialled(text)) == numbers


def test_every_telephone_a_citizen_is_told_is_in_the_registry(own: Library) -> None:
    told = Counter(
        number
        for variant in own.all_variants()
        for _, text in citizen_texts(variant.entry)
        for number in dialled(text)
    )
    # given that the entries do tell telephones
    assert told["12345"] > 100
    # then none is typed in from memory
    assert set(told) - set(own.phones) == set()


def test_every_entry_says_whom_to_ask_and_what_it_rests_on(own: Library) -> None:
    for variant in own.all_variants():
        assert variant.entry.contact.consult, variant.entry.id
        assert variant.entry.basis, variant.entry.id


def test_a_fee_has_no_amount_where_the_local_rule_decides(own: Library) -> None:
    guessed = [i.id for i in own.items() if i.fee.amount and (i.fee.local or i.fee.unknown)]
    assert guessed == []


def test_every_question_of_an_item_changes_something(own: Library) -> None:
    # given a question that the citizen has to answer
    idle = [
        f"{item.id}: {question.id}"
        for item in own.items()
        for question in item.eligibility
        if not any(a.note or a.stop or a.go for a in question.answers)
        and not any(question.id in row.when for row in (*item.materials, *item.steps))
    ]
    # then the answer is good for something
    assert idle == []


def test_questions_of_age_leave_no_age_without_an_answer(own: Library) -> None:
    for item in own.items():
        for question in item.eligibility:
            ages = [
                (a.age_from or 0, 150 if a.age_to is None else a.age_to) for a in question.answers
            ]
            if question.kind == "age":
                for age in range(151):
                    reached = [r for r in ages if r[0] <= age <= r[1]]
                    assert len(reached) == 1, (item.id, question.id, age)


def test_every_region_leads_up_to_the_nation(own: Library) -> None:
    for region in own.regions.values():
        assert region.parent is None or region.parent in own.regions, region.code


def test_no_sentence_hides_a_character(own: Library) -> None:
    # Zero-width and direction marks pasted from web pages would be read out as silence.
    hidden = re.compile(
        "[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    )
    for variant in own.all_variants():
        for path, text in citizen_texts(variant.entry):
            assert not hidden.search(text), (variant.entry.id, path)


def test_items_of_old_and_disabled_people_can_be_done_by_family(own: Library) -> None:
    # given what is meant for people who often cannot come themselves
    items = [i for i in own.items() if i.audience.elderly or i.audience.disabled]
    assert len(items) > 20
    # then nearly all say how else it can be done: by family, at home or by phone and net
    without = [i.id for i in items if not _another_way(i)]
    assert without == []


def _another_way(item: ServiceItem) -> bool:
    where = item.where
    return any((where.proxy, where.bedside, where.online, where.mail, where.elsewhere))


if STATUTES.is_dir():
    # Only here: the statutes belong to nobody's checkout, and a test that is skipped says
    # nothing. Where they are missing, the head of the test report says so.
    def test_every_cited_article_exists_in_the_text_of_its_statute() -> None:
        _, problems = check(settings.REPOSITORY / "knowledge", today=TODAY, statutes=STATUTES)
        assert [str(p) for p in problems if p.rule == "statute"] == []
