"""What the service is told by a file, and the file of the words."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice.service.config import BadConfig, Config, read_words, write_words


def config(folder: Path) -> Config:
    return Config(
        port=2700,
        recogniser=folder / "vosk",
        second_pass=None,
        voice=folder / "kokoro",
        clips=folder / "clips",
        words=folder / "words.txt",
        origins=("https://hall.example",),
        key="secret",
    )


def test_what_is_written_is_read(tmp_path: Path) -> None:
    config(tmp_path).write(tmp_path / "speech.json")

    assert Config.read(tmp_path / "speech.json") == config(tmp_path)


def test_only_its_owner_can_read_the_key(tmp_path: Path) -> None:
    # given a file that anybody could read
    file = tmp_path / "speech.json"
    file.touch(0o644)
    config(tmp_path).write(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "secret" not in repr(config(tmp_path))


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "{}", '{"port": 2700}'])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "speech.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfig, match=rf"{file} 读不了"):
        Config.read(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"speech.json 读不了"):
        Config.read(tmp_path / "speech.json")
    with pytest.raises(BadConfig, match=r"words.txt 读不了"):
        read_words(tmp_path / "words.txt")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.dictionaries(
        st.text(st.characters(whitelist_categories=["Lo", "Nd"]), min_size=1),
        st.integers(1, 10_000).map(float),
    )
)
def test_words_come_back_with_their_weights(tmp_path: Path, words: dict[str, float]) -> None:
    write_words(tmp_path / "words.txt", words)

    assert dict(read_words(tmp_path / "words.txt")) == words


@pytest.mark.parametrize("line", ["社保卡", "社保卡 1", "社保卡\tmany", "a\tb\t1"])
def test_a_line_that_was_not_written_so_is_an_error(tmp_path: Path, line: str) -> None:
    (tmp_path / "words.txt").write_text(line, encoding="utf-8")
    with pytest.raises(BadConfig):
        read_words(tmp_path / "words.txt")
