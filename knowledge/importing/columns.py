"""Which column of an office's table is which: the usual names, or those given by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from knowledge.importing.outcome import FileRefused
from knowledge.normal import normal_form

#: Role -> the names it goes by, the most telling first. docs/importing.md lists them.
Names = Mapping[str, Sequence[str]]


class Columns:
    """Finds the column of each role, whatever it is called."""

    def __init__(self, names: Names, given: Iterable[tuple[str, str]] = ()) -> None:
        """Usual names, and (role, name of the column) where they don't fit.

        Raises:
            FileRefused: a role is given that this kind doesn't have.
        """
        self._names = {role: [normal_form(name) for name in known] for role, known in names.items()}
        for role, name in given:
            if role not in self._names:
                roles = "、".join(self._names)
                raise FileRefused(f"--columns 里的 {role} 不认识。能写：{roles}。")
            self._names[role] = [normal_form(name)]
        # The rows of a file have the same columns, mostly.
        self._found = lru_cache(maxsize=256)(self._find)

    def of(self, head: Iterable[str]) -> Mapping[str, str]:
        """Role -> column, for those of the columns in ``head`` that have a role."""
        return self._found(tuple(head))

    def has(self, role: str, head: Sequence[str]) -> bool:
        """Whether one of the columns in ``head`` has this role."""
        return role in self.of(head)

    def _find(self, head: tuple[str, ...]) -> dict[str, str]:
        """Role -> column. A column has one role; the first role that wants it gets it."""
        left = {normal_form(column): column for column in reversed(head)}
        found = {}
        for role, names in self._names.items():
            name = next((name for name in names if name in left), None)
            if name is not None:
                found[role] = left.pop(name)
        return found


def columns_option(text: str) -> tuple[tuple[str, str], ...]:
    """What ``--columns question=…,answer=…`` says.

    Raises:
        ValueError: it is not of that form; the text is Chinese.
    """
    pairs = []
    for part in filter(None, text.replace("，", ",").split(",")):
        role, equals, name = (piece.strip() for piece in part.partition("="))
        if not (role and equals and name):
            raise ValueError("要写成 question=列名,answer=列名 的样子")
        pairs.append((role, name))
    return tuple(sorted(pairs))
