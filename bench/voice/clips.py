"""The utterances spoken, by voices of the product; rendered once and kept.

The clips lie under ``build/bench/voice-clips``, each under a hash of its text, voice and
model, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

from bench.report import FOLDER
from bench.voice.corpus import Utterance
from voice.audio import Clip
from voice.speaking.cache import Cache, Key
from voice.speaking.espeak import EspeakVoice
from voice.speaking.kokoro import KokoroVoice
from voice.speaking.manner import Manner, Voice
from voice.speaking.normalising import spoken_form
from voice.speaking.rendering import Rendering, render

CLIPS = FOLDER / "voice-clips"
#: Enough for all of them; beyond it the cache would drop the oldest.
_BOUND = 2**30
#: Which says what is drawn by a hash. ``zf_xiaoni`` is of no use (MODELS.md §4).
_SPEAKERS = ("zf_xiaoyi", "zf_xiaobei", "zf_xiaoxiao")
#: The plain voice says every fourth utterance again.
_PLAIN_EVERY = 4
KOKORO, ESPEAK = "Kokoro", "espeak"


@dataclass(frozen=True)
class Spoken:
    """An utterance as one voice says it, at that voice's normal pace."""

    utterance: Utterance
    voice: str
    clip: Clip


class NotSpoken(RuntimeError):
    """A voice failed, so there is nothing to measure with."""


def spoken(
    utterances: Sequence[Utterance], kokoro: Path, folder: Path = CLIPS, *, threads: int = 2
) -> Iterator[Spoken]:
    """Every utterance by a natural voice, then every fourth by the plain one.

    Raises:
        NotSpoken: a voice did not say one of them.
    """
    cache = Cache(folder, _BOUND)
    with closing(KokoroVoice(kokoro, threads)) as natural:
        for speaker in _SPEAKERS:
            theirs = [one for one in utterances if _speaker(one.text) == speaker]
            yield from _said(theirs, KOKORO, natural, Manner(1.0, voice=speaker), cache)
    with closing(EspeakVoice()) as plain:
        yield from _said(utterances[::_PLAIN_EVERY], ESPEAK, plain, Manner(1.0), cache)


def _speaker(text: str) -> str:
    return _SPEAKERS[hashlib.sha256(text.encode()).digest()[-1] % len(_SPEAKERS)]


def _said(
    utterances: Sequence[Utterance], name: str, voice: Voice, manner: Manner, cache: Cache
) -> Iterator[Spoken]:
    forms = [spoken_form(utterance.text) for utterance in utterances]
    with Progress(transient=True) as bar:
        task = bar.add_task(f"{name} {manner.voice}", total=len(forms))

        def show(rendering: Rendering) -> None:
            bar.update(task, completed=rendering.present + rendering.rendered)

        render(forms, voice, cache, manner, progress=show)
    for utterance, form in zip(utterances, forms, strict=True):
        clip = cache.get(Key.of(form, voice.name, manner))
        if clip is None:
            raise NotSpoken(f"{name} did not say {utterance.text}")
        yield Spoken(utterance, name, clip)
