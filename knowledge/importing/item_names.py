"""What an imported item is called, and how it is filed."""

from __future__ import annotations

import re
from typing import Any

from knowledge.importing.fields import Fields
from knowledge.importing.item_facts import MOST
from knowledge.importing.text import SENTENCE, cut
from knowledge.normal import normal_form
from knowledge.schema.item import ItemType

#: Longest name for a button, characters.
SHORT = 20
#: A shorter part of an item (延期, 业余, 变更申请) names half the catalogue.
_SHORTEST_PART = 5
_SHORTEST_ALIAS = 2
_WORDS = re.compile("[，,、]")
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_ONLY_BRACKETS = re.compile(r"[（(].*[）)]")
_UNFILED = ("其他", "其它", "未分类")

#: Types by number, as platforms' links carry them (taskType=1); all others are 其他行政权力.
_TYPES = {
    "1": ItemType.LICENCE,
    "5": ItemType.PAYMENT,
    "7": ItemType.CONFIRMATION,
    "20": ItemType.PUBLIC_SERVICE,
}
_ORGANISATION = ("法人", "企业", "组织", "机关", "单位", "个体工商户")


def name_of(fields: Fields) -> str:
    """The name that says most: that of the very task, else of the matter it belongs to."""
    task, matter = fields("name"), fields("base_name")
    return matter if len(normal_form(matter)) > len(normal_form(task)) else task


def short_of(fields: Fields, name: str) -> str:
    """A name for a button, at most 20 characters."""
    plain = " ".join(_BRACKETS.sub("", name).split())
    for known in (fields("short"), name, fields("catalogue"), plain):
        if _SHORTEST_ALIAS <= len(known) <= SHORT:
            return known
    return f"{(plain or name)[: SHORT - 1]}…"


def aliases_of(fields: Fields, name: str, short: str) -> list[str]:
    """Other names, each once and none that is the name itself."""
    part = fields("part")
    found = [fields("short"), *_WORDS.split(fields("daily"))]
    if len(part) >= _SHORTEST_PART and not _ONLY_BRACKETS.fullmatch(part):
        found.append(part)
    found += [filed for role in ("catalogue", "parent") if (filed := fields(role)) not in _UNFILED]
    known, aliases = {normal_form(name), normal_form(short), ""}, []
    for alias in (cut(" ".join(one.split()), SENTENCE) for one in found):
        form = normal_form(alias)
        if form not in known and len(alias) >= _SHORTEST_ALIAS:
            known.add(form)
            aliases.append(alias)
    return aliases[:MOST]


def type_of(fields: Fields, number: str) -> tuple[ItemType, bool]:
    """The type, and whether the file says it.

    Args:
        fields: the row.
        number: the type's number in the national catalogue, if a link has it.
    """
    said = fields("type")
    if said:
        known = {kind.value: kind for kind in ItemType}
        return known.get(said, ItemType.OTHER), True
    return _TYPES.get(number, ItemType.OTHER), number in _TYPES


def theme_of(fields: Fields) -> str:
    """The first theme that says something."""
    themes = [
        theme.strip()
        for one in fields.listed("theme")
        for theme in ([one] if _BRACKETS.search(one) else _WORDS.split(one))
    ]
    return next((theme for theme in themes if theme and theme not in _UNFILED), "其他")[:SENTENCE]


def audience_of(fields: Fields) -> dict[str, Any]:
    """Whom it is for; both where the file doesn't say."""
    served = " ".join(fields.listed("audience"))
    themes = " ".join(fields.listed("theme"))
    kinds = ["自然人"] if "自然人" in served or "个人" in served else []
    if any(word in served for word in _ORGANISATION):
        kinds.append("法人")
    return {
        "kind": kinds or ["自然人", "法人"],
        "elderly": "老年人" in themes or "养老" in themes,
        "disabled": "残疾人" in themes,
    }
