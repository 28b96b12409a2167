"""One row of a file, whatever the file is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """A record by the names of its columns.

    Attributes:
        number: number of the row, from 1: the line, the spreadsheet row, or the place in
            an array.
        data: column to value; empty if it could not be read.
        fault: why it could not be read, in Chinese; empty if it could.
    """

    number: int
    data: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""
