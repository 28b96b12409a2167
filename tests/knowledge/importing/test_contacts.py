"""The telephones of a row: references, rows of the registry, whom to ask."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.importing.columns import Columns
from knowledge.importing.contacts import lines_in, telephones
from knowledge.importing.fields import Fields
from knowledge.importing.items import NAMES
from knowledge.importing.outcome import Line

OWNER, REGION = "清河市园林管理局", "990100"


def fields(**row: Any) -> Fields:
    return Fields(Columns(NAMES), row)


def test_numbers_become_references_and_rows_of_the_registry() -> None:
    found = telephones(
        fields(consult_phone="0999-8123456转1、12345", complain_phone="0999-8765432"), OWNER, REGION
    )
    assert found.contact == {
        "consult": ["0999-8123456", "12345"],
        "complain": ["0999-8765432"],
    }
    assert found.lines == (
        Line("0999-8123456", OWNER, "转1", REGION),
        Line("12345", OWNER, "", REGION),
        Line("0999-8765432", OWNER, "", REGION),
    )
    assert found.notes == ()
    assert found.ask == "打 0999-8123456 转1 问一句"


@pytest.mark.parametrize("nothing", ["无", None, ""])
def test_where_no_number_is_told_the_general_one_is_asked(nothing: object) -> None:
    found = telephones(fields(consult_phone=nothing), OWNER, REGION)
    assert found.contact == {"consult": ["12345"], "complain": ["12345"]}
    assert found.lines == ()
    assert found.ask == "打 12345 问一句"


def test_what_can_not_be_read_is_noted_and_nothing_else_lost() -> None:
    found = telephones(
        fields(consult_phone="0000abc", complain_phone="0999-8765432"), OWNER, REGION
    )
    assert found.contact == {"consult": ["12345"], "complain": ["0999-8765432"]}
    assert found.notes == ("电话有读不出来的，没有收：0000abc",)


def test_hours_go_with_the_numbers_of_their_field() -> None:
    lines, notes = lines_in("0999-8123456，受理时间：工作日", OWNER, REGION)
    assert lines == (Line("0999-8123456", OWNER, "", REGION, "工作日"),)
    assert notes == ()
