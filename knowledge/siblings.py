"""Variants of one matter in an office's catalogue share what people call it.

A catalogue lists 保安员证核发(初次申领), (遗失补发) and (信息变更) one by one, and notes
申办保安员证 with one of them only. People say it whichever of them they need, so it is
searched as a name of all; which one is meant is then told by the rest of the question, or
asked. What names one variant alone (遗失补发) stays its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.normal import normal_form

_OPENS, _CLOSES = "（(", "）)"
#: Most everyday names taken over from siblings: beyond, a question costs time with no gain.
_MOST = 20

#: (id, region)
Key = tuple[str, str]


@dataclass(frozen=True)
class Named:
    """What an item of a catalogue is called.

    Attributes:
        key: its id and region.
        department: that does it; others may use the same words for something else.
        name: in full.
        aliases: as its own row has them.
    """

    key: Key
    department: str
    name: str
    aliases: Sequence[str]


def shared_names(items: Iterable[Named]) -> dict[Key, list[str]]:
    """By item: everyday names noted with its siblings only, in the order of the items."""
    ordered = sorted(items, key=_family)
    families = (list(family) for _, family in groupby(ordered, _family))
    return {
        key: names
        for family in families
        if len(family) > 1
        for key, names in _shared(family).items()
        if names
    }


def matter_and_variant(name: str) -> tuple[str, str]:
    """``name`` without its last brackets, and what stands in them.

    Brackets within brackets belong together; without any at the end there is no variant.
    """
    depth = 0
    if not name.endswith(tuple(_CLOSES)):
        return name, ""
    for at in range(len(name) - 1, 0, -1):
        depth += (name[at] in _CLOSES) - (name[at] in _OPENS)
        if depth == 0:
            return name[:at], name[at + 1 : -1]
    return name, ""


def _family(item: Named) -> tuple[str, str, str]:
    return item.key[1], item.department, matter_and_variant(item.name)[0]


def _shared(family: Sequence[Named]) -> Mapping[Key, list[str]]:
    common = dict.fromkeys(alias for item in family for alias in _everyday(item))
    return {
        item.key: [alias for alias in common if alias not in item.aliases][:_MOST]
        for item in family
    }


def _everyday(item: Named) -> Iterator[str]:
    """Its aliases that do not name the variant."""
    variant = normal_form(matter_and_variant(item.name)[1])
    return (alias for alias in item.aliases if normal_form(alias) not in variant)
