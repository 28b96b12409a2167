"""The elements of a service guide, and whether an entry has them.

The list is that of the national 政务服务事项 (办事指南 elements). Which of them are
required is decided here once, with the reason. ``ershun knowledge audit --strict`` and the
test of our own knowledge rest on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Optional

from knowledge.auditing.holdings import Kind
from knowledge.normal import normal_form
from knowledge.schema import Fact


class State(str, Enum):
    """How an element stands: written, said to be unknown, or not there."""

    FILLED = "filled"
    UNKNOWN = "unknown"
    MISSING = "missing"


#: What offices write in a cell that must not be empty; a dash or a slash normalises to "".
_PLACEHOLDERS = frozenset(
    {"", "暂无", "待定", "待补充", "待完善", "不详", "未知", "未填写", "null", "none", "nan", "na"}
)
#: Where this stands, nothing is told; of conditions, materials and fees it tells all.
_NOTHING = frozenset({"无", "没有"})
#: What an import writes into a text that must not be empty when the file is silent.
_SILENT = "资料里没有写"
#: What placeholders are drawn from or put into, and the most characters one has without
#: that. Whatever is longer need not be normalised to be told apart.
_SIGNS = " \t\n　/\\-—–_.…。，,、；;：:（）()【】"
_LONGEST_PLACEHOLDER = 12


@dataclass(frozen=True)
class Element:
    """One element of a guide or an answer.

    Attributes:
        id: English name, as in the JSON report.
        title: Chinese name.
        field: the key of the knowledge file that holds it.
        state: tells how it stands in an entry.
        required: whether an entry without it is incomplete.
        reason: why it is required, or why it may be left out; for administrators.
    """

    id: str
    title: str
    field: str
    state: Callable[[Any], State]
    required: bool
    reason: str


def _hollow(text: str) -> bool:
    """Whether a text only fills a cell."""
    return _short(text) and normal_form(text) in _PLACEHOLDERS


def _nothing(text: str) -> bool:
    """Whether a text is 无."""
    return _short(text) and normal_form(text) in _NOTHING


def _short(text: str) -> bool:
    return len(text.strip(_SIGNS)) <= _LONGEST_PLACEHOLDER


def written(text: Optional[str]) -> State:
    """State of a text: placeholders such as 暂无 or / are as good as nothing."""
    if text and _SILENT in text:
        return State.UNKNOWN
    return State.MISSING if _hollow(text or "") or _nothing(text or "") else State.FILLED


def fact(value: Optional[Fact]) -> State:
    """State of a fact; ``unknown: true`` says so to the citizen, with whom to ask."""
    if value is None or _hollow(value.text):
        return State.MISSING
    return State.UNKNOWN if value.unknown else State.FILLED


def places(item: Any) -> State:
    """State of where it is done: one way that is known is enough."""
    state = State.MISSING
    for name in type(item.where).__fields__:
        found = fact(getattr(item.where, name))
        if found is State.FILLED:
            return found
        state = found if found is State.UNKNOWN else state
    return state


def listed(values: Iterable[str]) -> State:
    """State of a list: 无 as its only line is an answer too, a placeholder isn't."""
    return State.MISSING if all(_hollow(value) for value in values) else State.FILLED


def there(value: object) -> State:
    """State of what is either there or not."""
    return State.FILLED if value not in (None, [], "") else State.MISSING


def _fee(item: Any) -> State:
    return State.FILLED if item.fee.amount is not None else fact(item.fee)


def _time_limit(item: Any) -> State:
    limit = item.time_limit
    if limit.legal_days is not None or limit.promised_days is not None:
        return State.FILLED
    return State.MISSING if _nothing(limit.text) else fact(limit)


def _text(entry: Any) -> State:
    return listed([entry.answer, *(section.text for section in getattr(entry, "sections", ()))])


def _phones(entry: Any) -> State:
    return listed(entry.contact.consult)


_NAME = Element(
    "name", "名称", "name", lambda e: written(e.name), True, "没有名称，群众不知道这是什么事。"
)
_TITLE = Element(
    "name", "标题", "title", lambda e: written(e.title), True, "没有标题，群众不知道这说的是什么。"
)
_PHONES = Element(
    "telephones", "咨询电话", "contact", _phones, True, "看不懂、走不动的人，只能打电话问。"
)
_AS_OF = Element(
    "as_of",
    "核对日期",
    "as_of",
    lambda e: there(e.as_of),
    True,
    "不知道哪天核对的，就不知道还准不准。",
)
_ANSWER = Element("answer", "回答", "answer", _text, True, "没有回答，等于没有这一条。")

#: Elements of a service item, in the order of the national standard.
ITEM: Sequence[Element] = (
    _NAME,
    Element(
        "code", "编码", "code", lambda e: there(e.code), False,
        "编码由各地平台发布时给，只给系统对接用，群众用不着；全国通用的条目没有。",
    ),
    Element(
        "type", "类型", "type", lambda e: there(e.type), True,
        "类型定了照哪部法办、照哪部法算期限。",
    ),
    Element(
        "department", "办理部门", "department", lambda e: written(e.department), True,
        "不知道归谁管，就会跑错门。",
    ),
    Element(
        "audience", "服务对象", "audience", lambda e: there(e.audience.kind), True,
        "不写给谁办，个人和企业会走错路。",
    ),
    Element("where", "办理地点", "where", places, True, "不知道去哪儿，就办不成。"),
    Element(
        "conditions", "办理条件", "conditions", lambda e: listed(e.conditions), True,
        "不写条件，白跑一趟才知道办不了。",
    ),
    Element(
        "materials", "申请材料", "materials", lambda e: listed(m.name for m in e.materials), True,
        "不写材料，去了还得回来拿。",
    ),
    Element(
        "steps", "办理步骤", "steps", lambda e: listed(s.do for s in e.steps), True,
        "不写步骤，就没法一步一步带着办。",
    ),
    Element("time_limit", "办理时限", "time_limit", _time_limit, True, "不写多久，群众只能干等。"),
    Element("fee", "收费", "fee", _fee, True, "不写收不收钱，容易被人多要。"),
    Element(
        "result", "办理结果", "result", lambda e: written(e.result), True,
        "不写能拿到什么，不知道办没办成。",
    ),
    Element(
        "visits", "到现场次数", "visits", lambda e: there(e.visits), False,
        "跑几趟是各地自己承诺的，全国通用的条目不能替当地承诺。",
    ),
    _PHONES,
    Element(
        "basis", "设定依据", "basis", lambda e: there(e.basis), True,
        "没有依据，说的话站不住。",
    ),
    Element(
        "aliases", "群众叫法", "aliases", lambda e: listed(e.aliases), True,
        "群众不会说官方名称，没有叫法就搜不到。",
    ),
    _AS_OF,
)  # fmt: skip

#: Elements of an answered policy question.
QUESTION: Sequence[Element] = (
    _TITLE,
    Element(
        "aliases", "群众问法", "questions", lambda e: listed(e.questions), True,
        "没有群众的问法，就搜不到。",
    ),
    _ANSWER,
    _PHONES,
    Element(
        "basis", "依据的文件", "basis", lambda e: there(e.basis), True,
        "没有依据，说的话站不住。",
    ),
    _AS_OF,
)  # fmt: skip

#: Elements of a document handed over as it is: it is its own basis.
DOCUMENT: Sequence[Element] = (
    _TITLE,
    Element(
        "number", "文号", "origin", lambda e: there(e.origin.number), False,
        "有的文件本来就没有文号，比如法律和公告。",
    ),
    Element(
        "department", "发文部门", "department", lambda e: there(e.department or e.origin.publisher),
        True, "不知道谁发的，就不知道问谁。",
    ),
    _ANSWER,
    _PHONES,
    _AS_OF,
)  # fmt: skip

#: Elements of a service hall.
HALL: Sequence[Element] = (
    _TITLE,
    Element("where", "地址", "address", lambda e: written(e.address), True, "没有地址就找不到门。"),
    _PHONES,
    _AS_OF,
)

ELEMENTS: dict[Kind, Sequence[Element]] = {
    Kind.ITEM: ITEM,
    Kind.QUESTION: QUESTION,
    Kind.DOCUMENT: DOCUMENT,
    Kind.HALL: HALL,
}
