"""What holds for every knowledge file: identifiers, sentences, dates, nothing unknown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError, parse_obj_as

from knowledge.schema import NATIONAL, Citation, Contact, EntryId, Fact, RegionCode
from knowledge.schema.base import Dated, Sentence


@pytest.mark.parametrize("good", ["id-card", "a1", "card-2026", "a" * 64])
def test_identifiers_are_safe_file_names(good: str) -> None:
    assert parse_obj_as(EntryId, good) == good


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "a",
        "-card",
        "Card",
        "社保卡",
        "../../etc/passwd",
        "a b",
        "a.b",
        "a_b",
        "a" * 65,
        "卡\x00",
    ],
)
def test_anything_else_is_no_identifier(bad: str) -> None:
    with pytest.raises(ValidationError):
        parse_obj_as(EntryId, bad)


@given(st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_a_region_is_six_digits(code: str) -> None:
    assert parse_obj_as(RegionCode, code) == code


@pytest.mark.parametrize(
    "bad", ["23010", "2301000", "23010x", "２３０１００", "٢٣٠١٠٠", " 230100", ""]
)
def test_digits_of_other_scripts_and_other_lengths_are_no_region(bad: str) -> None:
    with pytest.raises(ValidationError):
        parse_obj_as(RegionCode, bad)


def test_a_sentence_is_taken_without_the_spaces_around_it() -> None:
    assert parse_obj_as(Sentence, "  带上身份证。\n") == "带上身份证。"


@pytest.mark.parametrize("bad", ["", "   ", "\u3000", "\n", pytest.param("长" * 401, id="a page")])
def test_a_sentence_is_neither_empty_nor_a_page(bad: str) -> None:
    with pytest.raises(ValidationError):
        parse_obj_as(Sentence, bad)


def test_a_misspelt_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        Fact.parse_obj({"text": "不收费。", "locl": True})


def test_knowledge_cannot_be_changed_in_passing() -> None:
    # given a fact
    fact = Fact(text="不收费。")
    # then code that would alter what every later citizen hears fails at once
    with pytest.raises(TypeError):
        fact.text = "收 20 元。"


def test_a_fact_is_neither_local_nor_unknown_unless_it_says_so() -> None:
    fact = Fact(text="不收费。")
    assert not fact.local
    assert not fact.unknown


@pytest.mark.parametrize("article", [0, -1, 2001, "三"])
def test_no_statute_has_such_an_article(article: object) -> None:
    with pytest.raises(ValidationError):
        Citation.parse_obj({"document": "card-law", "article": article, "supports": "可以补。"})


def test_a_document_may_be_cited_as_a_whole() -> None:
    citation = Citation.parse_obj({"document": "card-law", "supports": "可以补。"})
    assert citation.article is None


def test_complaints_go_to_12345_unless_told_otherwise() -> None:
    assert Contact(consult=["12333"]).complain == ["12345"]


def test_an_entry_without_anybody_to_ask_is_refused() -> None:
    with pytest.raises(ValidationError):
        Contact(consult=[])


def test_an_entry_holds_in_the_whole_country_unless_it_says_where() -> None:
    assert Dated(as_of=date(2026, 11, 23)).region == NATIONAL == "000000"


def test_it_may_hold_until_the_day_it_was_checked_but_no_shorter() -> None:
    # given an entry compared with its basis today
    today = date(2026, 11, 23)
    # then it can end today
    assert Dated(as_of=today, valid_until=today).valid_until == today
    # but not yesterday
    with pytest.raises(ValidationError, match="有效期不能在核对日期之前"):
        Dated(as_of=today, valid_until=date(2026, 11, 22))


@given(st.dates(), st.dates())
def test_validity_never_ends_before_it_was_checked(as_of: date, until: date) -> None:
    accepted = True
    try:
        Dated(as_of=as_of, valid_until=until)
    except ValidationError:
        accepted = False
    assert accepted == (until >= as_of)
