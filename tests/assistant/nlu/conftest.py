"""Messages and models for Rasa's components, run as Rasa runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.lexicon_tokenizer import LexiconTokenizer
from knowledge.build import CURRENT
from knowledge.indexing import LEXICON

#: A few ways of four moves, as citizens say them.
SAID = {
    "affirm": ["好", "好的", "行", "可以", "要的", "是"],
    "ask_fee": ["要多少钱", "收费吗", "要不要钱", "办社保卡多少钱", "得花几个钱"],
    "next_step": ["下一步", "接着说", "然后呢", "继续往下", "往下讲"],
    "start_service": ["我要补社保卡", "老年证怎么办", "帮我办老年证", "社保卡丢了想补办"],
}


class Workbench:
    """Makes components as Rasa's graph does, with a real model storage."""

    def __init__(self, folder: Path) -> None:
        self.storage = LocalModelStorage(folder)
        self.context = ExecutionContext(GraphSchema({}))

    def at(self, node: str) -> ExecutionContext:
        """The context of a node of the graph."""
        return ExecutionContext(GraphSchema({}), node_name=node)

    def create(self, cls: type[GraphComponent], node: str = "node", **config: Any) -> Any:
        """A component fresh from its configuration."""
        settled = {**cls.get_default_config(), **config}
        return cls.create(settled, self.storage, Resource(node), self.at(node))

    def load(self, cls: type[GraphComponent], node: str = "node", **config: Any) -> Any:
        """A component as a server that starts loads it from the model."""
        settled = {**cls.get_default_config(), **config}
        return cls.load(settled, self.storage, Resource(node), self.at(node))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """A workbench with an empty model."""
    folder = tmp_path / "model"
    folder.mkdir()
    return Workbench(folder)


@pytest.fixture(scope="session")
def lexicon_file(builds: Path) -> Path:
    """The small world's dictionary."""
    return builds / CURRENT / LEXICON


@pytest.fixture(scope="session")
def tokenizer(lexicon_file: Path) -> LexiconTokenizer:
    """A tokeniser that knows the small world."""
    config = {**LexiconTokenizer.get_default_config(), "lexicon_path": str(lexicon_file)}
    return LexiconTokenizer(config)


def message(text: str, tokenizer: LexiconTokenizer, intent: str | None = None) -> Message:
    """A message cut into words, as it comes to a featurizer."""
    made = Message.build(text, intent) if intent else Message({TEXT: text})
    made.set(TOKENS_NAMES[TEXT], tokenizer.tokenize(made, TEXT))
    return made


def training(tokenizer: LexiconTokenizer, said: dict[str, list[str]] = SAID) -> TrainingData:
    """Training data, cut into words."""
    examples = [message(text, tokenizer, move) for move, texts in said.items() for text in texts]
    return TrainingData(examples)
