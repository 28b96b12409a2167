"""Documents, many in a table or one a file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.importing.outcome import Taken
from knowledge.schema import ImportedText
from tests.knowledge.importing.conftest import Office, reasons, refusal

BODY = "老年人凭身份证免费进入本市所属公园，节假日也一样，不用预约，当场登记就能进去游览。"


def one(office: Office, row: dict[str, Any], **options: Any) -> ImportedText:
    (entry,) = office.entries(office.lines("papers_2020.jsonl", [row]), "documents", **options)
    assert isinstance(entry, ImportedText)
    return entry


def test_a_row_becomes_a_text(office: Office) -> None:
    entry = one(
        office,
        {
            "docid": "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            "title": "关于公园免费开放的通知",
            "text": f"各公园：\n{BODY}\n一、怎么进\n{BODY}",
            "文号": "清园发〔2020〕3号",
            "发布单位": "清河市园林管理局",
            "发布日期": "2020-05-06",
            "url": "https://hall.example/3",
        },
    )
    assert entry.id == "doc-0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    assert entry.title == "关于公园免费开放的通知"
    assert [(s.heading, s.text) for s in entry.sections] == [
        (None, f"各公园：{BODY}"),
        ("一、怎么进", BODY),
    ]
    assert (entry.topic, entry.department, entry.region) == ("政策", "清河市园林管理局", "000000")
    assert (entry.questions, entry.contact.consult) == ([], ["12345"])
    assert entry.as_of == date(2020, 12, 31)
    assert entry.origin.number == "清园发〔2020〕3号"
    assert entry.origin.issued == date(2020, 5, 6)


def test_without_a_title_the_text_s_own_is_taken(office: Office) -> None:
    # given a text on one line that begins with its title and a space
    entry = one(
        office, {"docid": "7", "text": f"关于公园免费开放的通知 清园发〔2020〕3号 各公园： {BODY}"}
    )
    assert entry.title == "关于公园免费开放的通知"
    assert entry.origin.number == "清园发〔2020〕3号"
    assert entry.answer == BODY
    assert all("关于公园免费开放的通知" not in section.text for section in entry.sections)


def test_a_running_number_makes_no_id(office: Office) -> None:
    row = {"title": "公园须知", "text": BODY}
    assert one(office, {**row, "docid": "1"}).id == one(office, {**row, "docid": "2"}).id


def test_options_say_what_rows_do_not(office: Office) -> None:
    row = {"title": "公园须知", "text": BODY}
    entry = one(
        office, row, region="990100", topic="公园", department="园林局", as_of=date(2020, 2, 1)
    )
    assert (entry.region, entry.topic, entry.department) == ("990100", "公园", "园林局")
    assert entry.as_of == date(2020, 2, 1)


@pytest.mark.parametrize("name", ["notice.md", "notice.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_file_is_one_document(office: Office, name: str, encoding: str) -> None:
    path = office.text(name, f"# 公园免费开放须知\n\n{BODY}\n\n{BODY}二\n", encoding)
    (entry,) = office.entries(path, "documents")
    assert (entry.title, entry.answer) == ("公园免费开放须知", BODY + BODY)
    assert [section.text for section in entry.sections] == [f"{BODY}\n{BODY}二"]
    # and having been read it is not read again
    assert office.read(path, "documents", after=1) == []


def test_other_forms_of_tables_are_read(office: Office) -> None:
    book = office.book("a.xlsx", [["标题", "正文"], ["公园须知", BODY]])
    table = office.text("a.csv", f"标题,正文\n公园须知,{BODY}\n", "gbk")
    for path in (book, table):
        assert [entry.title for entry in office.entries(path, "documents")] == ["公园须知"]


def test_a_row_without_a_text_is_refused(office: Office) -> None:
    path = office.lines("a.jsonl", [{"title": "公园须知", "text": "无"}, {"title": "公园须知"}])
    assert reasons(office.read(path, "documents")) == [(1, "没有正文。"), (2, "没有正文。")]


def test_a_table_without_texts_is_refused(office: Office) -> None:
    path = office.text("a.csv", "标题,谁\n公园须知,园林局\n")
    assert "用 --columns 指明" in refusal(lambda: office.read(path, "documents"))


def test_a_paper_longer_than_five_megabytes_is_refused(office: Office) -> None:
    path = office.text("a.txt", BODY * 60_000)
    assert refusal(lambda: office.read(path, "documents")).endswith(
        "超过 5 MB。按章拆成几个文件再导入。"
    )


def test_a_paper_of_megabytes_is_parted_and_nothing_of_it_lost(office: Office) -> None:
    # given a paper of a million characters without a line end
    text = BODY * 25_000
    (entry,) = office.entries(office.text("a.txt", f"公园大全\n{text}"), "documents")
    # then it is in sections of at most 20 000 characters that end as sentences do
    assert max(len(section.text) for section in entry.sections) <= 20_000
    assert all(section.text.endswith("。") for section in entry.sections)
    assert "".join(section.text for section in entry.sections) == text


def test_papers_of_one_title_and_different_words_have_an_id_each_at_hand(office: Office) -> None:
    rows = [{"title": "公园须知", "text": BODY}, {"title": "公园须知", "text": f"{BODY}二"}]
    found = office.read(office.lines("a.jsonl", rows), "documents")
    others = [outcome.otherwise for outcome in found if isinstance(outcome, Taken)]
    assert len(set(others)) == 2
