"""Real recordings with their transcripts, from the shared data folder; evaluation only."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.report import Row
from bench.search.tasks import DataUnusable
from bench.voice.conditions import telephoned
from bench.voice.recognising import Ours, Stock
from bench.voice.scoring import errors
from voice.audio import BadAudio, Clip, read_wav
from voice.hearing.correcting import Corrector
from voice.hearing.numbers import with_digits


@dataclass(frozen=True)
class Recording:
    """What somebody really said."""

    text: str
    clip: Clip


def recordings(folder: Path) -> list[Recording]:
    """Those of the data folder.

    Raises:
        DataUnusable: they are missing or broken.
    """
    table = folder / "speech" / "transcripts.tsv"
    try:
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        return [Recording(r["text"], read_wav(table.with_name(r["file"]))) for r in rows]
    except (OSError, KeyError, BadAudio) as error:
        raise DataUnusable(f"录音数据 {table.parent} 用不了，请重新取：{error}") from error


def recording_rows(
    said: Sequence[Recording], ours: Ours, stock: Stock, corrector: Corrector
) -> Iterator[Row]:
    """Character error rates at the rate of a microphone and at that of a telephone."""
    for name, clips in (
        ("16 kHz", [one.clip for one in said]),
        ("8 kHz mu-law", [telephoned(one.clip) for one in said]),
    ):
        heard = [ours.hear(clip) for clip in clips]
        texts = {
            "corrected": [with_digits(corrector.correct(one).text) for one in heard],
            "plain": [with_digits(one.text) for one in heard],
            "stock": [stock.hear(clip) for clip in clips],
        }
        rate = {
            who: round(errors(zip((one.text for one in said), texts[who], strict=True)).rate, 4)
            for who in texts
        }
        yield Row(f"recordings, {name}: CER", rate["corrected"], "", "lower", None, rate["stock"])
        yield Row(f"recordings, {name}: CER without correction", rate["plain"], "", "lower")
