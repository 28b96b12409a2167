"""Counts of whole sentences: Rasa's numbers without the half nobody reads."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import spmatrix

from assistant.nlu.lexicon_tokenizer import LexiconTokenizer
from assistant.nlu.sentence_counts import SentenceCounts
from tests.assistant.nlu.conftest import Workbench, message, training

CHARACTERS = {"use_lemma": False, "analyzer": "char", "min_ngram": 1, "max_ngram": 2}


def counts(featurizer: SentenceCounts, heard: Message) -> spmatrix:
    """The sentence's counts."""
    featurizer.process([heard])
    _, sentence = heard.get_sparse_features(TEXT)
    assert sentence is not None
    return sentence.features


def test_words_are_counted_as_rasa_counts_them(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    # given Rasa's featurizer and ours, trained on the same
    ours, rasas = bench.create(SentenceCounts, "ours"), bench.create(CountVectorsFeaturizer, "his")
    for featurizer in (ours, rasas):
        featurizer.train(training(tokenizer))
    # when both read a sentence
    text = "我要办社保卡 要多少钱"
    mine, his = message(text, tokenizer), message(text, tokenizer)
    # then the counts are the same
    assert (counts(ours, mine) != counts(rasas, his)).nnz == 0
    assert counts(ours, message(text, tokenizer)).sum() > 0
    # and ours leaves out what is counted token by token
    assert his.get_sparse_features(TEXT)[0] is not None
    assert mine.get_sparse_features(TEXT)[0] is None


@pytest.mark.parametrize("spaced", ["下一步 接着说", " 下 一 步\u3000接 着 说 ", "下一步接着说\n"])
def test_characters_are_counted_across_spaces(
    bench: Workbench, tokenizer: LexiconTokenizer, spaced: str
) -> None:
    # given a recogniser that leaves spaces where it likes
    featurizer = bench.create(SentenceCounts, **CHARACTERS)
    featurizer.train(training(tokenizer))
    # then they change nothing
    plain = counts(featurizer, message("下一步接着说", tokenizer))
    assert (counts(featurizer, message(spaced, tokenizer)) != plain).nnz == 0


def test_a_message_of_nothing_known_counts_nothing(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    featurizer = bench.create(SentenceCounts, **CHARACTERS)
    featurizer.train(training(tokenizer))

    assert counts(featurizer, message("ζζζ", tokenizer)).nnz == 0
    # and one without words has no features at all
    empty = message("", tokenizer)
    featurizer.process([empty])
    assert empty.features == []


def test_training_examples_get_their_counts(bench: Workbench, tokenizer: LexiconTokenizer) -> None:
    # when Rasa trains
    data = training(tokenizer)
    featurizer = bench.create(SentenceCounts, **CHARACTERS)
    featurizer.train(data)
    featurizer.process_training_data(data)
    # then each example has its row, of the same width
    rows = [example.get_sparse_features(TEXT)[1] for example in data.training_examples]
    assert {row.features.shape for row in rows if row} == {(1, rows[0].features.shape[1])}
    assert all(row and row.features.nnz for row in rows)


def test_a_loaded_model_counts_as_the_trained_one(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    # given a model on disk
    trained = bench.create(SentenceCounts, **CHARACTERS)
    trained.train(training(tokenizer))
    # when a server starts
    loaded = bench.load(SentenceCounts, **CHARACTERS)
    # then it counts the same
    before = counts(trained, message("要多少钱", tokenizer))
    after = counts(loaded, message("要多少钱", tokenizer))
    assert np.array_equal(before.toarray(), after.toarray())
    assert after.nnz > 0
