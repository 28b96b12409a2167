"""Chinese as the phonemes of the natural voice."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.speaking.phonemes import MOST_IDS, Phonemes

pytestmark = pytest.mark.running


@pytest.fixture(scope="module")
def phonemes(kokoro_folder: Path) -> Phonemes:
    return Phonemes(kokoro_folder / "tokenizer.json")


def test_nothing_is_fetched_for_it(kokoro_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("somebody wants the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    made = Phonemes(kokoro_folder / "tokenizer.json")
    assert len(made.pieces("请带身份证。")[0]) > 15


def test_another_sentence_has_other_phonemes_and_a_homophone_the_same(phonemes: Phonemes) -> None:
    assert phonemes.pieces("老年证") != phonemes.pieces("老年卡")
    assert phonemes.pieces("公式。") == phonemes.pieces("公示。")


def test_a_long_sentence_comes_in_pieces_that_fit(phonemes: Phonemes) -> None:
    pieces = phonemes.pieces("请您带好身份证原件，" * 20)
    assert len(pieces) > 1 and all(0 < len(piece) <= MOST_IDS for piece in pieces)


def test_one_without_pauses_too(phonemes: Phonemes) -> None:
    assert all(len(piece) <= MOST_IDS for piece in phonemes.pieces("装" * 200))


@pytest.mark.parametrize("nothing", ["", "，。", " ", "\U0002a6d7"])
def test_where_there_is_nothing_to_say_there_is_no_piece(phonemes: Phonemes, nothing: str) -> None:
    assert all(len(piece) < 4 for piece in phonemes.pieces(nothing))


HAN = st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF) | st.sampled_from("，。儿不一")


@settings(max_examples=150, deadline=None)
@given(st.text(HAN, max_size=30))
def test_the_rarest_character_does_not_stop_it(phonemes: Phonemes, text: str) -> None:
    assert all(len(piece) <= MOST_IDS for piece in phonemes.pieces(text))
