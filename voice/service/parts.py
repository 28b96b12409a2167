"""The real parts of the service, put together as its configuration says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import numpy as np

from voice.hearing.correcting import Corrector
from voice.hearing.recogniser import RATE, Recognisers
from voice.hearing.vosk_recogniser import VoskRecognisers
from voice.service.config import Config, read_words
from voice.service.hearing import Hearing
from voice.service.mouth import Mouth
from voice.service.server import Parts
from voice.service.tokens import Tokens
from voice.service.twice import TwiceHearing

#: Recognisers kept for the next who come: a new one takes two to three times the processor
#: until it has heard a minute. Half of the seats; each takes 100 to 220 MB once used.
_SPARE = 4


@contextmanager
def assembled(config: Config) -> Iterator[Parts]:
    """The parts while the block runs; then the process that speaks is ended.

    Raises:
        BadConfig: the file of the words can't be read.
        CannotHear: a model that hears can't be loaded.
    """
    corrector = Corrector(read_words(config.words))
    recognisers = _recognisers(config)
    with closing(Mouth(config.clips, config.voice)) as mouth:
        tokens = Tokens(config.key) if config.key else None
        hearing = Hearing(recognisers, corrector, mouth.spoken)
        yield Parts(hearing, mouth, config.origins, tokens)


def _recognisers(config: Config) -> Recognisers:
    first = VoskRecognisers(config.recogniser, spare=_SPARE)
    _warm(first)
    if config.second_pass is None:
        return first
    # Takes 50 MB to import: only those who hear again pay.
    from voice.hearing.second_pass import SecondPass

    return TwiceHearing(first, SecondPass(config.second_pass))


def _warm(recognisers: VoskRecognisers) -> None:
    """Let a recogniser hear a second of hiss: the first sound it gets costs it 800 ms."""
    hiss = np.random.default_rng(0).normal(0, 300, RATE).astype(np.int16)
    with closing(recognisers.open()) as recogniser:
        recogniser.feed(hiss)
        recogniser.finish()
