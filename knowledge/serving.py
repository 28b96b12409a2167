"""The build in use, opened once and swapped when a new build takes its place."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Optional

from knowledge import lexicon
from knowledge.build import CURRENT
from knowledge.indexing import LEXICON, META
from knowledge.search import calibration
from knowledge.search.encoder import Encoder
from knowledge.search.searcher import Searcher
from knowledge.search.stores import SQLITE, Stores


class NoKnowledge(Exception):
    """No build exists yet."""


class Serving:
    """Hands out a searcher over the current build.

    The check for a newer build is a ``readlink`` and a ``stat``; whoever asks first after a
    switch loads the new build while others go on with the old one.
    """

    def __init__(self, root: Path, encoder: Optional[Encoder], stores: Stores = SQLITE) -> None:
        """Serve the builds under ``root``, whose indexes are in ``stores``."""
        self._root = root
        self._encoder = encoder
        self._stores = stores
        self._lock = threading.Lock()
        self._target: Optional[tuple[Path, int]] = None
        self._searcher: Optional[Searcher] = None

    def searcher(self) -> Searcher:
        """A searcher over the build in use.

        Raises:
            NoKnowledge: nothing has been built yet.
            StoreUnavailable: the store of the indexes can't be reached.
        """
        target = self._pointed_at()
        if self._searcher is not None and target == self._target:
            return self._searcher
        with self._lock:
            if target != self._target or self._searcher is None:
                # The old searcher is not closed: another thread may be in the middle of it.
                self._searcher = self._open(target[0])
                self._target = target
            return self._searcher

    def _pointed_at(self) -> tuple[Path, int]:
        """The build in use, and when it was made: a lost index is built again by its name."""
        try:
            folder = self._root / (self._root / CURRENT).readlink()
            return folder, (folder / META).stat().st_mtime_ns
        except OSError as error:
            raise NoKnowledge(
                f"{self._root} 里还没有知识库，运行 ershun knowledge build。"
            ) from error

    def _open(self, folder: Path) -> Searcher:
        tokens = lexicon.tokenizer(lexicon.read(folder / LEXICON))
        reader = self._stores.reader(folder)
        return Searcher(reader, tokens, calibration.load(), self._encoder)
