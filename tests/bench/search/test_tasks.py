"""What is asked, and what counts as right: on an invented folder, then on the real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.search.tasks import (
    VARIABLE,
    DataUnusable,
    Query,
    beijing,
    data_folder,
    guangdong,
    load,
    policy,
)
from settings import REPOSITORY


def test_the_folder_is_the_one_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert data_folder() == tmp_path


@pytest.mark.parametrize("value", [None, ""])
def test_else_it_lies_beside_the_checkout(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    # given no folder is named
    monkeypatch.delenv(VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(VARIABLE, value)
    beside = REPOSITORY.parent / "shared" / "data"
    # when it is looked for
    try:
        found = data_folder()
    except DataUnusable as unusable:
        # then, on a machine without it, this is said of that very place
        assert str(beside) in str(unusable)
    else:
        assert found == beside


def test_a_missing_folder_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "gone"))
    with pytest.raises(DataUnusable) as refused:
        data_folder()
    assert str(refused.value) == (
        f"找不到测试数据 {tmp_path / 'gone'}。数据不在仓库里："
        "把它放到这里，或者用环境变量 ERSHUN_SHARED_DATA 指明它在哪里。"
    )


def test_every_item_of_the_name_is_right_and_all_are_indexed(data: Any) -> None:
    # when
    task = guangdong(data.folder)
    # then all items are documents, as they came
    assert [document.id for document in task.documents] == ["A1", "A2", "A3"]
    assert task.documents[1].row["matter_daily"] == "红灯"
    # and a name that two items bear has two that are right
    assert task.queries == (
        Query("放风筝", frozenset({"A1", "A3"}), "A1"),
        Query("灯笼,花灯", frozenset({"A2"}), "A2"),
    )


def test_an_item_asked_for_by_code_is_right_under_another_name_too(data: Any) -> None:
    # given a query whose name no item bears exactly
    asked = [{"task_code": "A2", "name": "灯笼的登记", "raw": "花灯"}]
    data.write("service_items/guangdong_2021_alias_queries.jsonl", asked)
    # then its own item is right
    assert guangdong(data.folder).queries == (Query("花灯", frozenset({"A2"}), "A2"),)


def test_the_question_is_no_part_of_its_answer(data: Any) -> None:
    # when
    task = beijing(data.folder)
    # then
    assert [dict(document.row) for document in task.documents] == [
        {"id": "f1", "正文内容": "先去社区问，再贴告示。", "处理单位": "猫办"},
        {"id": "f2", "正文内容": "先去社区问，再贴告示。", "处理单位": "猫办"},
        {"id": "f3", "正文内容": "先去社区问，再贴告示。", "处理单位": "狗办"},
    ]
    assert [query.text for query in task.queries] == [
        "猫走丢了怎么办",
        "猫不见了找谁",
        "狗走丢了怎么办",
    ]


def test_texts_that_read_the_same_are_both_right(data: Any) -> None:
    # given f1 and f2 differ in nothing but the id, f3 also in its department
    task = beijing(data.folder)
    # then
    assert [query.relevant for query in task.queries] == [{"f1", "f2"}, {"f1", "f2"}, {"f3"}]
    # and the one the data names is still known
    assert [query.own for query in task.queries] == ["f1", "f2", "f3"]


def test_a_policy_question_has_its_document_and_its_answer(data: Any) -> None:
    task = policy(data.folder)
    assert task.queries == (
        Query("月亮由谁公布？", frozenset({"d1"}), "d1", "天文台"),
        Query("星星能摘吗？", frozenset({"d2"}), "d2", "不得擅自摘取"),
    )
    assert [document.id for document in task.documents] == ["d1", "d2"]


def test_documents_that_nobody_asks_for_are_indexed_too(data: Any) -> None:
    # given one question less
    data.write(
        "policy_qa/questions.jsonl",
        [{"id": "q1", "docid": "d1", "question": "月亮由谁公布？", "answer": "天文台"}],
    )
    # then both documents stay
    task = policy(data.folder)
    assert (len(task.queries), len(task.documents)) == (1, 2)


def test_all_three_are_loaded(data: Any) -> None:
    assert [task.name for task in load(data.folder)] == ["guangdong", "beijing", "policy"]


def test_blank_lines_are_passed_over(data: Any) -> None:
    data.text(
        "policy_qa/documents.jsonl",
        '\n{"docid": "d1", "text": "甲"}\n\n{"docid": "d2", "text": "乙"}\n',
    )
    assert len(policy(data.folder).documents) == 2


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("service_items/guangdong_2021.jsonl", guangdong),
        ("service_items/guangdong_2021_alias_queries.jsonl", guangdong),
        ("consultations/beijing_faq_2024.jsonl", beijing),
        ("policy_qa/documents.jsonl", policy),
        ("policy_qa/questions.jsonl", policy),
    ],
)
def test_a_missing_file_is_named(data: Any, name: str, reader: Any) -> None:
    # given
    file = data.folder / name
    file.unlink()
    # when, then
    with pytest.raises(DataUnusable) as refused:
        reader(data.folder)
    assert str(refused.value) == (
        f"测试数据里缺 {file}。请按 ERSHUN_SHARED_DATA 所指文件夹的 README.md 补齐。"
    )


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ('{"docid": "d2", "text"', "不是 JSON"),
        ('{"docid": "d2"}', "没有“text”"),
        ('{"docid": 2, "text": "乙"}', "没有“docid”"),
        ('["d2", "乙"]', "没有“docid”"),
    ],
)
def test_a_broken_row_is_named(data: Any, second: str, fault: str) -> None:
    # given
    data.text("policy_qa/documents.jsonl", f'{{"docid": "d1", "text": "甲"}}\n{second}\n')
    # when, then
    with pytest.raises(DataUnusable) as refused:
        policy(data.folder)
    file = data.folder / "policy_qa" / "documents.jsonl"
    assert str(refused.value) == f"{file} 第 2 行{fault}，请重新取这个文件。"


@pytest.mark.parametrize(
    ("name", "row", "reader", "unknown"),
    [
        (
            "policy_qa/questions.jsonl",
            {"docid": "d9", "question": "太阳呢？", "answer": "有"},
            policy,
            "d9",
        ),
        (
            "service_items/guangdong_2021_alias_queries.jsonl",
            {"task_code": "A9", "name": "风筝登记", "raw": "风筝"},
            guangdong,
            "A9",
        ),
    ],
)
def test_a_question_to_nothing_is_no_question(
    data: Any, name: str, row: dict[str, str], reader: Any, unknown: str
) -> None:
    # given a question to a document that is not there: it could never be found
    data.write(name, [row])
    # when, then
    with pytest.raises(DataUnusable) as refused:
        reader(data.folder)
    assert str(refused.value) == (
        f"{data.folder / name} 问到的 {unknown} 不在要检索的文件里，两个文件不是一套，请重新取。"
    )


@pytest.mark.parametrize("reader", [guangdong, beijing, policy])
def test_the_real_data_is_read(reader: Any) -> None:
    # given the folder that nobody in this project wrote
    task = reader(data_folder())
    # then every question has something right to find
    ids = {document.id for document in task.documents}
    assert task.queries
    assert all(query.own in query.relevant <= ids for query in task.queries)
    # and no document holds a question
    assert not any("用户问题" in document.row for document in task.documents)
