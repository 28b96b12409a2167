"""What a search engine has to do to be measured; the product and the baseline do it alike."""

from __future__ import annotations

from typing import Protocol


class Engine(Protocol):
    """Ranks documents."""

    def rank(self, query: str, limit: int) -> list[str]:
        """Document ids, best first, at most ``limit``."""


class Judge(Protocol):
    """Says how sure it is, and what it would do."""

    def judge(self, query: str) -> tuple[list[str], float, str]:
        """Ids best first, probability that the first is right, and the verdict.

        The verdict is ``answer``, ``clarify`` or ``decline``.
        """


class Answerer(Protocol):
    """Extracts an answer from what it finds."""

    def answer(self, query: str) -> str:
        """The text that answers; empty where it has none."""
