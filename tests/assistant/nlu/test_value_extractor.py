"""Entities: places of the knowledge base by name, values by rule, as Rasa writes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.value_extractor import ValueExtractor
from knowledge.loader import load_regions
from knowledge.schema import Region
from tests.assistant.nlu.conftest import Workbench
from tests.conftest import WORLD

REGIONS = [
    Region(code="000000", name="全国"),
    Region(code="230000", name="黑龙江省", parent="000000", aliases=["黑龙江"]),
    Region(code="230100", name="哈尔滨市", parent="230000", aliases=["哈尔滨"]),
    Region(code="150303", name="海南区", parent="150300", aliases=["海南"]),
    Region(code="460000", name="海南省", parent="000000", aliases=["海南"]),
    Region(code="220000", name="吉林省", parent="000000", aliases=["吉林"]),
    Region(code="220200", name="吉林市", parent="220000", aliases=["吉林"]),
]
EXTRACTOR = ValueExtractor(REGIONS)


def found(text: str) -> list[tuple[str, Any, str]]:
    """Kind, value and words of each entity."""
    return [(e["entity"], e["value"], text[e["start"] : e["end"]]) for e in EXTRACTOR.extract(text)]


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("我在哈尔滨", [("region", "230100", "哈尔滨")]),
        ("我在哈尔滨市", [("region", "230100", "哈尔滨市")]),
        ("黑龙江省哈尔滨市", [("region", "230000", "黑龙江省"), ("region", "230100", "哈尔滨市")]),
        ("我在上海", []),
        ("", []),
    ],
)
def test_a_place_is_found_by_any_of_its_names(said: str, places: list[Any]) -> None:
    assert found(said) == places


def test_the_longest_name_wins() -> None:
    assert found("吉林市") == [("region", "220200", "吉林市")]


@pytest.mark.parametrize(("said", "province"), [("吉林", "220000"), ("海南", "460000")])
def test_a_name_of_two_places_is_the_wider_one(said: str, province: str) -> None:
    # given 吉林, a province and a city in it, and 海南, also a district of Wuhai far from it
    # then the answer is too wide rather than of the wrong town
    assert found(f"我是{said}的") == [("region", province, said)]


def test_places_and_values_come_from_one_sentence() -> None:
    year = date.today().year - 70
    assert found(f"我在哈尔滨，{year}年生的，每月3000元") == [
        ("region", "230100", "哈尔滨"),
        ("age", 70, f"{year}年生"),
        ("amount", 3000.0, "3000元"),
    ]


def test_rasa_gets_entities_with_who_found_them_beside_those_found_before() -> None:
    # given a message with an entity of another extractor
    message = Message({TEXT: "我在哈尔滨", ENTITIES: [{"entity": "x", "value": "y"}]})
    # when Rasa hands it through
    EXTRACTOR.process([message])
    # then ours is added and named
    before, ours = message.get(ENTITIES)
    assert before == {"entity": "x", "value": "y"}
    assert ours == {
        "entity": "region",
        "value": "230100",
        "start": 2,
        "end": 5,
        "extractor": "ValueExtractor",
    }
    assert ENTITIES in message.output_properties


def test_an_option_without_words_has_no_entities_of_ours() -> None:
    chosen = Message({"intent": {"name": "affirm"}})

    assert EXTRACTOR.process([chosen])[0].get(ENTITIES) == []


def test_the_places_are_those_of_the_knowledge_folder(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a deployment with a folder of its own
    monkeypatch.setenv("ERSHUN_KNOWLEDGE", str(WORLD))
    extractor = bench.create(ValueExtractor)
    # then its regions are known, each by every name
    for region in load_regions(Path(WORLD)):
        for name in (region.name, *region.aliases):
            assert [e["value"] for e in extractor.extract(f"我在{name}")] == [region.code]


@given(st.text(max_size=40))
def test_any_text_is_read_without_harm(text: str) -> None:
    for entity in EXTRACTOR.extract(text):
        assert 0 <= entity["start"] < entity["end"] <= len(text)
