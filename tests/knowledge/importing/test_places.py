"""Where a title or a code is at home."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.places import Places, six_digits
from tests.knowledge.importing.conftest import KNOWN


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("云岭省公园管理条例", "990000"),
        ("清河市公园管理办法", "990100"),
        ("公园管理条例", None),
        ("全国公园管理条例", None),
        # Districts share names with districts of other cities.
        ("桥东区公园管理办法", None),
        ("", None),
    ],
)
def test_a_title_begins_with_the_place_where_it_holds(title: str, code: str | None) -> None:
    assert KNOWN.of_title(title) == code


def test_without_a_registry_no_title_has_a_place() -> None:
    assert Places([]).of_title("清河市公园管理办法") is None


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("990102", "990102"),  # a district
        ("990171", "990100"),  # a development zone's own code: its city
        ("990271", "990271"),  # no district of this city is known: it may well be one
        ("880101", "880101"),  # nothing is known there
    ],
)
def test_a_code_of_an_office_s_own_is_its_city(code: str, nearest: str) -> None:
    assert KNOWN.nearest(code) == nearest


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("440100", "440100"),
        ("440100000000", "440100"),
        ("440106001", None),
        ("44", "440000"),
        ("4401", "440100"),
        ("", None),
        ("四四〇一", None),
        ("44010", None),
        ("44010600100200", None),
    ],
)
def test_codes_longer_and_shorter_are_brought_to_six_digits(said: str, code: str | None) -> None:
    assert six_digits(said) == code


@given(st.text(max_size=14))
def test_whatever_is_said_a_code_has_six_digits(said: str) -> None:
    code = six_digits(said)
    assert code is None or (len(code) == 6 and code.isascii() and code.isdigit())
