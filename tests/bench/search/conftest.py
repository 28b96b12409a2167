"""A data folder of the real one's layout, with a few rows that we made up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

Rows = Sequence[Mapping[str, Any]]

ITEMS: Rows = [
    {"TASK_CODE": "A1", "TASK_NAME": "风筝登记", "matter_short": "无", "matter_daily": None,
     "CATANAME": "玩具管理", "subCatalogName": "放风筝", "DEPT_NAME": "东海市天空局"},
    {"TASK_CODE": "A2", "TASK_NAME": "灯笼登记", "matter_short": "灯笼", "matter_daily": "红灯",
     "CATANAME": "玩具管理", "subCatalogName": "挂灯笼", "DEPT_NAME": "东海市节庆局"},
    {"TASK_CODE": "A3", "TASK_NAME": "风筝登记", "matter_short": "无", "matter_daily": "无",
     "CATANAME": "玩具管理", "subCatalogName": "放风筝", "DEPT_NAME": "西山市天空局"},
]  # fmt: skip
ASKED: Rows = [
    {"task_code": "A1", "name": "风筝登记", "aliases": ["放风筝"], "raw": "放风筝"},
    {"task_code": "A2", "name": "灯笼登记", "aliases": ["灯笼", "花灯"], "raw": "灯笼,花灯"},
]
CONSULTATIONS: Rows = [
    {
        "id": "f1",
        "用户问题": "猫走丢了怎么办",
        "正文内容": "先去社区问，再贴告示。",
        "处理单位": "猫办",
    },
    {
        "id": "f2",
        "用户问题": "猫不见了找谁",
        "正文内容": "先去社区问，再贴告示。",
        "处理单位": "猫办",
    },
    {
        "id": "f3",
        "用户问题": "狗走丢了怎么办",
        "正文内容": "先去社区问，再贴告示。",
        "处理单位": "狗办",
    },
]
TEXTS: Rows = [
    {"docid": "d1", "text": "月亮管理条例。月亮每月圆一次，由天文台公布。"},
    {"docid": "d2", "text": "星星管理条例。星星不得擅自摘取。"},
]
QUESTIONS: Rows = [
    {"id": "q1", "docid": "d1", "question": "月亮由谁公布？", "answer": "天文台"},
    {"id": "q2", "docid": "d2", "question": "星星能摘吗？", "answer": "不得擅自摘取"},
]
CONFUSIONS = {"月": ["越", "阅", "越", "月"], "亮": ["量"], "星": ["兴", "猩"], "行": ["航", "形"]}

#: Where the rows stand in the folder.
ITEMS_FILE = "service_items/guangdong_2021.jsonl"
ASKED_FILE = "service_items/guangdong_2021_alias_queries.jsonl"
CONSULTATIONS_FILE = "consultations/beijing_faq_2024.jsonl"
TEXTS_FILE = "policy_qa/documents.jsonl"
QUESTIONS_FILE = "policy_qa/questions.jsonl"
CONFUSIONS_FILE = "homophones/pinyin_same.json"


class Data:
    """The folder, and how to write a file of it anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, rows: Rows) -> None:
        self.text(name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))

    def text(self, name: str, content: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """All files of the three tasks and the confusion sets."""
    made = Data(tmp_path / "data")
    made.write(ITEMS_FILE, ITEMS)
    made.write(ASKED_FILE, ASKED)
    made.write(CONSULTATIONS_FILE, CONSULTATIONS)
    made.write(TEXTS_FILE, TEXTS)
    made.write(QUESTIONS_FILE, QUESTIONS)
    made.text(CONFUSIONS_FILE, json.dumps(CONFUSIONS, ensure_ascii=False))
    return made
