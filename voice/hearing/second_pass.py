"""Hearing an utterance again with whisper, where the first recogniser was unsure of it.

Whisper hears far-off, whispering and accented speakers better, but only whole utterances
and for much more CPU. Where there is no speech it invents some; how that is known:
Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision" (2022), §4.5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Optional

import numpy as np
import structlog
from opencc import OpenCC

from voice.audio import Samples
from voice.hearing.joining import joined
from voice.hearing.recogniser import RATE, CannotHear, Heard, Word

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment

log = structlog.get_logger(__name__)

#: Seconds. In less than this nobody says anything.
_SHORTEST = 0.1
#: Of the paper: a segment this likely no speech, or whose text packs this well, is invented.
_NO_SPEECH, _PACKS = 0.6, 2.4
#: Of the paper: mean log probability of its tokens under which a text is a failure.
_UNLIKELY = -1.0
#: A phrase said three times over is an invention. Shorter ones people do say (好的好的好的).
_REPEATED = re.compile(r"(.{4,})\1\1")
#: Tokens for a second: fast speakers say 8 characters of up to 1.5 tokens. An invention would
#: go on to whisper's limit, which takes seconds.
_TOKENS_A_SECOND, _MOST_TOKENS = 12, 220
#: Whisper mixes traditional characters in. Not wetext's: it can't be where vosk is
#: (voice/speaking/wording.py).
_SIMPLIFIED = OpenCC("t2s")
#: All marks but those within numbers.
_MARKS = re.compile(r"(?!(?<=\d)[.:](?=\d))[^\w\s%]")


class SecondPass:
    """Hears utterances again. May be used by many threads, which then wait for each other."""

    def __init__(self, folder: Path, *, cpu_threads: int = 1, beam: int = 5) -> None:
        """Nothing is loaded before the first utterance: it takes 1 s, and 350 MB to keep.

        Args:
            folder: with whisper-base as CTranslate2 has it.
            cpu_threads: that one utterance may use.
            beam: how many texts are followed at a time, 1 to 5. Five take little longer than
                one and hear telephones better.

        Raises:
            CannotHear: there is no such model in the folder.
        """
        if not (folder / "model.bin").is_file():
            raise _no_model(folder)
        self._folder, self._cpu_threads, self._beam = folder, cpu_threads, beam
        self._lock = Lock()
        self._model: Optional[WhisperModel] = None

    def again(self, samples: Samples) -> Heard:
        """What is heard in an utterance of 16 kHz; nothing rather than an invention.

        Raises:
            CannotHear: the model cannot be loaded.
        """
        seconds = len(samples) / RATE
        if seconds < _SHORTEST or not samples.any():
            return Heard("")
        with self._lock:
            segments, _ = self._loaded().transcribe(
                samples.astype(np.float32) / 32_768,
                language="zh",
                beam_size=self._beam,
                # One try: the further ones are random and take as long each.
                temperature=0.0,
                condition_on_previous_text=False,
                vad_filter=False,
                word_timestamps=True,
                max_new_tokens=min(20 + int(seconds * _TOKENS_A_SECOND), _MOST_TOKENS),
            )
            found = list(segments)
        return _heard(found)

    def _loaded(self) -> WhisperModel:
        if self._model is None:
            # Importing it takes 50 MB: only those who hear again pay.
            from faster_whisper import WhisperModel

            try:
                self._model = WhisperModel(
                    str(self._folder),
                    device="cpu",
                    compute_type="int8",
                    cpu_threads=self._cpu_threads,
                    local_files_only=True,
                )
            except (OSError, RuntimeError) as error:
                raise _no_model(self._folder) from error
        return self._model


def _heard(segments: Sequence[Segment]) -> Heard:
    text = joined(_plain(segment.text) for segment in segments)
    if _REPEATED.search(text) or any(_is_invented(segment) for segment in segments):
        log.info("invention_dropped", segments=len(segments))
        return Heard("")
    words = tuple(
        Word(said, float(word.start), float(word.end), float(word.probability))
        for segment in segments
        for word in segment.words or ()
        if (said := _plain(word.word).strip())
    )
    length = sum(word.end - word.start for word in words)
    sure = sum(word.confidence * (word.end - word.start) for word in words)
    return Heard(text, words, sure / length if length else 0.0)


def _is_invented(segment: Segment) -> bool:
    return bool(
        segment.no_speech_prob > _NO_SPEECH
        or segment.compression_ratio > _PACKS
        or segment.avg_logprob < _UNLIKELY
    )


def _plain(text: str) -> str:
    """In simplified characters, which whisper mixes with others, and without marks."""
    return _MARKS.sub(" ", _SIMPLIFIED.convert(text))


def _no_model(folder: Path) -> CannotHear:
    return CannotHear(f"{folder} 里没有能用的复听模型。请运行 ershun models fetch 取回来。")
