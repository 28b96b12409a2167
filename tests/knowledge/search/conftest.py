"""For the search tests: the small world's tokeniser and its two indexes."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest

from knowledge import lexicon
from knowledge.build import INDEX, current
from knowledge.library import Library


@pytest.fixture(scope="session")
def tokens(library: Library) -> jieba.Tokenizer:
    """Knows the words of the small world."""
    return lexicon.tokenizer(lexicon.words(library))


@pytest.fixture(scope="session")
def index(builds: Path) -> Path:
    """The small world's index without meaning vectors."""
    folder = current(builds)
    assert folder is not None
    return folder / INDEX


@pytest.fixture(scope="session")
def hybrid_index(hybrid_builds: Path) -> Path:
    """The small world's index with the stand-in's vectors."""
    folder = current(hybrid_builds)
    assert folder is not None
    return folder / INDEX
