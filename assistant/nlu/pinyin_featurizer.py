"""Character n-grams of toneless pinyin: what was said when the characters are wrong.

A recogniser writes 设保卡 for 社保卡, a southern speaker says l for n. Counted over folded
syllables (:func:`knowledge.search.text.sounds`) the two look alike.
"""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.sentence_counts import SentenceCounts
from knowledge.search.text import sounds


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class PinyinFeaturizer(SentenceCounts):
    """Rasa's count vectors over syllables instead of words."""

    @classmethod
    def get_default_config(cls) -> dict[str, Any]:
        """Defaults: one to three syllables in a row."""
        return {**super().get_default_config(), "min_ngram": 1, "max_ngram": 3}

    @staticmethod
    def supported_languages() -> Optional[list[str]]:
        """Chinese only."""
        return ["zh"]

    def _get_processed_message_tokens_by_attribute(
        self, message: Message, attribute: str = TEXT
    ) -> list[str]:
        if attribute != TEXT:
            words: list[str] = super()._get_processed_message_tokens_by_attribute(
                message, attribute
            )
            return words
        # One string of syllables a token: Rasa wants one feature row a token, and joins
        # the strings for the sentence.
        tokens = message.get(TOKENS_NAMES[TEXT]) or []
        return [" ".join(sounds(token.text)) for token in tokens]
