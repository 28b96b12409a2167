"""What the service hears with: recognisers, and what is made of what they write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voice.hearing.correcting import Change, Corrector
from voice.hearing.numbers import with_digits
from voice.hearing.recogniser import Heard, Recognisers


@dataclass(frozen=True)
class Hearing:
    """What all sessions share.

    Attributes:
        recognisers: opens one for each session.
        corrector: puts words of the knowledge base right.
        spoken: the form in which a sentence of ours is spoken, to know our own voice by.
    """

    recognisers: Recognisers
    corrector: Corrector
    spoken: Callable[[str], str]

    def understand(self, heard: Heard) -> str:
        """What was said, of what was heard: words put right, then numbers as digits."""
        return with_digits(self.corrector.correct(heard).text)

    def changes(self, heard: Heard) -> Sequence[Change]:
        """The words that :meth:`understand` puts right."""
        return self.corrector.correct(heard).changes
