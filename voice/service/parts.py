"""The real parts of the service, put together as its configuration says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from voice.hearing.correcting import Corrector
from voice.hearing.recogniser import Recognisers
from voice.hearing.vosk_recogniser import VoskRecognisers
from voice.service.config import Config, read_words
from voice.service.hearing import Hearing
from voice.service.mouth import Mouth
from voice.service.server import Parts
from voice.service.tokens import Tokens
from voice.service.twice import TwiceHearing


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
    first = VoskRecognisers(config.recogniser)
    if config.second_pass is None:
        return first
    # Takes 50 MB to import: only those who hear again pay.
    from voice.hearing.second_pass import SecondPass

    return TwiceHearing(first, SecondPass(config.second_pass))
