"""A service item (政务服务事项), with the elements of the national standard."""

from __future__ import annotations

from enum import Enum
from typing import Any, Optional

from pydantic import Field, root_validator, validator

from knowledge.schema.base import Citation, Contact, Dated, EntryId, Fact, Sentence, Strict

#: Which answers to eligibility questions make a line apply: question id -> answer ids.
When = dict[str, list[str]]


class ItemType(str, Enum):
    """事项类型 of the national catalogue."""

    PUBLIC_SERVICE = "公共服务"
    LICENCE = "行政许可"
    CONFIRMATION = "行政确认"
    PAYMENT = "行政给付"
    OTHER = "其他行政权力"


class QuestionKind(str, Enum):
    """How an eligibility question is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    AGE = "age"


class Answer(Strict):
    """One possible answer to an eligibility question and what follows from it."""

    id: EntryId
    label: Sentence = Field(..., description="按钮上的字，八个字以内最好")
    means: list[Sentence] = Field([], description="老百姓会怎么说")
    age_from: Optional[int] = Field(None, ge=0, le=150)
    age_to: Optional[int] = Field(None, ge=0, le=150)
    note: Optional[Sentence] = None
    stop: Optional[Sentence] = Field(None, description="这样答就办不了：说明为什么，下一步找谁")
    go: Optional[EntryId] = Field(None, description="该改办的事项")

    @validator("age_to")
    def _not_below_from(cls, value: Optional[int], values: dict[str, Any]) -> Optional[int]:
        age_from = values.get("age_from")
        if value is not None and age_from is not None and value < age_from:
            raise ValueError(f"age_to {value} 比 age_from {age_from} 小：没有人是这个岁数")
        return value


class Question(Strict):
    """An eligibility question, asked one at a time, with the reason on request."""

    id: EntryId
    ask: Sentence
    why: Sentence
    kind: QuestionKind
    answers: list[Answer] = Field(..., min_items=2, max_items=4)

    @root_validator(skip_on_failure=True)
    def _answers_fit_kind(cls, values: dict[str, Any]) -> dict[str, Any]:
        kind, answers = values["kind"], values["answers"]
        ids = [answer.id for answer in answers]
        if len(set(ids)) != len(ids):
            raise ValueError("答案的 id 重复")
        if kind is QuestionKind.YES_NO and set(ids) != {"yes", "no"}:
            raise ValueError("yes_no 问题的答案 id 只能是 yes 和 no")
        ranged = [a.age_from is not None or a.age_to is not None for a in answers]
        if kind is QuestionKind.AGE and not all(ranged):
            raise ValueError("age 问题的每个答案都要写 age_from 或 age_to")
        if kind is not QuestionKind.AGE and any(ranged):
            raise ValueError("只有 age 问题的答案能写 age_from、age_to")
        return values


class Material(Strict):
    """One thing to bring (材料)."""

    id: EntryId
    name: Sentence
    form: str = Field("原件", regex="^(原件|复印件|原件和复印件|照片|表格|电子件)$")
    copies: int = Field(1, ge=1, le=10)
    when: When = {}
    where_to_get: Optional[Sentence] = None
    deferrable: bool = Field(False, description="容缺：可以先办后补")
    note: Optional[Sentence] = None


class Step(Strict):
    """One action a citizen takes, in words a 74-year-old follows."""

    do: Sentence
    detail: Optional[Sentence] = None
    speak: Optional[Sentence] = Field(None, description="念给耳朵听的话；不写就念 do 和 detail")
    when: When = {}


class Places(Strict):
    """Where it can be done. A missing channel means not offered or not known."""

    hall: Fact
    online: Optional[Fact] = None
    mail: Optional[Fact] = None
    bedside: Optional[Fact] = Field(None, description="上门")
    proxy: Optional[Fact] = Field(None, description="家人代办")
    hours: Optional[Fact] = None
    elsewhere: Optional[Fact] = Field(None, description="跨省通办、异地办")


class TimeLimit(Fact):
    """Legal and promised time limit."""

    legal_days: Optional[int] = Field(None, ge=0, le=1000)
    promised_days: Optional[int] = Field(None, ge=0, le=1000)
    unit: str = Field("工作日", regex="^(工作日|日|月)$")


class Fee(Fact):
    """Cost in yuan; ``amount`` only where the rule itself names it."""

    amount: Optional[float] = Field(None, ge=0)


class Audience(Strict):
    """服务对象."""

    kind: list[str] = ["自然人"]
    elderly: bool = False
    disabled: bool = False


class ServiceItem(Dated):
    """One service item; the file name is its ``id``."""

    id: EntryId
    name: Sentence
    short: Sentence = Field(..., description="按钮上的叫法，十个字以内")
    code: Optional[str] = Field(None, regex=r"^[0-9A-Za-z]{6,31}$")
    type: ItemType
    department: Sentence
    theme: Sentence
    audience: Audience
    aliases: list[Sentence] = Field(..., min_items=3)
    summary: Sentence
    conditions: list[Sentence] = Field(..., min_items=1)
    eligibility: list[Question] = []
    materials: list[Material] = Field(..., min_items=1)
    steps: list[Step] = Field(..., min_items=2)
    where: Places
    time_limit: TimeLimit
    fee: Fee
    result: Sentence
    visits: Optional[int] = Field(None, ge=0, le=9)
    contact: Contact
    local_rule: Optional[Sentence] = Field(None, description="哪些地方各地不一样，怎么问")
    basis: list[Citation] = Field(..., min_items=1)
    related: list[EntryId] = []
