"""Documents: one a file, or many in a table with a text column."""

from __future__ import annotations

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
from knowledge.importing.source_file import SourceFile, whole_text
from knowledge.importing.text import body, cut
from knowledge.schema import NATIONAL, ImportedText

KIND = "documents"
#: A shorter code may be a running number, which the next office's file has too.
_SHORTEST_CODE = 16
_SINGLE = (".txt", ".md", ".markdown")

#: Role -> columns, as offices call them.
NAMES: Names = {
    "text": ("text", "正文", "正文内容", "内容", "content", "body"),
    "title": ("title", "标题", "文件名称", "名称"),
    "code": ("docid", "doc_id", "id", "编号", "索引号"),
    "number": ("文号", "发文字号", "number"),
    "department": ("发布单位", "发文机关", "发布机构", "来源", "部门", "department", "source"),
    "topic": ("主题", "主题分类", "分类", "类别", "topic", "category"),
    "region": ("行政区划代码", "区划代码", "areaCode", "region"),
    "day": ("成文日期", "发布日期", "发布时间", "日期", "date"),
    "url": ("链接", "网址", "url", "link"),
}


def read_documents(
    source: SourceFile, options: Options, known: Places, after: int
) -> Iterator[Outcome]:
    """Documents of a file; a .txt or .md file is one document.

    Args:
        source: the file.
        options: how to read it.
        known: the registered divisions.
        after: number of the last row that is not wanted again.

    Raises:
        FileRefused: it has no column of texts, or is one text of more than 5 MB.
    """
    columns = Columns(NAMES, options.columns)
    if source.path.suffix.lower() in _SINGLE:
        if not after:
            yield _outcome(1, Fields(columns, {"text": whole_text(source)}), source, options)
        return
    for row in rows(source, after, partial(columns.has, "text")):
        if row.fault:
            yield Refused(row.number, row.fault)
        else:
            yield _outcome(row.number, Fields(columns, row.data), source, options)


def _outcome(number: int, fields: Fields, source: SourceFile, options: Options) -> Outcome:
    text = body(fields.raw("text"))
    if not text:
        return Refused(number, "没有正文。")
    try:
        return _document(number, fields, text, source, options)
    except ValidationError as error:
        return Refused(number, reason(error))


def _document(
    number: int, fields: Fields, text: str, source: SourceFile, options: Options
) -> Taken:
    """The document a row makes.

    Raises:
        ValidationError: a value is one that no text may have.
    """
    title, rest = cut(fields("title")), text
    if not title:
        title, rest = texts.parted(text)
    region = six_digits(fields("region")) or options.region or NATIONAL
    department = fields("department") or options.department
    what = ("doc", region, title)
    said = fields("number") or texts.document_number(text)
    plain = {
        "id": identity.by_code("doc", fields("code"), _SHORTEST_CODE) or identity.by_words(*what),
        "title": title,
        "topic": cut(options.topic or fields("topic") or texts.TOPIC),
        "answer": texts.answer(rest, title),
        "department": department,
        "sections": sections(rest),
        "contact": {"consult": [GENERAL]},
        "region": region,
        "as_of": source.as_of,
        "origin": origin(KIND, source, department, said, fields.url("url"), day(fields.raw("day"))),
    }
    other = identity.by_words(*what, text)
    return Taken(number, ImportedText.parse_obj(plain), otherwise=other)
