"""The build in use, opened once and swapped when a new build takes its place."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Optional

from knowledge import lexicon
from knowledge.build import CURRENT, INDEX, LEXICON
from knowledge.search import calibration
from knowledge.search.encoder import Encoder
from knowledge.search.searcher import Searcher


class NoKnowledge(Exception):
    """No build exists yet."""


class Serving:
    """Hands out a searcher over the current build.

    The check for a newer build is one ``readlink``; whoever asks first after a switch
    loads the new build while others go on with the old one.
    """

    def __init__(self, root: Path, encoder: Optional[Encoder]) -> None:
        """Serve the builds under ``root``."""
        self._root = root
        self._encoder = encoder
        self._lock = threading.Lock()
        self._target: Optional[Path] = None
        self._searcher: Optional[Searcher] = None

    def searcher(self) -> Searcher:
        """A searcher over the build in use.

        Raises:
            NoKnowledge: nothing has been built yet.
        """
        target = self._pointed_at()
        if self._searcher is not None and target == self._target:
            return self._searcher
        with self._lock:
            if target != self._target or self._searcher is None:
                # The old searcher is not closed: another thread may be in the middle of it.
                self._searcher = self._open(target)
                self._target = target
            return self._searcher

    def _pointed_at(self) -> Path:
        try:
            return self._root / (self._root / CURRENT).readlink()
        except OSError as error:
            raise NoKnowledge(
                f"{self._root} 里还没有知识库，运行 ershun knowledge build。"
            ) from error

    def _open(self, folder: Path) -> Searcher:
        tokens = lexicon.tokenizer(lexicon.read(folder / LEXICON))
        return Searcher(folder / INDEX, tokens, calibration.load(), self._encoder)
