"""An utterance is heard again, and silence stays silence. With the real model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tests.voice.conftest import Recording
from voice.audio import Samples
from voice.hearing.recogniser import CannotHear, Heard
from voice.hearing.second_pass import SecondPass

pytestmark = pytest.mark.running

SECOND = 16_000


@pytest.fixture(scope="module")
def second_pass(whisper_folder: Path) -> SecondPass:
    return SecondPass(whisper_folder)


def test_an_utterance_is_heard_in_simplified_characters_without_marks(
    second_pass: SecondPass, recordings: Mapping[str, Recording]
) -> None:
    # given a recording of which whisper writes 工廠出現大規模, and 50%
    recording = recordings["wenet_long"]
    # when it is heard again
    heard = second_pass.again(recording.clip.samples)
    # then it is written as we write
    assert "工厂出现大规模感染目前工厂产量" in heard.text
    assert heard.text.endswith("50%")
    # and its words make up the text, in the order of time, with confidences
    assert "".join(word.text for word in heard.words) == heard.text
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert heard.words[-1].end <= recording.clip.seconds
    assert 0.6 < heard.confidence <= 1


def music() -> Samples:
    at = np.arange(3 * SECOND) / SECOND
    chord = sum(np.sin(2 * np.pi * pitch * at) for pitch in (262, 330, 392))
    return np.asarray(4_000 * (1 + np.sin(2 * np.pi * 2 * at)) * chord, np.int16)


def noise(loudness: float) -> Samples:
    return np.random.default_rng(4).normal(0, loudness, 3 * SECOND).astype(np.int16)


NO_SPEECH = {
    "no samples": np.zeros(0, np.int16),
    "a click": np.full(100, 9_000, np.int16),
    "silence": np.zeros(3 * SECOND, np.int16),
    "faint noise": noise(20),
    "loud noise": noise(4_000),
    "music": music(),
}


@pytest.mark.parametrize("kind", NO_SPEECH)
def test_nothing_is_invented_where_nothing_is_said(second_pass: SecondPass, kind: str) -> None:
    assert second_pass.again(NO_SPEECH[kind]) == Heard("")


def test_one_word_is_not_taken_for_nothing(
    second_pass: SecondPass, recordings: Mapping[str, Recording]
) -> None:
    assert second_pass.again(recordings["firered_hello_zh"].clip.samples).text == "你好世界"


def test_a_folder_without_a_model_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(CannotHear, match="ershun models fetch"):
        SecondPass(tmp_path)


def test_a_broken_model_is_refused_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"not a model")
    broken = SecondPass(tmp_path)
    with pytest.raises(CannotHear, match="ershun models fetch"):
        broken.again(noise(4_000))
