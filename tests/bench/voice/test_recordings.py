"""The recordings of the shared data folder, by a folder of the same layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.search.tasks import DataUnusable
from bench.voice.recordings import recordings
from tests.bench.voice.conftest import tone
from voice.audio import wav_bytes

HEADER = "file\tseconds\ttext\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    speech = tmp_path / "speech"
    speech.mkdir()
    (speech / "one.wav").write_bytes(wav_bytes(tone(440)))
    (speech / "transcripts.tsv").write_text(f"{HEADER}one.wav\t1.0\t你好世界\n", encoding="utf-8")
    return tmp_path


def test_each_row_is_a_recording_with_its_words(folder: Path) -> None:
    (one,) = recordings(folder)
    assert one.text == "你好世界"
    assert one.clip.seconds == 1


@pytest.mark.parametrize(
    "table", ["", f"{HEADER}missing.wav\t1.0\t你好\n", f"{HEADER}transcripts.tsv\t1.0\t你好\n"]
)
def test_what_is_missing_or_broken_is_told(folder: Path, table: str) -> None:
    (folder / "speech" / "transcripts.tsv").write_text(table or "x\ny\n", encoding="utf-8")
    with pytest.raises(DataUnusable, match="录音数据"):
        recordings(folder)


def test_without_the_data_it_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DataUnusable, match="speech"):
        recordings(tmp_path)
