"""The speech service of a deployment: told where its models are and which words are said here.

The service itself knows neither the settings nor the knowledge; what it needs of both is
written into files of the home at every start.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Optional

from ershun.launch.processes import speech_file
from knowledge import lexicon
from knowledge.importing.store import ImportedStore
from knowledge.library import Library
from knowledge.loader import load
from knowledge.normal import normal_form
from settings import Settings
from settings.secret import secret_for
from voice.service.config import Config, write_words
from voice.service.origins import is_origin
from voice.service.tokens import PURPOSE
from weights import manifest, verified

#: Longer names are sentences: nobody says them word for word.
LONGEST_WORD = 12
_SHORTEST_WORD = 2
_MARKS = re.compile(r"\W+")


class BadOrigin(Exception):
    """ERSHUN_VOICE_ORIGINS names no origin; the message says which, in Chinese."""


def prepare(settings: Settings) -> Optional[Path]:
    """Write what the speech service is started with.

    Returns:
        The file it is to read; None if the model that hears is not there, and the service
        is not to be started.

    Raises:
        BadOrigin: a page's address is not written as it must be.
        OSError: the home can't be written.
    """
    file = speech_file(settings)
    recogniser = _model(settings, "vosk-small-cn")
    if recogniser is None:
        file.unlink(missing_ok=True)
        return None
    config = Config(
        port=settings.voice_port,
        recogniser=recogniser,
        second_pass=_model(settings, "whisper-base") if settings.voice_second_pass else None,
        voice=_model(settings, "kokoro-zh"),
        clips=settings.home / "clips",
        words=settings.home / "speech-words.txt",
        origins=_origins(settings),
        key=token_key(settings) if settings.voice_token else "",
    )
    write_words(config.words, words(settings))
    config.write(file)
    return file


def token_key(settings: Settings) -> str:
    """The key with which the web door signs tokens for the speech service."""
    return secret_for(settings.secret_file, PURPOSE)


def words(settings: Settings) -> dict[str, float]:
    """The words people say here: how often each is found in the names of the knowledge base."""
    library, _ = load(settings.knowledge)
    imported = [
        name
        for item in ImportedStore(settings.imported).named_items()
        for name in (item.name, *item.aliases)
    ]
    names = [*_names(library), *imported]
    counted = _counted(names)
    return {word: float(counted[word] or 1) for word in _said([*lexicon.words(library), *names])}


def _names(library: Library) -> Iterator[str]:
    """All that items and policies are called and asked by."""
    for item in library.items():
        yield from (item.name, item.short, *item.aliases)
    for policy in library.policies():
        yield from (policy.title, *policy.questions)


def _said(names: Iterable[str]) -> Iterator[str]:
    """Names as they are heard: without marks, which nobody says."""
    for name in names:
        for part in _MARKS.split(normal_form(name)):
            if _SHORTEST_WORD <= len(part) <= LONGEST_WORD and not part.isascii():
                yield part


def _counted(names: Iterable[str]) -> Counter[str]:
    """How often each stretch of characters comes, up to the longest word."""
    return Counter(
        name[start : start + length]
        for name in map(normal_form, names)
        for length in range(_SHORTEST_WORD, LONGEST_WORD + 1)
        for start in range(len(name) - length + 1)
    )


def _origins(settings: Settings) -> tuple[str, ...]:
    """Pages that may come: those of the web door's own address, and those that are set."""
    for origin in settings.voice_origins:
        if not is_origin(origin):
            raise BadOrigin(
                f"ERSHUN_VOICE_ORIGINS 里的 {origin} 不是网页的地址，要像 https://hall.example。"
            )
    scheme = "https" if settings.https else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return (f"{scheme}://{host}:{settings.port}", *settings.voice_origins)


def _model(settings: Settings, name: str) -> Optional[Path]:
    return verified(manifest()[name], settings.weights)
