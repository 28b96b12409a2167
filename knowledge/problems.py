"""What is wrong with a knowledge file: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Severity(str, Enum):
    """``ERROR`` keeps an entry out of the build; ``WARNING`` does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One finding, in the words of the administrator who edits the file."""

    rule: str
    severity: Severity
    file: Path
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        mark = "错误" if self.severity is Severity.ERROR else "提醒"
        return f"{self.file}:{self.line}: {mark}[{self.rule}] {self.what} 怎么改：{self.mend}"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only the findings that keep an entry out."""
    return [p for p in problems if p.severity is Severity.ERROR]
