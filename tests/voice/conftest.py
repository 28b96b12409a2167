"""Shared by the tests of hearing and speaking: model folders and real recordings."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import settings
from tests.conftest import SHARED
from voice.audio import Clip, read_wav
from weights import fetch, manifest

SPEECH = SHARED / "speech"


@dataclass(frozen=True)
class Recording:
    """Somebody really said this. ``text`` is what, without blanks and marks."""

    clip: Clip
    text: str


def model(name: str) -> Path:
    """The folder of a model, fetched if it is not there and verified."""
    found = settings.load()
    return fetch(manifest()[name], found.weights, mirror=found.weights_mirror)


@pytest.fixture(scope="session")
def vosk_folder() -> Path:
    """The model that hears."""
    return model("vosk-small-cn")


@pytest.fixture(scope="session")
def whisper_folder() -> Path:
    """The model that hears again."""
    return model("whisper-base")


@pytest.fixture(scope="session")
def kokoro_folder() -> Path:
    """The natural voice."""
    return model("kokoro-zh")


@pytest.fixture(scope="session")
def recordings() -> Mapping[str, Recording]:
    """The real recordings by file name without ending, all of 16 kHz."""
    if not SPEECH.is_dir():
        pytest.fail(f"没有 {SPEECH}。用 ERSHUN_SHARED_DATA 指明共享数据的文件夹。")
    with (SPEECH / "transcripts.tsv").open(encoding="utf-8", newline="") as file:
        return {
            Path(row["file"]).stem: Recording(read_wav(SPEECH / row["file"]), row["text"])
            for row in csv.DictReader(file, delimiter="\t")
        }
