"""Answered questions from a table: JSON, CSV or a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from pydantic import ValidationError

from knowledge.importing import identity, texts
from knowledge.importing.columns import Columns, Names
from knowledge.importing.contacts import GENERAL
from knowledge.importing.day import day
from knowledge.importing.fields import Fields
from knowledge.importing.origin import origin
from knowledge.importing.outcome import Options, Outcome, Refused, Taken
from knowledge.importing.places import Places, six_digits
from knowledge.importing.reasons import reason
from knowledge.importing.rows import rows
from knowledge.importing.sections import sections
from knowledge.importing.source_file import SourceFile
from knowledge.importing.text import SENTENCE, body, cut, pieces
from knowledge.schema import NATIONAL, ImportedText

KIND = "faq"

#: Role -> columns, as offices call them.
NAMES: Names = {
    "question": (
        *("用户问题", "问题", "提问", "咨询问题", "问题标题", "标准问题", "咨询内容", "来信内容"),
        *("标题", "question", "title"),
    ),
    "answer": (
        *("正文内容", "答案", "回答", "答复", "回复", "答复内容", "回复内容", "标准答案", "正文"),
        *("内容", "answer", "content", "text"),
    ),
    "department": ("处理单位", "答复单位", "回复单位", "承办单位", "部门", "单位", "department"),
    "similar": ("相似问题", "相似问法", "扩展问", "其他问法", "similar"),
    "topic": ("主题", "分类", "类别", "业务分类", "topic", "category"),
    "region": ("行政区划代码", "区划代码", "areaCode", "region"),
    "day": ("发布日期", "发布时间", "答复时间", "更新时间", "日期", "date"),
    "url": ("链接", "网址", "来源链接", "url", "link"),
    "number": ("编号", "序号", "id"),
}
_MOST_QUESTIONS = 100
_SEVERAL = re.compile(r"[\n;；|]")


def read_faq(source: SourceFile, options: Options, known: Places, after: int) -> Iterator[Outcome]:
    """Answered questions of a file.

    Args:
        source: the file.
        options: how to read it.
        known: the registered divisions.
        after: number of the last row that is not wanted again.

    Raises:
        FileRefused: it has no column of answers.
    """
    columns = Columns(NAMES, options.columns)
    for row in rows(source, after, partial(columns.has, "answer")):
        if row.fault:
            yield Refused(row.number, row.fault)
            continue
        try:
            yield _outcome(row.number, Fields(columns, row.data), source, options)
        except ValidationError as error:
            yield Refused(row.number, reason(error))


def _outcome(number: int, fields: Fields, source: SourceFile, options: Options) -> Outcome:
    text = body(fields.raw("answer"))
    asked = fields("question")
    if not text:
        return Refused(number, f"没有答案：{asked[:40]}" if asked else "没有答案。")
    title = cut(asked) if asked else texts.parted(text)[0]
    region = six_digits(fields("region")) or options.region or NATIONAL
    department = fields("department") or options.department
    what = (region, department or "", asked or text)
    plain = {
        "id": identity.by_words(KIND, *what),
        "title": title,
        "topic": cut(options.topic or fields("topic") or texts.TOPIC),
        "questions": _questions(asked, fields),
        "answer": texts.answer(text, title),
        "department": department,
        "sections": sections(text),
        "contact": {"consult": [GENERAL]},
        "region": region,
        "as_of": source.as_of,
        "origin": origin(
            KIND,
            source,
            department,
            fields("number"),
            fields.url("url"),
            day(fields.raw("day")),
        ),
    }
    other = identity.by_words(KIND, *what, text)
    return Taken(number, ImportedText.parse_obj(plain), otherwise=other)


def _questions(asked: str, fields: Fields) -> list[str]:
    """How people ask, each way once."""
    similar = (one.strip() for one in _SEVERAL.split(body(fields.raw("similar"))))
    ways = [*pieces(asked, SENTENCE), *map(cut, filter(None, similar))]
    return list(dict.fromkeys(ways))[:_MOST_QUESTIONS]
