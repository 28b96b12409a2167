"""Meaning vectors (bge-small-zh) as features for the intent classifier.

Without the weights the vectors are zero: the classifier then rests on characters and
pinyin alone, which is how it is trained on such a machine too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import settings
from knowledge.dialect import in_mandarin
from knowledge.search.encoder import DIMENSIONS, Encoder, Vectors
from knowledge.search.meaning import load_encoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """One dense vector a sentence.

    Config:
        scale: factor on the unit vectors; the classifier is regularised, so a larger
            vector weighs more against the counts of the other featurizers.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """A tokeniser comes first (Rasa checks that tokens and features match)."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults of the component's configuration."""
        return {**DenseFeaturizer.get_default_config(), "scale": 6.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to validate beyond Rasa's own schema."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Load the encoder if its weights are at hand."""
        super().__init__(name, config)
        self._encoder: Encoder | None = load_encoder(settings.load().weights)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Create the component; nothing is stored with the model."""
        return cls(config, execution_context.node_name)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add a sentence vector to each message that has text."""
        spoken = [message for message in messages if message.get(TEXT)]
        vectors = self._vectors([in_mandarin(message.get(TEXT)) for message in spoken])
        for message, vector in zip(spoken, vectors, strict=True):
            self._add(message, vector)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add a sentence vector to each training example."""
        self.process(training_data.training_examples)
        return training_data

    def _vectors(self, texts: list[str]) -> Vectors:
        if self._encoder is None:
            return np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        scaled: Vectors = self._encoder.encode(texts) * np.float32(self._config["scale"])
        return scaled

    def _add(self, message: Message, vector: Vectors) -> None:
        tokens = max(1, len(message.get("text_tokens") or [None]))
        sequence = np.zeros((tokens, DIMENSIONS), dtype=np.float32)
        message.add_features(Features(sequence, FEATURE_TYPE_SEQUENCE, TEXT, self._identifier))
        message.add_features(
            Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
        )
