"""The doors' own sentences: all there, for elders, with every place filled."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import channels
from channels.gateway.wording import sentence, sentences

SOURCES = [p.read_text(encoding="utf-8") for p in Path(channels.__file__).parent.rglob("*.py")]
VALUES = {
    "code": "123 456", "kept": 500, "kinds": "手机号", "phone": "12345", "wait": "40 秒",
    "what": "text",
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(sentences()))
def test_every_sentence_is_one_an_elder_can_be_told(key: str) -> None:
    # when a sentence is said
    said = sentence(key, **VALUES)
    # then every place in it is filled, it doesn't shout, and speaks Chinese
    assert not re.search(r"[{}!！]", said)
    assert re.search(r"[\u4e00-\u9fff]", said)
    # and no part between two stops is longer than a breath
    assert max(len(part) for part in re.split(r"[。，？、]", said)) <= 24


@pytest.mark.parametrize("key", sorted(sentences()))
def test_no_sentence_lies_about_unused(key: str) -> None:
    # when the doors' code is searched
    # then somebody says it (or its template has it in so many words)
    templates = Path(channels.__file__).parent / "web" / "templates"
    pages = "".join(p.read_text(encoding="utf-8") for p in templates.iterdir())
    assert any(f'"{key}"' in source for source in SOURCES) or sentences()[key] in pages


def test_every_place_in_a_sentence_is_one_we_know() -> None:
    # when the places of all sentences are gathered
    formatter = string.Formatter()
    places = {name for s in sentences().values() for _, name, _, _ in formatter.parse(s) if name}
    # then they are these
    assert places == set(VALUES)


def test_a_sentence_that_does_not_exist_is_a_mistake_of_ours() -> None:
    # when one is asked for that isn't there, or without what belongs in it
    # then that shows at once
    for key in ("no_such_sentence", "masked"):
        with pytest.raises(KeyError):
            sentence(key)
