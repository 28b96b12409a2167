"""Words of the lexicon put right where they were written by their sound, and nothing else."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import lexicon
from knowledge.library import Library
from knowledge.loader import load
from knowledge.schema import PolicyEntry
from tests.conftest import SHARED
from voice.hearing.correcting import Change, Corrector, Costs
from voice.hearing.recogniser import Heard, Word

ROOT = Path(__file__).parents[3]
#: Names are what people come for: each as often as a word that was asked with so many times.
NAMED = 20.0
CHINESE = re.compile("[\u4e00-\u9fff]+")
SEED = 20


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT / "knowledge")[0]


def said(library: Library) -> list[str]:
    """What people ask, as the knowledge base has it: aliases and questions, in order."""
    entries = [variant.entry for variant in library.all_variants()]
    texts = (e.questions if isinstance(e, PolicyEntry) else e.aliases for e in entries)
    return list(dict.fromkeys(text for several in texts for text in several))


@pytest.fixture(scope="module")
def utterances(library: Library) -> Sequence[str]:
    """Three hundred of them."""
    return random.Random(SEED).sample(said(library), 300)


def words(library: Library, but: Sequence[str] = ()) -> dict[str, float]:
    """Names, and the words people ask with as often as they do in all texts ``but`` some."""
    names = dict.fromkeys(lexicon.words(library), NAMED)
    tokens = lexicon.tokenizer(lexicon.words(library))
    asked = Counter(
        token
        for text in said(library)
        if text not in set(but)
        for token in tokens.cut(text, HMM=False)
        if len(token) > 1 and CHINESE.fullmatch(token)
    )
    return {word: names.get(word, 0.0) + asked[word] for word in {*names, *asked}}


@pytest.fixture(scope="module")
def corrector(library: Library, utterances: Sequence[str]) -> Corrector:
    """One that knows the knowledge base, but none of the utterances it is tested with."""
    return Corrector(words(library, but=utterances).items())


def heard(*parts: tuple[str, float]) -> Heard:
    """Words with the confidence of each."""
    found = tuple(Word(text, at, at + 1.0, sure) for at, (text, sure) in enumerate(parts))
    text = "".join(text for text, _ in parts)
    return Heard(text, found, sum(sure for _, sure in parts) / len(parts))


# --- what is put right ---


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("我想办设保卡", "我想办社保卡"),
        ("老年正怎么办", "老年证怎么办"),
        ("优待正丢了怎么补", "优待证丢了怎么补"),
        ("老连证在哪儿办", "老年证在哪儿办"),  # n/l
        ("身昏证到期了", "身份证到期了"),  # f/h and -n/-n
        ("残急证换证", "残疾证换证"),
    ],
)
def test_a_word_written_by_its_sound_is_put_right(
    corrector: Corrector, text: str, meant: str
) -> None:
    assert corrector.correct(Heard(text)).text == meant


def test_every_change_is_told() -> None:
    corrector = Corrector([("社保卡", 1), ("老年证", 1)])
    corrected = corrector.correct(Heard("设保卡和老年正"))
    assert corrected.text == "社保卡和老年证"
    assert corrected.changes == (Change("设保卡", "社保卡", 0), Change("老年正", "老年证", 4))


def test_a_long_word_with_one_syllable_misheard_is_put_right_when_it_was_not_clear() -> None:
    # given a name of six syllables, one of them another
    corrector = Corrector([("养老保险转移", 1), ("社保卡", 1)])
    clear, dim = (heard(("养老", 1), ("保显赚", sure), ("移", sure)) for sure in (1.0, 0.2))
    # then what was heard dimly is taken for it
    assert corrector.correct(dim).text == "养老保险转移"
    assert corrector.correct(clear).text in ("养老保显赚移", "养老保险转移")


def test_the_ear_is_believed_less_where_it_was_not_sure() -> None:
    # given a word that is one of everyday Chinese, and one of the lexicon that sounds like it
    corrector = Corrector([("公证", 5), ("社保卡", 5)])
    sure, unsure = (heard(("办", 1), ("公正", confidence)) for confidence in (1.0, 0.0))
    # then it is taken for that only when it was hardly heard
    assert corrector.correct(sure).text == "办公正"
    assert corrector.correct(unsure).text == "办公证"


# --- what stays ---


@pytest.mark.parametrize(
    "text",
    [
        *("", "，。", "😀", "abc", "x" * 300),
        *("我做的是保洁", "这事办得公正", "他在事业单位", "刚从公园回来", "我姓正"),
        "社保卡和老年证都要带",
    ],
)
def test_what_needs_no_correcting_stays(corrector: Corrector, text: str) -> None:
    assert corrector.correct(Heard(text)).text == text


@pytest.mark.parametrize("text", ["伍保户", "五宝户", "一保户", "5保户", "三月五号"])
def test_digits_are_neither_changed_nor_made(text: str) -> None:
    # given words with a numeral, and words that sound like one
    corrector = Corrector([("五保户", 1), ("医保户", 1), ("武保户", 1), ("山岳", 1), ("无号", 1)])
    was = re.findall("[0-9一二三四五六七八九十]", text)
    now = corrector.correct(Heard(text)).text
    assert re.findall("[0-9一二三四五六七八九十]", now) == was


def test_nothing_is_corrected_towards_nothing() -> None:
    assert Corrector([]).correct(Heard("设保卡")).text == "设保卡"
    assert Corrector([("卡", 1), ("社保卡", 0)]).correct(Heard("设保卡")).text == "设保卡"


TEXTS = st.text("社设保卡老年证正优待医一养金5办我的，a", max_size=40)
SMALL = Corrector([("社保卡", 3), ("老年证", 2), ("优待证", 1), ("医保", 4), ("养老金", 1)])


@given(st.one_of(TEXTS, st.text(max_size=40)), st.floats(0, 1))
def test_changes_are_what_was_changed(text: str, sure: float) -> None:
    corrected = SMALL.correct(Heard(text, (Word(text, 0, 1, sure),), sure))
    # when they are taken back
    back = corrected.text
    for change in corrected.changes:
        assert len(change.was) == len(change.now) != 0
        assert back[change.at :].startswith(change.now)
        back = back[: change.at] + change.was + back[change.at + len(change.now) :]
    # then what was heard is there again
    assert back == text


@given(TEXTS)
def test_corrected_once_it_is_right(text: str) -> None:
    once = SMALL.correct(Heard(text)).text
    assert SMALL.correct(Heard(once)).text == once


# --- measured ---


def misheard(text: str, same: dict[str, list[str]], chance: random.Random) -> str:
    """One character in eight replaced by one of the same sound."""
    places = [at for at, character in enumerate(text) if same.get(character)]
    for at in chance.sample(places, min(len(places), max(1, round(len(text) / 8)))):
        text = text[:at] + chance.choice(same[text[at]]) + text[at + 1 :]
    return text


def wrong(true: str, text: str) -> int:
    return sum(one != other for one, other in zip(true, text, strict=True))


def test_it_helps_where_something_is_wrong(corrector: Corrector, utterances: Sequence[str]) -> None:
    # given what was said, one character in eight of it misheard
    same = json.loads((SHARED / "homophones" / "pinyin_same.json").read_text(encoding="utf-8"))
    chance = random.Random(SEED)
    pairs = [(text, misheard(text, same, chance)) for text in utterances]
    # when it is corrected by one that knows none of it
    results = [(true, was, corrector.correct(Heard(was)).text) for true, was in pairs]
    # then a third of what was wrong is right
    before = sum(wrong(true, was) for true, was, _ in results)
    after = sum(wrong(true, now) for true, _, now in results)
    assert after < 0.67 * before
    # and hardly anything is worse
    worse = [was for true, was, now in results if wrong(true, now) > wrong(true, was)]
    assert len(worse) <= 0.01 * len(results)


def test_it_harms_nothing_that_is_right(corrector: Corrector, utterances: Sequence[str]) -> None:
    changed = [text for text in utterances if corrector.correct(Heard(text)).changes]
    assert len(changed) <= 0.01 * len(utterances)


def test_what_it_knows_it_leaves_alone(library: Library) -> None:
    # given one that knows every word people ask with
    corrector = Corrector(words(library).items())
    changed = [text for text in said(library) if corrector.correct(Heard(text)).changes]
    assert len(changed) <= 0.004 * len(said(library))


def test_twenty_thousand_words_take_three_milliseconds(utterances: Sequence[str]) -> None:
    # given the commonest words of Chinese
    counts = jieba.dt.FREQ
    common = sorted((w for w in counts if len(w) > 1), key=lambda w: -counts[w])[:20_000]
    corrector = Corrector((word, counts[word]) for word in common)
    joined = "".join(utterances)
    sixties = [joined[at : at + 60] for at in range(0, len(joined) - 60, 60)]
    for text in sixties:  # readings are looked up once
        corrector.correct(Heard(text))
    # when sixty characters are corrected
    start = time.process_time()
    for text in sixties:
        corrector.correct(Heard(text))
    # then it takes what was promised, in the mean; coverage counts lines meanwhile
    promised = 0.003 if sys.gettrace() is None else 0.015
    assert (time.process_time() - start) / len(sixties) < promised


def test_costs_can_be_measured_anew() -> None:
    free = Corrector([("公证", 5), ("社保卡", 5)], Costs(share=0.5, same=0, word=0))
    assert free.correct(Heard("办公正")).text == "办公证"
