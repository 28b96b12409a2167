"""The engine itself, used as the worker uses it."""

from __future__ import annotations

import pytest

from voice.speaking.espeak_worker import Espeak
from voice.speaking.frames import Asked
from voice.speaking.manner import VoiceFailed


@pytest.fixture(scope="module")
def engine() -> Espeak:
    return Espeak()


def test_it_speaks_mandarin_at_its_own_rate(engine: Espeak) -> None:
    clip = engine.synthesise(Asked("请稍等。", 1.0))
    assert clip.rate == 22_050 and clip.seconds > 0.5


def test_what_it_said_before_is_not_in_the_next(engine: Espeak) -> None:
    short = engine.synthesise(Asked("好。", 1.0)).seconds
    engine.synthesise(Asked("请您带好身份证原件，到一楼大厅。", 1.0))
    assert engine.synthesise(Asked("好。", 1.0)).seconds == pytest.approx(short, rel=0.1)


def test_without_text_the_engine_is_not_asked(engine: Espeak) -> None:
    assert engine.synthesise(Asked("\0 \0", 1.0)).seconds == 0


def test_an_engine_that_writes_nothing_is_found_out(
    engine: Espeak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine._engine, "runAndWait", lambda: None)
    with pytest.raises(VoiceFailed):
        engine.synthesise(Asked("好。", 1.0))
