"""Noise changes as much as it says, where it says, into what sounds alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.search.noise import Accents, Homophones, Noise, spoil, spoiled
from bench.search.sounds import CHINESE, accented, common_characters, readings
from bench.search.tasks import DataUnusable, Query, data_folder

#: Chinese as it is written, with what stands between.
TEXT = st.text(
    alphabet=st.sampled_from([*common_characters()[:800], *"，。？A1 "]), min_size=1, max_size=60
)


class Louder:
    """Every character may be heard as its successor."""

    def instead(self, character: str, reading: str) -> Sequence[str]:
        return [chr(ord(character) + 1)]


class Nothing:
    """Nothing sounds like anything."""

    def instead(self, character: str, reading: str) -> Sequence[str]:
        return []


@cache
def homophones() -> Homophones:
    """The real sets; says so where they are missing."""
    return Homophones.read(data_folder())


@cache
def accents() -> Accents:
    return Accents()


def changed(said: str, heard: str) -> list[int]:
    assert len(said) == len(heard)
    return [place for place, pair in enumerate(zip(said, heard, strict=True)) if len(set(pair)) > 1]


@pytest.mark.parametrize(
    ("characters", "replaced"),
    [(1, 1), (4, 1), (8, 1), (11, 1), (13, 2), (16, 2), (24, 3), (80, 10)],
)
def test_one_in_eight_is_replaced_and_at_least_one(characters: int, replaced: int) -> None:
    said = "中" * characters
    assert len(changed(said, spoil(said, Louder()))) == replaced


@settings(deadline=None)
@given(TEXT)
def test_length_and_share_are_kept(said: str) -> None:
    # when
    places = changed(said, spoil(said, Louder()))
    # then one in eight of what is Chinese, to the nearest, and nothing else
    chinese = [place for place, character in enumerate(said) if CHINESE.fullmatch(character)]
    assert len(places) == min(len(chinese), max(1, round(len(chinese) / 8)))
    assert set(places) <= set(chinese)


@pytest.mark.parametrize("said", ["", "123", "ABC？", "，。"])
@pytest.mark.parametrize("noise", [Louder(), Accents("马那")])
def test_what_is_not_chinese_stays(said: str, noise: Noise) -> None:
    assert spoil(said, noise) == said


def test_what_sounds_like_nothing_else_stays() -> None:
    assert spoil("中国人民", Nothing()) == "中国人民"


def test_a_place_without_a_sound_alike_is_passed_over() -> None:
    # given only 月 has any, among sixteen characters of which two should change
    noise = Homophones({"月": ["越"]})
    # then it is changed wherever it stands
    assert spoil("中国人民中国月人民中国人民中国人", noise) == "中国人民中国越人民中国人民中国人"


def test_the_same_seed_gives_the_same_noise_whatever_else_is_asked() -> None:
    # given
    alone = spoiled([Query("星期一去哪里办老年证", frozenset())], Louder())
    among = spoiled(
        [Query(text, frozenset()) for text in ("别的问题", "星期一去哪里办老年证")], Louder()
    )
    # then
    assert among[1] == alone[0]


def test_another_seed_gives_other_noise() -> None:
    said = "我想问一下星期一去哪里办老年证需要带什么"
    assert len({spoil(said, Louder(), seed) for seed in range(20)}) > 10


def test_places_are_spread_over_the_question() -> None:
    # given one change in eight characters, by many seeds
    said = "天地玄黄宇宙洪荒"
    places = [changed(said, spoil(said, Louder(), seed))[0] for seed in range(400)]
    # then every place is hit about as often: 50 times, at three deviations 30 to 70
    assert all(30 <= places.count(place) <= 70 for place in range(len(said)))


def test_only_the_words_of_a_question_change() -> None:
    query = Query("星期一", frozenset({"a", "b"}), "a", "周一")
    (heard,) = spoiled([query], Louder())
    assert heard.text != query.text
    assert (heard.relevant, heard.own, heard.answer) == (query.relevant, "a", "周一")


def test_each_homophone_is_offered_once_and_never_the_character_itself() -> None:
    noise = Homophones({"月": ["越", "阅", "越", "月", "x"]})
    assert noise.instead("月", "yue") == ["越", "阅"]


def test_only_what_sounds_as_it_is_said_here_is_offered() -> None:
    # given 行 that reads hang in 银行 and xing in 行走
    noise = Homophones({"行": ["航", "形"]})
    assert noise.instead("行", "hang") == ["航"]
    assert noise.instead("行", "xing") == ["形"]
    # then a bank is never heard as a shape
    assert {spoil("银行", noise, seed) for seed in range(10)} == {"银航"}


@settings(deadline=None)
@given(TEXT)
def test_homophones_sound_equal(said: str) -> None:
    # when
    heard = spoil(said, homophones())
    # then what was heard reads on its own as what was said read in its place
    for place in changed(said, heard):
        assert readings(heard[place]) == [readings(said)[place]]


@settings(deadline=None)
@given(TEXT)
def test_homophones_change_no_more_than_one_in_eight(said: str) -> None:
    chinese = len(CHINESE.findall(said))
    assert len(changed(said, spoil(said, homophones()))) <= max(1, round(chinese / 8))


@settings(deadline=None)
@given(TEXT)
def test_accents_are_one_confusion_away(said: str) -> None:
    # when
    heard = spoil(said, accents())
    # then
    for place in changed(said, heard):
        assert readings(heard[place])[0] in accented(readings(said)[place])


def folded(syllable: str) -> str:
    """All confusions at once: the same for whatever an accent doesn't tell apart."""
    syllable = syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    syllable = {"n": "l", "r": "l", "f": "h"}.get(syllable[0], syllable[0]) + syllable[1:]
    return syllable.removesuffix("g")


@settings(deadline=None)
@given(TEXT)
def test_accents_sound_equal_to_who_has_them(said: str) -> None:
    heard = spoil(said, accents())
    for place in changed(said, heard):
        assert folded(readings(heard[place])[0]) == folded(readings(said)[place])


def test_accents_take_the_most_frequent_characters() -> None:
    # given seven characters that read shi, most frequent first
    noise = Accents("是时事市式师世")
    # then five of them are heard for si
    assert noise.instead("四", "si") == list("是时事市式")
    assert noise.instead("马", "ma") == []


def test_a_character_is_not_heard_as_itself() -> None:
    # given 弄, usually nong, here in an alley: long
    noise = Accents("弄农")
    assert noise.instead("弄", "long") == ["农"]


def test_real_questions_change_at_the_rate() -> None:
    # given a long question of common characters
    said = "我想问一下我妈妈的老年人优待证丢了应该去什么地方补办需要带什么材料"
    # then each noise finds enough to change
    wanted = round(len(said) / 8)
    assert len(changed(said, spoil(said, homophones()))) == wanted
    assert len(changed(said, spoil(said, accents()))) == wanted


def test_the_sets_of_a_folder_are_read(data: Any) -> None:
    noise = Homophones.read(data.folder)
    assert noise.instead("亮", "liang") == ["量"]
    assert noise.instead("猫", "mao") == []


def test_missing_sets_are_told(data: Any) -> None:
    file = data.folder / "homophones" / "pinyin_same.json"
    file.unlink()
    with pytest.raises(DataUnusable) as refused:
        Homophones.read(data.folder)
    assert str(refused.value) == f"测试数据里缺同音字表 {file}，请补齐。"


def test_broken_sets_are_told(data: Any) -> None:
    file = data.folder / "homophones" / "pinyin_same.json"
    file.write_text(json.dumps({"月": ["越"]})[:-3], encoding="utf-8")
    with pytest.raises(DataUnusable) as refused:
        Homophones.read(data.folder)
    assert str(refused.value) == f"同音字表 {file} 不是 JSON，请重新取这个文件。"
