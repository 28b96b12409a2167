"""Meaning vectors as features; zero where the weights are not at hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.lexicon_tokenizer import LexiconTokenizer
from assistant.nlu.sentence_featurizer import SentenceFeaturizer
from knowledge.search.encoder import DIMENSIONS
from tests.assistant.nlu.conftest import Workbench, message, training


def vector(heard: Message) -> npt.NDArray[np.float32]:
    """The sentence vector of a message."""
    _, sentence = heard.get_dense_features(TEXT)
    assert sentence is not None
    row: npt.NDArray[np.float32] = sentence.features[0]
    return row


@pytest.fixture
def without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has not fetched the weights."""
    monkeypatch.setenv("ERSHUN_WEIGHTS", str(tmp_path / "none"))


@pytest.mark.usefixtures("without_weights")
def test_without_the_weights_the_vectors_are_zero_and_the_bot_runs(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    heard = message("办老年证要多少钱", tokenizer)
    bench.create(SentenceFeaturizer).process([heard])

    assert vector(heard).shape == (DIMENSIONS,)
    assert not vector(heard).any()


@pytest.mark.usefixtures("without_weights")
def test_each_word_has_a_row_as_rasa_demands(bench: Workbench, tokenizer: LexiconTokenizer) -> None:
    # given that Rasa compares tokens and rows
    heard = message("办老年证要多少钱", tokenizer)
    bench.create(SentenceFeaturizer).process([heard])
    sequence, _ = heard.get_dense_features(TEXT)

    assert sequence is not None
    assert sequence.features.shape == (len(heard.get("text_tokens")), DIMENSIONS)
    assert SentenceFeaturizer.required_components() == [Tokenizer]


@pytest.mark.usefixtures("without_weights")
def test_a_message_without_text_is_left_alone(bench: Workbench) -> None:
    # given an option that was chosen: an intent without words
    chosen = Message({"intent": {"name": "affirm"}})
    bench.create(SentenceFeaturizer).process([chosen])

    assert chosen.features == []


@pytest.mark.usefixtures("without_weights")
def test_every_training_example_has_a_vector(bench: Workbench, tokenizer: LexiconTokenizer) -> None:
    data = training(tokenizer)
    bench.create(SentenceFeaturizer).process_training_data(data)

    assert all(vector(e).shape == (DIMENSIONS,) for e in data.training_examples)


@pytest.mark.running  # needs the weights that make setup fetches
def test_what_means_the_same_lies_closer_and_dialect_is_heard(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    # when sentences are encoded by the real model
    texts = ["社保卡丢了", "社保卡唔见咗", "我的社保卡找不着了", "明天下雨吗"]
    heard = [message(text, tokenizer) for text in texts]
    bench.create(SentenceFeaturizer, scale=6.0).process(heard)
    lost, dialect, like, other = (vector(one) for one in heard)
    # then dialect is Mandarin, the like is nearer than the other, and all have the set length
    assert np.allclose(lost, dialect, atol=1e-3)
    assert lost @ like > lost @ other
    assert np.allclose([np.linalg.norm(v) for v in (lost, like, other)], 6.0, atol=1e-3)
