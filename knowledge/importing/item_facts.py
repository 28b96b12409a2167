"""Where, how long, how much: the facts of an imported item, and what it doesn't say."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Optional

from knowledge.importing.duration import duration
from knowledge.importing.fields import Fields
from knowledge.importing.text import SENTENCE, body, cut, pieces, sentences

#: Most conditions, materials or other names of one item.
MOST = 500
#: A part of an item as the schema reads it.
Plain = dict[str, Any]

_ADDRESS = re.compile(r"^(?:办理|受理|办事|窗口)?(?:地点|地址|窗口)[：:]\s*")
_NO_WINDOW = re.compile(r"(?:无|没有|不设).{0,4}(?:线下|窗口|实体大厅)")
_NUMBERED = re.compile(
    r"(?<=[。；;：:\n\s])(?=(?:\d{1,2}[.、．)）](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[）)]))"
)
_TAIL = "；;。.,，、 "
#: Words in a material's name, the most telling first, and the form they tell.
_FORMS = (
    (re.compile("原件[和及与、]复印件"), "原件和复印件"),
    (re.compile("复印件"), "复印件"),
    (re.compile("电子[版件档]"), "电子件"),
    (re.compile("照片|相片|证件照"), "照片"),
    (re.compile("(?:申请|登记|审批|备案|报审|报名|申报|信息|呈报)表"), "表格"),
)


def places(fields: Fields, ask: str) -> Plain:
    """Where it can be done.

    Args:
        fields: the row.
        ask: what to do where the file is silent: 打 12345 问一句.
    """
    online = _online(fields, ask)
    return {
        "hall": _hall(fields("place"), online, ask),
        "online": online,
        "mail": {"text": "可以走快递。"} if fields.yes("mail") else None,
        "hours": _said("办理时间：", fields("hours")) if fields("hours") else None,
    }


def _hall(place: str, online: Optional[Plain], ask: str) -> Plain:
    if not place:
        return {"text": f"在哪里办，资料里没有写。去之前{ask}。", "unknown": True}
    if _NO_WINDOW.search(place):
        how = "在网上办。" if online and "unknown" not in online else f"怎么办，{ask}。"
        return {"text": f"没有线下的窗口。{how}"}
    # Told by itself and behind 去哪儿办: it has to read well in both.
    return {"text": cut(f"在{_ADDRESS.sub('', place).rstrip('。')}办。")}


def _online(fields: Fields, ask: str) -> Optional[Plain]:
    said = fields.yes("online")
    if said:
        platform = fields("platform")
        return {"text": cut(f"可以在网上办，平台是{platform}。" if platform else "可以在网上办。")}
    if said is None and fields.url("url"):
        return {"text": f"网上有这件事的页面。能不能在网上办，{ask}。", "unknown": True}
    return None


def _said(before: str, text: str) -> Plain:
    return {"text": cut(f"{before}{text.rstrip('。')}。")}


def time_limit(fields: Fields, ask: str) -> Plain:
    """The legal and the promised time limit."""
    legal, promised = duration(fields.raw("legal")), duration(fields.raw("promised"))
    if legal is None and promised is None:
        return {"text": f"多久能办好，资料里没有写。{ask}。", "unknown": True}
    amount, unit = promised or legal or (0, "日")
    known: Plain = {"text": _limit_text(legal, promised), "unit": unit}
    if promised:
        known["promised_days"] = amount
    # There is one unit for both: a limit in another stands in the text only.
    if legal and legal[1] == unit:
        known["legal_days"] = legal[0]
    return known


def _limit_text(legal: Optional[tuple[int, str]], promised: Optional[tuple[int, str]]) -> str:
    if promised and promised[0] == 0:
        return "当场就能办好。"
    if promised and legal and legal != promised:
        return f"承诺{_amount(promised)}办好，法定是{_amount(legal)}。"
    if promised:
        return f"承诺{_amount(promised)}办好。"
    return f"法定{_amount(legal)}办好。" if legal and legal[0] else "当场就能办好。"


def _amount(limit: tuple[int, str]) -> str:
    amount, unit = limit
    return f" {amount} {'天' if unit == '日' else '个' + unit}"


def fee(fields: Fields, ask: str) -> Plain:
    """What it costs."""
    charged, charges = fields.yes("charged"), fields("charges")
    if charged is False or charges in ("不收费", "免费"):
        return {"text": "不收费。"}
    if charges:
        return {"text": cut(f"收费标准：{charges.rstrip('。')}。")}
    said = "要收费，收多少资料里没有写" if charged else "资料里没有写收不收费"
    return {"text": f"{said}。去之前{ask}。", "unknown": True}


def result(fields: Fields) -> str:
    """What one gets."""
    said = fields("result").rstrip("。")
    return cut(f"办好以后给{said}。") if said else "办好以后给什么，资料里没有写。"


def conditions(fields: Fields) -> list[str]:
    """Who can do it, a sentence each."""
    text = _NUMBERED.sub("\n", body(fields.raw("conditions")))
    found = (piece for one in sentences(text) for piece in pieces(one, SENTENCE))
    return list(islice(found, MOST))


def materials(fields: Fields) -> list[Plain]:
    """What to bring; the form as the name tells it."""
    names = [cut(name.strip(_TAIL)) for name in fields.listed("materials")[:MOST]]
    return [
        {"id": f"m{number}", "name": name, "form": _form(name)}
        for number, name in enumerate(filter(None, names), start=1)
    ]


def _form(name: str) -> str:
    return next((form for word, form in _FORMS if word.search(name)), "原件")
