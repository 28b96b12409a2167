"""Which texts of an entry can be found, and as what."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.search.passages import (
    PASSAGE_LENGTH,
    Field,
    Passage,
    packed,
    passages,
    sentences,
)
from tests.imported import imported_hall, imported_item, imported_text

#: Texts of sentences, lists and blank lines, as offices hand them over.
TEXTS = st.text(st.sampled_from("公园门票费钱年满证。！？；;\n ，、：ab1"), max_size=120)


def found_as(library: Library, entry_id: str) -> dict[str, Field]:
    return {p.text: p.field for p in passages(library.variants[entry_id]["000000"].entry)}


def test_an_item_is_found_by_its_names_its_aliases_and_what_it_is_for(library: Library) -> None:
    assert found_as(library, "card-report") == {
        "社会保障卡挂失": Field.NAME,
        "社保卡挂失": Field.ASKED,  # the short name is an alias as well
        "先把社保卡停了": Field.ASKED,
        "怕别人用我的社保卡": Field.ASKED,
        "卡丢了先停住，别人用不了。": Field.BODY,
        "卡停住了。": Field.BODY,
        "手里的社保卡丢了。": Field.BODY,
    }


def test_a_policy_is_found_by_its_questions_and_its_answer(library: Library) -> None:
    assert found_as(library, "card-cost") == {
        "补社保卡要不要钱": Field.NAME,
        "补社保卡要多少钱": Field.ASKED,
        "社保卡补办收费吗": Field.ASKED,
        "补卡的工本费是多少": Field.ASKED,
        "重新办社保卡花钱不": Field.ASKED,
        "第一次办不要钱，补办的工本费各地不一样。": Field.BODY,
        "有的地方补办也不收钱。": Field.BODY,
        "加急的另问。": Field.BODY,
    }


def test_nobody_finds_an_item_by_its_legal_basis_or_its_steps(library: Library) -> None:
    # given sentences that half of all items share
    texts = found_as(library, "card-replace")
    assert "拿新卡" not in texts
    assert "卡丢了可以补。" not in texts


def test_an_imported_item_is_not_found_by_a_result_that_all_have_alike() -> None:
    # given an item whose short name is its name, and whose result no catalogue tells
    item = imported_item(conditions=["年满 60 岁。", "住在本市。"])
    assert list(passages(item)) == [
        Passage(Field.NAME, "公园年票办理"),
        Passage(Field.BODY, "公园年票办理，由清河市园林管理局办理。"),
        Passage(Field.BODY, "年满 60 岁。住在本市。"),
    ]


def test_pages_of_conditions_are_parted() -> None:
    # given conditions of three hundred characters each
    item = imported_item(conditions=["一" * 299 + "。", "二" * 299 + "。"])
    bodies = [p.text for p in passages(item) if p.field is Field.BODY][1:]
    assert "".join(bodies).replace("\n", "") == "".join(item.conditions)
    assert max(map(len, bodies)) <= PASSAGE_LENGTH


def test_a_text_is_found_by_its_title_its_questions_and_its_sections() -> None:
    text = imported_text(
        title="清河市公园条例",
        questions=["公园要不要门票"],
        sections=[
            {"text": "老年人免费。", "heading": "第二章 游览", "article": 5},
            {"text": "公园六点开门。"},
        ],
    )
    assert list(passages(text)) == [
        Passage(Field.NAME, "清河市公园条例"),
        Passage(Field.ASKED, "公园要不要门票"),
        Passage(Field.BODY, "老年人免费。", "第二章 游览", 5),
        Passage(Field.BODY, "公园六点开门。"),
    ]


def test_a_long_section_is_several_passages_under_the_same_heading() -> None:
    # given a section of forty sentences
    told = "".join(f"第{n}个公园六点开门，老年人免费进。" for n in range(40))
    text = imported_text(sections=[{"text": told, "heading": "一、怎么进", "article": 3}])
    parts = [p for p in passages(text) if p.field is Field.BODY]
    assert len(parts) > 1
    assert "".join(p.text for p in parts) == told
    assert {(p.heading, p.article) for p in parts} == {("一、怎么进", 3)}
    assert all(p.text.endswith("。") and len(p.text) <= PASSAGE_LENGTH for p in parts)


def test_a_hall_is_found_by_the_question_where_it_is() -> None:
    found = {p.text: p.field for p in passages(imported_hall())}
    assert found["清河市政务服务中心在哪里"] is Field.ASKED
    assert found["清河市政务服务中心在东湖路 8 号。"] is Field.BODY


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("老年人免费。外地人也一样。", ["老年人免费。", "外地人也一样。"]),
        ("要带：身份证；照片", ["要带：身份证；", "照片"]),
        ("一、证件\n二、照片", ["一、证件\n", "二、照片"]),
        ("开门吗？开！", ["开门吗？", "开！"]),
        ("没有句号", ["没有句号"]),
        # 3.5 is a number, e-mail and 、 end nothing
        ("收 3.5 元，身份证、照片", ["收 3.5 元，身份证、照片"]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_sentences_end_where_one_stops(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@given(TEXTS)
def test_no_sentence_is_lost_and_none_is_blank(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(part.strip() for part in found)


@given(TEXTS, st.integers(1, 40))
def test_a_text_is_packed_into_parts_that_are_not_too_long(text: str, length: int) -> None:
    parts = packed(text, length)
    # then nothing is lost, nothing is empty, and no part is longer
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= length for part in parts)
    assert all(part.strip() for part in parts)


@given(TEXTS, st.integers(1, 60))
def test_no_sentence_is_put_off_that_would_have_fitted(text: str, length: int) -> None:
    for part, following in pairwise(packed(text, length)):
        assert len(part) + len(sentences(following)[0]) > length


def test_a_sentence_longer_than_a_part_is_cut() -> None:
    assert packed("一二三四五六七", 3) == ["一二三", "四五六", "七"]
    assert packed("好。一二三四五。", 4) == ["好。", "一二三四", "五。"]
