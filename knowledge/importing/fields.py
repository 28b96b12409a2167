"""The values of one row by what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from knowledge.importing.columns import Columns
from knowledge.importing.text import line

#: A list that was written out as text: ['申请表', '身份证'].
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_BETWEEN = re.compile(r"[;；\n]")
#: What the name of a thing is called where each is an object of its own.
_NAMES = ("name", "materialName", "MATERIAL_NAME", "材料名称", "名称")
_YES = frozenset(("1", "是", "y", "yes", "true", "支持", "有"))
_NO = frozenset(("0", "否", "n", "no", "false", "不支持", "不"))
#: ``Origin.url`` holds no more.
_LONGEST_URL = 2000


class Fields:
    """A row of an office's file, asked by role."""

    def __init__(self, columns: Columns, data: Mapping[str, Any]) -> None:
        self._columns = columns.of(data)
        self._data = data
        self._lines: dict[str, str] = {}

    def raw(self, role: str) -> Any:
        """The value as it is in the file, None if there is no such column."""
        column = self._columns.get(role)
        return None if column is None else self._data[column]

    def __call__(self, role: str) -> str:
        """The value as one line, ``""`` if the file doesn't say."""
        if role not in self._lines:
            self._lines[role] = line(self.raw(role))
        return self._lines[role]

    def listed(self, role: str) -> list[str]:
        """A list, also where it was written out as text, or as a text with semicolons."""
        value = self.raw(role)
        if isinstance(value, str):
            value = _written_out(value)
        if not isinstance(value, list):
            value = [value]
        return [text for one in value if (text := line(_name(one)))]

    def yes(self, role: str) -> bool | None:
        """Yes or no, None if the file doesn't say."""
        value = self(role).lower()
        return True if value in _YES else False if value in _NO else None

    def url(self, role: str) -> str | None:
        """An address on the net, None if there is none."""
        value = self(role)
        if not value.startswith(("http://", "https://")) or len(value) > _LONGEST_URL:
            return None
        return value

    def link(self, role: str) -> dict[str, str]:
        """The parameters in an address, by name; of several the first."""
        try:
            return {name: value[0] for name, value in parse_qs(urlsplit(self(role)).query).items()}
        except ValueError:
            return {}  # no address at all, or one with far too many parameters


def _written_out(text: str) -> list[str]:
    stripped = text.strip()
    if stripped.startswith("[") and stripped.endswith("]"):
        quoted = [single or double for single, double in _QUOTED.findall(stripped)]
        return quoted or [stripped.strip("[]")]
    return _BETWEEN.split(stripped)


def _name(one: Any) -> Any:
    if isinstance(one, dict):
        return next((one[key] for key in _NAMES if key in one), None)
    return one
