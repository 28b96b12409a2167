"""What the speech service of a deployment is told: models, words, who may use it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ershun import voice
from ershun.launch import processes
from settings import Settings
from voice.service.config import Config, read_words


@pytest.fixture
def models(here: Settings, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The models that lie verified in the cache."""
    there = {"vosk-small-cn", "kokoro-zh", "whisper-base"}
    here.home.mkdir()
    monkeypatch.setattr(
        voice,
        "verified",
        lambda model, cache: cache / model.folder if model.name in there else None,
    )
    return there


def told(here: Settings) -> Config:
    """What is written for the service."""
    file = voice.prepare(here)
    assert file is not None
    return Config.read(file)


def test_the_service_is_told_where_its_models_are(here: Settings, models: set[str]) -> None:
    config = told(here)

    assert config.recogniser == here.weights / "vosk-small-cn-0.22"
    assert config.voice == here.weights / "kokoro-zh-1.0"
    assert config.second_pass is None
    assert config.port == here.voice_port
    assert told(replace(here, voice_second_pass=True)).second_pass is not None


def test_it_is_started_where_the_model_that_hears_is_there(
    here: Settings, models: set[str]
) -> None:
    file = voice.prepare(here)
    by_name = {program.name: program for program in processes.programs(here, Path("m"))}

    assert by_name["speech"].command[-2:] == ["ershun.launch.speech", str(file)]
    assert by_name["speech"].health == f"http://127.0.0.1:{here.voice_port}/healthz"


def test_without_the_model_it_is_not_started_any_more(here: Settings, models: set[str]) -> None:
    # given a deployment that had it
    voice.prepare(here)
    models.remove("vosk-small-cn")
    # then text goes on alone
    assert voice.prepare(here) is None
    assert "speech" not in {program.name for program in processes.programs(here, Path("m"))}


def test_without_the_natural_voice_it_is_started_all_the_same(
    here: Settings, models: set[str]
) -> None:
    models.remove("kokoro-zh")
    assert told(here).voice is None


def test_the_words_are_those_of_the_knowledge(here: Settings, models: set[str]) -> None:
    words = dict(read_words(told(here).words))
    # then names and aliases are there, and those in many names weigh more
    assert words["老年优待证"] >= 1
    assert max(words.values()) > 1
    # as they are heard: without marks, no letters alone, and of a length somebody says at once
    assert all(word.isalnum() and not word.isascii() for word in words)
    assert {len(word) for word in words} <= set(range(2, voice.LONGEST_WORD + 1))


def test_pages_of_the_web_door_may_use_it(here: Settings, models: set[str]) -> None:
    door = replace(here, host="192.168.1.20", port=8080, voice_origins=("https://hall.example",))
    assert told(door).origins == ("http://192.168.1.20:8080", "https://hall.example")
    secure = replace(here, host="::1", port=443, https=True)
    assert told(secure).origins == ("https://[::1]:443",)


@pytest.mark.parametrize("origin", ["hall.example", "https://hall.example/"])
def test_an_address_that_is_none_is_named(here: Settings, models: set[str], origin: str) -> None:
    with pytest.raises(voice.BadOrigin, match=rf"ERSHUN_VOICE_ORIGINS 里的 {origin} 不是"):
        voice.prepare(replace(here, voice_origins=(origin,)))


def test_the_key_is_the_web_doors_and_told_only_where_tokens_are_asked_for(
    here: Settings, models: set[str]
) -> None:
    assert told(here).key == ""
    assert told(replace(here, voice_token=True)).key == voice.token_key(here)
