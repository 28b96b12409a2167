"""Count vectors of whole sentences only.

Rasa's featurizer also counts each token by itself, for classifiers that read sequences.
Ours reads the sentence, so the other half of the work is left out (docs/benchmarks.md).
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import (
    CountVectorsFeaturizer,
)
from scipy.sparse import coo_matrix

Counts = list[Optional[coo_matrix]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceCounts(CountVectorsFeaturizer):
    """Rasa's CountVectorsFeaturizer without the features of single tokens.

    With ``analyzer: char`` the n-grams run across words.
    """

    @classmethod
    def get_default_config(cls) -> dict[str, Any]:
        """Defaults of Rasa's featurizer."""
        return {**super().get_default_config()}

    def _create_features(
        self, attribute: str, all_tokens: list[list[str]]
    ) -> tuple[Counts, Counts]:
        vectorizer = self.vectorizers.get(attribute)
        sentences: Counts = [
            vectorizer.transform([self._joined(tokens)]).tocoo() if vectorizer and tokens else None
            for tokens in all_tokens
        ]
        return [None] * len(all_tokens), sentences

    def _convert_attribute_tokens_to_texts(
        self, attribute_tokens: dict[str, list[list[str]]]
    ) -> dict[str, list[str]]:
        return {
            attribute: [self._joined(tokens) for tokens in sentences]
            for attribute, sentences in attribute_tokens.items()
        }

    def _joined(self, tokens: list[str]) -> str:
        """Words keep their spaces, characters do not.

        Characters must not depend on how the words were cut, nor on the spaces a
        recogniser or a slow typist leaves.
        """
        if self.analyzer == "char":
            return "".join("".join(tokens).split())
        return " ".join(tokens)
