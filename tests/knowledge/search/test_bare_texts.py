"""Our own answers as an office would hand them over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Optional

import jieba
import pytest

from knowledge.library import Library, Variant
from knowledge.schema import ImportedText, PolicyEntry
from knowledge.search import index as indexes
from knowledge.search.bare_texts import bare_texts
from knowledge.search.learning import FOLDS
from knowledge.search.sqlite_storage import SqliteReader

POLICIES = ["card-cost", "heating-money", "senior-age"]


def folds(library: Library) -> list[tuple[Library, Sequence[tuple[str, Optional[str]]]]]:
    return [bare_texts(library, fold, FOLDS) for fold in range(FOLDS)]


def test_a_policy_becomes_a_text_that_nobody_asks_by_name(library: Library) -> None:
    texts, _ = bare_texts(library, fold=1, folds=FOLDS)
    entry = texts.variants["card-cost"]["000000"].entry
    assert isinstance(entry, ImportedText)
    # then its title is its first sentence, as a text without a title is read in
    assert entry.title == "第一次办不要钱，补办的工本费各地不一样。"
    assert entry.questions == []
    assert [section.text for section in entry.sections] == [
        "第一次办不要钱，补办的工本费各地不一样。有的地方补办也不收钱。加急的另问。"
    ]
    assert (entry.topic, entry.contact.consult) == ("社保卡", ["12333"])
    assert entry.origin.file == "card-cost.yaml"


def test_items_and_what_holds_only_somewhere_are_left_out(library: Library) -> None:
    kept = {entry_id for texts, _ in folds(library) for entry_id in texts.variants}
    assert sorted(kept) == POLICIES
    assert all(not list(texts.items()) for texts, _ in folds(library))


def test_what_is_left_out_has_questions_that_nothing_answers(library: Library) -> None:
    # given the fold in which the first policy is left out
    texts, questions = bare_texts(library, fold=0, folds=FOLDS)
    (left_out,) = set(POLICIES) - set(texts.variants)
    told = dict(questions)
    entry = library.variants[left_out]["000000"].entry
    assert isinstance(entry, PolicyEntry)
    asked = [q for q in entry.questions if q in told]
    assert asked
    assert {told[q] for q in asked} == {None}


def test_every_answer_is_there_for_whoever_has_one(library: Library) -> None:
    for texts, questions in folds(library):
        for question, right in questions:
            owner = next(
                v.entry.id
                for v in library.all_variants()
                if isinstance(v.entry, PolicyEntry) and question in v.entry.questions
            )
            assert right == (owner if owner in texts.variants else None)


@pytest.mark.parametrize("fold", range(FOLDS))
def test_within_a_fold_no_question_is_asked_twice(library: Library, fold: int) -> None:
    _, questions = bare_texts(library, fold, FOLDS)
    assert len(dict(questions)) == len(questions)


def test_over_all_folds_each_text_is_left_out_once_and_asked_for_in_several_ways(
    library: Library,
) -> None:
    # given as many folds as policies
    by_fold = [bare_texts(library, fold, len(POLICIES)) for fold in range(len(POLICIES))]
    left_out = [set(POLICIES) - set(texts.variants) for texts, _ in by_fold]
    assert sorted(name for names in left_out for name in names) == POLICIES
    asked = {question for _, questions in by_fold for question, _ in questions}
    for entry_id in POLICIES:
        entry = library.variants[entry_id]["000000"].entry
        assert isinstance(entry, PolicyEntry)
        assert len(asked & set(entry.questions)) >= 2


def test_the_library_itself_stays_as_it_is(library: Library) -> None:
    before = {v.entry.id: v.entry.copy(deep=True) for v in library.all_variants()}
    texts, _ = bare_texts(library, 0, FOLDS)
    texts.variants.clear()
    assert {v.entry.id: v.entry for v in library.all_variants()} == before


def test_people_s_own_words_for_a_bare_text_are_not_known(
    library: Library, tokens: jieba.Tokenizer, tmp_path: Path
) -> None:
    # given an index of them
    texts, _ = bare_texts(library, 1, FOLDS)
    indexes.build(texts, tokens, tmp_path / "index.sqlite", lambda _: None)
    with closing(SqliteReader(tmp_path / "index.sqlite")) as reader:
        heads = reader.heads()
    # then each is judged as a text that is told, not as one that is asked for
    assert {(head.kind, head.asked) for head in heads} == {("imported-text", False)}


# Long documents


@pytest.fixture(scope="module")
def many(library: Library) -> Library:
    """Sixty answers on one topic and six on another, each with questions of its own."""
    policy = library.variants["card-cost"]["000000"].entry
    made = Library(regions=library.regions)
    for number in range(66):
        changed = {
            "id": f"card-{number}",
            "topic": "社保卡" if number % 11 else "医保",
            "answer": f"这是第{number}件事的答案。",
            "questions": [f"第{number}件事的第{n}问" for n in range(8)],
            "related": [],
        }
        made.variants[f"card-{number}"] = {"000000": Variant(policy.copy(update=changed))}
    return made


def sections(texts: Library) -> dict[str, list[str]]:
    """The answers that stand in each text."""
    return {
        entry_id: [section.text.split("。")[0] for section in by_region["000000"].entry.sections]
        for entry_id, by_region in texts.variants.items()
    }


@pytest.mark.parametrize("fold", range(FOLDS))
def test_some_texts_are_long_and_most_are_short(many: Library, fold: int) -> None:
    texts, _ = bare_texts(many, fold, FOLDS)
    lengths = [len(answers) for answers in sections(texts).values()]
    assert lengths.count(1) > len(lengths) / 2
    assert max(lengths) == 8
    # and every answer that isn't left out stands in exactly one of them
    kept = [f"这是第{n}件事的答案" for n in range(66) if n % FOLDS != fold]
    assert sorted(a for answers in sections(texts).values() for a in answers) == sorted(kept)


def test_a_text_is_of_one_topic(many: Library) -> None:
    texts, _ = bare_texts(many, 0, FOLDS)
    for answers in sections(texts).values():
        numbers = [int(answer[3:].split("件")[0]) for answer in answers]
        assert len({number % 11 == 0 for number in numbers}) == 1


@pytest.mark.parametrize("fold", range(FOLDS))
def test_a_long_text_is_asked_for_no_more_often_than_a_short_one(many: Library, fold: int) -> None:
    # otherwise its length would count as a sign of being right
    texts, questions = bare_texts(many, fold, FOLDS)
    asked = Counter(right for _, right in questions if right)
    assert set(asked) == set(texts.variants)
    assert set(asked.values()) <= {2, 3}


def test_the_questions_of_a_long_text_are_on_different_answers_in_it(many: Library) -> None:
    texts, questions = bare_texts(many, 0, FOLDS)
    longest = max(sections(texts).items(), key=lambda pair: len(pair[1]))[0]
    on = {question.split("件")[0] for question, right in questions if right == longest}
    assert len(on) == 3
