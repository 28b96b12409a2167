"""Hearing with vosk (Kaldi): streaming, offline, faster than people speak on one core.

Threads: a ``VoskRecognisers`` may be used by many at once, for its model is only read. A
recogniser is one session's: one call at a time, from whichever thread. The engine works
outside Python's lock, so that sessions on several threads share all cores.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Optional

import numpy as np
import structlog
import vosk

from voice.audio import Samples
from voice.hearing.joining import joined
from voice.hearing.recogniser import RATE, CannotHear, Heard, Partial, Recogniser, Word
from voice.hearing.segmenting import segmented

log = structlog.get_logger(__name__)

#: What the model writes for sounds that are none of the phrases it was given.
_UNKNOWN = "[unk]"
#: Makes vosk write nothing but fatal errors to stderr.
_SILENT = -1
_NOT_IN_VOCABULARY = -1


class VoskRecognisers:
    """Opens recognisers over one model in memory.

    A recogniser has the search graph of its model only as far as it has needed it, and a
    new one uses two to three times the CPU until it has heard a minute. So those that
    sessions have closed are kept and handed out again. Of what was said nothing is kept.
    """

    def __init__(self, folder: Path, *, spare: int = 1) -> None:
        """Load the model.

        Args:
            folder: with ``am``, ``conf``, ``graph`` and ``ivector``.
            spare: how many closed recognisers are kept; each takes 100 to 220 MB.

        Raises:
            CannotHear: there is no such model in the folder.
        """
        vosk.SetLogLevel(_SILENT)
        if not (folder / "am" / "final.mdl").is_file():
            # Vosk would say so on stderr, in English.
            raise _no_model(folder)
        try:
            self._model = vosk.Model(str(folder))
        except Exception as error:  # Vosk raises no other.
            raise _no_model(folder) from error
        self._spare = spare
        self._idle: list[_Engine] = []
        self._lock = Lock()

    def open(self, phrases: Sequence[str] = ()) -> Recogniser:
        """A recogniser for one session.

        Args:
            phrases: if any, only these are expected, in any order and number; of anything
                else little is written, with a low confidence. Those with a character that
                no word of the model has are left out; if none is left, all is expected.
        """
        grammar = self._grammar(phrases)
        if grammar:
            engine = _Engine(vosk.KaldiRecognizer(self._model, float(RATE), grammar))
            return VoskRecogniser(engine, _drop)
        return VoskRecogniser(self._take(), self._give_back)

    def _grammar(self, phrases: Sequence[str]) -> Optional[str]:
        """The phrases as vosk wants them, or None if there are none to expect."""
        cut = [segmented(phrase, self._is_word) for phrase in phrases]
        usable = [" ".join(words) for words in cut if words]
        if len(usable) < len(phrases):
            log.warning("phrases_left_out", given=len(phrases), usable=len(usable))
        return json.dumps([*usable, _UNKNOWN], ensure_ascii=False) if usable else None

    def _is_word(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) != _NOT_IN_VOCABULARY)

    def _take(self) -> _Engine:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Engine(vosk.KaldiRecognizer(self._model, float(RATE)))

    def _give_back(self, engine: _Engine) -> None:
        engine.forget()
        with self._lock:
            if len(self._idle) < self._spare:
                self._idle.append(engine)


class VoskRecogniser:
    """One session's recogniser.

    Vosk ends an utterance by its own lights after half a second of silence. Whether it has
    ended is for the endpointer to say, so what vosk cuts off is kept until ``finish``.
    """

    def __init__(self, engine: _Engine, on_close: Callable[[_Engine], None]) -> None:
        self._engine: Optional[_Engine] = engine
        self._on_close = on_close
        self._start = engine.seconds
        self._words: list[Word] = []
        self._shown = ""

    def feed(self, samples: Samples) -> Optional[Partial]:
        """See ``Recogniser``."""
        engine = self._opened()
        words, going_on = engine.accept(samples)
        self._words += words
        text = joined([*(word.text for word in self._words), going_on]).replace(_UNKNOWN, "")
        if text == self._shown:
            return None
        self._shown = text
        return Partial(text)

    def finish(self) -> Heard:
        """See ``Recogniser``."""
        engine = self._opened()
        heard = _heard([*self._words, *engine.finish()], self._start)
        self._start, self._words, self._shown = engine.seconds, [], ""
        return heard

    def close(self) -> None:
        """See ``Recogniser``."""
        engine, self._engine = self._engine, None
        if engine:
            self._on_close(engine)

    def _opened(self) -> _Engine:
        if self._engine is None:
            raise ValueError("the recogniser is closed")
        return self._engine


class _Engine:
    """A recogniser of vosk's, which counts seconds from its making on."""

    def __init__(self, kaldi: vosk.KaldiRecognizer) -> None:
        kaldi.SetWords(True)
        self._kaldi = kaldi
        self._fed = 0

    @property
    def seconds(self) -> float:
        """What it has been fed with so far."""
        return self._fed / RATE

    def accept(self, samples: Samples) -> tuple[list[Word], str]:
        """The words now settled, and what is heard after them."""
        self._fed += len(samples)
        if self._kaldi.AcceptWaveform(samples.tobytes()):
            return _words(self._kaldi.Result()), ""
        return [], json.loads(self._kaldi.PartialResult())["partial"]

    def finish(self) -> list[Word]:
        """The words not settled before."""
        return _words(self._kaldi.FinalResult())

    def forget(self) -> None:
        """Drop all sound, and what has been learnt of the voice and the room."""
        # Where vosk has just settled words by itself, it drops nothing before new samples.
        self.accept(np.zeros(1, np.int16))
        self.finish()


def _drop(_: _Engine) -> None:
    """An engine that expects one session's phrases is of no use to another: it is freed."""


def _no_model(folder: Path) -> CannotHear:
    return CannotHear(f"{folder} 里没有能用的听音模型。请运行 ershun models fetch 取回来。")


def _words(result: str) -> list[Word]:
    return [
        Word(row["word"], row["start"], row["end"], min(row["conf"], 1.0))
        for row in json.loads(result).get("result", ())
    ]


def _heard(words: Sequence[Word], start: float) -> Heard:
    """The utterance that began after ``start`` seconds of the engine's count.

    What was none of the expected phrases counts as heard with no confidence at all.
    """
    known = tuple(
        replace(word, start=_since(start, word.start), end=_since(start, word.end))
        for word in words
        if word.text != _UNKNOWN
    )
    sure = sum(word.confidence * (word.end - word.start) for word in known)
    length = sum(word.end - word.start for word in words)
    return Heard(joined(word.text for word in known), known, sure / length if length else 0.0)


def _since(start: float, seconds: float) -> float:
    return round(max(0.0, seconds - start), 3)
