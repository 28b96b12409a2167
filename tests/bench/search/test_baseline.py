"""BM25 against figures worked out by hand, and the two ways to count ties."""

from __future__ import annotations

import math
from typing import Any

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.search.baseline import (
    FIELDS,
    LITERAL_FIELDS,
    README_FIELDS,
    Bm25,
    indexed,
    text_of,
    words,
)
from bench.search.tasks import guangdong, load

IDS = ["one", "two", "three"]
#: Lengths 1, 2, 3: two on average.
TEXTS = ["苹果", "苹果 香蕉", "香蕉 香蕉 西瓜"]


@pytest.fixture(scope="module")
def fruit() -> Bm25:
    return Bm25(IDS, TEXTS)


def test_a_word_is_weighed_by_rarity_count_and_length(fruit: Bm25) -> None:
    # given two of three documents have the word: ln(1 + 1.5 / 2.5)
    rarity = math.log(1.6)
    # when
    scores = fruit.scores("苹果")
    # then once in a document half as long as usual: 2.2 / (1 + 1.2 × (.25 + .75 × ½))
    assert scores[0] == pytest.approx(rarity * 2.2 / 1.75)
    # and once in one of the usual length: 2.2 / (1 + 1.2)
    assert scores[1] == pytest.approx(rarity * 1.0)
    assert scores[2] == 0


def test_more_of_a_word_counts_less_and_less(fruit: Bm25) -> None:
    # given twice in a document half as long again: 2 × 2.2 / (2 + 1.2 × (.25 + .75 × 1.5))
    scores = fruit.scores("香蕉")
    assert scores[2] == pytest.approx(math.log(1.6) * 4.4 / 3.65)
    assert scores[1] == pytest.approx(math.log(1.6))


def test_a_rare_word_is_worth_more(fruit: Bm25) -> None:
    # given 西瓜 in one of three: ln(1 + 2.5 / 1.5)
    assert fruit.scores("西瓜")[2] == pytest.approx(math.log(1 + 2.5 / 1.5) * 2.2 / 2.65)


def test_a_word_said_twice_counts_twice(fruit: Bm25) -> None:
    assert fruit.scores("苹果 苹果")[1] == pytest.approx(2 * fruit.scores("苹果")[1])


def test_words_add_up(fruit: Bm25) -> None:
    both = fruit.scores("西瓜苹果") - fruit.scores("西瓜") - fruit.scores("苹果")
    assert both == pytest.approx([0, 0, 0], abs=1e-8)


def test_the_best_come_first_and_what_shares_no_word_not_at_all(fruit: Bm25) -> None:
    assert fruit.rank("苹果", 10) == ["one", "two"]
    assert fruit.rank("苹果", 1) == ["one"]


@pytest.mark.parametrize("query", ["", "？！", "葡萄", " "])
def test_a_question_without_a_known_word_finds_nothing(fruit: Bm25, query: str) -> None:
    assert fruit.rank(query, 10) == []


def test_of_equal_scores_the_first_document_is_first() -> None:
    # given three documents that read the same and one that does better
    engine = Bm25(["b", "a", "c", "d"], ["苹果 香蕉", "香蕉 苹果", "苹果 香蕉", "苹果"])
    # then the order of the file decides, not that of the ids
    assert engine.rank("苹果", 10) == ["d", "b", "a", "c"]


def test_ties_counted_for_us_put_the_right_one_first() -> None:
    # given
    engine = Bm25(["b", "a", "c", "d"], ["苹果 香蕉", "香蕉 苹果", "苹果 香蕉", "苹果"])
    # then the last of three equal ones is second, behind the better one
    assert engine.rank_ties_for_us("苹果", {"c"}) == 2
    # and where several are right the best counts
    assert engine.rank_ties_for_us("苹果", {"c", "d"}) == 1


def test_ties_counted_for_us_hold_even_where_nothing_is_shared(fruit: Bm25) -> None:
    # given a document without the word, behind the two that have it
    assert fruit.rank_ties_for_us("苹果", {"three"}) == 3
    # and a question that no document shares a word with
    assert fruit.rank_ties_for_us("葡萄", {"three"}) == 1


def test_something_right_must_be_indexed(fruit: Bm25) -> None:
    with pytest.raises(ValueError, match="empty"):
        fruit.rank_ties_for_us("苹果", {"four"})


def test_documents_without_a_word_do_no_harm() -> None:
    engine = Bm25(["empty", "full", "marks"], ["", "苹果", "。。。"])
    assert engine.rank("苹果", 10) == ["full"]


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Bm25([], []).rank("苹果", 10) == []
    assert Bm25(["a"], [""]).rank("苹果", 10) == []


_FRUIT = st.lists(st.sampled_from(["苹果", "香蕉", "西瓜", "葡萄", "，"]), max_size=6).map(" ".join)


@settings(deadline=None)
@given(st.lists(_FRUIT, min_size=1, max_size=8), _FRUIT)
def test_luck_never_ranks_lower_than_order(texts: list[str], query: str) -> None:
    # given
    ids = [str(number) for number in range(len(texts))]
    engine = Bm25(ids, texts)
    ranked = engine.rank(query, len(ids))
    scores = engine.scores(query)
    # then what is ranked is ordered by score, and no score is below zero
    ordered = [scores[int(id_)] for id_ in ranked]
    assert ordered == sorted(ordered, reverse=True)
    assert min(scores) >= 0
    # and every document's lucky rank is at most its strict one
    for place, id_ in enumerate(ranked, 1):
        assert engine.rank_ties_for_us(query, {id_}) <= place


def test_words_are_split_for_search_without_punctuation() -> None:
    # when a long word is split: the words inside it count too
    found = words("中华人民共和国，第3条（A4）")
    # then
    assert "中华人民共和国" in found
    assert "共和国" in found
    assert {"3", "A4"} <= set(found)
    assert not {"，", "（", "）"} & set(found)


def test_our_lexicon_does_not_leak_into_the_baseline() -> None:
    # given a word that another part of the process taught the shared tokeniser
    jieba.add_word("猫猫狗狗证明")
    try:
        # then the baseline still doesn't know it
        assert "猫猫狗狗证明" not in words("猫猫狗狗证明")
    finally:
        jieba.del_word("猫猫狗狗证明")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"a": "一", "b": "二", "c": "三"}, "一 二"),
        ({"b": "二"}, "二"),
        ({"a": None, "b": "无"}, "无"),
        ({"a": 7, "b": ""}, "7 "),
        ({}, ""),
    ],
)
def test_the_fields_of_a_row_are_joined(row: dict[str, Any], text: str) -> None:
    assert text_of(row, ("a", "b")) == text


def test_the_baseline_indexes_the_fields_of_the_task(data: Any) -> None:
    # given 放风筝 stands in the finer catalogue only, 红灯 in the everyday words only
    task = guangdong(data.folder)
    # then each choice of fields finds what it indexes
    assert indexed(task, FIELDS).rank("放风筝", 3)[0] in {"A1", "A3"}
    assert indexed(task, FIELDS).rank("红灯", 3) == []
    assert indexed(task, README_FIELDS).rank("红灯", 3) == ["A2"]
    assert indexed(task, LITERAL_FIELDS).rank("红灯", 3) == []


def test_every_task_has_its_fields(data: Any) -> None:
    for task in load(data.folder):
        for fields in (FIELDS, LITERAL_FIELDS, README_FIELDS):
            assert any(text_of(document.row, fields[task.name]) for document in task.documents)
