"""What the service is told by whoever starts it: a file of JSON, with a key in it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Optional


class BadConfig(Exception):
    """The file can't be used; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Config:
    """How one service is set.

    Attributes:
        port: on loopback.
        recogniser: folder of the model that hears.
        second_pass: folder of the model that hears doubtful turns again, if it is to be.
        voice: folder of the natural voice, if it is there.
        clips: folder in which spoken sentences are kept.
        words: file of the words to correct towards, ``word<TAB>weight`` a line.
        origins: of pages that are let in beside those of this machine.
        key: that tokens are signed with; empty if none are asked for.
    """

    port: int
    recogniser: Path
    second_pass: Optional[Path]
    voice: Optional[Path]
    clips: Path
    words: Path
    origins: tuple[str, ...] = ()
    key: str = field(default="", repr=False)

    def write(self, file: Path) -> None:
        """Write it to ``file``, which only its owner can read.

        Raises:
            OSError: it can't be written.
        """
        draft = file.with_name(f".{file.name}.new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(asdict(self), out, ensure_ascii=False, indent=2, default=str)
        draft.replace(file)

    @classmethod
    def read(cls, file: Path) -> Config:
        """What :meth:`write` wrote.

        Raises:
            BadConfig: the file is missing, cut short or not of this version.
        """
        try:
            given = json.loads(file.read_text(encoding="utf-8"))
            return cls(**{f.name: _read(f.name, given[f.name]) for f in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadConfig(f"语音服务的设置 {file} 读不了。运行 make run 会重新生成。") from error


_PATHS = frozenset({"recogniser", "second_pass", "voice", "clips", "words"})


def _read(name: str, value: Any) -> Any:
    if name in _PATHS:
        return None if value is None else Path(value)
    return tuple(value) if name == "origins" else value


def write_words(file: Path, words: dict[str, float]) -> None:
    """Write the words to correct towards.

    Raises:
        OSError: the file can't be written.
    """
    draft = file.with_name(f".{file.name}.new")
    lines = (f"{word}\t{weight:g}\n" for word, weight in sorted(words.items()))
    draft.write_text("".join(lines), encoding="utf-8")
    draft.replace(file)


def read_words(file: Path) -> list[tuple[str, float]]:
    """What :func:`write_words` wrote.

    Raises:
        BadConfig: the file is missing, or a line is not as it was written.
    """
    try:
        rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
        return [(word, float(weight)) for word, weight in rows]
    except (OSError, ValueError) as error:
        raise BadConfig(f"语音服务的词表 {file} 读不了。运行 make run 会重新生成。") from error
