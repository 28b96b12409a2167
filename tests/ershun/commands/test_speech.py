"""``ershun speech render``: sentences are ready before anybody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import voice.speaking.kokoro
import weights
from settings import Settings
from tests.ershun.conftest import Ershun
from tests.voice.speaking.conftest import Tone
from voice.audio import Clip
from voice.speaking.cache import Cache, Key
from voice.speaking.manner import Manner
from voice.speaking.normalising import spoken_form
from voice.speaking.sentences import sentences

Speaks = Callable[[], Tone]


@pytest.fixture
def tone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tone:
    """A tone in place of the natural voice, which takes a second for a sentence.

    That one is rendered with in tests/voice/speaking/test_kokoro.py.
    """
    made = Tone("kokoro")
    monkeypatch.setattr(voice.speaking.kokoro, "KokoroVoice", lambda folder: made)
    monkeypatch.setattr(weights, "verified", lambda model, cache: tmp_path)
    monkeypatch.setattr(weights, "manifest", lambda: {"kokoro-zh": SimpleNamespace()})
    monkeypatch.setattr("knowledge.search.meaning.load_encoder", lambda cache: None)
    return made


def kept(here: Settings, text: str) -> list[bool]:
    """Whether the sound of each sentence of a text is there."""
    cache = Cache(here.home / "clips", 10**9)
    keys = [Key.of(one, "kokoro", Manner()) for one in sentences(spoken_form(text))]
    assert keys
    return [key in cache for key in keys]


def test_all_that_the_assistant_says_is_ready(ershun: Ershun, here: Settings, tone: Tone) -> None:
    # given knowledge in use
    ershun("knowledge", "build")
    answer = ershun("speech", "render")
    # then a step of a guide, an answer and a greeting are there as they will be asked for
    assert answer.status == 0, answer.text
    assert "没合成的 0 句" in answer.text
    for said in (
        "第 1 步，共 4 步。先挂失。打 幺 二 三 三 三 说挂失。",
        "第一次办不要钱，补办的工本费各地不一样。",
        "您好，我是耳顺，帮您办事、答政策。",
        "您说，我听着。说完停一停，我就知道了。",  # the kiosk's own
    ):
        assert all(kept(here, said)), said
    # and nothing was said twice
    assert len(set(tone.said)) == len(tone.said)


def test_again_only_what_is_new_is_said(ershun: Ershun, world: Path, tone: Tone) -> None:
    ershun("knowledge", "build")
    ershun("speech", "render")
    before = len(tone.said)
    # when one answer is changed
    file = world / "policies" / "card-cost.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("加急的另问。", "加急的另外问。"),
        encoding="utf-8",
    )
    ershun("knowledge", "build")
    answer = ershun("speech", "render")
    # then that sentence is made, and no other
    new = tone.said[before:]
    assert "加急的另外问。" in "".join(new)
    assert len(new) == 1
    assert f"这次合成 {len(new)} 句" in answer.text


def test_the_turns_of_the_rehearsal_are_told_nobody(ershun: Ershun, tone: Tone) -> None:
    ershun("knowledge", "build")
    assert "move=" not in ershun("speech", "render").text


def test_without_knowledge_it_says_what_to_do(ershun: Ershun, tone: Tone) -> None:
    answer = ershun("speech", "render")
    assert answer.status == 1
    assert "ershun knowledge build" in answer.text


def test_without_the_voice_it_says_how_to_get_it(ershun: Ershun) -> None:
    answer = ershun("speech", "render")
    assert answer.status == 1
    assert "ershun models fetch kokoro-zh" in answer.text


def test_a_voice_that_fails_again_and_again_ends_it(
    ershun: Ershun, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    ershun("knowledge", "build")
    tone.failing = True
    answer = ershun("speech", "render")
    assert answer.status == 1
    assert "ershun models verify" in answer.text


def test_it_stops_when_its_time_is_up_and_says_how_much_is_left(
    ershun: Ershun, tone: Tone, monkeypatch: pytest.MonkeyPatch
) -> None:
    ershun("knowledge", "build")
    # given a voice that takes its time: a clock that runs a minute with every sentence
    now = [0.0]
    monkeypatch.setattr("ershun.commands.speech.time.monotonic", lambda: now[0])
    said = tone.synthesise

    def slowly(text: str, manner: Manner) -> Clip:
        now[0] += 61
        return said(text, manner)

    monkeypatch.setattr(tone, "synthesise", slowly)
    answer = ershun("speech", "render", "--minutes", "1")
    assert answer.status == 0, answer.text
    assert len(tone.said) == 1
    assert "接着合成" in answer.text
