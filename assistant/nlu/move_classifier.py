"""Rasa's logistic regression, reading sentence features without copying them about.

Rasa's classifier joins all sparse features of a message four times over before it
multiplies, 3.5 of the 10 ms a message took. Here the few counts of a sentence are looked
up in the coefficients directly. Training and result are the same model
(tests/assistant/nlu/test_move_classifier.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, issparse

Floats = npt.NDArray[np.float64]
#: Columns and their values.
Cells = tuple[npt.NDArray[np.int64], Floats]

_COLUMNS = "columns.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MoveClassifier(LogisticRegressionClassifier):
    """Tells the move from the sentence features of all featurizers before it."""

    #: Featurizer -> first column and one past the last.
    columns: dict[str, tuple[int, int]]

    def _create_X(self, messages: list[Message]) -> csr_matrix:  # noqa: N802 (Rasa's name)
        """Features of all training messages, one row each."""
        self._lay_out(messages)
        cells = [self._cells(message) for message in messages]
        starts = np.cumsum([0, *(len(columns) for columns, _ in cells)])
        columns = np.concatenate([columns for columns, _ in cells])
        values = np.concatenate([values for _, values in cells])
        return csr_matrix((values, columns, starts), shape=(len(messages), self._width()))

    def _lay_out(self, messages: list[Message]) -> None:
        """Give each featurizer its columns, in the order of the pipeline."""
        self.columns = {}
        for message in messages:
            for feature in _sentence_features(message):
                if feature.origin not in self.columns:
                    start = self._width()
                    self.columns[feature.origin] = (start, start + feature.features.shape[-1])

    def persist(self) -> None:
        """Store the estimator (Rasa's way) and which columns are whose."""
        super().persist()
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _COLUMNS).write_text(json.dumps(self.columns), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MoveClassifier:
        """Load what :meth:`persist` stored.

        Raises:
            ValueError: the model holds no such classifier. Rasa's own class would go on
                untrained and say nothing.
        """
        component = super().load(config, model_storage, resource, execution_context, **kwargs)
        assert isinstance(component, MoveClassifier)
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / _COLUMNS).read_text(encoding="utf-8"))
        component.columns = {origin: (start, end) for origin, (start, end) in stored.items()}
        if not hasattr(component.clf, "coef_"):
            raise ValueError("分类器没有训练过，运行 make train。")
        return component

    def _width(self) -> int:
        return max((end for _, end in self.columns.values()), default=0)

    def _cells(self, message: Message) -> Cells:
        """Columns and values of a message that are not zero."""
        columns: list[npt.NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
        values: list[Floats] = [np.zeros(0)]
        for feature in _sentence_features(message):
            # An unknown featurizer is a pipeline that is not the trained one: better no
            # answer than one from half of the features.
            start, _ = self.columns[feature.origin]
            matrix = feature.features
            if issparse(matrix):
                columns.append(start + matrix.col.astype(np.int64))
                values.append(matrix.data.astype(np.float64))
            else:
                columns.append(start + np.arange(matrix.shape[-1]))
                values.append(np.asarray(matrix[-1], dtype=np.float64))
        return np.concatenate(columns), np.concatenate(values)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the most likely move of each message and the ranking of the others."""
        for message in messages:
            columns, values = self._cells(message)
            scores = self.clf.coef_[:, columns] @ values + self.clf.intercept_
            if scores.size == 1:  # of two moves scikit-learn scores only the second
                scores = np.array([0.0, scores[0]])
            ranking = self._ranking(_softmax(scores))
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, probabilities: Floats) -> list[dict[str, Any]]:
        order = np.argsort(-probabilities)[: self.config["ranking_length"] or None]
        return [
            {"name": str(self.clf.classes_[i]), "confidence": float(probabilities[i])}
            for i in order
        ]


def _sentence_features(message: Message) -> Iterator[Any]:
    """Rasa's feature objects of the sentence, in the order of the pipeline."""
    return (
        feature
        for feature in message.features
        if feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT
    )


def _softmax(scores: Floats) -> Floats:
    """Probabilities of the multinomial model scikit-learn fits with lbfgs."""
    powers = np.exp(scores - scores.max())
    normalised: Floats = powers / powers.sum()
    return normalised
