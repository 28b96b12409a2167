"""Hearing and speaking, beside stock vosk and naive pyttsx3 in the same run.

``make bench-voice`` runs all of it. ``python -m bench.voice street service`` runs parts: ``render``
(only speaks the utterances), ``recordings``, ``clean``, ``street``, ``reverberation``, ``slow``,
``service``; their table is ``voice-PART`` then. ``--small 40`` takes fewer utterances.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Optional

from rich.console import Console
from rich.progress import track

import settings
from bench.evaluation import HELD_OUT
from bench.report import Row, publish
from bench.search.plots import recall_bars
from bench.search.tasks import data_folder
from bench.voice import understanding
from bench.voice.answering import Script, answering_rows
from bench.voice.clips import ESPEAK, KOKORO, Spoken, spoken
from bench.voice.conditions import CONDITIONS, at_hearing_rate
from bench.voice.corpus import Utterance, from_knowledge, labelled, texts
from bench.voice.held_out import words_without
from bench.voice.moves import moves
from bench.voice.recognising import Ours, Stock
from bench.voice.recordings import recording_rows, recordings
from bench.voice.service import Models
from bench.voice.understanding import Reading
from knowledge.loader import load
from knowledge.schema import NATIONAL
from knowledge.search.meaning import load_encoder
from knowledge.search.searcher import Searcher
from knowledge.serving import Serving
from settings import Settings
from voice.audio import Clip
from voice.hearing.correcting import Corrector
from weights import manifest, verified

console = Console()
_PICTURE = settings.REPOSITORY / "docs" / "voice-recall.svg"
#: Utterances drawn from the knowledge base, and of the held-out ones of each move.
COUNT, EACH_MOVE = 200, 2
PARTS = ("render", "recordings", *CONDITIONS, "service")
#: Turns of each figure of the service.
_TURNS, _FEW_TURNS = 30, 6
_KNOWN = 4


class NoModel(RuntimeError):
    """A model is not there; the message says which and what to do, in Chinese."""


@dataclass(frozen=True)
class Wanted:
    """How much is measured."""

    utterances: int
    labelled: int
    turns: int


class Bench:
    """All that the parts share, made when first needed."""

    def __init__(self, deployment: Settings, wanted: Wanted) -> None:
        self._settings, self._wanted = deployment, wanted
        self._library = load(deployment.knowledge)[0]

    @cached_property
    def models(self) -> Models:
        """Verified.

        Raises:
            NoModel: one is missing.
        """
        return Models(self._model("vosk-small-cn"), self._model("kokoro-zh"))

    @cached_property
    def utterances(self) -> Sequence[Utterance]:
        """What is said."""
        asked = from_knowledge(self._library, self._wanted.utterances)
        return [*asked, *labelled(HELD_OUT, EACH_MOVE)[: self._wanted.labelled]]

    @cached_property
    def spoken(self) -> Sequence[Spoken]:
        """The utterances as sound."""
        console.print(f"speaking {len(self.utterances)} utterances, those not yet kept …")
        return [*spoken(self.utterances, self.models.kokoro)]

    @cached_property
    def words(self) -> Mapping[str, float]:
        """To correct towards, without what is measured."""
        with TemporaryDirectory() as folder:
            return words_without(texts(self.utterances), self._settings, Path(folder))

    @cached_property
    def corrector(self) -> Corrector:
        """Towards those words."""
        return Corrector(self.words.items())

    @cached_property
    def recognisers(self) -> tuple[Ours, Stock]:
        """Loaded once."""
        return Ours(self.models.vosk), Stock(self.models.vosk)

    @cached_property
    def searcher(self) -> Searcher:
        """Over the build in use, which has the utterances among its texts."""
        return Serving(self._settings.index, load_encoder(self._settings.weights)).searcher()

    def part(self, name: str) -> Iterator[Row]:
        """The rows of one of :data:`PARTS`."""
        if name in CONDITIONS:
            return self.condition(name)
        steps = {"render": self.render, "recordings": self.recordings, "service": self.service}
        return steps[name]()

    def render(self) -> Iterator[Row]:
        """Speak everything; tells how much it is."""
        seconds = sum(one.clip.seconds for one in self.spoken)
        yield Row("utterances spoken", len(self.spoken), "", "higher")
        yield Row("sound of them", round(seconds), "s", "higher")

    def recordings(self) -> Iterator[Row]:
        """Of real people."""
        yield from recording_rows(recordings(data_folder()), *self.recognisers, self.corrector)

    def condition(self, name: str) -> Iterator[Row]:
        """The utterances, disturbed."""
        for voice in (KOKORO, ESPEAK):
            theirs = [one for one in self.spoken if one.voice == voice]
            readings = [*self._read(theirs, name, voice)]
            heard = understanding.texts(readings, self.corrector)
            yield from understanding.rows(f"{voice}, {name}", readings, heard, self._find, moves)

    def service(self) -> Iterator[Row]:
        """Times and memory of the real service."""
        turns = self._wanted.turns
        clips = [at_hearing_rate(one.clip) for one in self.spoken if one.voice == KOKORO]
        answers = [policy.answer for policy in self._library.policies()]
        script = Script(clips[:turns], answers[:_KNOWN], answers[_KNOWN : _KNOWN + turns])
        yield from answering_rows(self.models, self.words, script, turns)

    def _read(self, theirs: Sequence[Spoken], name: str, voice: str) -> Iterator[Reading]:
        others = [at_hearing_rate(one.clip) for one in self.spoken if one.voice == KOKORO]
        ours, stock = self.recognisers
        # Vosk works outside Python's lock: on two cores both are heard in the time of one.
        with ThreadPoolExecutor(2) as pool:
            for one in track(theirs, f"{voice}, {name}", console=console):
                clip: Clip = CONDITIONS[name](at_hearing_rate(one.clip), others)
                mine, plain = pool.submit(ours.hear, clip), pool.submit(stock.hear, clip)
                yield Reading(one, mine.result(), plain.result())

    def _find(self, text: str) -> str:
        best = self.searcher.search(text, region=NATIONAL, limit=1).best
        return best.id if best else ""

    def _model(self, name: str) -> Path:
        folder = verified(manifest()[name], self._settings.weights)
        if folder is None:
            raise NoModel(f"没有模型 {name}。先运行 ershun models fetch。")
        return folder


def bars(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Items found first by condition, as the plot wants them."""
    found = {row.figure: row for row in rows}
    drawn = {}
    for condition in CONDITIONS:
        row = found.get(f"{KOKORO}, {condition}: R@1")
        if row is not None and row.baseline is not None:
            plain = found[f"{KOKORO}, {condition}: R@1 without correction"]
            drawn[condition] = {
                "ours": row.value,
                "without correction": plain.value,
                "stock vosk": row.baseline,
            }
    return drawn


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Measure, publish and draw."""
    parser = argparse.ArgumentParser(prog="python -m bench.voice", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--small", type=int, metavar="N", help="so many utterances")
    given = parser.parse_args(arguments)
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    few = given.small
    wanted = Wanted(few, few // 4, _FEW_TURNS) if few else Wanted(COUNT, COUNT, _TURNS)
    bench = Bench(settings.load(), wanted)
    rows = [row for part in given.parts or PARTS for row in bench.part(part)]
    publish("voice" if not given.parts else f"voice-{'-'.join(given.parts)}", rows)
    if len(drawn := bars(rows)) == len(CONDITIONS):
        recall_bars(drawn, _PICTURE)


if __name__ == "__main__":
    main()
