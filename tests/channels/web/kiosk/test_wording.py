"""The kiosk's own sentences."""

from __future__ import annotations

import re
from pathlib import Path

import channels.web.kiosk
from channels.web.kiosk.wording import words

STATIC = Path(channels.web.kiosk.__file__).with_name("static")
#: Sentences chosen by the name of a state, of a trouble, or of a step of the manner.
CHOSEN = re.compile(r"hint_\w+|ready|listening|thinking|speaking|microphone_\w+|level_\w+")


def test_every_sentence_is_used_and_every_used_one_is_there() -> None:
    # given the scripts of the page
    scripts = "".join(file.read_text(encoding="utf-8") for file in STATIC.glob("*.js"))
    there = words("12345")
    # then each sentence they name exists, and each that exists is named
    named = set(re.findall(r'sentence\("(\w+)"', scripts))
    assert named <= there.keys()
    unused = {key for key in there if f'"{key}"' not in scripts and not CHOSEN.fullmatch(key)}
    assert unused == set()


def test_sentences_are_plain_and_short() -> None:
    for key, text in words("12345").items():
        assert not re.search("[！!]|请知悉|予以|亲爱的|系统", text), key
        for sentence in re.split("[。？；：]", text):
            assert len(sentence) <= 30, key


def test_the_telephone_of_the_hall_is_given() -> None:
    said = words("0451-12345")

    assert "0451-12345" in said["door_away"]
    assert all("{phone}" not in text for text in said.values())
    # what the page fills in stays
    assert "{code}" in said["confirm_code"]
