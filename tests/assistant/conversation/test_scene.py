"""What a move sees: entries as they hold here, telephones, a choice told from words."""

from __future__ import annotations

import pytest

from assistant.conversation.scene import Message, MissingEntry, Scene, display_name
from assistant.conversation.state import Guide, State
from knowledge.search.searcher import Searcher
from tests.conftest import TODAY


@pytest.fixture
def scene(searcher: Searcher) -> Scene:
    """A turn over the small world."""
    return Scene(State(), Message("您好", "greet"), searcher, TODAY, "123456", "12345")


def test_an_entry_is_as_it_holds_in_her_region(scene: Scene) -> None:
    national = scene.item("senior-card")
    scene.state.region = "230100"
    regional = scene.item("senior-card")
    assert national.fee.text == "不收费。"
    assert regional.fee.text == "黑龙江不收费。"
    assert (scene.level(national), scene.level(regional)) == ("全国", "黑龙江省")


def test_an_entry_of_elsewhere_is_found_where_it_holds(scene: Scene) -> None:
    scene.state.region = "230100"
    assert scene.level(scene.entry("tea-money")) == "广东省"


def test_an_entry_that_is_gone_is_missing(scene: Scene) -> None:
    with pytest.raises(MissingEntry):
        scene.entry("long-gone")


def test_a_policy_is_no_service(scene: Scene) -> None:
    with pytest.raises(MissingEntry):
        scene.item("card-cost")


def test_a_guide_of_an_item_that_is_gone_is_let_go(scene: Scene) -> None:
    scene.state.guide = Guide(item="long-gone", stop="materials")
    assert scene.guided_item() is None
    assert scene.state.guide is None


def test_telephones_are_named_one_or_the_other(scene: Scene) -> None:
    entry = scene.entry("card-cost")
    two = entry.copy(update={"contact": entry.contact.copy(update={"consult": ["12333", "12345"]})})
    assert scene.phones(two) == "12333 或 12345"


def test_a_button_says_a_service_by_its_short_name_and_a_policy_by_its_title(
    scene: Scene,
) -> None:
    assert display_name(scene.entry("senior-card")) == "办老年证"
    assert display_name(scene.entry("senior-age")) == "多大年纪算老年人"


def test_a_chosen_option_is_told_from_words() -> None:
    assert Message('/choose{"entry": "card-cost"}', "choose").is_choice
    assert not Message("第一个", "choose").is_choice
    assert not Message("", "choose").is_choice
