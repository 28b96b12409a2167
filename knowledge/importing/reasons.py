"""What a schema finds wrong, as a reason for refusing a row."""

from __future__ import annotations

from pydantic import ValidationError

from knowledge.loader import explain


def reason(error: ValidationError) -> str:
    """The first fault in Chinese; an office mends one thing at a time."""
    what, _ = explain(error.errors()[0])
    return what
