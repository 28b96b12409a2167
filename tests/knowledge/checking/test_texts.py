"""Which sentences of an entry citizens read, so that the gatekeeper reads them too."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.checking.texts import citizen_texts
from knowledge.library import Library
from knowledge.yaml_source import Key, read_yaml


def texts(library: Library, entry_id: str) -> dict[Key, str]:
    return dict(citizen_texts(library.variants[entry_id]["000000"].entry))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("summary",), "社保卡丢了，补一张新的。"),
        (("result",), "一张新的社保卡。"),
        (("conditions", 0), "以前办过社保卡，现在卡丢了。"),
        (("local_rule",), "网点由当地定。"),
        (("eligibility", 0, "ask"), "丢了的卡，挂失了没有？"),
        (("eligibility", 0, "why"), "没挂失的卡，别人捡到可能会用。"),
        (("eligibility", 0, "answers", 1, "note"), "不要紧，到窗口先挂失。"),
        (("steps", 0, "do"), "先挂失"),
        (("steps", 0, "detail"), "打 12333 说挂失。"),
        (("steps", 2, "speak"), "跟窗口说，我补社保卡。"),
        (("where", "hall", "text"), "社保大厅。"),
        (("where", "proxy", "text"), "可以请家里人替您去。"),
        (("time_limit", "text"), "当天能拿。"),
        (("fee", "text"), "收不收工本费，各地不一样。"),
    ],
)
def test_everything_an_item_says_is_read(library: Library, path: Key, text: str) -> None:
    assert texts(library, "card-replace")[path] == text


def test_the_reason_why_something_is_impossible_is_read(library: Library) -> None:
    path = ("eligibility", 0, "answers", 1, "stop")
    assert texts(library, "senior-card")[path] == "要满 60 岁才能办，到时候再来。"


def test_what_is_not_there_is_not_read(library: Library) -> None:
    # given an item that cannot be done by mail, and a step without details
    found = texts(library, "card-replace")
    assert ("where", "mail", "text") not in found
    assert ("steps", 1, "detail") not in found


@pytest.mark.parametrize("inner", ["name", "aliases", "department", "basis"])
def test_names_and_sources_are_not_sentences_to_citizens(library: Library, inner: str) -> None:
    assert not any(path[0] == inner for path in texts(library, "card-replace"))


def test_everything_a_policy_says_is_read(library: Library) -> None:
    assert texts(library, "card-cost") == {
        ("answer",): "第一次办不要钱，补办的工本费各地不一样。",
        ("details", 0): "有的地方补办也不收钱。",
        ("details", 1): "加急的另问。",
        ("local_rule",): "打 12333 问当地收多少。",
    }


def test_a_policy_without_local_rules_has_none_to_read(library: Library) -> None:
    assert set(texts(library, "senior-age")) == {("answer",)}


@pytest.mark.parametrize("entry_id", ["card-replace", "card-report", "senior-card", "card-cost"])
def test_every_text_is_found_again_where_it_is_said_to_stand(
    library: Library, entry_id: str
) -> None:
    # given the file of an entry
    variant = library.variants[entry_id]["000000"]
    data = read_yaml(Path(variant.file)).data
    # then following a path through it leads to the very text
    for path, text in citizen_texts(variant.entry):
        place = data
        for key in path:
            place = place[key]
        assert place == text
