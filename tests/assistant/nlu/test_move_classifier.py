"""The classifier is Rasa's logistic regression: same training, same probabilities."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.lexicon_tokenizer import LexiconTokenizer
from assistant.nlu.move_classifier import MoveClassifier
from assistant.nlu.pinyin_featurizer import PinyinFeaturizer
from assistant.nlu.sentence_counts import SentenceCounts
from tests.assistant.nlu.conftest import SAID, Workbench, message, training

#: Sentences never trained on, one of nothing known among them.
HEARD = ["下一步吧", "补社保卡得多少钱", "行", "我想办老年证", "ζζζ"]


class Featurizers:
    """The pipeline before the classifier: three of counts, one dense."""

    def __init__(self, bench: Workbench, data: TrainingData) -> None:
        characters = {"use_lemma": False, "analyzer": "char", "max_ngram": 2}
        self.counting = [
            bench.create(SentenceCounts, "words"),
            bench.create(SentenceCounts, "characters", **characters),
            bench.create(PinyinFeaturizer, "pinyin"),
        ]
        for featurizer in self.counting:
            featurizer.train(data)
        self.process(data.training_examples)

    def process(self, messages: list[Message]) -> None:
        """Add the features of all of them."""
        for featurizer in self.counting:
            featurizer.process(messages)
        for one in messages:
            # Vectors of a text's own, without the encoder's weights.
            seed = int.from_bytes(one.get(TEXT).encode(), "big") % 2**32
            dense = np.random.default_rng(seed).normal(size=(1, 8))
            one.add_features(Features(dense, FEATURE_TYPE_SENTENCE, TEXT, "dense"))


def heard(featurizers: Featurizers, tokenizer: LexiconTokenizer) -> list[Message]:
    """What citizens say, with its features."""
    messages = [message(text, tokenizer) for text in HEARD]
    featurizers.process(messages)
    return messages


def probabilities(classifier: Any, messages: list[Message]) -> list[dict[str, float]]:
    """Move -> probability for each message."""
    classifier.process(messages)
    return [
        {ranked["name"]: ranked["confidence"] for ranked in one.get("intent_ranking")}
        for one in messages
    ]


@pytest.mark.parametrize("moves", [len(SAID), 3, 2])
def test_probabilities_are_those_of_rasas_classifier(
    bench: Workbench, tokenizer: LexiconTokenizer, moves: int
) -> None:
    # given both trained on the same examples (two moves are another model to scikit-learn)
    data = training(tokenizer, dict(list(SAID.items())[:moves]))
    featurizers = Featurizers(bench, data)
    ours, rasas = (
        bench.create(MoveClassifier, "ours"),
        bench.create(LogisticRegressionClassifier, "his"),
    )
    ours.train(data)
    rasas.train(data)
    # when both judge what they have never heard
    mine = probabilities(ours, heard(featurizers, tokenizer))
    his = probabilities(rasas, heard(featurizers, tokenizer))
    # then they say the same
    assert [len(ranking) for ranking in mine] == [moves] * len(HEARD)
    for one, other in zip(mine, his, strict=True):
        assert set(one) == set(other)
        assert max(abs(one[move] - other[move]) for move in one) < 1e-6


def test_the_likeliest_move_comes_first_and_the_ranking_is_as_long_as_set(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    data = training(tokenizer)
    featurizers = Featurizers(bench, data)
    classifier = bench.create(MoveClassifier, ranking_length=2)
    classifier.train(data)
    messages = heard(featurizers, tokenizer)
    classifier.process(messages)

    said = {one.get(TEXT): one.get("intent") for one in messages}
    assert said["下一步吧"]["name"] == "next_step"
    assert said["行"]["name"] == "affirm"
    assert said["我想办老年证"]["name"] == "start_service"
    for one in messages:
        ranking = one.get("intent_ranking")
        assert ranking[0] == one.get("intent")
        assert len(ranking) == 2
        assert ranking[0]["confidence"] >= ranking[1]["confidence"]


def test_a_server_that_starts_judges_as_the_trained_one(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    # given a model on disk
    data = training(tokenizer)
    featurizers = Featurizers(bench, data)
    trained = bench.create(MoveClassifier)
    trained.train(data)
    # when a server loads it
    loaded = bench.load(MoveClassifier)
    # then its judgement is the same to the last digit
    assert probabilities(loaded, heard(featurizers, tokenizer)) == probabilities(
        trained, heard(featurizers, tokenizer)
    )
    # and a message that came to it is JSON, as Rasa's events must be
    spoken = heard(featurizers, tokenizer)
    loaded.process(spoken)
    assert json.loads(json.dumps(spoken[0].get("intent")))["name"] == "next_step"


def test_a_message_without_features_gets_the_moves_as_they_are_common(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    # given nothing to go by
    data = training(tokenizer)
    Featurizers(bench, data)
    classifier = bench.create(MoveClassifier)
    classifier.train(data)
    blank = Message({TEXT: ""})
    # then there is still a ranking, and nothing is sure
    ranking = probabilities(classifier, [blank])[0]
    assert sum(ranking.values()) == pytest.approx(1)
    assert max(ranking.values()) < 0.6


def test_features_of_a_pipeline_that_was_not_trained_are_refused(
    bench: Workbench, tokenizer: LexiconTokenizer
) -> None:
    # given a model, and a message with a featurizer it never saw
    data = training(tokenizer)
    featurizers = Featurizers(bench, data)
    classifier = bench.create(MoveClassifier)
    classifier.train(data)
    strange = heard(featurizers, tokenizer)[0]
    strange.add_features(Features(np.ones((1, 4)), FEATURE_TYPE_SENTENCE, TEXT, "another"))
    # then it does not answer from half of the features
    with pytest.raises(KeyError, match="another"):
        classifier.process([strange])


def test_a_model_whose_classifier_was_never_trained_does_not_start(bench: Workbench) -> None:
    # given a model that holds an untrained classifier
    untrained = bench.create(MoveClassifier)
    untrained.columns = {}
    untrained.persist()
    # then a server that loads it says so; Rasa's own would go on and say nothing
    with pytest.raises(ValueError, match="make train"):
        bench.load(MoveClassifier)


def test_a_model_without_any_classifier_does_not_start(bench: Workbench) -> None:
    with pytest.raises(ValueError, match="node"):
        bench.load(MoveClassifier)
