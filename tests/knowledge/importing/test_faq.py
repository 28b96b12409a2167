"""Tables of questions, from whatever office and program."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.importing.faq import NAMES
from knowledge.importing.outcome import Taken
from knowledge.schema import ImportedText
from tests.knowledge.importing.conftest import Office, reasons, refusal

ROW = {"问题": "公园年票多少钱？", "答案": "三十元一年。", "部门": "清河市园林管理局"}


def one(office: Office, row: dict[str, Any], **options: Any) -> ImportedText:
    (entry,) = office.entries(office.lines("asked_2021.jsonl", [row]), "faq", **options)
    assert isinstance(entry, ImportedText)
    return entry


def test_a_row_becomes_a_text_with_its_answer(office: Office) -> None:
    entry = one(
        office,
        {
            **ROW,
            "编号": "0017",
            "相似问题": "年票什么价；公园卡要多少钱",
            "发布日期": "2021-03-05",
            "链接": "https://hall.example/17",
        },
    )
    assert entry.title == "公园年票多少钱？"
    assert entry.questions == ["公园年票多少钱？", "年票什么价", "公园卡要多少钱"]
    assert entry.answer == "三十元一年。"
    assert [section.text for section in entry.sections] == ["三十元一年。"]
    assert (entry.topic, entry.department, entry.region) == ("政策", "清河市园林管理局", "000000")
    assert entry.contact.consult == ["12345"]
    assert entry.as_of == date(2021, 12, 31)
    assert entry.origin.dict(exclude_none=True) == {
        "kind": "faq",
        "file": "asked_2021.jsonl",
        "publisher": "清河市园林管理局",
        "number": "0017",
        "issued": date(2021, 3, 5),
        "url": "https://hall.example/17",
    }


@pytest.mark.parametrize("question", NAMES["question"])
@pytest.mark.parametrize("answer", ["正文内容", "答复", "answer"])
def test_usual_names_of_columns_are_known(office: Office, question: str, answer: str) -> None:
    entry = one(office, {question: "公园年票多少钱？", answer: "三十元一年。"})
    assert (entry.title, entry.answer) == ("公园年票多少钱？", "三十元一年。")


@pytest.mark.parametrize("department", ["处理单位", "部门", "承办单位", "department"])
def test_usual_names_of_the_department_are_known(office: Office, department: str) -> None:
    entry = one(office, {"问题": "多少钱", "答案": "三十元。", department: "园林局"})
    assert entry.department == "园林局"


def test_options_say_what_rows_do_not(office: Office) -> None:
    entry = one(
        office,
        {"问题": "多少钱", "答案": "三十元。"},
        region="990100",
        topic="公园",
        department="园林局",
    )
    assert (entry.region, entry.topic, entry.department) == ("990100", "公园", "园林局")


def test_what_a_row_says_holds_against_options_but_for_the_topic(office: Office) -> None:
    row = {**ROW, "区划代码": "990102", "分类": "票务"}
    entry = one(office, row, region="990100", department="别的局")
    assert (entry.region, entry.topic, entry.department) == ("990102", "票务", "清河市园林管理局")
    assert one(office, row, topic="公园").topic == "公园"


def test_columns_given_by_hand_are_used(office: Office) -> None:
    path = office.text("a.csv", "诉求,处理情况,问题\n多少钱,三十元。,x\n")
    given = (("question", "诉求"), ("answer", "处理情况"))
    (entry,) = office.entries(path, "faq", columns=given)
    assert (entry.title, entry.answer) == ("多少钱", "三十元。")


@pytest.mark.parametrize("form", ["csv", "gbk", "book"])
def test_tables_of_every_program_are_read(office: Office, form: str) -> None:
    rows = [
        ["序号", "问题", "答案"],
        ["1", "多少钱", "三十元，\n一年。"],
        ["2", "去哪里", "售票窗口。"],
    ]
    if form == "book":
        path = office.book("a.xlsx", [["清河市园林局问答"], *rows])
    else:
        text = (
            '清河市园林局问答,,\n序号,问题,答案\n1,多少钱,"三十元，\n一年。"\n2,去哪里,售票窗口。\n'
        )
        path = office.text("a.csv", text, "gbk" if form == "gbk" else "utf-8-sig")
    found = office.entries(path, "faq")
    assert [(e.title, e.answer, e.origin.number) for e in found] == [
        ("多少钱", "三十元，一年。", "1"),
        ("去哪里", "售票窗口。", "2"),
    ]


def test_a_table_without_questions_is_taken_by_its_answers(office: Office) -> None:
    path = office.text("a.csv", "内容\n老年人凭证免费进公园。带身份证。\n")
    (entry,) = office.entries(path, "faq")
    assert entry.title == "老年人凭证免费进公园。"
    assert entry.questions == []
    assert entry.answer == "老年人凭证免费进公园。带身份证。"


def test_a_table_without_answers_is_refused(office: Office) -> None:
    path = office.text("a.csv", "序号,谁\n1,园林局\n")
    assert refusal(lambda: office.read(path, "faq")) == (
        "看不出哪一列是什么。开头是：序号、谁。用 --columns 指明。"
    )


@pytest.mark.parametrize("nothing", ["", "\t", "无", None, "<p> </p>"])
def test_a_row_without_an_answer_is_refused_by_its_question(
    office: Office, nothing: object
) -> None:
    path = office.lines("a.jsonl", [ROW, {"问题": "多少钱", "答案": nothing}, {"答案": nothing}])
    assert reasons(office.read(path, "faq")) == [(2, "没有答案：多少钱"), (3, "没有答案。")]


def test_a_question_longer_than_a_sentence_is_kept_in_parts(office: Office) -> None:
    question = "公园年票在哪里办，要带什么东西去呢？" * 40
    entry = one(office, {"问题": question, "答案": "带身份证。"})
    assert len(entry.title) <= 400
    assert "".join(entry.questions) == question


def test_a_web_page_s_tags_are_no_part_of_an_answer(office: Office) -> None:
    entry = one(
        office,
        {
            "问题": "多少钱",
            "答案": "<p>三十元一年，各个公园都一样。</p><p>当场就能办好。&nbsp;</p>",
        },
    )
    assert entry.answer == "三十元一年，各个公园都一样。当场就能办好。"


def test_the_same_question_answered_otherwise_has_another_id_at_hand(office: Office) -> None:
    # given one question of one office with two answers
    rows = [ROW, {**ROW, "答案": "八十岁以上不要钱。"}]
    found = office.read(office.lines("a.jsonl", rows), "faq")
    one, two = (outcome for outcome in found if isinstance(outcome, Taken))
    # then both have the question's id, and each an id of its own
    assert one.entry is not None
    assert two.entry is not None
    assert one.entry.id == two.entry.id
    assert len({one.entry.id, one.otherwise, two.otherwise}) == 3


def test_two_offices_answering_one_question_do_not_collide(office: Office) -> None:
    other = one(office, {**ROW, "部门": "望海市园林局"})
    assert other.id != one(office, ROW).id
    assert one(office, ROW, region="990100").id != one(office, ROW).id


def test_a_running_number_makes_no_id(office: Office) -> None:
    assert one(office, {**ROW, "编号": "1"}).id == one(office, {**ROW, "编号": "2"}).id
