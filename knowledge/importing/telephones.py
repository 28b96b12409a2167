"""Reads the telephones out of what offices type into a field for them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Optional

from knowledge.importing.day import days

#: What has digits and is no telephone: addresses on the net, mail, hours, postal codes.
_ELSEWHERE = re.compile(
    r"https?://[\x21-\x7e]*|[\w.+-]+@[\w.-]+|\b\w+=[\w-]+|微信号?:?\s*\w+|邮政编码:?\s*\d{6}|"
    r"\d{1,2}[:.]\d\d\s*(?:-|至|到|~)\s*\d{1,2}[:.]\d\d",
    re.ASCII,
)
_DASHES = re.compile(r"\s*[-—–―‐‑−]+\s*")

#: More than this, in characters, is not looked at: no office has so many telephones.
_LONGEST_FIELD = 1000

#: Area codes and local numbers: 工业和信息化部《电信网编号计划》(2017). Behind an area code of
#: three digits stand eight.
_CODE = r"10|2\d|[3-9]\d\d"
_AREA = rf"(?:\(?(?:\+|00)?86[- ]?0?(?P<abroad>{_CODE})\)?|\(?(?P<area>0(?:{_CODE}))\)?)"
_LOCAL = r"[2-9]\d{6,7}|[2-9]\d{3} \d{4}"
#: Short numbers: 12345, 95598, 10086. 11111 is what people type who have none.
_SHORT = r"(?!11111)1[012]\d{3}|9[56]\d{3}"
_EXTENSION = r"(?:\s*(?:转分机|转|分机|-)\s*(?P<extension>\d{1,4}(?:-\d{1,4})*)(?!\d))?"
_NUMBER = re.compile(
    rf"(?<![\d.-])(?:{_AREA}[- ]?(?P<local>{_SHORT}|{_LOCAL})(?!\d)"
    r"|(?P<free>[48]00-?\d{3,4}-?\d{3,4})(?!\d)"
    r"|(?P<mobile>1[3-9]\d{9})(?!\d)"
    rf"|(?P<bare>{_LOCAL}|{_SHORT}|1(?:10|19|20|22))(?!\d)){_EXTENSION}",
    re.ASCII,
)
#: Digits left over that look like a telephone somebody mistyped.
_LEFT_OVER = re.compile(r"\d{7,}|0\d{2,3}-\d{3,}", re.ASCII)

_LABEL = re.compile(r"([\u4e00-\u9fff]{2,8}):\s*$")
_GENERAL = ("电话", "号码", "热线", "咨询", "投诉", "监督", "方式", "地址", "座机", "手机")
_BEHIND = re.compile(r"\s*\(([\u4e00-\u9fff、]{1,12})\)")
_HOURS = re.compile(
    r"(?:受理|服务|工作|上班|办公|接听)时间[：:]\s*([^；;。]{2,60})|[（(](工作日[^）)]{3,50})[）)]"
)


@dataclass(frozen=True)
class Number:
    """One telephone of a field.

    Attributes:
        number: digits and hyphens: 0999-8123456, 12345, 400-700-0690.
        note: extension (转1) or whose or what for (本科); empty if nothing is said.
    """

    number: str
    note: str


@dataclass(frozen=True)
class Numbers:
    """What a field for telephones holds.

    Attributes:
        numbers: its telephones, in order, each once.
        hours: when somebody answers, if it says so.
        unreadable: whether something in it looks like a telephone and can't be one.
    """

    numbers: tuple[Number, ...]
    hours: str
    unreadable: bool


def read_numbers(text: str) -> Numbers:
    """The telephones in ``text``, a field that is not empty.

    A local number takes the area code of the one before it in the same field, as it is
    commonly written (0999-8123456、8765432).
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_FIELD])
    plain = _DASHES.sub("-", _ELSEWHERE.sub(" ; ", plain))
    found: dict[str, Number] = {}
    rest, area, end = "", "", 0
    for match in _NUMBER.finditer(plain):
        area = _area(match) or area
        number = _written(match, area)
        if number is None:
            continue
        note = _note(match, plain, end)
        found.setdefault(number + note, Number(number, note))
        rest += plain[end : match.start()] + " ; "
        end = match.end()
    rest += plain[end:]
    hours = _HOURS.search(text)
    return Numbers(
        numbers=tuple(found.values()),
        hours=(hours[1] or hours[2]).strip() if hours else "",
        unreadable=not found or bool(_LEFT_OVER.search(rest)),
    )


def _area(match: re.Match[str]) -> str:
    return f"0{match['abroad']}" if match["abroad"] else match["area"] or ""


def _written(match: re.Match[str], area: str) -> Optional[str]:
    """The number as the registry writes it, None if it is none after all."""
    if match["mobile"]:
        return match["mobile"]
    if match["free"]:
        digits = match["free"].replace("-", "")
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else None
    if match["local"]:
        local = match["local"].replace(" ", "")
        return None if len(local) == 7 and len(area) == 3 else f"{area}-{local}"
    bare = match["bare"].replace(" ", "")
    if len(bare) < 7:
        return bare
    return None if days(bare) else f"{area}-{bare}" if area else bare


def _note(match: re.Match[str], plain: str, end: int) -> str:
    parts = []
    label = _LABEL.search(plain[end : match.start()])
    if label and not label[1].endswith(_GENERAL):
        parts.append(label[1])
    if match["extension"]:
        parts.append(f"转{match['extension']}")
    if behind := _BEHIND.match(plain, match.end()):
        parts.append(behind[1])
    return "，".join(parts)
