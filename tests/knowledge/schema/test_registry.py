"""Registries: documents, telephones, regions, words."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.schema import Document, DocumentStatus, Phone, Region, Term


@pytest.mark.parametrize("number", ["110", "12345", "0451-84664115", "400-820-8820"])
def test_a_telephone_can_be_dialled(number: str) -> None:
    phone = Phone.parse_obj({"number": number, "name": "热线", "source": "测试"})
    assert phone.number == number


@pytest.mark.parametrize(
    "number",
    ["", "1", "12", "一二三四五", "１２３４５", "12345转2", "-12345", "1" * 17, "+8612345"],
)
def test_what_cannot_be_dialled_as_written_is_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        Phone.parse_obj({"number": number, "name": "热线", "source": "测试"})


def test_a_telephone_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError):
        Phone.parse_obj({"number": "12345", "name": "热线"})


def test_a_document_is_in_force_unless_it_says_otherwise() -> None:
    row = {"id": "card-law", "title": "卡证法", "short": "卡证法", "issuer": "国务院"}
    assert Document.parse_obj(row).status is DocumentStatus.IN_FORCE
    assert Document.parse_obj({**row, "status": "已废止"}).status is DocumentStatus.REPEALED
    with pytest.raises(ValidationError):
        Document.parse_obj({**row, "status": "大概有效"})


def test_a_region_may_stand_at_the_top() -> None:
    assert Region.parse_obj({"code": "000000", "name": "全国"}).parent is None


def test_a_word_may_be_explained_without_being_banned() -> None:
    assert Term.parse_obj({"word": "委托书", "means": "一张纸。"}).instead is None


@pytest.mark.parametrize(
    "row", [{"word": "携带"}, {"means": "带着。"}, {"word": "", "means": "无"}]
)
def test_a_word_without_its_meaning_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Term.parse_obj(row)
