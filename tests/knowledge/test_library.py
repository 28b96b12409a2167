"""Which answer holds where: the nation, a province, a city."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library, Variant
from knowledge.schema import NATIONAL, Region


def regions(parents: dict[str, str | None]) -> Library:
    return Library(
        regions={
            code: Region.parse_obj({"code": code, "name": f"地方{code}", "parent": parent})
            for code, parent in parents.items()
        }
    )


def test_a_city_asks_its_province_then_the_nation(library: Library) -> None:
    assert library.chain("230100") == ["230100", "230000", NATIONAL]


def test_the_nation_is_on_its_own(library: Library) -> None:
    assert library.chain(NATIONAL) == [NATIONAL]


@pytest.mark.parametrize("code", ["999999", "", "哈尔滨", "' OR 1=1 --"])
def test_an_unknown_place_gets_what_holds_everywhere(library: Library, code: str) -> None:
    assert library.chain(code) == [NATIONAL]


def test_a_place_whose_parent_is_not_registered_still_reaches_the_nation() -> None:
    assert regions({"230100": "230000"}).chain("230100") == ["230100", NATIONAL]


def test_places_that_are_each_others_parents_do_not_hang_the_program() -> None:
    looped = regions({"230000": "230100", "230100": "230000", NATIONAL: None})
    assert looped.chain("230100") == ["230100", "230000", NATIONAL]


codes = st.sampled_from([NATIONAL, "110000", "120000", "130000", "140000"])


@given(st.dictionaries(codes, st.none() | codes), codes)
def test_every_chain_is_finite_and_ends_in_the_nation_it_names_once(
    parents: dict[str, str | None], start: str
) -> None:
    chain = regions(parents).chain(start)
    assert chain.count(NATIONAL) == 1
    assert len(set(chain)) == len(chain)


@pytest.mark.parametrize(
    ("region", "fee"),
    [
        ("000000", "不收费。"),
        ("440000", "不收费。"),
        ("999999", "不收费。"),
        ("230000", "黑龙江不收费。"),
        ("230100", "黑龙江不收费。"),
    ],
)
def test_the_nearest_answer_holds(library: Library, region: str, fee: str) -> None:
    variant = library.resolve("senior-card", region)
    assert variant is not None
    assert variant.entry.dict()["fee"]["text"] == fee
    assert library.applicable(variant, region)


def test_the_national_answer_does_not_apply_where_a_province_has_its_own(library: Library) -> None:
    national = library.variants["senior-card"][NATIONAL]
    assert not library.applicable(national, "230100")


@pytest.mark.parametrize(("entry_id", "region"), [("tea-money", "230000"), ("nothing", "440000")])
def test_what_does_not_exist_here_is_nothing(library: Library, entry_id: str, region: str) -> None:
    assert library.resolve(entry_id, region) is None


def test_variants_come_in_a_stable_order_national_first(library: Library) -> None:
    listed = [(v.entry.id, v.entry.region) for v in library.all_variants()]
    assert listed == sorted(listed)
    assert ("senior-card", NATIONAL) in listed
    assert ("senior-card", "230000") in listed


def test_an_entry_is_listed_once_however_many_provinces_change_it(library: Library) -> None:
    assert [i.summary for i in library.items() if i.id == "senior-card"] == [
        "满 60 岁可以办，坐车看景点有优待。"
    ]


def test_an_entry_of_one_province_is_listed_too(library: Library) -> None:
    assert [p.region for p in library.policies() if p.id == "tea-money"] == ["440000"]


@pytest.mark.parametrize(
    ("code", "name"), [("230100", "哈尔滨市"), ("000000", "全国"), ("999999", "全国")]
)
def test_places_are_called_by_name(library: Library, code: str, name: str) -> None:
    assert library.region_name(code) == name


def test_a_value_nobody_changed_is_the_nations(library: Library) -> None:
    variant = library.variants["card-replace"][NATIONAL]
    assert variant.level_of("fee") == NATIONAL


def test_a_variant_from_an_index_needs_no_file(library: Library) -> None:
    # given an entry as it comes from the built index
    variant = Variant(library.variants["card-replace"][NATIONAL].entry)
    # then asking for a line does no harm
    assert variant.source.line(("fee", "text")) == 1
