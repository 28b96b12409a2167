"""Entries by the thousand: the same each time, no two alike, in the shape importers take."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.search import growth
from bench.search.growth import SIZES, Entry, TooMany, entries, most, questions, write

MANY = 3_000
GRAMMAR = Path(growth.__file__).with_suffix(".yaml")


@pytest.fixture(scope="module")
def many() -> list[Entry]:
    return list(entries(MANY))


def test_the_same_seed_gives_the_same_entries(many: list[Entry]) -> None:
    assert list(entries(MANY)) == many


def test_another_seed_gives_others(many: list[Entry]) -> None:
    other = list(entries(50, seed=1))
    assert not {entry.text for entry in other} & {entry.text for entry in many[:50]}


def test_a_smaller_set_is_the_beginning_of_a_larger(many: list[Entry]) -> None:
    # then what is learnt at 1 000 still holds at 10 000
    assert list(entries(100)) == many[:100]


def test_no_two_are_alike(many: list[Entry]) -> None:
    assert len({entry.docid for entry in many}) == MANY
    assert len({entry.title for entry in many}) == MANY
    assert len({entry.text for entry in many}) == MANY


def test_there_are_enough_for_the_largest_size() -> None:
    assert max(SIZES) == 100_000 <= most()
    # and the last one can be made without the others' being alike
    last = list(islice(entries(max(SIZES)), 99_990, None))
    assert len({entry.title for entry in last}) == 10


def test_more_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(TooMany, match=f"at most {most()} entries"):
        next(entries(most() + 1))


def test_ids_are_long_enough_for_the_importer_to_keep(many: list[Entry]) -> None:
    # given it takes ids under 16 characters for running numbers
    assert all(re.fullmatch(r"synthetic-\d{8}", entry.docid) for entry in many)


def test_every_slot_is_filled(many: list[Entry]) -> None:
    assert not any(set("{}") & set(entry.title + entry.text) for entry in many)


def test_texts_are_as_long_as_guides_and_notices_are(many: list[Entry]) -> None:
    lengths = sorted(len(entry.text) for entry in many)
    assert lengths[0] > 60
    assert lengths[-1] > 250
    assert 120 < lengths[MANY // 2] < 250


def test_titles_can_be_read_aloud(many: list[Entry]) -> None:
    assert max(len(entry.title) for entry in many) <= 60


def test_all_shapes_come_items_most(many: list[Entry]) -> None:
    # given notices begin or end as notices do, answers as answers
    shapes = Counter(
        "notice" if re.search("通知|公告", entry.title) else
        "question" if re.search("要怎么弄|需要什么|去哪里办", entry.title) else "item"
        for entry in many
    )  # fmt: skip
    assert shapes["item"] > shapes["question"] > shapes["notice"] > MANY / 10


def test_sentences_come_in_different_orders(many: list[Entry]) -> None:
    # given two sentences of the same shape
    first, second = "不收取费用。", "可以预约上门。"
    both = [entry.text for entry in many if first in entry.text and second in entry.text]
    earlier = sum(text.index(first) < text.index(second) for text in both)
    # then neither is always the earlier
    assert 0.3 < earlier / len(both) < 0.7


def test_words_are_replaced_by_synonyms_throughout_an_entry(many: list[Entry]) -> None:
    # given 前往, 到 and 去 stand for each other
    def uses(word: str) -> int:
        return sum(f"可以{word}" in entry.text for entry in many)

    assert min(uses("前往"), uses("到"), uses("去")) > 50
    # and one entry doesn't mix two words for papers
    notices = [e.text for e in many if "要精简" in e.text]
    assert not any("精简材料" in text and "精简资料" in text for text in notices)


def test_what_a_matter_is_called_is_left_alone(many: list[Entry]) -> None:
    # given the case 办理进度查询, whose first word has synonyms
    assert not any("申办进度" in entry.text + entry.title for entry in many)
    assert any("办理进度查询" in entry.text for entry in many)


def test_neighbours_are_about_different_things(many: list[Entry]) -> None:
    # given what stands first in most titles is the city
    assert len({entry.title[:2] for entry in many[:40]}) > 15


def test_no_telephone_and_no_sum_is_made_up(many: list[Entry]) -> None:
    # then no number is longer than two digits
    assert not any(re.search(r"\d{3}", entry.title + entry.text) for entry in many)


def test_the_file_has_a_row_for_each(tmp_path: Path, many: list[Entry]) -> None:
    # when
    file = tmp_path / "growth.jsonl"
    write(file, 200)
    # then rows as the importer of documents takes them
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert all(list(row) == ["docid", "title", "text"] for row in rows)
    assert [Entry(**row) for row in rows] == many[:200]


def test_questions_name_the_place_of_their_entry(many: list[Entry]) -> None:
    # given all places there are
    grammar = yaml.safe_load(GRAMMAR.read_text(encoding="utf-8"))
    places = [f"{city}市{part}" for city in grammar["cities"] for part in grammar["districts"]]
    by_id = {entry.docid: entry for entry in many}
    # when
    asked = questions(200, MANY)
    # then each question is to another entry, and names the place that this is about
    assert len({query.own for query in asked}) == 200
    for query in asked:
        (place,) = (place for place in places if place in query.text)
        assert query.relevant == {query.own}
        assert place in by_id[query.own].title + by_id[query.own].text


def test_questions_say_it_as_people_do() -> None:
    # given how people call each matter, and how the office does
    matters = yaml.safe_load(GRAMMAR.read_text(encoding="utf-8"))["matters"]
    spoken = [said for _name, said, _office, _papers in matters]
    # then every question has one of the former, and no two matters share one
    assert all(any(said in query.text for said in spoken) for query in questions(200, MANY))
    assert len(set(spoken)) == len(spoken)


def test_questions_are_the_same_each_time() -> None:
    assert questions(20, 1_000) == questions(20, 1_000)
    assert questions(20, 1_000) != questions(20, 1_000, seed=2)


def test_there_cannot_be_more_questions_than_entries() -> None:
    with pytest.raises(ValueError, match="larger than population"):
        questions(11, 10)


@settings(deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 40))
def test_any_seed_gives_entries_that_differ(seed: int, count: int) -> None:
    made = list(entries(count, seed))
    assert len({entry.title for entry in made}) == count
    assert not any("{" in entry.title + entry.text for entry in made)
