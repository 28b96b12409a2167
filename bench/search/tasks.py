"""The three tasks of the data folder: documents as they came, and questions with what is right.

What counts as right, for ours and for the baseline alike:

* An item is right if it bears the name that was asked for: some items share one, and
  nothing in the question tells them apart.
* A text is right if it is the question's own, or reads the same in everything but its id.

``Query.own`` is the one document the data names, for whoever wants to count only that.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from settings import REPOSITORY

GUANGDONG, BEIJING, POLICY = "guangdong", "beijing", "policy"
#: Names the folder of the data.
VARIABLE = "ERSHUN_SHARED_DATA"

Row = Mapping[str, Any]


class DataUnusable(Exception):
    """The data is missing or broken; says in Chinese which file and what to do."""


@dataclass(frozen=True)
class Document:
    """A row as it came, without what must not be indexed."""

    id: str
    row: Row


@dataclass(frozen=True)
class Query:
    """A question and what answers it.

    Attributes:
        text: what is asked.
        relevant: ids of all documents that are right; empty if nothing is.
        own: id of the document that the data names.
        answer: the words that answer, if the data has them.
    """

    text: str
    relevant: frozenset[str]
    own: str = ""
    answer: Optional[str] = None


@dataclass(frozen=True)
class Task:
    """Documents to index, and questions to put."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]


def data_folder() -> Path:
    """Where the data is: ``ERSHUN_SHARED_DATA``, else ``../shared/data`` beside the checkout.

    Raises:
        DataUnusable: it isn't there.
    """
    folder = Path(os.environ.get(VARIABLE) or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        raise DataUnusable(
            f"找不到测试数据 {folder}。数据不在仓库里："
            f"把它放到这里，或者用环境变量 {VARIABLE} 指明它在哪里。"
        )
    return folder


def load(folder: Path) -> tuple[Task, ...]:
    """All three tasks.

    Raises:
        DataUnusable: a file is missing or broken.
    """
    return guangdong(folder), beijing(folder), policy(folder)


def guangdong(folder: Path) -> Task:
    """Everyday words of an item → the items of that name, among all items."""
    items = folder / "service_items" / "guangdong_2021.jsonl"
    asked = folder / "service_items" / "guangdong_2021_alias_queries.jsonl"
    documents = tuple(
        Document(row["TASK_CODE"], row) for row in _rows(items, "TASK_CODE", "TASK_NAME")
    )
    named: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        named[document.row["TASK_NAME"]].add(document.id)
    ids = {document.id for document in documents}
    queries = []
    for row in _rows(asked, "task_code", "name", "raw"):
        own = row["task_code"]
        _known(own, ids, asked)
        queries.append(Query(row["raw"], frozenset({own} | named[row["name"]]), own))
    return Task(GUANGDONG, documents, tuple(queries))


def beijing(folder: Path) -> Task:
    """Question → the body that answers it; the question itself is not in the document."""
    file = folder / "consultations" / "beijing_faq_2024.jsonl"
    rows = list(_rows(file, "id", "用户问题", "正文内容"))
    documents = tuple(
        Document(row["id"], {key: value for key, value in row.items() if key != "用户问题"})
        for row in rows
    )
    same = _alike(documents, "id")
    return Task(
        BEIJING,
        documents,
        tuple(Query(row["用户问题"], same[row["id"]], row["id"]) for row in rows),
    )


def policy(folder: Path) -> Task:
    """Question → the document that answers it, and the words of the answer."""
    texts = folder / "policy_qa" / "documents.jsonl"
    asked = folder / "policy_qa" / "questions.jsonl"
    documents = tuple(Document(row["docid"], row) for row in _rows(texts, "docid", "text"))
    same = _alike(documents, "docid")
    queries = []
    for row in _rows(asked, "docid", "question", "answer"):
        _known(row["docid"], same, asked)
        queries.append(Query(row["question"], same[row["docid"]], row["docid"], row["answer"]))
    return Task(POLICY, documents, tuple(queries))


def _alike(documents: tuple[Document, ...], id_key: str) -> dict[str, frozenset[str]]:
    """By id: the ids of all documents that read the same."""
    readings = {
        document.id: json.dumps(
            {key: value for key, value in document.row.items() if key != id_key}, sort_keys=True
        )
        for document in documents
    }
    groups: dict[str, set[str]] = defaultdict(set)
    for id_, reading in readings.items():
        groups[reading].add(id_)
    return {id_: frozenset(groups[reading]) for id_, reading in readings.items()}


def _rows(file: Path, *needed: str) -> Iterator[dict[str, Any]]:
    """The rows of a JSONL file.

    Raises:
        DataUnusable: there is no such file, or a row lacks what is needed.
    """
    if not file.is_file():
        raise DataUnusable(f"测试数据里缺 {file}。请按 {VARIABLE} 所指文件夹的 README.md 补齐。")
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise DataUnusable(f"{file} 第 {number} 行不是 JSON，请重新取这个文件。") from error
            for key in needed:
                if not isinstance(row, dict) or not isinstance(row.get(key), str):
                    raise DataUnusable(f"{file} 第 {number} 行没有“{key}”，请重新取这个文件。")
            yield row


def _known(id_: str, ids: Mapping[str, object] | set[str], file: Path) -> None:
    if id_ not in ids:
        raise DataUnusable(f"{file} 问到的 {id_} 不在要检索的文件里，两个文件不是一套，请重新取。")
