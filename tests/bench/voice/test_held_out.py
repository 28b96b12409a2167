"""What is measured may not help itself: struck from the knowledge before words are made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import settings
from bench.voice.corpus import from_knowledge, texts
from bench.voice.held_out import NotStruck, words_without
from ershun.voice import words
from knowledge.loader import load
from settings import Settings


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    # Nothing that somebody has imported here is to change what is counted.
    return replace(settings.load(), imported=tmp_path_factory.mktemp("imported"))


def test_what_is_measured_is_no_word_and_counts_for_none(
    deployment: Settings, tmp_path: Path
) -> None:
    # given all that a whole run measures
    measured = texts(from_knowledge(load(deployment.knowledge)[0], 200))
    # when words are made with and without it
    with_it, without = words(deployment), words_without(measured, deployment, tmp_path)
    # then nothing counts for more, and much for less; what is measured is gone as a word
    assert set(without) <= set(with_it)
    assert all(weight <= with_it[word] for word, weight in without.items())
    assert sum(without.values()) < sum(with_it.values())
    assert len(measured & set(without)) < len(measured & set(with_it)) / 4


def test_without_anything_to_strike_the_words_are_the_products(
    deployment: Settings, tmp_path: Path
) -> None:
    assert words_without([], deployment, tmp_path) == words(deployment)


def test_the_knowledge_itself_is_not_touched(deployment: Settings, tmp_path: Path) -> None:
    # given
    before = {file: file.read_bytes() for file in deployment.knowledge.rglob("*.yaml")}
    # when
    words_without(["补社会保障卡"], deployment, tmp_path)
    # then
    assert {f: f.read_bytes() for f in deployment.knowledge.rglob("*.yaml")} == before


def test_an_entry_that_would_be_lost_is_told(deployment: Settings, tmp_path: Path) -> None:
    # given all questions of one policy
    policy = next(iter(load(deployment.knowledge)[0].policies()))
    # then nothing is measured with an entry missing
    with pytest.raises(NotStruck, match=policy.id):
        words_without(policy.questions, deployment, tmp_path)
