"""Jieba tokeniser that knows every name in the knowledge base.

Rasa's own JiebaTokenizer looks for dictionaries with a glob and says nothing when there
is none; a bot that silently doesn't know the word 高龄津贴 is worse than one that doesn't
start. This one raises. It also marks each lexicon token with its class as ``lemma``
(``__item__``, ``__material__`` …), so that a classifier that reads lemmas learns the
move and not the matter: a new item needs no new training.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

import settings
from knowledge import lexicon
from knowledge.build import CURRENT
from knowledge.dialect import in_mandarin
from knowledge.indexing import LEXICON


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class LexiconTokenizer(Tokenizer):
    """Splits Chinese text with jieba and the knowledge base's lexicon.

    Config:
        lexicon_path: dictionary file; by default that of the knowledge build in use.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults of the component's configuration."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            "lexicon_path": None,
        }

    @staticmethod
    def supported_languages() -> Optional[list[str]]:
        """Chinese only."""
        return ["zh"]

    def __init__(self, config: dict[str, Any]) -> None:
        """Load the lexicon.

        Raises:
            EmptyLexicon: the dictionary is missing or empty.
        """
        super().__init__(config)
        configured = config.get("lexicon_path")
        self._path = Path(configured) if configured else _lexicon_in_use()
        self._stamp = 0.0
        self._classes: dict[str, lexicon.WordClass] = {}
        self._jieba: jieba.Tokenizer = None
        self._refresh()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconTokenizer:
        """Create the component; nothing is stored with the model."""
        return cls(config)

    def _refresh(self) -> None:
        """Reload after ``ershun knowledge build`` switched to a new lexicon."""
        stamp = self._path.stat().st_mtime if self._path.is_file() else -1.0
        if stamp != self._stamp:
            self._classes = lexicon.read(self._path)
            self._jieba = lexicon.tokenizer(self._classes)
            self._stamp = stamp

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of one attribute of a message, dialect words in Mandarin.

        Offsets are those in the Mandarin text; nothing of ours reads them (entities come from
        the text itself).
        """
        self._refresh()
        tokens = []
        for word, start, _end in self._jieba.tokenize(in_mandarin(message.get(attribute))):
            word_class = self._classes.get(word)
            lemma = f"__{word_class.value}__" if word_class else None
            tokens.append(Token(word, start, lemma=lemma))
        patterned: list[Token] = self._apply_token_pattern(tokens)
        return patterned


def _lexicon_in_use() -> Path:
    return settings.load().index / CURRENT / LEXICON
