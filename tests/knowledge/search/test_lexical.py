"""Search by words: rarer words count more, unknown words hold the score down."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.index import read
from knowledge.search.lexical import Lexical
from knowledge.search.text import tokenise


@pytest.fixture(scope="module")
def lexical(index: Path) -> Iterator[Lexical]:
    searched = Lexical(index)
    yield searched
    searched.close()


@pytest.fixture(scope="module")
def names(index: Path) -> dict[int, str]:
    return {key: variant.entry.id for key, variant in read(index).variants.items()}


def ranked(lexical: Lexical, names: dict[int, str], words: list[str], limit: int = 9) -> list[str]:
    return [names[key] for key in lexical.scores(words, limit)]


def test_the_entry_with_the_words_comes_first(lexical: Lexical, names: dict[int, str]) -> None:
    assert ranked(lexical, names, ["挂失"])[0] == "card-report"


def test_a_rare_word_outweighs_a_common_one(lexical: Lexical, names: dict[int, str]) -> None:
    # given one word of half the entries and one of a single entry
    assert ranked(lexical, names, ["社保卡", "凉茶"])[0] == "tea-money"


def test_no_more_than_asked_for_come_back(lexical: Lexical, names: dict[int, str]) -> None:
    assert len(ranked(lexical, names, ["社保卡"])) > 2
    assert len(ranked(lexical, names, ["社保卡"], limit=2)) == 2


def test_words_nobody_knows_hold_the_score_down(lexical: Lexical) -> None:
    # given a word we know, alone and among strange ones
    alone = max(lexical.scores(["凉茶"], 9).values())
    lost = max(lexical.scores(["凉茶", "火箭", "月球", "轨道"], 9).values())
    # then being first is not the same as being meant
    assert lost < alone / 2


@pytest.mark.parametrize("words", [[], ["火箭"], [""], ['"'], ["*"], ["NEAR"], ["社保卡 OR"]])
def test_nothing_known_finds_nothing_and_breaks_nothing(lexical: Lexical, words: list[str]) -> None:
    assert lexical.scores(words, 9) == {}


#: Control characters never get past the tokeniser; all else may.
typed = st.text(st.characters(exclude_categories=["C"]), max_size=10)


@given(st.lists(typed, max_size=6))
def test_whatever_is_typed_scores_between_nothing_and_one(
    lexical: Lexical, words: list[str]
) -> None:
    assert all(0 <= score <= 1 for score in lexical.scores(words, 9).values())


@given(st.text(max_size=60))
def test_no_sentence_is_a_query_language(
    lexical: Lexical, tokens: jieba.Tokenizer, text: str
) -> None:
    # given any sentence, as it passes through the tokeniser, around a known word
    lexical_found = lexical.scores([*tokenise(tokens, text), "凉茶"], 40)
    # then the known word is found all the same
    assert lexical_found


def test_many_threads_may_search_at_once(lexical: Lexical) -> None:
    # given what one thread finds
    words = [["社保卡"], ["挂失"], ["凉茶", "补贴"], ["老年证"]] * 50
    alone = [lexical.scores(w, 9) for w in words]
    # when eight search at the same time
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda w: lexical.scores(w, 9), words))
    # then each finds the same
    assert together == alone
